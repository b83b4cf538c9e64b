"""Word: the same report as the PDF, to be edited and quoted from.

python-docx makes the frame; the body is written into it as XML, row by row, because its own
tables hold every cell in memory.
"""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _
from docx.oxml.ns import nsdecls

from consult.jobs.made_files import Progress, complete_or_nothing, with_progress
from reports.dataset import Dataset
from reports.dataset_header import ReportSection, SectionCounts
from reports.dataset_row import CommentRow, Look
from reports.renderers import docx_template, matrix, report_content, wordml
from reports.renderers.figures import Figure, figures
from reports.renderers.renderer import Renderer
from reports.renderers.wordml import cell, heading, run
from texts.printing import house
from texts.printing.typst import compile_png

TEMPLATES = Path(__file__).with_name("templates")
PORTRAIT = 9638  # width of the text, twentieths of a point
LETTER = 96  # a wide one of 8 points, bold, in the same unit
CELL_MARGINS = 160
COLUMN_WIDTHS = (2200, 1700, 5200, 3300, 2740)
BREAKABLE = 1_000  # characters from which a row may run over two pages
BODY = "word/document.xml"
LOOKS: dict[Look, Callable[..., str]] = {
    "reference": partial(run, bold=True),
    "plain": run,
    "medium": run,
    "muted": partial(run, colour=house.MUTED),
    "quote": partial(run, italic=True, colour=house.MUTED),
    "strong": partial(run, bold=True, colour=house.FOREST),
}
EPOCH = (1980, 1, 1, 0, 0, 0)  # equal input gives an equal file


def render(dataset: Dataset, part: int, out_path: Path, *, progress: Progress) -> None:
    with complete_or_nothing(out_path) as path, report_content.in_language(dataset):
        tables = [report_content.by_section(dataset), *report_content.number_tables(dataset)]
        drawn = figures(dataset, tables)
        template = docx_template.build(
            title=report_content.title(dataset),
            author=report_content.publisher(dataset),
            language=dataset.language,
            created=report_content.generated_at(dataset),
            footer=_footer(dataset),
            page_of=_("Page {page} of {pages}"),
            pictures=_pictures([figure for group in drawn.values() for figure in group]),
        )
        body = _body(dataset, template, _figures(tables, drawn, template), progress)
        with (
            zipfile.ZipFile(template.file) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                if name != BODY:
                    target.writestr(info, source.read(name))
                    continue
                with target.open(info, "w", force_zip64=True) as file:
                    for piece in body:
                        file.write(piece.encode())


def _footer(dataset: Dataset) -> str:
    header = dataset.header
    name = f"{header['policy']['title']} · {header['edition']['label']}"
    return "\n".join(part for part in (report_content.notice(dataset), name) if part)


def _body(
    dataset: Dataset,
    template: docx_template.Template,
    figures_part: Iterator[str],
    progress: Progress,
) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {nsdecls("w", "r")}>'
    yield "<w:body>"
    yield from _cover(dataset)
    yield from _reader(dataset)
    yield from _contents(dataset)
    yield from figures_part
    yield f"<w:p><w:pPr>{template.portrait}</w:pPr></w:p>"
    yield from _sections(dataset, progress)
    yield template.landscape
    yield "</w:body></w:document>"


def _cover(dataset: Dataset) -> Iterator[str]:
    yield wordml.paragraph(run(report_content.publisher(dataset)), "Subtitle")
    yield wordml.paragraph(run(report_content.title(dataset)), "Title")
    yield wordml.paragraph(run(dataset.header["edition"]["label"]), "Subtitle")
    if report_content.notice(dataset):
        yield wordml.paragraph(run(report_content.notice(dataset)), "Notice")
    yield from _facts(_("About this report"), report_content.cover_facts(dataset))


def _facts(title: str, facts: list[tuple[str, str]]) -> Iterator[str]:
    widths = (3000, PORTRAIT - 3000)
    yield wordml.table_start(widths, title)
    yield _head([title, _("Details")], widths)
    for label, value in facts:
        texts = (run(label, colour=house.MUTED), run(value))
        yield wordml.row(
            cell(wordml.paragraph(text, "Cell"), width=width)
            for text, width in zip(texts, widths, strict=True)
        )
    yield wordml.TABLE_END


def _reader(dataset: Dataset) -> Iterator[str]:
    if told := report_content.announced(dataset.header):
        yield heading(report_content.announced_title(), 1)
        yield from _facts(report_content.announced_title(), told)
    yield heading(_("How to read this report"), 1)
    for text in report_content.how_to_read():
        yield wordml.paragraph(run(text))
    table = report_content.reconciliation(dataset)
    yield heading(table.title, 2)
    yield from _table(table)


def _contents(dataset: Dataset) -> Iterator[str]:
    entries = [
        (report_content.section_name(section), _bookmark(i), min(level, 2))
        for i, (section, level) in enumerate(report_content.levelled(dataset.sections))
    ]
    yield heading(_("Contents"), 1)
    yield wordml.contents(entries)


def _bookmark(index: int) -> str:
    return f"section_{index}"


def _pictures(drawn: list[Figure]) -> list[docx_template.Picture]:
    """Charts as Word takes them."""
    if not drawn:
        return []
    pages = compile_png(
        TEMPLATES / "charts.typ",
        {"files": [figure.name for figure in drawn]},
        assets={figure.name: figure.svg for figure in drawn},
    )
    return [
        docx_template.Picture(
            figure.name, png, wordml.plain(figure.alt), 165 if figure.wide else 85
        )
        for figure, png in zip(drawn, pages, strict=True)
    ]


def _figures(
    tables: list[report_content.FigureTable],
    drawn: dict[str, list[Figure]],
    template: docx_template.Template,
) -> Iterator[str]:
    yield heading(_("The figures"), 1)
    for table in tables:
        yield heading(table.title, 2)
        for figure in drawn.get(table.key, ()):
            yield template.pictures[figure.name]
        yield from _table(table)


def _table(table: report_content.FigureTable) -> Iterator[str]:
    widths = figure_table_widths(table.columns, table.text_columns)
    yield wordml.table_start(widths, table.title)
    yield _head(table.columns, widths, table.text_columns)
    for line in table.rows:
        yield _line(line, widths, table.text_columns)
    if table.total:
        yield _line(table.total, widths, table.text_columns, total=True)
    yield wordml.TABLE_END
    yield wordml.paragraph(run(table.note), "Small")


def figure_table_widths(columns: Sequence[str], text_columns: int) -> list[int]:
    """Columns of figures as wide as the longest word above them, in twentieths of a point.

    What is left is for the words.
    """
    narrow = [_figure_width(name) for name in columns[text_columns:]]
    wide = (PORTRAIT - sum(narrow)) // text_columns
    return [wide] * text_columns + narrow


def _figure_width(name: str) -> int:
    letters = max(map(len, name.split()), default=0)
    return max(900, CELL_MARGINS + LETTER * letters)


def _head(columns: list[str], widths: Sequence[int], text_columns: int = 99) -> str:
    return wordml.row(
        (
            cell(
                wordml.paragraph(run(name), "Head", align="" if i < text_columns else "right"),
                width=widths[i],
            )
            for i, name in enumerate(columns)
        ),
        head=True,
    )


def _line(
    values: Sequence[str] | Sequence[str | int],
    widths: Sequence[int],
    text_columns: int,
    total: bool = False,
) -> str:
    return wordml.row(
        cell(
            wordml.paragraph(
                run(str(value), bold=total), "Cell", align="" if i < text_columns else "right"
            ),
            width=widths[i],
            fill=house.FOREST_SOFT if total else "",
        )
        for i, value in enumerate(values)
    )


def _sections(dataset: Dataset, progress: Progress) -> Iterator[str]:
    rows = with_progress(dataset.rows(), len(dataset), progress)
    groups = groupby(rows, key=lambda row: row["section_key"])
    following = next(groups, None)
    lines = dataset.counts["by_section"]
    yield heading(_("The draft and the comments, section by section"), 1)
    for index, (section, level) in enumerate(report_content.levelled(dataset.sections)):
        yield heading(report_content.section_name(section), level + 1, _bookmark(index), index)
        yield wordml.paragraph(run(_about(section, lines[index])), "Small")
        for part in section["text"]:
            yield from _text(report_content.paragraph(part))
        yield from _decisions(dataset, section)
        if following and following[0] == section["key"]:
            yield from _matrix(dataset, following[1], report_content.section_name(section))
            following = next(groups, None)
    if following:
        raise ValueError(f"Rows of section {following[0]!r} are out of order.")


def _about(section: ReportSection, line: SectionCounts) -> str:
    text = report_content.comments_on(line)
    version = section["version"]
    text_version = _("Text version")
    return f"{text} {text_version} {version}" if version else text


def _text(part: report_content.SetPart) -> Iterator[str]:
    """A part of the section's text."""
    if part["kind"] == "table":
        widths = [14000 // len(part["cells"][0])] * len(part["cells"][0])
        yield wordml.table_start(widths, _("Table"))
        yield _head(part["cells"][0], widths)
        for line in part["cells"][1:]:
            yield _line(line, widths, len(widths))
        yield wordml.TABLE_END + wordml.paragraph("")
    elif part["kind"] == "heading":
        yield wordml.paragraph(run(part["text"], bold=True, colour=house.FOREST))
    else:
        indent = 240 * (1 + part["indent"]) if part["kind"] == "item" else 0
        yield wordml.paragraph(run(part["text"]), indent=indent)


def _decisions(dataset: Dataset, section: ReportSection) -> Iterator[str]:
    decided, wording = _("What was decided"), _("Resulting wording")
    for item in section["decisions"]:
        label = dataset.label("decision", item["kind"])
        words = run(f"{decided}: {label}. ", bold=True, colour=house.FOREST)
        words += run(item["reason"])
        if item["wording"]:
            words += run(f"\n{wording}: ", colour=house.MUTED)
            words += run(item["wording"], italic=True)
        yield wordml.paragraph(words, indent=240)


def _matrix(dataset: Dataset, rows: Iterator[CommentRow], name: str) -> Iterator[str]:
    yield wordml.table_start(COLUMN_WIDTHS, _("Comments on %(section)s") % {"section": name})
    yield _head(list(matrix.heads().values()), COLUMN_WIDTHS)
    for row in rows:
        yield _comment(dataset, row)
    yield wordml.TABLE_END


def _comment(dataset: Dataset, row: CommentRow) -> str:
    gone = matrix.not_shown(dataset, row)
    if gone:
        first, rest = run(row["ref"], bold=True), run(gone, italic=True, colour=house.MUTED)
        return wordml.row(
            (
                cell(wordml.paragraph(first, "Cell"), width=COLUMN_WIDTHS[0]),
                cell(wordml.paragraph(rest, "Cell"), width=sum(COLUMN_WIDTHS[1:]), span=4),
            )
        )
    locale = house.LANGUAGES.get(row["language"], "") if row["language"] != dataset.language else ""
    cells = matrix.cells(dataset, row)
    longest = max(len(item.text) for texts in cells for item in texts)
    return wordml.row(
        (
            cell(wordml.paragraph(_lines(texts, locale), "Cell"), width=width)
            for texts, width in zip(cells, COLUMN_WIDTHS, strict=True)
        ),
        whole=longest < BREAKABLE,
    )


def _lines(texts: list[matrix.CellText], locale: str) -> str:
    """A cell's texts, each on a line of its own; `locale` is that of the comment."""
    xml = ""
    for item in texts:
        start = "\n" if xml else ""
        if item.label:
            xml += run(f"{start}{item.label}: ", colour=house.MUTED)
            start = ""
        language = locale if item.in_language else ""
        xml += LOOKS[item.look](start + item.text, language=language)
    return xml


DOCX = Renderer(
    format="docx",
    content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    render=render,
)
