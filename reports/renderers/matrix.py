"""The matrix: section by section, every comment with what was proposed and decided.

Word and PDF set it from the same cells; what stands where is said by `CommentRow`.
"""

from collections.abc import Mapping
from typing import NamedTuple, cast

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.dataset import Dataset
from reports.dataset_header import Dimension
from reports.dataset_row import (
    FIELDS,
    MATRIX_COLUMNS,
    CommentField,
    CommentRow,
    Look,
    MatrixColumn,
)
from reports.renderers.report_content import EMPTY

SHOWN = [(name, field, field.shown) for name, field in FIELDS.items() if field.shown]


class CellText(NamedTuple):
    """Words on a line of their own in a cell; ``in_language`` as in `InMatrix`."""

    text: str
    look: Look
    label: str
    in_language: bool


def heads() -> dict[MatrixColumn, str]:
    """What stands above the columns, in their order."""
    return {
        "respondent": _("Reference and respondent"),
        "stance": _("Stance and tags"),
        "comment": pgettext("column", "Comment"),
        "proposal": _("Proposed wording, and reason"),
        "decision": _("Answer"),
    }


def cells(dataset: Dataset, row: CommentRow) -> list[list[CellText]]:
    """A published comment's texts, cell by cell in the order of the columns."""
    found: dict[MatrixColumn, list[CellText]] = {column: [] for column in MATRIX_COLUMNS}
    values: Mapping[str, object] = row
    for name, field, place in SHOWN:
        text = _words(dataset, name, field, values[name]) or _stand_in(name, row)
        if not text:
            continue
        texts = found[place.column]
        if place.after and values[place.after]:
            texts[-1] = texts[-1]._replace(text=f"{texts[-1].text}, {text}")
        else:
            texts.append(CellText(text, place.look, str(place.label), place.in_language))
    return list(found.values())


def _words(dataset: Dataset, name: str, field: CommentField, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    text = str(value)
    return dataset.label(cast(Dimension, name), text) if field.labelled else text


def _stand_in(name: str, row: CommentRow) -> str:
    """What is printed for an empty field where a reader would miss something."""
    if name == "name" and not row["organisation"]:
        return _("Name not given")
    return EMPTY if name == "stance" else ""


def not_shown(dataset: Dataset, row: CommentRow) -> str:
    """Why the words of a comment are not there; empty for a published comment."""
    state = row["state"]
    if state == "published":
        return ""
    if state == "hidden":
        reason = dataset.label("hidden_reason", row["hidden_reason"])
        return _("Hidden: %(reason)s") % {"reason": reason or _("no reason given")}
    if state == "withdrawn":
        return _("Withdrawn by its author")
    return _("Waiting for a moderator")
