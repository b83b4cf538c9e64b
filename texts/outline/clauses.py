"""Find the clauses of a bill by the sequence of their numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from texts.kept_words import remark as _
from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading, remainder
from texts.patterns import DASH, scanned_number, word_count, words
from texts.source import SourceLine

_TYPED = re.compile(rf"^(\d{{1,3}})\s*(?:\.\s*[{DASH}]?\s*(?!\d)|(?=\(\s*1\s*\)))")
_TYPED_DASH = re.compile(
    rf"^(?:(\d{{1,3}})\s*[{DASH}]|(?:Clause|Section|Article|Regulation|Rule)\s+(\d{{1,3}})\s*[.:{DASH}])"
    r"\s*(?=[A-Z(])",
)
_BARE = re.compile(r"^(\d{1,3})\s*[,:;)]?\s*(?=[A-Z(\u201c\"])")
_SCANNED = re.compile(r"^(?!ii)([0-9IlSsOoBZtif|]+)\s*[.,]?\s*(?=\(\s*[1Il|]\s*\))")
_SCANNED_DOT = re.compile(r"^([IlSO][0-9IlSO]?)\s*\.\s*(?=[A-Z(])")
_RUN_IN = re.compile(r"^(?P<title>[^\d.;:]{3,120}?[.\s]+)(?P<number>\d{1,3})\s*\.\s*(?=[A-Z(])")
_AFTER_BOLD = re.compile(r"(?P<title>\W*)(?P<number>\d{1,3})\s*\.\s*(?=[A-Z(])")
_LABEL = re.compile(r"^(?:(?:Clause|Section|Article|Regulation|Rule)\s+)?(\d{1,3})\s*\.?$")
_LOST = re.compile(r"^(?:[a-z]|[ivxl]+)\.(?:$|\s*(?=[A-Z(]))")
_AMENDS = re.compile(
    r"^(?P<mark>[^\s(]{1,4}\s+(?=Sect|The\b))?(?:Sections?\s+\d+\w?\s+of\s+)?"
    r"[Tt]he\s+(?:principal\s+|said\s+|[A-Z][\w ()]{0,80} )Act"
    r"(?:,[^,]{0,80},)?\s+(?:is|are)\s+(?:hereby\s+)?(?:amended|repealed)\b"
)
"""How a clause of an amending bill begins, after what a scan left of its number: "J." for 3."""
_SET_APART = 1.2
_PLAIN = 1.0
_MISREAD = 0.7
_WITHOUT_STOP = 0.5
_GAP_COST = 0.6
_INSERTED = 0.3


@dataclass(frozen=True)
class _ClauseNumber:
    at: int
    value: int
    begin: int
    """Where in the line the number begins: after a title that runs in before it."""
    end: int
    weight: float = _PLAIN
    scanned: bool = False


def find_clauses(
    flow: LineFlow, region: range, last_number: int, inserted: Collection[int] = ()
) -> list[Heading]:
    """The clauses among the lines of `region`, in order, without titles.

    After them what may be second clauses of one number, as twins.

    `last_number`: the highest number in the printed contents, 0 where there are none.
    `inserted`: lines that may be words put into another law; clauses elsewhere are preferred.
    """
    candidates = [
        candidate
        for at, line in flow.left(region.start, region.stop)
        if not line.margin and line.kind == "text"
        for candidate in _candidates(line, at)
        if not last_number or candidate.weight >= _PLAIN or candidate.value <= last_number + 2
    ]
    chain = _best_chain(_without_inserted(candidates, flow, inserted))
    if len(chain) < last_number:
        whole = flow.left(region.start, region.stop)
        chain = [*_filling(whole, range(1, last_number + 1))] or chain
    chain.extend(_fillers(flow, region, chain, last_number))
    chain.sort(key=lambda item: item.value)
    twins = [item for item in candidates if item.at not in inserted and _is_twin(item, chain, flow)]
    return [
        *(_heading(candidate, flow[candidate.at]) for candidate in chain),
        *(replace(_heading(candidate, flow[candidate.at]), twin=True) for candidate in twins),
    ]


def amends(clause: Heading) -> bool:
    """Whether a clause without a title begins as those of an amending bill do."""
    return not clause.title and bool(clause.rest and _AMENDS.match(clause.rest.text))


def _is_twin(item: _ClauseNumber, chain: Sequence[_ClauseNumber], flow: LineFlow) -> bool:
    """Whether a number is that of the clause it stands after, and set as that one is."""
    above = [clause for clause in chain if clause.at < item.at][-1:]
    return any(
        item.value == clause.value
        and item.weight >= max(clause.weight, _PLAIN)
        and _form(flow[item.at]) == _form(flow[clause.at])
        for clause in above
    )


def _without_inserted(
    candidates: Sequence[_ClauseNumber], flow: LineFlow, inserted: Collection[int]
) -> list[_ClauseNumber]:
    """The candidates; among inserted words, those alone that are set as clauses elsewhere are."""
    outside = {_form(flow[item.at]) for item in candidates if item.at not in inserted}
    return [
        replace(item, weight=_INSERTED * item.weight) if item.at in inserted else item
        for item in candidates
        if item.at not in inserted or not outside or _form(flow[item.at]) in outside
    ]


def _form(line: SourceLine) -> tuple[bool, int | None]:
    """How a number is set: by which level of an automatic list, or typed."""
    return bool(line.label), line.list_level


def _fillers(
    flow: LineFlow, region: range, chain: Sequence[_ClauseNumber], last_number: int
) -> Iterator[_ClauseNumber]:
    """Clauses whose automatic number lost its format or began anew: "a.", "ii." or "1." for 7.

    They count where as many such lines stand in a gap of the sequence as numbers are missing.
    """
    last_value, last_at = 0, region.start - 1
    ends = [(candidate.value, candidate.at) for candidate in chain]
    for value, end in [*ends, (last_number + 1, region.stop)]:
        missing = range(last_value + 1, value)
        if missing:
            found = [*_filling(flow.left(last_at + 1, end), missing)]
            yield from found or _unnumbered(flow.left(last_at + 1, end), missing)
        last_value, last_at = value, end


def _filling(gap: Iterable[tuple[int, SourceLine]], missing: range) -> Iterator[_ClauseNumber]:
    """The lines in a gap that are as many as the missing numbers: of one list, else of one form."""
    lists: dict[tuple[str, int | None], list[tuple[int, int]]] = {}
    forms: dict[tuple[str, int | None], list[tuple[int, int]]] = {}
    for at, line in gap:
        lost = _LOST.match(line.label or line.text) or _LABEL.match(line.label)
        if lost and not line.margin:
            found = (at, 0 if line.label else lost.end())
            lists.setdefault((line.list_id, line.list_level), []).append(found)
            forms.setdefault((line.list_format, line.list_level), []).append(found)
    for group in (*lists.values(), *forms.values()):
        if len(group) == len(missing):
            for value, (at, end) in zip(missing, group, strict=True):
                yield _ClauseNumber(at, value, 0, end, scanned=True)
            return


def _unnumbered(gap: Iterable[tuple[int, SourceLine]], missing: range) -> Iterator[_ClauseNumber]:
    """The lines in a gap that amend another law and lost their numbers, if as many as those."""
    found = [
        (at, amends.end("mark"))
        for at, line in gap
        if line.kind == "text" and not (line.margin or line.label)
        if (amends := _AMENDS.match(line.text))
    ]
    if len(found) == len(missing):
        for value, (at, end) in zip(missing, found, strict=True):
            yield _ClauseNumber(at, value, 0, max(end, 0), scanned=True)


def _candidates(line: SourceLine, at: int) -> Iterator[_ClauseNumber]:
    """The clause numbers the line may begin with, with how likely each is."""
    label = _LABEL.match(line.label)
    if label:
        yield _ClauseNumber(at, int(label[1]), 0, 0, _weight(line, 0))
        return
    if line.label:
        return
    typed = _TYPED.match(line.text) or _TYPED_DASH.match(line.text)
    if typed:
        number = int(typed[typed.lastindex or 1])
        yield _ClauseNumber(at, number, 0, typed.end(), _weight(line, typed.end()))
        return
    scanned = _SCANNED.match(line.text) or _SCANNED_DOT.match(line.text)
    if scanned and (value := scanned_number(scanned[1])):
        yield _ClauseNumber(at, value, 0, scanned.end(), _MISREAD, scanned=True)
        return
    bare = _BARE.match(line.text)
    if bare:
        yield _ClauseNumber(at, int(bare[1]), 0, bare.end(), _WITHOUT_STOP)
        return
    bold = len(line.bold_prefix) if line.text.startswith(line.bold_prefix) else 0
    run_in = (bold and _AFTER_BOLD.match(line.text, bold)) or _RUN_IN.match(line.text)
    if run_in and _is_title_before(line, line.text[: run_in.start("number")]):
        number, begin = int(run_in["number"]), run_in.start("number")
        yield _ClauseNumber(at, number, begin, run_in.end())


def _weight(line: SourceLine, end: int) -> float:
    """A number in a heading or before a subclause is more likely a clause's than one of a list."""
    before_subclause = line.text.startswith("(1)", end)
    apart = line.heading or line.bold or line.bold_prefix or before_subclause
    return _SET_APART if apart else _PLAIN


def _is_title_before(line: SourceLine, title: str) -> bool:
    title = title.strip()
    if word_count(title) > 15 or not title[:1].isupper():
        return False
    return title.endswith(".") or line.bold_prefix.startswith(title.rstrip(". "))


def _best_chain(candidates: Sequence[_ClauseNumber]) -> list[_ClauseNumber]:
    """The rising sequence of numbers with the most weight; each number skipped costs.

    Dynamic programming over the candidates in order: for each number, the best chain that ends in
    it so far.
    """
    ends: dict[int, int] = {}
    scores: list[float] = []
    before: list[int | None] = []
    for index, candidate in enumerate(candidates):
        best, previous = candidate.weight - _GAP_COST * (candidate.value - 1), None
        for value, end in ends.items():
            if value >= candidate.value:
                continue
            score = scores[end] + candidate.weight - _GAP_COST * (candidate.value - value - 1)
            if score > best:
                best, previous = score, end
        scores.append(best)
        before.append(previous)
        known = ends.get(candidate.value)
        if known is None or best > scores[known]:
            ends[candidate.value] = index
    chain: list[_ClauseNumber] = []
    last = max(range(len(candidates)), key=scores.__getitem__) if candidates else None
    while last is not None:
        chain.append(candidates[last])
        last = before[last]
    return chain[::-1]


def _heading(candidate: _ClauseNumber, line: SourceLine) -> Heading:
    number = str(candidate.value)
    shown = (line.label or line.text[candidate.begin : candidate.end]).strip(" .")
    rest = remainder(line, candidate.end)
    heading = Heading(
        candidate.at,
        number=number,
        title=line.text[: candidate.begin].strip(" ."),
        kind="clause",
        value=candidate.value,
        used=frozenset({candidate.at} if rest is None else ()),
        rest=rest,
        written=None if words(shown) == [number] else shown,
    )
    if candidate.scanned and not shown:
        heading = heading.doubted(_("The number is missing in the file."))
    elif candidate.scanned and shown != number:
        heading = heading.doubted(
            _("The number was misread in the file: “%(words)s”.", words=shown)
        )
    return heading
