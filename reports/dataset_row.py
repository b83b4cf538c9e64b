"""A comment as a report holds it: its fields, listed once.

What freezes comments, every format, and a test of `docs/reference/report-files.md` read this list:
a field added to `CommentRow` is frozen from its `source`, and stands in all formats.
"""

from dataclasses import dataclass
from operator import itemgetter
from typing import Annotated, Literal, TypedDict, get_args, get_type_hints

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

MatrixColumn = Literal["respondent", "stance", "comment", "proposal", "decision"]
MATRIX_COLUMNS: tuple[MatrixColumn, ...] = get_args(MatrixColumn)
Look = Literal["reference", "plain", "medium", "muted", "quote", "strong"]


@dataclass(frozen=True, kw_only=True)
class InMatrix:
    """Where and how a field stands in the matrix: on a line of its own, in `column`.

    ``label`` is printed before it, ``after`` is the field whose line it goes on with, and
    ``in_language`` says that it is in the language of the comment, not of the report.
    """

    column: MatrixColumn
    look: Look = "plain"
    label: str | Promise = ""
    after: str = ""
    in_language: bool = False


@dataclass(frozen=True)
class CommentField:
    """What is to be known of one column of CSV and XLSX, which has the field's name.

    ``source`` is where a query on comments finds it; where there is none, freezing works it out.
    ``words`` are the respondent's, blank unless published. A ``labelled`` one holds a key that the
    header's labels name. ``width`` is in characters.
    """

    source: str = ""
    words: bool = False
    labelled: bool = False
    width: int = 16
    wrapped: bool = False
    shown: InMatrix | None = None


class CommentRow(TypedDict):
    """One comment. What it lacks is empty, never None; what is not a column has no field."""

    section_key: str
    ref: Annotated[
        str, CommentField(width=14, shown=InMatrix(column="respondent", look="reference"))
    ]
    section_number: Annotated[str, CommentField()]
    section_title: Annotated[str, CommentField(width=32, wrapped=True)]
    section_version: Annotated[str, CommentField()]
    edition: Annotated[str, CommentField()]
    stance: Annotated[
        str,
        CommentField("stance", labelled=True, shown=InMatrix(column="stance", look="medium")),
    ]
    quote: Annotated[
        str,
        CommentField(
            "quote",
            words=True,
            width=40,
            wrapped=True,
            shown=InMatrix(column="comment", look="quote"),
        ),
    ]
    text: Annotated[
        str,
        CommentField(
            "text",
            words=True,
            width=70,
            wrapped=True,
            shown=InMatrix(column="comment", in_language=True),
        ),
    ]
    proposed: Annotated[
        str,
        CommentField(
            "proposed",
            words=True,
            width=50,
            wrapped=True,
            shown=InMatrix(column="proposal", in_language=True),
        ),
    ]
    reason: Annotated[
        str,
        CommentField(
            "reason",
            words=True,
            width=50,
            wrapped=True,
            shown=InMatrix(column="proposal", label=gettext_lazy("Reason"), in_language=True),
        ),
    ]
    files: Annotated[str, CommentField(width=8)]
    tags: Annotated[
        list[str],
        CommentField(wrapped=True, shown=InMatrix(column="stance", look="muted")),
    ]
    name: Annotated[
        str, CommentField("submission__name", words=True, shown=InMatrix(column="respondent"))
    ]
    organisation: Annotated[
        str,
        CommentField(
            "submission__organisation_name", words=True, shown=InMatrix(column="respondent")
        ),
    ]
    kind: Annotated[str, CommentField("submission__kind", labelled=True)]
    people: Annotated[str, CommentField(width=8)]
    ward: Annotated[
        str,
        CommentField("submission__ward__name", shown=InMatrix(column="respondent", look="muted")),
    ]
    sub_county: Annotated[
        str,
        CommentField(
            "submission__ward__sub_county__name",
            shown=InMatrix(column="respondent", look="muted", after="ward"),
        ),
    ]
    channel: Annotated[str, CommentField("submission__channel", labelled=True)]
    language: Annotated[str, CommentField("submission__language", labelled=True)]
    received_at: Annotated[str, CommentField()]
    campaign: Annotated[str, CommentField(width=14)]
    edited_on: Annotated[
        str,
        CommentField(
            shown=InMatrix(column="respondent", look="muted", label=gettext_lazy("Edited"))
        ),
    ]
    erased: Annotated[
        str, CommentField(width=32, wrapped=True, shown=InMatrix(column="comment", look="muted"))
    ]
    state: Annotated[str, CommentField("state", labelled=True)]
    hidden_reason: Annotated[str, CommentField("hidden_reason", labelled=True)]
    decision: Annotated[
        str,
        CommentField(
            "decided__decision__kind",
            labelled=True,
            shown=InMatrix(column="decision", look="strong"),
        ),
    ]
    decision_reason: Annotated[
        str,
        CommentField(
            "decided__decision__reason", width=50, wrapped=True, shown=InMatrix(column="decision")
        ),
    ]


def _fields() -> dict[str, CommentField]:
    hints = get_type_hints(CommentRow, include_extras=True)
    return {
        name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")
    }


FIELDS = _fields()
COLUMNS = tuple(FIELDS)
KEYS = tuple(CommentRow.__annotations__)
# What is not shown of a comment that is not published: its words, and who wrote it.
WORDS = tuple(name for name, field in FIELDS.items() if field.words)

_in_order = itemgetter(*COLUMNS)


def column_texts(row: CommentRow) -> list[str]:
    """The row as text, in the order of `COLUMNS`; several tags are one text."""
    return ["; ".join(each) if isinstance(each, list) else each for each in _in_order(row)]
