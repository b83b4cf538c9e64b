"""The public notice as a Word file that an editor can still change."""

import io
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from texts.cleaning import section_text
from texts.notice_text import Notice
from texts.printing import house
from texts.writers.docx_parts import add_link, set_font, set_language, set_paper

FOREST, ACCENT = map(RGBColor.from_string, (house.FOREST_DARK, house.ACCENT))


def write(notice: Notice, qr: bytes, out: Path) -> None:
    """Write the notice; ``qr`` is a PNG of its address."""
    word = docx.Document()
    set_paper(word)
    set_language(word, notice.language)
    _styles(word)
    word.core_properties.title = f"{notice.heading}: {notice.title}"[:255]
    word.core_properties.author = notice.publisher[:255]
    word.core_properties.language = notice.language
    if notice.publisher:
        word.add_paragraph(notice.publisher).runs[0].bold = True
    word.add_heading(notice.heading, 0)
    if notice.illustrative:
        run = word.add_paragraph().add_run(notice.illustrative)
        run.bold, run.font.color.rgb = True, ACCENT
    word.add_heading(notice.title, 1)
    for text in section_text(notice.summary).splitlines():
        if text.strip():
            word.add_paragraph(text.strip())
    _dates(word, notice)
    _read(word, notice, qr)
    _pairs(word, notice.labels["send"], notice.channels)
    _pairs(word, notice.labels["meetings"], notice.meetings)
    said = f"{notice.rule}\n{notice.next_steps}".strip()
    if said:
        word.add_heading(notice.labels["next"], 2)
        for text in section_text(said).splitlines():
            word.add_paragraph(text)
    word.add_paragraph(notice.facts)
    _signed(word, notice)
    word.save(str(out))


def _styles(word: Document) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = word.styles[name]
        set_font(style)
        if name != "Normal":
            style.font.color.rgb = FOREST
    word.styles["Normal"].font.size = Pt(11)
    word.styles["Normal"].paragraph_format.space_after = Pt(6)


def _dates(word: Document, notice: Notice) -> None:
    for label, value in (
        ("deadline", notice.deadline),
        ("opens", notice.opens),
        ("responsible", notice.responsible),
        ("legal", notice.legal_basis),
        ("views", notice.views),
    ):
        if value:
            paragraph = word.add_paragraph()
            paragraph.add_run(f"{notice.labels[label]}: ").bold = True
            paragraph.add_run(value).bold = label == "deadline"


def _read(word: Document, notice: Notice, qr: bytes) -> None:
    word.add_heading(notice.labels["read"], 2)
    paragraph = word.add_paragraph(f"{notice.edition}: ")
    if not add_link(paragraph, notice.url, notice.url):
        paragraph.add_run(notice.url)
    picture = word.add_paragraph().add_run().add_picture(io.BytesIO(qr), width=Cm(3.5))
    picture._inline.find(qn("wp:docPr")).set("descr", notice.labels["qr"])


def _pairs(word: Document, heading: str, pairs: list[tuple[str, str]]) -> None:
    if not pairs:
        return
    word.add_heading(heading, 2)
    for label, text in pairs:
        paragraph = word.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(text)


def _signed(word: Document, notice: Notice) -> None:
    word.add_paragraph()
    word.add_paragraph(f"{notice.labels['signed']}: ………………………………………")
    for text in (notice.signatory, notice.signatory_title, notice.date):
        if text:
            word.add_paragraph(text)
