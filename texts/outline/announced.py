"""Headings that announce themselves in any document: "PART II", "Chapter One", "FIRST SCHEDULE"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from texts.kept_words import remark as _
from texts.numerals import roman
from texts.outline.line_flow import LineFlow
from texts.outline.memorandum import is_memorandum
from texts.outline.structure import Heading, looks_like_heading, remainder
from texts.patterns import (
    DASH,
    ORDINALS,
    SWAHILI_ORDINALS,
    bare_title,
    has_words,
    number_word,
    part_value,
    scanned_roman,
    word_count,
)
from texts.runs import cut
from texts.source import SourceLine

PART_WORDS = (
    "PART|CHAPTER|DIVISION|(?:SUB-?)?SECTION|ARTICLE|RULE|BY-?LAW|SEHEMU|SURA|IBARA|KIFUNGU"
)
SCHEDULE_WORDS = (
    r"SCHEDULE|ANNEX(?:URE)?|APPENDIX|ATTACHMENT|EXHIBIT|JEDWALI(?=\s+LA\s)|KIAMBATI?SHO"
    "|KIAMBATANISHO"
)
_PROVISION = (
    r"(?:ss?|secs?|sections?|clauses?|cl|regulations?|regs?|rr?|rules?|articles?|arts?"
    r"|paragraphs?|paras?)\b"
)
_PART = re.compile(
    rf"(?P<word>{PART_WORDS})"
    rf"(?:\s+|(?=[IVX1]+\s*[{DASH}]))(?P<link>(?:YA|CHA)\s+)?"
    r"(?P<number>(?:KUMI\s+NA\s+)?[\w|]+(?:\.\d{1,3})*)"
    rf"(?!['\u2019\w])\s*[{DASH}:.]*\s*(?P<title>.*)",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(
    rf"(?:(?:THE\s+)?(?:(?P<ordinal>{'|'.join(ORDINALS)}|\d+(?:ST|ND|RD|TH))\s*)?"
    rf"(?:{SCHEDULE_WORDS})(?:\s+(?:(?:CHA|LA)\s+)?(?!{_PROVISION}[.\s]*\d)"
    rf"(?P<count>[IVX]+|\d+(?:\.\d+)*|[A-Z]|{'|'.join(reversed(SWAHILI_ORDINALS))}))?"
    r")(?!\w)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[A-Z]+SCHEDULE", re.IGNORECASE)
"""Words of a file without spaces: "FIRSTSCHEDULE"."""
_NAMES_LIST = re.compile(rf"(?:THE\s+)?(?:{SCHEDULE_WORDS})\s+(?:OF|FOR|YA|ZA)\s", re.IGNORECASE)
"""A list that is called a schedule, "SCHEDULE OF CHARGES": all of that is its title."""
_REFERENCE = re.compile(rf"[\[(]?\s*{_PROVISION}[.\s]*\d[\w\s(),.&\]]*$", re.IGNORECASE)
_STANDS_BETWEEN = re.compile(
    rf"{_REFERENCE.pattern}|[\[(](?:informative|normative)[\])]$", re.IGNORECASE
)
"""What stands between the name of a schedule or annex and its title."""
_REFERENCE_FIRST = re.compile(
    rf"[\[(]\s*(?i:{_PROVISION})[^A-Z]*[\])]"
    rf"|(?i:{_PROVISION})[.\s]*\d+(?:\s*\(\w+\))*(?=\s+(?!AND\b)[A-Z]{{3}})"
)
"""A reference before the title on one line: "(s. 28(2)) FEES", "S. 13 THE CONDUCT"."""
_CITED = (
    "SECTION", "SUBSECTION", "SUB-SECTION", "ARTICLE", "RULE", "BYLAW", "BY-LAW", "IBARA",
    "KIFUNGU",
)  # fmt: skip
"""What legislation calls the parts of other laws."""
_LONGEST_PLAIN = 15
_SENTENCE = 8
"""Words of a sentence below a title, which no item of a list has."""
_FEW_WORDS = 5
"""Words of the rest of a title that nothing sets apart."""
_LONG = 12
"""Words of a line that is one, whatever ends it."""
_SET_OFF = ("-", ":", "\u2013", "\u2014")
_SENTENCE_WITHIN = re.compile(r"[^\W\d_]{4}\.\s+[A-Z]")
SAYS = re.compile(r"\b(?:shall|must|is|are|was|were|will|may)\b")
"""What a sentence has and a title has not."""
_OPEN_ENDS = (" and", " of", " the", " for", " to", " in", " or", ",")


def announced_count(text: str) -> tuple[str, int] | None:
    """The word with which a part, chapter or section announces itself, and which one it is."""
    match = _PART.match(text)
    if match is None:
        return None
    above, _dot, last = match["number"].rpartition(".")
    value = part_value(last)
    return None if value is None else (f"{match['word']} {above}".strip().upper(), value)


def announced_title(text: str) -> tuple[str, str] | None:
    """The word with which a part announces itself, and the title that follows its number."""
    match = _PART.match(text)
    if match is None or part_value(match["number"]) is None:
        return None
    return match["word"].upper(), match["title"]


def part_heading(
    flow: LineFlow, at: int, counts: Mapping[str, int], sections: bool = False
) -> Heading | None:
    """The part or chapter that a line announces; `counts`: how far each word has counted.

    `sections`: "Section One", "Article I" count too, which in legislation refer to other laws.
    """
    line = flow[at]
    match = _PART.match(f"{line.label} {line.text}".strip())
    if match is None or not _announces(line, match["word"], match["title"]):
        return None
    word = match["word"].upper()
    if word in _CITED and not sections:
        return None
    number, value, guessed = _part_number(match["number"], counts.get(word, 0) + 1)
    if value is None:
        return None
    heading = Heading(
        at,
        number=f"{match['word']} {match['link'] or ''}{number}",
        title=bare_title(match["title"]),
        kind="part",
        value=value,
        used=frozenset({at}),
        written=None if f"{match['word']} {match['link'] or ''}{number}" in match[0] else match[0],
    )
    if guessed:
        remark = _("The number was misread in the file: “%(words)s”.", words=match["number"])
        heading = heading.doubted(remark)
    return _with_title_lines(heading, flow)


def _announces(line: SourceLine, word: str, title: str) -> bool:
    """Whether a line that begins with "Part …" is a heading, and not a sentence about one."""
    if word_count(title) > 30 or title.rstrip().endswith((";", ",")):
        return False
    if title[:1].islower() and not (line.heading or _is_set_off(line, title)):
        return False
    if title.rstrip().endswith(".") and word_count(title) > 12:
        return False
    return (
        word.isupper()
        or looks_like_heading(line)
        or bool(line.heading or line.outline)
        or not title
    )


def _is_set_off(line: SourceLine, title: str) -> bool:
    """Whether a colon or dash stands before a title: "Section 2: name"."""
    before = line.text[: line.text.rfind(title)].rstrip()
    return before.endswith(_SET_OFF) and word_count(title) <= _LONGEST_PLAIN


def _part_number(shown: str, expected: int) -> tuple[str, int | None, bool]:
    """The number as it should be read, its value, and whether it had to be corrected."""
    value = part_value(shown.rpartition(".")[2])
    if value != expected and scanned_roman(shown) == roman(expected):
        return roman(expected), expected, True
    return shown, value, False


def schedule_heading(flow: LineFlow, at: int) -> Heading | None:
    """The schedule, annex or appendix that a line announces, with its title."""
    line = flow[at]
    match = _SCHEDULE.match(line.text)
    if match is None or line.label or _NAMES_LIST.match(line.text):
        return None
    rest = line.text[match.end() :].strip(" \u2014\u2013\u2010\u2011-:.")
    reference = bool(_REFERENCE.match(rest))
    opening = _REFERENCE_FIRST.match(rest)
    if not _is_schedule(line, match[0], rest, reference or bool(opening)):
        return None
    name, ordinal = match[0].strip(), match["ordinal"] or ""
    number = name.replace(ordinal, f"{ordinal} ", 1) if _GLUED.match(name) else name
    title, text = rest, None
    if opening:
        title = rest[opening.end() :]
        html = cut(cut(line.html, line.text.index(rest))[1], opening.end())[0]
        text = replace(line, text=opening[0].strip(), html=html, bold_prefix="")
    elif reference:
        title, text = "", remainder(line, line.text.index(rest))
    heading = Heading(
        at,
        number=number,
        title=bare_title(title),
        kind="schedule",
        value=number_word(match["ordinal"] or "") or part_value(match["count"] or "") or 0,
        used=frozenset({at}),
        rest=text,
        written=None if number == name else f"{name} {title}",
    )
    return _with_title_lines(heading, flow)


def _is_schedule(line: SourceLine, name: str, rest: str, reference: bool) -> bool:
    """Whether a line that begins with a schedule's name is its heading, and no sentence about it.

    `reference`: a reference to a section follows the name, as it may under a heading.
    """
    set_off = line.text[len(name) :].lstrip()[:1] in _SET_OFF
    if rest[:1].islower() and not (reference or (set_off and looks_like_heading(line))):
        return False
    return (looks_like_heading(line) or name.isupper()) and word_count(rest) <= 25


def _with_title_lines(heading: Heading, flow: LineFlow) -> Heading:
    """Take the following lines into the title: all of it, or what was set on a second line."""
    had_title = bool(heading.title)
    parts = [heading.title] if had_title else []
    used: list[int] = []
    at = max(heading.used)
    while (following := flow.next_line(at)) is not None:
        at, line = following, flow[following]
        if not parts and (_STANDS_BETWEEN.match(line.text) or not has_words(line.text)):
            continue
        if _runs_on(flow, at):
            break
        plain = not parts and _is_plain_title(line)
        plain = plain and (heading.kind == "part" or _is_over_text(flow, heading.at, at))
        if not plain and not _continues_title(line, flow[heading.at], had_title, bool(parts)):
            break
        parts.append(line.text)
        used.append(at)
    if used:
        heading = heading.using(used).writing(" ".join(flow[at].text for at in used))
    return replace(heading, title=bare_title(" ".join(parts)))


def _is_plain_title(line: SourceLine) -> bool:
    """Whether a line below "PART III" could be the part's title though nothing sets it apart."""
    text = line.text.rstrip()
    if line.kind != "text" or line.label or word_count(text) > _LONGEST_PLAIN:
        return False
    if announced_count(text) or _SENTENCE_WITHIN.search(text):
        return False
    return text[:1].isupper() and not text.endswith((".", ";", ",", ":", "\u2014", "\u2013"))


def _is_over_text(flow: LineFlow, first: int, at: int) -> bool:
    """Whether a sentence stands below a line, so that it is no item of a list.

    A schedule whose name has a style has its title in that style.
    """
    if flow[first].heading or flow[first].outline:
        return False
    below = flow.next_line(at)
    if below is None or flow[below].kind != "text" or flow[below].label:
        return False
    count = word_count(flow[below].text)
    return count >= _LONG or (count >= _SENTENCE and flow[below].text.rstrip().endswith("."))


def _runs_on(flow: LineFlow, at: int) -> bool:
    """Whether a line is the first of a paragraph whose lines were not joined, or a sentence."""
    line, below = flow[at], flow.next_line(at)
    if line.bold or line.caps or line.heading or line.outline:
        return False
    if line.text.count("(") > line.text.count(")") or SAYS.search(line.text):
        return True
    return below is not None and flow[below].text[:1].islower()


def _continues_title(line: SourceLine, first: SourceLine, had_title: bool, has_part: bool) -> bool:
    is_open = first.text.rstrip().lower().endswith(_OPEN_ENDS)
    if is_open and word_count(line.text) <= _FEW_WORDS and _is_plain_title(line):
        return not _SCHEDULE.match(line.text)
    if not looks_like_heading(line) or _PART.match(line.text) or _SCHEDULE.match(line.text):
        return False
    if first.heading and first.centred and not (line.heading or line.centred):
        return False
    if is_memorandum(line) or re.match(r"^[(\[]?\d", line.text):
        return False
    if is_open:
        return True
    if had_title or has_part:
        return line.caps and first.text.isupper() and not first.text.rstrip().endswith(".")
    return True
