"""Sections to be read and answered on paper: each text with lines for views and a receipt slip."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from texts.cleaning import section_line
from texts.edition_text import EditionText, SectionText
from texts.printing.typst import compile_pdf
from texts.writers import front
from texts.writers.pdf_writer import chunks, section_data

TEMPLATE = Path(__file__).parent / "templates" / "pack.typ"
SHEET_LEVEL = 2


@dataclass(frozen=True)
class PackWords:
    """What is printed round the texts, in the pack's language, every value plain text.

    ``steps`` say how to take part; ``channels`` are pairs, by what and how; ``stances`` are to be
    ticked. ``address`` is where the policy is read, and ``qr`` the same as an SVG;
    ``receipt_address`` is where a receipt's code is typed.
    """

    title: str
    deadline: str
    steps: list[str]
    channels: list[tuple[str, str]]
    stances: list[str]
    address: str
    receipt_address: str
    labels: dict[str, str]
    qr: bytes


@dataclass(frozen=True)
class Sheet:
    """A section to be answered, the headings it stands under, and the languages it is in."""

    section: SectionText
    above: tuple[str, ...]
    language: str
    summary_language: str


def sheets_of(
    sections: Iterable[SectionText], languages: Iterable[tuple[str, str]]
) -> Iterator[Sheet]:
    """A sheet for every section that has a text; ``languages`` are of each text and summary."""
    above: list[tuple[int, str]] = []
    for section, (language, of_summary) in zip(sections, languages, strict=True):
        above = [each for each in above if each[0] < section.level]
        if section.parts:
            headings = tuple(heading for _level, heading in above)
            yield Sheet(section, headings, language, of_summary)
        above.append((section.level, section_line(section.heading)))


def write(document: EditionText, sheets: list[Sheet], words: PackWords, out: Path) -> None:
    """Write sheets of the document's sections, with a cover before them.

    Raises `texts.printing.typst.TypstError`.
    """
    images = {"qr.svg": words.qr}
    date = document.date
    stamp = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC) if date else None
    compile_pdf(
        TEMPLATE, _data(document, sheets, words, images), out, assets=images, timestamp=stamp
    )


def _data(
    document: EditionText, sheets: list[Sheet], words: PackWords, images: dict[str, bytes]
) -> dict[str, Any]:
    said = asdict(words)
    del said["qr"]
    return {
        **said,
        "address": chunks(words.address),
        "receipt_address": chunks(words.receipt_address),
        "language": document.language,
        "policy": section_line(document.title),
        "edition": section_line(document.edition),
        "author": section_line(document.organisation),
        "notice": front.notice(document),
        "plain_words": front.in_plain_words(),
        "sheets": [
            {
                "above": each.above,
                "language": each.language,
                "summary_language": each.summary_language,
                **section_data(each.section, SHEET_LEVEL, document, images),
            }
            for each in sheets
        ],
    }
