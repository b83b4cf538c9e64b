"""What a memorandum's file says: its table of changes, and the parts of its covering text.

Pure: lines in, rows out. Nothing a table says is dropped: a column that is not known goes along
with the reasons, under its head, and what looks like a note of the printed form is handed back.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from texts.cleaning import typed_text
from texts.kept_words import remark as _
from texts.source import SourceDocument, SourceLine, UnreadableDocument
from texts.tables import read_table

MAX_ROWS = 200
"""Of all tables of a file; a bill has half as many clauses."""
MAX_CELL = 20_000
"""Characters of one cell."""
HEAD_ROWS = 4  # a table's first rows, among which its head is
SECTION, CHANGE, RATIONALE = "section", "change", "rationale"
# In this order: "Proposed change to the section" has words of two, "Reason for the change" too.
_HEADS = (
    (RATIONALE, ("rationale", "reason", "justification", "sababu", "uhalalishaji", "hoja")),
    (
        CHANGE,
        (
            *("propos", "change", "amendment", "recommend", "wording", "comment", "submission"),
            *("pendekez", "mabadiliko", "marekebisho", "maoni"),
        ),
    ),
    (
        SECTION,
        (
            *("section", "clause", "article", "paragraph", "provision", "part", "chapter"),
            *("sehemu", "kifungu", "ibara", "aya", "sura"),
        ),
    ),
)
_AS_IT_IS = ("current", "existing", "present", "original")
"""How a head begins of a column that says how the text reads now."""
_PRINTED_NOTE = re.compile(r"\*[^*]+\*|_+|\.{3,}|…+")
"""What a printed form says in its cells to whoever fills it in."""
_PARTS = {
    "summary": ("summary", "executive summary", "muhtasari"),
    "background": ("background", "introduction", "usuli", "utangulizi"),
    "conclusion": ("conclusion", "conclusions", "hitimisho"),
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names}
_MARK = re.compile(r"^\s*(?:\d+|[ivx]+|[a-h])[.)]\s*", re.IGNORECASE)
_CLOSING = re.compile(r"(?:kind regards|yours|wako|appendices|references|annex)", re.IGNORECASE)


class ChangeRow(NamedTuple):
    """One row as it stands; ``is_carried`` says that the section is that of a row above."""

    section: str
    change: str
    rationale: str
    is_carried: bool = False


@dataclass(frozen=True)
class FoundMemorandum:
    """``covering`` is ``{"summary": …, "background": …, "conclusion": …}``, of what was found.

    ``left_out`` is what the printed form says itself, as far as it can be told.
    """

    rows: list[ChangeRow] = field(default_factory=list)
    covering: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


Columns = Mapping[int, str]


def find_changes(document: SourceDocument) -> FoundMemorandum:
    """What the file says. Raises `UnreadableDocument` where a table is more than is let in."""
    found = FoundMemorandum(covering=_covering(document.lines))
    columns: Columns = {}
    heads: Sequence[str] = ()
    for line in document.lines:
        table = read_table(line.table) if line.table else None
        if table is None:
            continue
        at, named = _head(table.rows)
        if named:
            columns, heads = named, table.rows[at]
        elif not columns or len(table.rows[0]) != len(heads):
            continue
        _add_rows(found, table.rows[at + 1 :], columns, heads)
    return found


def _head(rows: Sequence[Sequence[str]]) -> tuple[int, Columns]:
    """Which row names the columns, and which is which; -1 and none where no row does."""
    for at, row in enumerate(rows[:HEAD_ROWS]):
        named: dict[int, str] = {}
        for column, cell in enumerate(row):
            kind = _kind(cell)
            if kind and kind not in named.values():
                named[column] = kind
        if {SECTION, CHANGE} <= set(named.values()):
            return at, named
    return -1, {}


def _kind(cell: str) -> str:
    """Which column a head names; nothing where it is too long to be one."""
    words = cell.casefold().split()
    if len(words) > 8 or (words[:1] and words[0].startswith(_AS_IT_IS)):
        return ""
    for kind, starts in _HEADS:
        if any(word.strip("*:()").startswith(starts) for word in words):
            return kind
    return ""


def _add_rows(
    found: FoundMemorandum,
    rows: Iterable[Sequence[str]],
    columns: Columns,
    heads: Sequence[str],
) -> None:
    for row in rows:
        cells = [_cleaned(cell) for cell in row]
        said = [cell for cell in cells if cell]
        if not said:
            continue
        if all(_PRINTED_NOTE.fullmatch(cell) for cell in said):
            found.left_out.extend(said)
            continue
        if len(found.rows) == MAX_ROWS:
            raise UnreadableDocument(_too_many())
        found.rows.append(_row(cells, columns, heads, found.rows[-1:]))


def _cleaned(cell: str) -> str:
    if len(cell) > MAX_CELL:
        raise UnreadableDocument(_too_long())
    return typed_text(cell)


def _row(
    cells: Sequence[str], columns: Columns, heads: Sequence[str], above: Sequence[ChangeRow]
) -> ChangeRow:
    known = {kind: cells[at] for at, kind in columns.items()}
    others = [
        f"{' '.join(heads[at].split())}: {cell}" if heads[at].strip() else cell
        for at, cell in enumerate(cells)
        if cell and at not in columns
    ]
    section = " ".join(known[SECTION].split())
    is_carried = not section and bool(above)
    return ChangeRow(
        section=above[0].section if is_carried else section,
        change=known[CHANGE],
        rationale="\n".join(filter(None, [known.get(RATIONALE, ""), *others])),
        is_carried=is_carried,
    )


def _covering(lines: Iterable[SourceLine]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for part, text in _parted(lines):
        found.setdefault(part, []).append(text)
    texts = {part: typed_text("\n".join(said)) for part, said in found.items()}
    return {part: text for part, text in texts.items() if text}


def _parted(lines: Iterable[SourceLine]) -> Iterator[tuple[str, str]]:
    """The lines below a heading that names a part, up to the next heading or table."""
    part = ""
    for line in lines:
        text = line.text.strip()
        name = _MARK.sub("", text).strip(" :.").casefold()
        if name in _PART_OF:
            part = _PART_OF[name]
        elif line.kind != "text" or line.heading or _CLOSING.match(text):
            part = ""
        elif part and text:
            yield part, text


def _too_many() -> object:
    return _(
        "The table has more than %(most)d rows. Hand it in as two memoranda, or put changes to"
        " one section into one row.",
        most=MAX_ROWS,
    )


def _too_long() -> object:
    return _(
        "A cell of the table has more than %(most)d characters. Move the long words into the"
        " covering text.",
        most=MAX_CELL,
    )
