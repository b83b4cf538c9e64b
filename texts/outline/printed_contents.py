"""Find a printed table of contents, and read from it which clause bears which title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from texts.patterns import DASH, has_words, key, repair_title, scanned_number, word_count
from texts.source import SourceLine

_ARRANGED = r"(?:CLAUSES|SECTIONS|REGULATIONS|PARAGRAPHS|ARTICLES|RULES|PARTS)"
_ARRANGEMENT = re.compile(
    rf"\bARRANGEMENT\s+OF\s+{_ARRANGED}\b|\b(?i:ARRANGEMENT\s+OF\s+{_ARRANGED}\W*$)"
)
_CONTENTS = re.compile(
    r"^\W*(?:TABLE\s+OF\s+CONTENTS?|CONTENTS?|LIST\s+OF\s+(?:TABLES|FIGURES|BOXES)"
    r"|YALIYOMO|ORODHA\s+YA\s+(?:YALIYOMO|MAJEDWALI|MICHORO|VIELELEZO))\W*$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"^\W*(?:A\s+BILL\s+FOR|AN\s+ACT\s+(?:of|to)\b|ENACTED\s+by\b|IN\s+EXERCISE\s+of\b)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^\W*(?:THE\s)?.{3,140}\b(?:BILL|ACT|REGULATIONS),?\s*(?:\d{4})?\W*$")
_ENTRY = re.compile(
    rf"(?<![\w(])((?:[0-9IlOoSB] ?){{1,3}}) *[.:){DASH}]+\s*(?=[A-Za-z0-9\u201c\"(])"
    r"|^(\d{1,3})\s+(?=[A-Z])",
    re.MULTILINE,
)
_UNNUMBERED = "\u2022"
_MARK = re.compile(rf"^(?:{_UNNUMBERED}|\d{{1,3}} *[.:){DASH}]+)\s*(?=[A-Za-z0-9\u201c\"(])")
"""How an entry begins whose number was lost, or is not the one that should follow."""
_NO_ENTRY = re.compile(
    r"^\W*(?:(?i:clauses?|sections?|page|(?:\w+ )?schedules?\b.*)|[^a-z\n]*)\W*$\n?", re.MULTILINE
)
_LEADER = re.compile(
    r"\s*(?:[.\u2026_]{2,}|\s(?!\s*(?:19|20)\d\d\s*$))\s*(?:\d{1,4}|[ivxl]{1,6})\s*$"
    r"|\s*[.\u2026_]{3,}\s*$"
)
"""The dots and the page number after an entry; a year ends the title of a law."""
_NEXT_ENTRY = rf"(?=\s(?:[0-9IlOS] ?){{1,3}}\s*[.{DASH}]\s*[A-Z0-9]|$)"
_HEADING_WITHIN = re.compile(
    rf"(?:\b(?:PART|CHAPTER)|^\W*(?:Part|Chapter))\s+\w+\b.*?{_NEXT_ENTRY}"
    r"|\b(?:(?:FIRST|SECOND|THIRD)\s+)?SCHEDULE\b.*$",
    re.MULTILINE,
)
_PART = re.compile(
    rf"(?P<number>\bPART\s+\w+|^\W*Part\s+\w+)\s*[{DASH}:.]*\s*(?P<title>.*?){_NEXT_ENTRY}"
)
_SPECKS = re.compile(r"(?<=[a-z]{4})\.\s+(?!.*[A-Za-z]{3}).*$")
"""What a scan leaves after a title: signs and single letters."""
_LONGEST_ENTRY = 45
_FURTHEST = 5
_BEFORE = 12
"""Lines before the heading of the contents that may belong to it, set in another column."""


@dataclass
class Contents:
    """The printed contents: which lines they are, and the clause titles they give."""

    lines: set[int] = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)
    unnumbered: list[str] = field(default_factory=list)
    """The entries in order, where the contents give no numbers."""
    parts: list[tuple[str, str]] = field(default_factory=list)
    """Numbers ("PART I") and titles of the parts, in order."""


def find(lines: Sequence[SourceLine], furniture: Mapping[int, str]) -> Contents:
    """Every printed table of contents of the document, with the titles it gives to numbers."""
    contents = Contents({at for at, line in enumerate(lines) if line.in_contents})
    at = 0
    while at < len(lines):
        if at not in contents.lines and _starts(lines[at]):
            end = _end(lines, at, furniture)
            contents.lines |= {inner for inner in range(at, end) if inner not in furniture}
            if _ARRANGEMENT.search(lines[at].text):
                before, inside = (
                    [lines[inner] for inner in part if inner not in furniture]
                    for part in (range(max(0, at - _BEFORE), at), range(at + 1, end))
                )
                inside.insert(0, _after_heading(lines[at]))
                titles, contents.unnumbered = _clause_titles(before, inside)
                contents.titles |= titles
                contents.parts.extend(_parts([*before, *inside]))
            at = max(end, at + 1)
        else:
            at += 1
    return contents


def is_body_start(line: SourceLine) -> bool:
    """Whether the line begins the enacting part of a bill: long title or enacting words."""
    return bool(_BODY.match(line.text))


def is_document_title(line: SourceLine) -> bool:
    """Whether the line is the name of a bill, act or set of regulations, in capitals."""
    return line.text.isupper() and bool(_TITLE.match(line.text))


def without_leader(text: str) -> str:
    """An entry of the contents without its dots and page number."""
    return _LEADER.sub("", text)


def _starts(line: SourceLine) -> bool:
    if line.kind != "text" or word_count(line.text) > 20:
        return False
    return bool(_ARRANGEMENT.search(line.text) or _CONTENTS.match(line.text))


def _after_heading(line: SourceLine) -> SourceLine:
    """What stands on the line of the heading after it: often the first entries."""
    match = _ARRANGEMENT.search(line.text)
    return replace(line, text=line.text[match.end() :].strip() if match else line.text)


def _end(lines: Sequence[SourceLine], start: int, furniture: Mapping[int, str]) -> int:
    """Index after the last line of the contents that begin at `start`."""
    if _ARRANGEMENT.search(lines[start].text):
        for at in range(start + 1, len(lines)):
            if is_body_start(lines[at]):
                return _before_titles(lines, at, start, furniture)
    return _first_repeat(lines, start, furniture)


def _before_titles(
    lines: Sequence[SourceLine], at: int, start: int, furniture: Mapping[int, str]
) -> int:
    """Step back over the bill's name and page furniture right before the enacting part."""
    while at - 1 > start and (
        at - 1 in furniture or not lines[at - 1].text or is_document_title(lines[at - 1])
    ):
        at -= 1
    return at


def _first_repeat(lines: Sequence[SourceLine], start: int, furniture: Mapping[int, str]) -> int:
    """Where the first entry of the contents comes again, as the heading it stands for."""
    entries: list[str] = []
    last = start + 1
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if at in furniture or not line.text:
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
        entries.append(bare)
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


def _clause_titles(
    before: Sequence[SourceLine], lines: Sequence[SourceLine]
) -> tuple[dict[int, str], list[str]]:
    """Number → title from lines like "5—Selection. 6—Secretariat." and numbered paragraphs.

    Entries may share a line, run on to the next, and be misread by text recognition; a number
    counts only where it continues the sequence. Entries whose number is lost or wrong get the
    numbers that are missing around them. Without any numbers: the entries in order.

    `before`: lines above the heading of the contents that may hold entries with a number.
    """
    above, below = (
        "".join(f"{_HEADING_WITHIN.sub('', _entry_text(line))}\n" for line in part)
        for part in (before, lines)
    )
    text = above + below
    starts: list[tuple[int, int, int]] = []
    last = 0
    for match in _ENTRY.finditer(text):
        number = scanned_number(match[1] or match[2])
        if number is not None and last < number <= last + _FURTHEST:
            starts.append((number, match.start(), match.end()))
            last = number
    if not starts:
        below = _NO_ENTRY.sub("", below)
        return {}, _entries(below if ".\n" in below else below.replace("\n", ".\n"))
    titles: dict[int, str] = {}
    first, begin, _end = starts[0]
    waiting = list(range(1, first))
    entries = _entries(_NO_ENTRY.sub("", text[len(above) : begin]))
    if len(entries) == len(waiting):
        titles |= dict(zip(waiting, entries, strict=True))
    waiting = []
    for index, (number, _start, begin) in enumerate(starts):
        last_one = index + 1 == len(starts)
        end = len(text) if last_one else starts[index + 1][1]
        entries = _entries(_without_headings(text[begin:end]))
        following = number + len(entries) if last_one else starts[index + 1][0]
        numbers = [*waiting, *range(number, following)]
        if not entries:
            waiting.append(number)
            continue
        if len(entries) == len(numbers):
            titles |= dict(zip(numbers, entries, strict=True))
        else:
            titles[number] = entries[0]
        waiting = []
    return titles, []


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
        repair_title(_SPECKS.sub("", " ".join(entry)).rstrip(". ").strip())
        for entry in entries
        if has_words(" ".join(entry))
    ]
    return [title for title in titles if word_count(title) <= _LONGEST_ENTRY]


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
    return [(number, _LEADER.sub("", title).rstrip(" .")) for number, title in parts]


def _entry_text(line: SourceLine) -> str:
    if line.kind == "table":
        return "\n".join(_rows(line))
    label = line.label if re.search(r"\d|[A-Z]{3}", line.label) else line.label and _UNNUMBERED
    text = line.text.lstrip(" \u2014\u2013-.") if label else line.text
    if label and not re.search(rf"[.:){DASH}{_UNNUMBERED}]$", label):
        label += "."
    return f"{label} {text}".strip()
