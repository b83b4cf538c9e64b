"""The structure of policies and other documents that are not legislation: their headings.

A heading says so by its style or outline level; where styles are missing or misused, by its
number (1, 1.1, Chapter One, Annex II) and by standing out: bold, in capitals, centred, larger.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from texts.kept_words import remark as _
from texts.outline.announced import (
    PART_WORDS,
    SCHEDULE_WORDS,
    announced_title,
    part_heading,
    schedule_heading,
)
from texts.outline.cover import body_size, without_cover
from texts.outline.levels import Candidate, Look, levelled, without_strays
from texts.outline.line_flow import LineFlow
from texts.outline.line_looks import (
    LONGEST,
    LONGEST_PLAIN,
    STOPS,
    ends_in_stop,
    goes_on,
    is_prose,
    misused_styles,
    stands_alone,
    style_level,
    with_siblings,
)
from texts.outline.printed_contents import Contents, entries, without_leader
from texts.outline.structure import Heading
from texts.patterns import bare_title, has_words, key, roman_value, word_count
from texts.source import SourceLine

_DOTTED = re.compile(
    r"^(?P<number>\d{1,3}(?:[A-Z](?=[.:)\s]|$)|(?:\.\d{1,3}){0,4}))(?P<stop>[.:)-]?)(?=\s|$|[A-Z])\s*"
)
_LETTERED = re.compile(r"^(?P<number>[IVXL]+|[A-Za-z])[.):]\s+")
_BARE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?")
_FEWEST = 2
_LARGER = 1.12
_ANNOUNCED = re.compile(
    rf"(?:{PART_WORDS}|{SCHEDULE_WORDS})\s+"
    r"(?:(?:ya|cha|la)\s+)?\w+(?:\s+na\s+\w+)?\s*(?:[:.\u2013\u2014-]\s*[A-Z]|$)",
    re.IGNORECASE,
)
"""A line of its own that says which part it begins; the capital after it must be one."""
_MOST = 0.6
_OFFICE_LINES = 3
_PERSON = re.compile(
    r"(?:H\.?\s?E|Hon|Dr|Prof|Eng|Mr|Mrs|Ms|Amb|CPA|Rev|Mhe)\b\.?,?\s", re.IGNORECASE
)
"""How a line begins that names the person who signs a foreword."""
_SIGNED = re.compile(
    r"(?:signed|yours\s+(?:faithfully|sincerely|truly)|imesainiwa|wako\s)|[.\u2026_]{3,}$",
    re.IGNORECASE,
)
"""What stands above such a name."""
_NO_HEADING = re.compile(
    r"(?:and|or|either|au|na|ama)\W*"
    r"|see\s+(?:also\s+)?(?:section|part|chapter|annex|appendix|page|table|figure|box|article"
    r"|schedule|paragraph|clause|note|above|below|\d+)\b.*"
    r"|(?:tazama|angalia)\s+(?:juu|chini|kifungu|sehemu|sura|ibara|ukurasa|jedwali|kiambatisho"
    r"|\d+)\b.*"
    r"|(?:ss?|sec|arts?|cl|regs?|paras?)\.\s*\d[\w()]*(?:\W*|\W+(?:of|and|to|ya|na|hadi)\s.*)"
    r"|(?:signed|signature|imesainiwa|sahihi|names?|date|tel(?:ephone)?|phone|e-?mail|address|witness"
    r"|jina|tarehe|simu|barua\s+pepe|anwani|shahidi)\W*"
    r"|(?:notes?|n\.?b\.?|examples?|source|kumbuka|angalizo|mfano|chanzo)\s*:\W*",
    re.IGNORECASE,
)
"""What stands alone on a line, in bold, and heads nothing: what joins two forms of words, a
reference in the margin, a label, where to sign."""
_BLANKS = ("__", "..", "\u2026")
"""How a line of a form ends that is filled in by hand."""
_NUMBERS, _ROMAN = "", "I"
"""Under which the numbers of headings are counted, as parts are under their word."""
_MATTER = re.compile(
    r"foreword|preface|preamble|acknowledge?ments?|explanatory\s+notes|notes\s+for\s+guidance|executive\s+summary|bibliography|references"
    r"|(?:list\s+of\s+)?(?:abbreviations|acronyms)(?:\s+(?:and|&)\s+(?:abbreviations|acronyms))?"
    r"|(?:definitions?|glossary)\s+of\s+terms|glossary|annex(?:es|ures)|appendices"
    r"|dibaji|shukrani|muhtasari|vifupisho|marejeleo|marejeo|viambatisho"
    r"|(?:ufafanuzi|maana|fasili)\s+ya\s+(?:maneno|istilahi)",
    re.IGNORECASE,
)
"""What stands before or after the chapters of a policy, and bears no number."""


@dataclass(frozen=True)
class _Prose:
    """What ordinary text of the document looks like."""

    size: float
    misused: frozenset[int]
    """Levels of heading styles that cannot be believed."""
    styled: int
    """How many lines have a heading style or outline level that can be believed."""
    counted: bool
    """Short lines numbered 1, 2, 3 … stand over text, each over its own."""
    sized: bool
    """Headings are larger than their text."""
    dotted: bool
    """Numbers such as 1.1 occur at the beginning of lines, and styled headings have none."""
    paragraphs: frozenset[int]
    """How deep numbers go that most often stand before paragraphs, and look like them."""
    looks: frozenset[Look]
    """How bold lines are set that stand alone over text, though others have a heading style."""
    stopped: bool
    """Half of the short lines in bold end in a full stop, as titles do."""
    bold: bool
    caps: bool
    """Most of it is bold, or in capitals, so that nothing stands out by it."""


def find_headings(flow: LineFlow, contents: Contents, title: str) -> list[Heading]:
    """Headings in order with their levels, each at most one deeper than the one before.

    `title`: the document's, by its metadata.
    """
    prose = _prose(flow)
    flow = with_siblings(flow, prose.misused)
    named = _named_in_contents(flow, contents)
    flow = flow.with_lines(
        [
            replace(line, bold=True) if _speaks_up(line, prose) or key(line.text) in named else line
            for line in flow.lines
        ]
    )
    candidates = without_strays(_candidates(flow, prose))
    candidates = _counted_in_contents(candidates, flow, contents)
    return levelled(without_cover(candidates, flow, contents.lines, title))


def _named_in_contents(flow: LineFlow, contents: Contents) -> frozenset[str]:
    """What entries of the printed contents say that no line says which has looks of its own."""
    lettered = {key(_LETTERED.sub("", entry)) for entry in entries(flow, contents)}
    looks = (line for _at, line in flow.left() if line.bold or line.heading or line.outline)
    return frozenset(lettered - {key(line.text) for line in looks})


def _counted_in_contents(
    candidates: Sequence[Candidate], flow: LineFlow, contents: Contents
) -> list[Candidate]:
    """The headings, those that only the printed contents number as deep as others with a number."""
    words = {item.heading.word for item in candidates if item.is_part}
    lines = [flow[at].text for at in sorted(contents.lines) if flow[at].text]
    named = set()
    for text, below in pairwise([*lines, ""]):
        entry = announced_title(text)
        if entry and entry[0] not in words:
            named.add(key(without_leader(entry[1] or below)))
    return [
        replace(item, depth=1)
        if item.has_looks_alone and key(item.heading.title) in named
        else item
        for item in candidates
    ]


def _candidates(flow: LineFlow, prose: _Prose) -> list[Candidate]:
    """Every line that may be a heading; a chapter and the line that names it are one."""
    found: list[Candidate] = []
    counts: dict[str, int] = {}
    at = -1
    while (following := flow.next_line(at)) is not None:
        at = following
        candidate = _candidate(flow, at, prose, counts)
        if candidate is None:
            item = _numbered(flow[at], at)
            if item:
                counts.pop(_counted_as(item), None)
            continue
        if candidate.is_part:
            counts[candidate.heading.word] = candidate.heading.value
        elif (_is_set_off(candidate) and candidate.depth == 1) or _continues(candidate, counts):
            counts[_counted_as(candidate)] = candidate.heading.value
        if found and _names_chapter(found[-1], candidate):
            found[-1] = _merged(found[-1], candidate, flow)
        else:
            found.append(candidate)
        at = max(found[-1].heading.used, default=at)
    return found


def _prose(flow: LineFlow) -> _Prose:
    texts = [line for _at, line in flow.left() if line.kind == "text" and line.text]
    misused = misused_styles(texts)
    prose = [line for line in texts if is_prose(line)]
    styled = sum(style_level(line, misused) is not None for line in texts)
    dotted = 0
    for line in texts:
        shown = f"{line.label} {line.text}".strip()
        match = _DOTTED.match(shown)
        dotted += bool(match and "." in match["number"] and shown[match.end() :][:1].isupper())
    size = body_size(flow)
    larger = [bool(size) and (line.size or 0) >= _LARGER * size for line in texts]
    return _Prose(
        size=size,
        sized=sum(one and not other for one, other in pairwise(larger)) > _FEWEST,
        misused=misused,
        styled=styled,
        counted=styled < _FEWEST and _counts_up(texts),
        dotted=dotted >= _FEWEST > _styled_numbers(texts, misused),
        paragraphs=_numbered_paragraphs(texts),
        looks=_looks_of_titles(flow),
        stopped=_ends_in_stops(texts),
        bold=sum(line.bold for line in prose) > _MOST * len(prose),
        caps=sum(line.caps for line in prose) > _MOST * len(prose),
    )


def _looks_of_titles(flow: LineFlow) -> frozenset[Look]:
    looks = Counter(
        _look(line)
        for at, line in flow.left()
        if line.bold and line.size and stands_alone(line) and _stands_over_text(flow, at)
    )
    return frozenset(look for look, count in looks.items() if count > _FEWEST)


def _ends_in_stops(texts: Sequence[SourceLine]) -> bool:
    """Whether titles in bold end in a full stop: as many of them do as do not."""
    bold = [line for line in texts if line.bold and not (line.heading or line.outline)]
    stopped = [line for line in bold if ends_in_stop(line) and stands_alone(line, stop=True)]
    others = sum(map(stands_alone, bold))
    return len(stopped) > _FEWEST and len(stopped) >= others


def _styled_numbers(texts: Sequence[SourceLine], misused: frozenset[int]) -> int:
    """How many headings have both a style and a number, so that plain numbers are items."""
    styled = (line for line in texts if style_level(line, misused) is not None)
    return sum(_numbered(line, 0) is not None for line in styled)


def _counts_up(texts: Sequence[SourceLine]) -> bool:
    """Whether every plain "1. Title" of the document stands over a sentence, in order from 1."""
    expected = 1
    for line, below in pairwise(texts):
        shown = f"{line.label} {line.text}".strip()
        match = _DOTTED.match(shown)
        if match is None or not match["stop"]:
            continue
        text = shown[match.end() :]
        over_text = below.text.rstrip().endswith((".", ":", ";")) and not _DOTTED.match(
            f"{below.label} {below.text}".strip()
        )
        plain = word_count(text) <= LONGEST_PLAIN and not text.endswith((*STOPS, "."))
        if match["number"] != str(expected) or not over_text or not plain:
            return False
        expected += 1
    return expected > _FEWEST


def _numbered_paragraphs(texts: Sequence[SourceLine]) -> frozenset[int]:
    """The depths of which most numbers without looks or style stand before text, not a title."""
    titles: Counter[int] = Counter()
    numbered: Counter[int] = Counter()
    for at, line in enumerate(texts):
        candidate = None if line.bold or line.heading or line.outline else _numbered(line, at)
        if candidate and candidate.depth:
            numbered[candidate.depth] += 1
            titles[candidate.depth] += _is_plain_title(line, candidate.heading.title)
    return frozenset(depth for depth in numbered if 2 * titles[depth] < numbered[depth])


def _candidate(
    flow: LineFlow, at: int, prose: _Prose, counts: Mapping[str, int]
) -> Candidate | None:
    """The line as a heading, if it may be one.

    `counts`: how far "Part", "Chapter" have counted, and the numbers of styled headings.
    """
    line = flow[at]
    if line.kind != "text" or line.quoted or line.code or not has_words(line.text):
        return None
    strength = _strength(line, prose)
    style = style_level(line, prose.misused)
    candidate = None
    if strength or style or line.text.isupper():
        candidate = _announced(flow, at, counts)
    if candidate is None and _MATTER.fullmatch(line.text) and not line.label:
        candidate = Candidate(_whole(line, at), matter=True)
    if candidate is None:
        numbered = _numbered(line, at)
        if numbered and (
            style
            or _number_announces(flow, numbered, strength, prose)
            or (_continues(numbered, counts) and _is_lone(flow, numbered))
        ):
            candidate = numbered
    if candidate is None:
        candidate = _by_looks(flow, at, prose, style, strength)
    return candidate and replace(
        candidate, style=style, strength=strength, look=_look(line) if line.size else None
    )


def _look(line: SourceLine) -> Look:
    return line.size or 0, line.bold, line.italic, line.caps, line.centred


def _announced(flow: LineFlow, at: int, counts: Mapping[str, int]) -> Candidate | None:
    heading = part_heading(flow, at, counts, sections=True) or schedule_heading(flow, at)
    return Candidate(heading) if heading else None


def _by_looks(
    flow: LineFlow, at: int, prose: _Prose, style: int | None, strength: int
) -> Candidate | None:
    """The line as a heading that only its style or its looks make one."""
    line = flow[at]
    if style:
        bullet = line.label and line.list_format == "bullet"
        return None if bullet else Candidate(_whole(line, at))
    if not strength or not stands_alone(line, prose.stopped) or _is_signature(flow, at):
        return None
    if _NO_HEADING.fullmatch(line.text) or line.text.endswith(_BLANKS):
        return None
    among_styled = line.bold and (_stands_over_text(flow, at) or _look(line) in prose.looks)
    if prose.styled >= _FEWEST and not among_styled:
        return None
    if line.text.endswith(":") and not _is_label_over_text(flow, at, prose):
        return None
    doubt = _("It looked like a heading, but has no heading style or number.")
    return Candidate(_whole(line, at).doubted(doubt))


def _is_label_over_text(flow: LineFlow, at: int, prose: _Prose) -> bool:
    """Whether a line with a colon heads what is below: by its size, or where nothing else does."""
    if _is_larger(flow[at], prose):
        return True
    return prose.styled < _FEWEST and not prose.sized and _stands_over_text(flow, at)


def _stands_over_text(flow: LineFlow, at: int) -> bool:
    """Whether a line has text of its own below it, as the least headings do."""
    below = flow.next_line(at)
    if below is None or flow[below].kind != "text":
        return False
    return not (flow[below].bold or flow[below].heading or flow[below].outline)


def _is_signature(flow: LineFlow, at: int) -> bool:
    """Whether a line names a person who signs, or stands below the name as their office."""
    below = flow.next_line(at)
    if _PERSON.match(flow[at].text):
        return True
    if below is not None and is_prose(flow[below]):
        return False
    for _line in range(_OFFICE_LINES):
        at = next((above for above in range(at - 1, -1, -1) if flow[above].text), -1)
        if at < 0 or flow.is_aside(at):
            return False
        if _PERSON.match(flow[at].text) or _SIGNED.match(flow[at].text):
            return True
        if not stands_alone(flow[at]):
            return False
    return False


def _strength(line: SourceLine, prose: _Prose) -> int:
    """How much a line stands out from the text: size counts most, then capitals, then bold."""
    strength = 0
    if _is_larger(line, prose):
        strength = 4 * round(((line.size or 0) / prose.size - 1) * 10)
    strength += 2 if line.caps and len(line.text) > 3 and not prose.caps else 0
    strength += 1 if line.bold and not prose.bold else 0
    return strength


def _speaks_up(line: SourceLine, prose: _Prose) -> bool:
    """Whether a line counts as bold: for its size, or for what it says it begins."""
    bare = line.text.rstrip(".")
    part = _ANNOUNCED.match(bare)
    announced = part and stands_alone(line, stop=part.end() == len(bare))
    return _is_larger(line, prose) or bool(announced or _MATTER.fullmatch(line.text))


def _is_larger(line: SourceLine, prose: _Prose) -> bool:
    return bool(prose.size) and (line.size or 0) >= _LARGER * prose.size


def _numbered(line: SourceLine, at: int) -> Candidate | None:
    """The line as a numbered heading: by its automatic label, or the number it begins with."""
    glued = False
    if line.label:
        match = _DOTTED.match(line.label) or _LETTERED.match(f"{line.label} x")
        if match is None or line.list_format == "bullet":
            return None
        number, rest = match["number"], line.text
    else:
        match = _DOTTED.match(line.text) or _LETTERED.match(line.text)
        if match is None or _NO_HEADING.fullmatch(line.text):
            return None
        if match.end() >= len(line.text) and not _is_styled_number(line):
            return None
        number, rest = match["number"], line.text[match.end() :]
        glued = match.end() == match.end("number")
    if not (has_words(rest) or _is_styled_number(line)):
        return None
    if number.isdecimal() and len(number) > 2:
        return None
    parts = [part for part in number.split(".") if part.strip("0")] or ["0"]
    heading = Heading(
        at,
        number=number,
        title=bare_title(rest),
        value=_value(parts[0]),
        used=frozenset({at}),
        written=line.text if glued else None,
    )
    depth = max(len(parts), (line.list_level or 0) + 1 if line.label else 1)
    return Candidate(heading, depth=depth, lettered=number.isalpha())


def _is_styled_number(line: SourceLine) -> bool:
    """Whether a line is a number such as 4.1.2 and nothing else, with the style of a heading."""
    return bool(line.heading or line.outline) and bool(_BARE_NUMBER.fullmatch(line.text))


def _value(number: str) -> int:
    """The value of a decimal or roman number; of "32A" that of 32; 0 for a letter."""
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else roman_value(number) or 0


def _number_announces(flow: LineFlow, candidate: Candidate, strength: int, prose: _Prose) -> bool:
    """Whether an unstyled numbered line is a heading and not a numbered paragraph or item."""
    line, title = flow[candidate.heading.at], candidate.heading.title
    if word_count(title) > LONGEST or title.endswith(STOPS) or goes_on(line):
        return False
    if strength:
        return title[:1].isupper() or title[:1].isdecimal() or not title[:1].isalpha()
    if not _is_lone_title(flow, candidate) or candidate.depth in prose.paragraphs:
        return False
    return "." in candidate.heading.number or prose.dotted or prose.counted


def _counted_as(candidate: Candidate) -> str:
    return _ROMAN if candidate.lettered else _NUMBERS


def _is_set_off(candidate: Candidate) -> bool:
    """Whether other numbers may go on where this stopped: a style, or roman and bold."""
    return bool(candidate.style or (candidate.lettered and candidate.strength))


def _continues(candidate: Candidate, counts: Mapping[str, int]) -> bool:
    """Whether a number goes on where those of the headings that are set off stopped."""
    stopped = counts.get(_counted_as(candidate))
    if candidate.depth != 1 or stopped is None:
        return False
    return candidate.heading.value == stopped + 1


def _is_lone_title(flow: LineFlow, candidate: Candidate) -> bool:
    """Whether a number without looks stands before a title, and is no item of a list."""
    return not candidate.lettered and _is_lone(flow, candidate)


def _is_lone(flow: LineFlow, candidate: Candidate) -> bool:
    heading = candidate.heading
    if candidate.depth is None:
        return False
    return _is_plain_title(flow[heading.at], heading.title) and not _is_item(flow, candidate)


def _is_item(flow: LineFlow, candidate: Candidate) -> bool:
    """Whether a number stands right above or below its like, as items of a list do."""
    at = candidate.heading.at
    above = next((other for other in range(at - 1, -1, -1) if flow[other].text), None)
    near = (_numbered(flow[other], other) for other in (above, flow.next_line(at)) if other)
    return any(item is not None and item.depth == candidate.depth for item in near)


def _is_plain_title(line: SourceLine, title: str) -> bool:
    """Whether what follows a number could be a title, though it looks like the text."""
    few = word_count(title) <= LONGEST_PLAIN
    return few and title[:1].isupper() and not line.text.rstrip().endswith((*STOPS, "."))


def _whole(line: SourceLine, at: int) -> Heading:
    title = f"{line.label} {line.text}".strip() if line.label else line.text
    return Heading(at, title=bare_title(title), used=frozenset({at}))


def _names_chapter(chapter: Candidate, candidate: Candidate) -> bool:
    """ "CHAPTER ONE" and then "1.0 INTRODUCTION": the second line names the first."""
    return (
        chapter.heading.kind == "part"
        and not chapter.heading.title
        and candidate.depth == 1
        and candidate.heading.value == chapter.heading.value
        and candidate.heading.at - max(chapter.heading.used) <= 3
    )


def _merged(chapter: Candidate, named: Candidate, flow: LineFlow) -> Candidate:
    line = flow[named.heading.at]
    heading = replace(
        chapter.heading,
        written=f"{chapter.heading.number} {line.label} {line.text}",
        title=named.heading.title,
    )
    return replace(chapter, heading=heading.using(named.heading.used))
