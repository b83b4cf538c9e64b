"""Find a printed table of contents, and read from it which clause bears which title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from texts.outline.announced import announced_title
from texts.outline.line_flow import LineFlow
from texts.patterns import (
    DASH,
    LETTERS,
    bare_title,
    has_words,
    key,
    repair_title,
    scanned_number,
    word_count,
)
from texts.source import SourceLine

_ARRANGED = r"(?:CLAUSES|SECTIONS|REGULATIONS|PARAGRAPHS|ARTICLES|RULES|PARTS)"
_ARRANGEMENT = re.compile(
    rf"\bARRANGEMENT\s*OF\s*{_ARRANGED}|\b(?i:ARRANGEMENT\s*OF\s*{_ARRANGED}\W*$)"
)
_CONTENTS = re.compile(
    r"^\W*(?:TABLE\s+OF\s+CONTENTS?|CONTENTS?|INDEX|LIST\s+OF\s+(?:TABLES|FIGURES|BOXES)"
    r"|YALIYOMO|ORODHA\s+YA\s+(?:YALIYOMO|MAJEDWALI|MICHORO|VIELELEZO))"
    r"(?:\s+(?:PAGES?|UKURASA|KURASA))?\W*$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"^\W*(?:A\s*BILL\s*FOR|AN\s*ACT\s*(?:of|to)|ENACTED\s*by(?!-?law)|IN\s*EXERCISE\s*of)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^.{4,}(?:BILL|REGULATIONS|\bACT|ACT(?=,\d)),?\s*(?:\d{4})?\W*$",
)
_NUMBER = r"(?:[0-9IlOoSB] ?){1,3}"
_ENTRY = re.compile(
    rf"(?<![\w(])({_NUMBER}) *[.:){DASH}]+\s*(?=[\w\u201c\"(])|^(\d+)\s+(?=[A-Z])",
    re.MULTILINE,
)
_UNNUMBERED = "\u2022"
_MARK = re.compile(rf"^(?:{_UNNUMBERED}|(?:\d{{1,3}}|[tl]o|il) *[.:){DASH}]+)")
"""How an entry begins whose number was lost, or is not the one that should follow."""
_NO_ENTRY = re.compile(
    r"^(?:\W*(?i:clauses?|sections?|page|(?:\w+ )?schedules?\b.*)\W*|[^a-z]*)$", re.MULTILINE
)
_DOT = r"[.\u2026_]"
_PAGE = r"(?:(?i:page|ukurasa)\s+)"
_PAGE_WORD = rf"(?:{_PAGE}|(?i:p|uk)\.\s*)"
_LEADER = re.compile(
    rf"\s*(?<!{_DOT}){_DOT}{{2,}}\s*{_PAGE_WORD}?[\divxl]*\s*$"
    rf"|(?<!\.)\s\.(?:\s\.)+\s*{_PAGE_WORD}?[\divxl]*\s*$"
    rf"|\s+(?!(?:19|20)\d\d\s*$){_PAGE}?(?:\d{{1,4}}(?:\s?[-\u2013]\s?\d{{1,4}})?|[ivx]+)\s*$"
)
"""The dots and the page number after an entry; a year ends the title of a law."""
_NEXT_ENTRY = rf"(?=\s{_NUMBER} *[.:){DASH}]\s*\w|$)"
_HEADING_WITHIN = re.compile(
    rf"(?:\b(?:PART|CHAPTER)|^\W*(?:Part|Chapter))\s+\w+\b.*?{_NEXT_ENTRY}"
    r"|\b(?:[A-Z]+\s+)?SCHEDULE\b.*$",
    re.MULTILINE,
)
_PART = re.compile(
    rf"(?P<number>\bPART(?:\s+\w+|[IVXl1]+(?=\s*[{DASH}]))|^\W*Part\s+\w+)(?P<title>.*?){_NEXT_ENTRY}"
)
_SCHEDULE = re.compile(r"\W*(?:THE\s+)?(?:[A-Z]+\s+)?SCHEDULE\b")
"""An entry whose title may run over several lines."""
_SENTENCE_END = re.compile(r"(?<=[a-z]{4})\.\s")
_LETTERS = re.compile(r"[A-Za-z]{3,}")
_TYPED_NUMBER = re.compile(r"^\W*(?:[IVXL]+|[A-Z]|\d+(?:\.\d+)*)\W+(?=\w)")
_LONGEST_ENTRY = 45
_LONGEST_TITLE = 25
_FEWEST_REPEATED = 3
_FEWEST_UNTITLED = 5
_FURTHEST_REPEATED = 3
"""How far below contents their first entry comes again, where some are in the contents alone."""
_LONGEST_GAP = 8
"""Lines of contents one below the other whose words do not come again."""
_COVER_WORDS = 150
"""Words before contents that have no title of their own."""
_FURTHEST = 5
_BEFORE = 12
"""Lines before the heading of the contents that may belong to it, set in another column."""


@dataclass(frozen=True)
class Contents:
    """The printed contents: which lines they are, and the clause titles they give."""

    lines: frozenset[int] = frozenset()
    titles: Mapping[int, str] = field(default_factory=dict)
    unnumbered: Sequence[str] = ()
    """The entries in order, where the contents give no numbers."""
    parts: Sequence[tuple[str, str]] = ()
    """Numbers ("PART I") and titles of the parts, in order."""

    def with_arrangement(self, other: Contents) -> Contents:
        """These contents and the arrangement of clauses that follows them."""
        return Contents(
            self.lines,
            {**self.titles, **other.titles},
            other.unnumbered,
            [*self.parts, *other.parts],
        )


def find(flow: LineFlow) -> Contents:
    """Every printed table of contents of the document, with the titles it gives to numbers."""
    generated = frozenset(at for at, line in enumerate(flow.lines) if line.in_contents)
    tables = list(_tables(flow, generated))
    printed = (at for table in tables for at, _line in flow.left(table.start, table.stop))
    contents = Contents(generated.union(printed))
    for table in tables:
        if _ARRANGEMENT.search(flow[table.start].text):
            contents = contents.with_arrangement(_arrangement(flow, table))
    return contents


def _tables(flow: LineFlow, generated: frozenset[int]) -> Iterator[range]:
    """The lines from the heading of each table of contents to its end."""
    last_said = {_entry_key(line): at for at, line in flow.left() if line.kind == "text"}
    untitled = _untitled(flow, last_said)
    if untitled:
        yield untitled
    at = untitled.stop if untitled else 0
    while at < len(flow):
        end = at + 1
        if at not in generated and _starts(flow[at]):
            end = _end(flow, at)
            if not _ARRANGEMENT.search(flow[at].text):
                end = max(end, _listed(flow, at + 1, last_said).stop)
            yield range(at, end)
        at = end


def _untitled(flow: LineFlow, last_said: Mapping[str, int]) -> range | None:
    """The contents below a cover that lack a title: the first entry comes again right below.

    They are a list, or announce the parts of the document one below the other.
    """
    cover = list(_cover(flow))
    begin = next((at for at in cover if flow[at].list_level is not None), None)
    furthest = 1
    if begin is None and not any(_starts(flow[at]) or flow[at].in_contents for at in cover):
        begin = next((at for at in cover if announced_title(flow[at].text)), None)
        furthest = _FURTHEST_REPEATED
    if begin is None:
        return None
    listed, first = _listed(flow, begin, last_said), _entry_key(flow[begin])
    below = (at for at, line in flow.left(listed.stop) if line.text or line.kind != "text")
    again = [at for at in islice(below, furthest) if _entry_key(flow[at]) == first]
    entries = [line for _at, line in flow.left(begin, listed.stop) if line.text]
    if flow[begin].list_level is None:
        announced = sum(announced_title(line.text) is not None for line in entries)
        again = again if 2 * announced > len(entries) else []
    return range(begin, again[0]) if again and len(entries) >= _FEWEST_UNTITLED else None


def _cover(flow: LineFlow) -> Iterator[int]:
    """The lines that may stand on a cover: up to so many words."""
    words = 0
    for at, line in flow.left():
        if words > _COVER_WORDS:
            return
        yield at
        words += word_count(line.text)


def _listed(flow: LineFlow, begin: int, last_said: Mapping[str, int]) -> range:
    """The lines from `begin` on that say what comes again below them, and those between.

    `last_said`: where each line of the document comes last, by its words without a number.
    """
    stop, first = begin, ""
    for at, line in flow.left(begin):
        if line.kind != "text" or word_count(line.text) > _LONGEST_TITLE or _starts(line):
            break
        if first and _entry_key(line) == first:
            break
        first = first or _entry_key(line)
        stop = at + 1
    entries = [at for at, line in flow.left(begin, stop) if line.text]
    again = [at for at in entries if last_said.get(_entry_key(flow[at]), 0) >= stop]
    listed = list(_without_gap(entries, again))
    return range(begin, listed[-1] + 1 if len(listed) >= _FEWEST_REPEATED else begin)


def _without_gap(entries: Sequence[int], again: Sequence[int]) -> Iterator[int]:
    """Those that come again up to where so many lines do not, which are text."""
    repeated, others = set(again), 0
    for at in entries:
        others = 0 if at in repeated else others + 1
        if others > _LONGEST_GAP:
            return
        if at in repeated:
            yield at


def _entry_key(line: SourceLine) -> str:
    """What an entry says besides its number, dots and page."""
    text = _LEADER.sub("", line.text)
    announced = announced_title(text)
    return key(announced[1] if announced and announced[1] else _TYPED_NUMBER.sub("", text))


def _arrangement(flow: LineFlow, table: range) -> Contents:
    """What an "Arrangement of clauses" says of clauses and parts."""
    start = table.start
    above = [line for _at, line in flow.left(max(0, start - _BEFORE), start)]
    below = [line for _at, line in flow.left(start + 1, table.stop)]
    below.insert(0, _after_heading(flow[start]))
    titles, unnumbered = _clause_titles(above, below)
    return Contents(titles=titles, unnumbered=unnumbered, parts=_parts([*above, *below]))


def is_body_start(line: SourceLine) -> bool:
    """Whether the line begins the enacting part of a bill: long title or enacting words."""
    return bool(_BODY.match(line.text))


def is_document_title(line: SourceLine) -> bool:
    """Whether the line is the name of a bill, act or set of regulations, in capitals."""
    return line.text.isupper() and bool(_TITLE.match(line.text))


def without_leader(text: str) -> str:
    """An entry of the contents without its dots and page number."""
    return _LEADER.sub("", text)


def entries(flow: LineFlow, contents: Contents) -> Iterator[str]:
    """What the lines and rows of the contents say that end in a page number, without it.

    Lines that a word processor made are entries with or without one, and so are all where most
    have none.
    """
    lines = [
        (text, without_leader(text), flow[at].in_contents)
        for at in sorted(contents.lines)
        for text in (_rows(flow[at]) if flow[at].kind == "table" else [flow[at].text])
        if text
    ]
    paged = 2 * sum(text != bare for text, bare, _made in lines) > len(lines)
    for text, bare, made in lines:
        if (made or not paged or bare != text) and LETTERS.search(bare):
            yield bare.strip()


def _starts(line: SourceLine) -> bool:
    if line.kind != "text" or word_count(line.text) > 20:
        return False
    return bool(_ARRANGEMENT.search(line.text) or _CONTENTS.match(line.text))


def _after_heading(line: SourceLine) -> SourceLine:
    """What stands on the line of the heading after it: often the first entries."""
    match = _ARRANGEMENT.search(line.text)
    return replace(line, text=line.text[match.end() :].strip() if match else line.text)


def _end(flow: LineFlow, start: int) -> int:
    """Index after the last line of the contents that begin at `start`."""
    if _ARRANGEMENT.search(flow[start].text):
        for at in range(start + 1, len(flow)):
            if is_body_start(flow[at]):
                return _before_titles(flow, at, start)
    return _first_repeat(flow, start)


def _before_titles(flow: LineFlow, at: int, start: int) -> int:
    """Step back over the bill's name and page furniture right before the enacting part."""
    while at - 1 > start and (
        flow.is_aside(at - 1) or not flow[at - 1].text or is_document_title(flow[at - 1])
    ):
        at -= 1
    return at


def _first_repeat(flow: LineFlow, start: int) -> int:
    """Where an entry of the contents comes again, or two on one line, as the heading meant."""
    entries: set[str] = set()
    above = ""
    last = start + 1
    for at, line in flow.left(start + 1):
        if not line.text:
            continue
        if line.kind == "table" and _is_contents_table(line):
            last = at + 1
            continue
        if line.kind != "text" or word_count(line.text) > _LONGEST_ENTRY or _starts(line):
            break
        bare = key(f"{line.label} {_LEADER.sub('', line.text)}")
        if bare and bare in entries and not _LEADER.search(line.text):
            return at
        if _looks_like_entry(line):
            last = at + 1
        elif entries and (line.heading or line.outline or _is_sentence(line)):
            break
        whole = key(f"{line.label} {line.text}")
        entries |= {bare, above + whole}
        above = whole
    return last


def _is_contents_table(line: SourceLine) -> bool:
    """Whether most rows of a table end in a page number."""
    rows = _rows(line)
    numbered = [row for row in rows if _LEADER.search(f" {row}")]
    return len(numbered) >= 2 and 2 * len(numbered) > len(rows)


def _rows(line: SourceLine) -> list[str]:
    """A table's rows as lines of text."""
    data = line.table["data"] if line.table else []
    return [" ".join(cell for cell in row if cell) for row in data]


def _looks_like_entry(line: SourceLine) -> bool:
    return bool(line.in_contents or _LEADER.search(line.text))


def _is_sentence(line: SourceLine) -> bool:
    return word_count(line.text) > 20 and line.text.rstrip().endswith((".", ";", ":"))


@dataclass(frozen=True)
class _EntryNumber:
    """A number that begins an entry: its value, and where in the text it and its title begin."""

    value: int
    begin: int
    end: int


def _clause_titles(
    above: Sequence[SourceLine], below: Sequence[SourceLine]
) -> tuple[dict[int, str], list[str]]:
    """Number → title from lines like "5—Selection. 6—Secretariat." and numbered paragraphs.

    Entries may share a line, run on to the next, and be misread by text recognition; a number
    counts only where it continues the sequence. Entries whose number is lost or wrong get the
    numbers that are missing around them. Without any numbers: the entries in order.

    `above`: lines before the heading of the contents that may hold entries with a number.
    """
    before, after = _entry_texts(above), _entry_texts(below)
    text = before + after
    numbers = _entry_numbers(text)
    if not numbers:
        after = _NO_ENTRY.sub("", after)
        return {}, _entries(after if ".\n" in after else after.replace("\n", ".\n"))
    first = numbers[0]
    opening = _NO_ENTRY.sub("", text[len(before) : first.begin])
    return _first_titles(opening, first.value) | _numbered_titles(text, numbers), []


def _entry_texts(lines: Sequence[SourceLine]) -> str:
    """The entries that the lines hold; after a schedule, those alone that have a number."""
    texts: list[str] = []
    after_schedule = False
    for text in map(_entry_text, lines):
        after_schedule = bool(_SCHEDULE.match(text)) or (after_schedule and not _ENTRY.match(text))
        texts.append("" if after_schedule else _HEADING_WITHIN.sub("", text))
    return "".join(f"{text}\n" for text in texts)


def _entry_numbers(text: str) -> list[_EntryNumber]:
    """The numbers of a text that continue the sequence, small gaps allowed."""
    found: list[_EntryNumber] = []
    last = 0
    for match in _ENTRY.finditer(text):
        value = scanned_number(match[1] or match[2])
        if value is not None and last < value <= last + _FURTHEST:
            found.append(_EntryNumber(value, match.start(), match.end()))
            last = value
    return found


def _first_titles(opening: str, first: int) -> dict[int, str]:
    """Titles before the first number, where they are as many as the numbers that are missing."""
    entries = _entries(opening)
    if len(entries) != first - 1:
        return {}
    return dict(enumerate(entries, start=1))


def _numbered_titles(text: str, numbers: Sequence[_EntryNumber]) -> dict[int, str]:
    """The titles after the numbers; a number without one shares those after the next."""
    titles: dict[int, str] = {}
    waiting: list[int] = []
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        end = following.begin if following else len(text)
        entries = _entries(_without_headings(text[number.end : end]))
        if not entries:
            waiting.append(number.value)
            continue
        stop = following.value if following else number.value + len(entries)
        between = [*waiting, *range(number.value, stop)]
        if len(entries) == len(between):
            titles |= dict(zip(between, entries, strict=True))
        else:
            titles[number.value] = entries[0]
        waiting = []
    return titles


def _without_headings(text: str) -> str:
    """What follows a number without lines in capitals, unless the entries are in capitals too."""
    first, end, rest = text.partition("\n")
    return text if first.isupper() else first + end + _NO_ENTRY.sub("", rest)


def _entries(text: str) -> list[str]:
    """The titles between two numbers: the first one's, and any whose number was lost or wrong."""
    entries: list[list[str]] = [[]]
    for line in text.split("\n"):
        mark = _MARK.match(line)
        if mark and entries[-1]:
            entries.append([])
        shown = _LEADER.sub("", line[mark.end() :] if mark else line).strip()
        if shown:
            entries[-1].append(shown)
        if line.rstrip().endswith(".") and not line.rstrip().endswith(".."):
            entries.append([])
    titles = [
        repair_title(_without_specks(" ".join(entry)).rstrip(". ").strip())
        for entry in entries
        if has_words(" ".join(entry))
    ]
    return [title for title in titles if word_count(title) <= _LONGEST_ENTRY]


def _without_specks(title: str) -> str:
    """The title without what a scan leaves after it: signs and single letters."""
    words_end = max((found.end() for found in _LETTERS.finditer(title)), default=0)
    end = _SENTENCE_END.search(title, words_end)
    return title[: end.start()] if end else title


def _parts(lines: Sequence[SourceLine]) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    runs_on = False
    for line in lines:
        match = _PART.search(line.text)
        if match:
            parts.append((match["number"], match["title"].strip()))
            runs_on = True
        elif runs_on and line.text.isupper():
            parts[-1] = (parts[-1][0], f"{parts[-1][1]} {line.text}".strip())
        else:
            runs_on = False
    return [(number, bare_title(_LEADER.sub("", title))) for number, title in parts]


def _entry_text(line: SourceLine) -> str:
    if line.kind == "table":
        return "\n".join(_rows(line))
    if not line.label:
        return line.text
    counts = re.search(r"\d", line.label) or _HEADING_WITHIN.match(line.label)
    mark = f"{line.label}." if counts else _UNNUMBERED
    text = line.text.lstrip(" \u2014\u2013-.")
    return f"{mark} {text}"
