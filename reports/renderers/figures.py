"""The report's charts, drawn for paper: by table, with what each shows in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports import charts
from reports.dataset import Dataset
from reports.dataset_header import SectionCounts
from reports.renderers import report_content
from texts.printing.fonts import printable

ROWS = 14  # bars of a chart that stands beside its table
WIDE_ROWS = 8  # bars that fit half a page
WIDE_CHARS = 88  # letters of a label that fit one line
WIDE, HALF = "640", "330"  # pixels


@dataclass(frozen=True)
class Figure:
    """One chart: SVG, its description, and whether it takes the page's width or half of it."""

    name: str
    svg: bytes
    alt: str
    wide: bool


def figures(dataset: Dataset, tables: list[report_content.FigureTable]) -> dict[str, list[Figure]]:
    """Charts by the key of the table they belong to."""
    found = {table.key: [_bars(table)] for table in tables if table.charted}
    found["by_section"] = _stances_by_section(dataset)
    return found


def _bars(table: report_content.FigureTable) -> Figure:
    rows = table.charted
    if len(rows) > ROWS:
        rows = sorted(rows, key=lambda row: -row[1])[:ROWS]
    title = _("Published comments: %(table)s") % {"table": table.title}
    shown = [(printable(label), value) for label, value in rows]
    svg = charts.bar_chart(title, "", shown, width=HALF, ink=charts.INK)
    alt = f"{title}. {charts.describe(rows)}"
    return Figure(f"{table.key}.svg", svg.encode(), alt, wide=False)


def _stances_by_section(dataset: Dataset) -> list[Figure]:
    """As many charts as fit a page each, all on one scale."""
    lines = [line for line in dataset.counts["by_section"] if line["published"]]
    if not lines:
        return []
    names = report_content.stance_names(dataset, lines[0]["stances"])
    most = max(line["published"] for line in lines)
    chunks = [lines[i : i + WIDE_ROWS] for i in range(0, len(lines), WIDE_ROWS)]
    return [_stances(number, chunk, names, most) for number, chunk in enumerate(chunks)]


def _stances(number: int, lines: list[SectionCounts], names: list[str], most: int) -> Figure:
    title = _("Published comments by section and stance")
    svg = charts.stacked_bar_chart(
        title,
        "",
        [printable(name) for name in names],
        [
            (printable(report_content.section_name(line)), list(line["stances"].values()))
            for line in lines
        ],
        width=WIDE,
        ink=charts.INK,
        most=most,
        label_chars=WIDE_CHARS,
    )
    totals = [(report_content.section_name(line), line["published"]) for line in lines]
    alt = f"{title}. {charts.describe(totals, limit=WIDE_ROWS)}"
    return Figure(f"by_section-{number}.svg", svg.encode(), alt, wide=True)
