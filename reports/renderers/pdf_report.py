"""PDF: tagged, for reading, printing and archives; in volumes where there are many comments.

Up to `VOLUME_ROWS` comments make one file. With more, the first holds the figures and the texts
of the sections, and each further one up to `VOLUME_ROWS` comments: a compiler's memory grows with
the rows it sets.
"""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reports.dataset import Dataset
from reports.dataset_header import DecisionLine, ReportSection
from reports.dataset_row import CommentRow
from reports.renderers import matrix, report_content
from reports.renderers.figures import figures
from reports.renderers.renderer import Progress, Renderer
from texts.printing.typst import compile_pdf

TEMPLATES = Path(__file__).with_name("templates")
VOLUME_ROWS = 1_000
TIMEOUT_S = 300
EXPECTED_S_PER_ROW = 0.012


def parts(dataset: Dataset) -> int:
    """One file, or the overview and a volume for each `VOLUME_ROWS` comments."""
    return 1 if len(dataset) <= VOLUME_ROWS else 1 + -(-len(dataset) // VOLUME_ROWS)


def part_label(dataset: Dataset, part: int) -> str:
    """What volume `part` holds, in the report's language; empty for a report in one file."""
    count = parts(dataset)
    if count == 1:
        return ""
    with report_content.in_language(dataset):
        numbers = {"n": part, "m": count}
        if part == 1:
            return _("Volume %(n)d of %(m)d: figures and texts of the sections") % numbers
        first, last = _span(dataset, *_limits(dataset, part))
        if first == last:
            return _("Volume %(n)d of %(m)d: section %(first)s") % {**numbers, "first": first}
        return _("Volume %(n)d of %(m)d: sections %(first)s to %(last)s") % {
            **numbers,
            "first": first,
            "last": last,
        }


def render(dataset: Dataset, part: int, out_path: Path, *, progress: Progress) -> None:
    progress(0.0)
    label = part_label(dataset, part)
    with report_content.in_language(dataset):
        start, stop = _limits(dataset, part)
        data = _common(dataset, label)
        data["comments"] = _sections_with_rows(dataset, start, stop, whole=part == 1)
        assets: dict[str, bytes] = {}
        if part == 1:
            data["overview"] = _overview(dataset, assets)
    compile_pdf(
        TEMPLATES / "report.typ",
        data,
        out_path,
        assets=assets,
        timestamp=report_content.generated_at(dataset),
        timeout_s=TIMEOUT_S,
        on_wait=_approach(progress, expected_s=1 + EXPECTED_S_PER_ROW * (stop - start)),
    )
    progress(1.0)


def _approach(progress: Progress, expected_s: float, step_s: float = 0.1) -> Callable[[], None]:
    """Moves the progress on at each call, slower and slower, while the compiler is silent."""
    elapsed = 0.0

    def approach() -> None:
        nonlocal elapsed
        elapsed += step_s
        progress(0.05 + 0.9 * elapsed / (elapsed + expected_s / 2))

    return approach


def _limits(dataset: Dataset, part: int) -> tuple[int, int]:
    """First row and the one after the last of volume `part`."""
    if parts(dataset) == 1:
        return 0, len(dataset)
    if part == 1:
        return 0, 0
    start = (part - 2) * VOLUME_ROWS
    return start, min(start + VOLUME_ROWS, len(dataset))


def _span(dataset: Dataset, start: int, stop: int) -> tuple[str, str]:
    """Names of the sections that the first and the last row of a volume are on."""
    names = []
    end = 0
    for line in dataset.counts["by_section"]:
        begin, end = end, end + line["total"]
        if begin < stop and end > start and end > begin:
            names.append(line["number"] or line["title"])
    return names[0], names[-1]


def _common(dataset: Dataset, label: str) -> dict[str, Any]:
    """What every volume needs: its cover, the words around, the heads of the matrix."""
    title = report_content.title(dataset)
    edition = dataset.header["edition"]["label"]
    return {
        "title": f"{title} \u2013 {label}" if label else title,
        "language": dataset.language,
        "publisher": report_content.publisher(dataset),
        "kind": _("Consolidated report"),
        "policy": dataset.header["policy"]["title"],
        "edition": edition,
        "volume": label,
        "notice": report_content.notice(dataset),
        "facts": report_content.cover_facts(dataset),
        "address": dataset.header["policy"]["url"],
        "footer": f"{dataset.header['policy']['title']} · {edition}",
        "page_of": _("Page {page} of {pages}"),
        "matrix": list(matrix.heads().values()),
        "words": {
            "contents": _("Contents"),
            "sections": _("The draft and the comments, section by section"),
            "texts": _("The texts of the sections"),
            "continued": _("continued"),
            "version": _("Text version"),
            "decisions": _("What was decided"),
            "wording": _("Resulting wording"),
            "text_alone": _("The comments are in the further volumes."),
        },
    }


def _overview(dataset: Dataset, assets: dict[str, bytes]) -> dict[str, Any]:
    """The first volume's figures; charts go to `assets`."""
    tables = [report_content.by_section(dataset), *report_content.number_tables(dataset)]
    drawn = figures(dataset, tables)
    entries = []
    for table in tables:
        shown = drawn.get(table.key, [])
        assets.update({figure.name: figure.svg for figure in shown})
        charts = [{"file": figure.name, "alt": figure.alt} for figure in shown]
        entries.append({**_table(table), "charts": charts})
    return {
        "key_figures": report_content.key_figures(dataset),
        "announced_title": report_content.announced_title(),
        "announced": report_content.announced(dataset.header),
        "how_title": _("How to read this report"),
        "how": [*report_content.how_to_read(), report_content.character_note()],
        "numbers_title": _("The figures"),
        "reconciliation": _table(report_content.reconciliation(dataset)),
        "tables": entries,
    }


def _table(table: report_content.FigureTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": table.columns,
        "rows": [[str(value) for value in row] for row in table.rows],
        "total": [str(value) for value in table.total] if table.total else None,
        "text_columns": table.text_columns,
        "note": table.note,
        "charts": [],
    }


def _sections_with_rows(
    dataset: Dataset, start: int, stop: int, *, whole: bool
) -> list[dict[str, Any]]:
    """Sections in order with the rows from `start` to `stop`: all with their texts if `whole`,
    else those that have rows there, without."""
    rows = groupby(dataset.rows(start, stop), key=lambda row: row["section_key"])
    by_key = {key: [_matrix_row(dataset, row) for row in group] for key, group in rows}
    lines = {line["key"]: line for line in dataset.counts["by_section"]}
    found: list[dict[str, Any]] = []
    for section, level in report_content.levelled(dataset.sections):
        key = section["key"]
        if not whole and key not in by_key:
            continue
        entry = {
            "name": report_content.section_name(section),
            "level": level if whole else 1,
            "counts": report_content.comments_on(lines[key]),
            "version": section["version"],
            "rows": by_key.get(key, []),
            "continued": not whole and not found and _began_before(dataset, key, start),
            "text": [report_content.paragraph(part) for part in section["text"]] if whole else [],
            "decisions": _decisions(dataset, section) if whole else [],
        }
        found.append(entry)
    return found


def _began_before(dataset: Dataset, key: str, start: int) -> bool:
    begin = 0
    for line in dataset.counts["by_section"]:
        if line["key"] == key:
            break
        begin += line["total"]
    return begin < start


def _decisions(dataset: Dataset, section: ReportSection) -> list[DecisionLine]:
    """With the kind as it is called."""
    return [
        {**line, "kind": dataset.label("decision", line["kind"])} for line in section["decisions"]
    ]


def _matrix_row(dataset: Dataset, row: CommentRow) -> dict[str, Any]:
    """A row of the matrix; `gone` says why there are no words, where there are none."""
    gone = matrix.not_shown(dataset, row)
    if gone:
        return {"ref": row["ref"], "gone": gone}
    return {
        "cells": [[text._asdict() for text in texts] for texts in matrix.cells(dataset, row)],
        "language": row["language"] or dataset.language,
    }


PDF = Renderer(
    format="pdf",
    content_type="application/pdf",
    render=render,
    parts=parts,
    part_label=part_label,
)
