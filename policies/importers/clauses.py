"""Find the clauses of a bill by the sequence of their numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from policies.importers.model import Line
from policies.importers.patterns import DASH, scanned_number, word_count
from policies.importers.structure import Heading, remainder

_TYPED = re.compile(
    rf"^(\d{{1,3}})\s*(?:\.?\s*[{DASH}]\s*(?=\(\s*1\s*\))|\.\s*(?!\d)|(?=\(\s*1\s*\)))"
)
_TYPED_DASH = re.compile(rf"^(\d{{1,3}})\s*[{DASH}]\s*(?=[A-Z(])")
_BARE = re.compile(r"^(\d{1,3})\s*[,:;)]?\s*(?=[A-Z(\u201c\"])")
_SCANNED = re.compile(r"^(?!ii)([0-9IlSsOoBZtifJ|]{1,4})\s*[.,]?\s*(?=\(\s*[1Il|]\s*\))")
_SCANNED_DOT = re.compile(r"^([IlSO][0-9IlSO]?)\s*\.\s*(?=[A-Z(])")
_RUN_IN = re.compile(r"^(?P<title>[^\d.;:]{3,120}?[.\s]+)(?P<number>\d{1,3})\s*\.\s*(?=[A-Z(])")
_LABEL = re.compile(r"^(?:(?:Clause|Section|Article|Regulation|Rule)\s+)?(\d{1,3})\s*\.?$")
_LOST = re.compile(r"^(?:[a-z]|[ivxl]{1,6})\.(?:$|\s*(?=[A-Z(]))")
_GAP_COST = 0.6
_INSERTED = 0.3
_MOST = 999


@dataclass(frozen=True)
class _Candidate:
    at: int
    value: int
    begin: int
    """Where in the line the number begins: after a title that runs in before it."""
    end: int
    weight: float
    scanned: bool = False


def find_clauses(
    lines: Sequence[Line],
    taken: set[int],
    region: range,
    last_number: int,
    inserted: Collection[int] = (),
) -> list[Heading]:
    """The clauses among the lines of `region`, in order, without titles.

    `last_number`: the highest number in the printed contents, 0 where there are none.
    `inserted`: lines that may be words put into another law; clauses elsewhere are preferred.
    """
    candidates = [
        replace(candidate, weight=_INSERTED * candidate.weight) if at in inserted else candidate
        for at in region
        if at not in taken and not lines[at].margin and lines[at].kind == "text"
        for candidate in _candidates(lines[at], at)
        if not last_number or candidate.value <= last_number + 2
    ]
    chain = _best_chain(candidates)
    chain.extend(_fillers(lines, taken, region, chain))
    return [
        _heading(candidate, lines[candidate.at])
        for candidate in sorted(chain, key=lambda item: item.value)
    ]


def _fillers(
    lines: Sequence[Line], taken: set[int], region: range, chain: Sequence[_Candidate]
) -> Iterator[_Candidate]:
    """Clauses whose automatic number lost its format: "a.", "ii." where 1 or 7 should stand.

    They count where as many such lines stand in a gap of the sequence as numbers are missing.
    """
    last_value, last_at = 0, region.start - 1
    for candidate in chain:
        missing = range(last_value + 1, candidate.value)
        if missing:
            groups: dict[tuple[str, int | None], list[tuple[int, int]]] = {}
            for at in range(last_at + 1, candidate.at):
                line = lines[at]
                lost = _LOST.match(line.label or line.text)
                if at not in taken and not line.margin and lost:
                    end = 0 if line.label else lost.end()
                    groups.setdefault((line.list_id, line.list_level), []).append((at, end))
            fitting = [found for found in groups.values() if len(found) == len(missing)]
            if fitting:
                for value, (at, end) in zip(missing, fitting[0], strict=True):
                    yield _Candidate(at, value, 0, end, 1.0, scanned=True)
        last_value, last_at = candidate.value, candidate.at


def _candidates(line: Line, at: int) -> Iterator[_Candidate]:
    """The clause numbers the line may begin with, with how likely each is."""
    label = _LABEL.match(line.label)
    if label:
        yield _Candidate(at, int(label[1]), 0, 0, 1.0 + _emphasis(line))
        return
    if line.label:
        return
    typed = _TYPED.match(line.text) or _TYPED_DASH.match(line.text)
    if typed:
        yield _Candidate(at, int(typed[1]), 0, typed.end(), 1.0 + _emphasis(line))
        return
    scanned = _SCANNED.match(line.text) or _SCANNED_DOT.match(line.text)
    if scanned and (value := scanned_number(scanned[1])):
        yield _Candidate(at, value, 0, scanned.end(), 0.7, scanned=True)
        return
    bare = _BARE.match(line.text)
    if bare:
        yield _Candidate(at, int(bare[1]), 0, bare.end(), 0.5)
        return
    run_in = _RUN_IN.match(line.text)
    if run_in and _is_title_before(line, run_in["title"]):
        yield _Candidate(at, int(run_in["number"]), run_in.start("number"), run_in.end(), 0.9)


def _emphasis(line: Line) -> float:
    """A number in a heading or beside a subclause is more likely a clause's."""
    bonus = 0.2 if line.heading or line.bold or line.bold_prefix else 0.0
    return bonus + (0.2 if re.search(r"^\W*(?:\d+\W+)?\(1\)", line.text) else 0.0)


def _is_title_before(line: Line, title: str) -> bool:
    title = title.strip()
    if word_count(title) > 15 or not title[:1].isupper():
        return False
    return title.endswith(".") or line.bold_prefix.startswith(title.rstrip(". "))


def _best_chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
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
    chain: list[_Candidate] = []
    at = max(range(len(candidates)), key=scores.__getitem__) if candidates else None
    while at is not None:
        chain.append(candidates[at])
        at = before[at]
    return chain[::-1]


def _heading(candidate: _Candidate, line: Line) -> Heading:
    heading = Heading(
        candidate.at, number=str(candidate.value), kind="clause", value=candidate.value
    )
    heading.rest = remainder(line, candidate.end)
    if heading.rest is None:
        heading.used.add(candidate.at)
    shown = (line.label or line.text[candidate.begin : candidate.end]).strip(" .")
    if candidate.scanned and shown != heading.number:
        heading.written = shown
        heading.unsure.append(_("The number was misread in the file: “%s”.") % shown)
    if candidate.begin:
        heading.title = line.text[: candidate.begin].strip(" .")
    return heading
