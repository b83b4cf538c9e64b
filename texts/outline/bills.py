"""The structure of bills and other legislation: parts, clauses, schedules, memorandum.

Parts and schedules announce themselves. Clauses are found by their numbers: the longest
sequence 1, 2, 3 … that runs through the body, so that numbers quoted from other laws, listed
items and misread digits do not become clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from texts.kept_words import remark as _
from texts.outline import inserted, legibility
from texts.outline.announced import part_heading, schedule_heading
from texts.outline.cited_laws import with_one_law
from texts.outline.clause_titles import take_titles, take_titles_above
from texts.outline.clauses import amends, find_clauses
from texts.outline.line_flow import LineFlow
from texts.outline.margin_notes import attach_notes
from texts.outline.margin_titles import take_margin_titles
from texts.outline.memorandum import amended_heading, memorandum_heading
from texts.outline.open_ends import with_ends
from texts.outline.printed_contents import Contents, is_body_start
from texts.outline.structure import Heading
from texts.outline.titled_bill import TitledBill
from texts.patterns import CITES_ITSELF, likeness, oddities
from texts.source import SourceLine

_SAME = 0.85


def is_bill(lines: Iterable[SourceLine]) -> bool:
    """Whether the document is legislation, by its enacting words or its citation clause."""
    return any(
        is_body_start(line) or CITES_ITSELF.search(line.text)
        for line in lines
        if line.kind == "text" and not line.margin
    )


def find_headings(flow: LineFlow, contents: Contents) -> list[Heading]:
    """Headings of a bill in order, with levels and titles, and with the notes beside them."""
    headings = _untitled(flow, contents)
    plain = [item for item in headings if not item.twin]
    bill = _titled(flow, plain, contents)
    if len(plain) < len(headings):
        bill = _with_twins(bill, flow, headings, contents)
    return with_one_law(_doubted(bill))


def _with_twins(
    alone: TitledBill, flow: LineFlow, headings: Sequence[Heading], contents: Contents
) -> TitledBill:
    """The bill with second clauses of one number, where they prove to be clauses.

    They have a title and leave every other clause one, or they amend a law.
    """
    tried = _titled(flow, headings, contents)
    proved = {item.at for item in tried.clauses if not item.twin or item.title or amends(item)}
    kept = [item for item in headings if item.kind != "clause" or item.at in proved]
    both = _titled(flow, kept, contents)
    titles = {item.at: item.title for item in both.clauses}
    return both if all(titles[item.at] or not item.title for item in alone.clauses) else alone


def _titled(flow: LineFlow, headings: Sequence[Heading], contents: Contents) -> TitledBill:
    """The bill of these headings with the titles of its clauses, and the notes beside them."""
    misread = bool(legibility.remarks("\n".join(line.text for line in flow.lines)))
    bill = TitledBill(flow, headings, _printed_titles(headings, contents), misread)
    bill = take_titles_above(bill)
    bill, notes = take_margin_titles(bill)
    return attach_notes(take_titles(bill), notes)


def _printed_titles(headings: Sequence[Heading], contents: Contents) -> Mapping[int, str]:
    """Number of a clause → its title in the printed contents, which may leave numbers out."""
    numbers = [item.value for item in headings if item.kind == "clause"]
    if len(contents.unnumbered) == len(numbers):
        return dict(zip(numbers, contents.unnumbered, strict=True))
    return contents.titles


def _doubted(bill: TitledBill) -> list[Heading]:
    """The headings with remarks on clauses without a title, and after a gap in the numbers."""
    numbers = {0, *(item.value for item in bill.clauses)}
    headings = []
    for item in bill.headings:
        clause = item.kind == "clause"
        if clause and not item.title:
            item = item.doubted(_("No title was found for this clause."))
        if clause and item.value - 1 not in numbers:
            item = item.doubted(_("The clause before this one was not found."))
        headings.append(item)
    return headings


def _untitled(flow: LineFlow, contents: Contents) -> list[Heading]:
    """Headings of a bill in order with their levels, clauses without their titles.

    The highest number in the printed contents bounds the clauses.
    """
    start = _body_start(flow)
    words = inserted.find(flow, start)
    outer = _outer_headings(flow, start, words)
    end = next((item.at for item in outer if item.kind != "part"), len(flow))
    inside = flow.set_aside((at for item in outer for at in item.used), "heading")
    last = max(contents.titles, default=0)
    clauses = find_clauses(inside, range(start, end), last, words.lines)
    clauses = with_ends(sorted(clauses, key=lambda item: item.at), inside)
    headings = sorted([*outer, *clauses], key=lambda item: item.at)
    headings = [*_lost_part(headings, contents), *headings]
    return _with_levels([_with_printed_title(item, contents) for item in headings])


def _lost_part(headings: Sequence[Heading], contents: Contents) -> list[Heading]:
    """A first part that the file lost, but its printed contents name; else nothing."""
    parts = [item for item in headings if item.kind == "part"]
    if not parts or not contents.parts or headings[0].kind != "clause" or parts[0].value == 1:
        return []
    number, title = contents.parts[0]
    lost = Heading(headings[0].at, number=number, title=title, kind="part", written="")
    return [lost.doubted(_("This heading was taken from the printed contents."))]


def _with_printed_title(heading: Heading, contents: Contents) -> Heading:
    """Where text recognition misread a part's title, the printed contents may have it right."""
    if heading.kind != "part" or not oddities(heading.title):
        return heading
    for _number, title in contents.parts:
        odd = oddities(heading.title)
        if likeness(title, heading.title) >= _SAME and oddities(title) < odd:
            written = heading.written or f"{heading.number} {heading.title}"
            heading = replace(heading, title=title, written=written)
            heading = heading.doubted(_("The title was taken from the printed contents."))
    return heading


def _body_start(flow: LineFlow) -> int:
    """Index of the first line after the enacting words."""
    marks = [at for at, line in flow.left() if not line.margin and is_body_start(line)]
    if not marks:
        return 0
    enacted = [at for at in marks if flow[at].text.lstrip(' \u201c"').upper().startswith("ENACTED")]
    return (enacted[0] if enacted else marks[0]) + 1


def _outer_headings(flow: LineFlow, start: int, words: inserted.Inserted) -> list[Heading]:
    """Parts, schedules, the memorandum and the provisions it quotes.

    `words`: what the bill inserts into other laws, whose parts and schedules are not its own.
    """
    found: list[Heading] = []
    counts: dict[str, int] = {}
    at = start - 1
    while (following := flow.next_line(at)) is not None:
        at = following
        heading = _outer_heading(flow, at, found, counts)
        if heading is None:
            continue
        if at in words.lines and _is_inserted(heading, at in words.first, counts, found):
            continue
        if heading.kind == "part":
            counts[heading.word] = heading.value
        elif heading.kind == "schedule":
            counts.clear()
        found.append(heading)
        at = max(heading.used)
    return found


def _is_inserted(
    heading: Heading, first: bool, counts: Mapping[str, int], found: Sequence[Heading]
) -> bool:
    """Whether a heading among inserted words is another law's: it does not go on with ours."""
    if heading.kind == "part":
        return first or heading.value != counts.get(heading.word, 0) + 1
    if heading.kind == "schedule":
        before = sum(1 for item in found if item.kind == "schedule")
        return first or heading.value not in (0, before + 1)
    return False


def _outer_heading(
    flow: LineFlow, at: int, found: Sequence[Heading], counts: Mapping[str, int]
) -> Heading | None:
    """The heading a line begins; below the memorandum only provisions it quotes have one."""
    if flow[at].kind != "text":
        return None
    if found and found[-1].kind in ("memorandum", "amended"):
        return amended_heading(flow, at)
    return (
        memorandum_heading(flow, at) or part_heading(flow, at, counts) or schedule_heading(flow, at)
    )


def _with_levels(headings: Sequence[Heading]) -> list[Heading]:
    """Parts on top, clauses under the part they stand in, divisions between."""
    order = list(dict.fromkeys(item.word for item in headings if item.kind == "part"))
    inside = above = 0
    in_schedule = False
    levelled = []
    for item in headings:
        if item.kind == "part":
            level = inside = min(order.index(item.word) + 1 + in_schedule, above + 1)
        elif item.kind == "clause":
            level = inside + 1
        else:
            level, inside = 1, 0
            in_schedule = item.kind == "schedule"
        above = level
        levelled.append(replace(item, level=level))
    return levelled
