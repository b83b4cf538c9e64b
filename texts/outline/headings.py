"""The structure of policies and other documents that are not legislation: their headings.

A heading says so by its style or outline level; where styles are missing or misused, by its
number (1, 1.1, Chapter One, Annex II) and by standing out: bold, in capitals, centred, larger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from texts.kept_words import remark as _
from texts.outline.announced import (
    announced_title,
    part_heading,
    schedule_heading,
)
from texts.outline.cover import without_cover
from texts.outline.document_looks import (
    FEWEST,
    MATTER,
    Prose,
    is_larger,
    look_of,
    plain_titles,
    prose_of,
    speaks_up,
    stands_over_text,
    strength_of,
)
from texts.outline.heading_numbers import LETTERED, is_plain_title, numbered
from texts.outline.levels import Candidate, levelled, without_strays
from texts.outline.line_flow import LineFlow
from texts.outline.line_looks import (
    LONGEST,
    STOPS,
    ends_in_stop,
    goes_on,
    heads_nothing,
    is_prose,
    says_where_to_write,
    stands_alone,
    style_level,
    with_siblings,
)
from texts.outline.printed_contents import Contents, entries, without_leader
from texts.outline.structure import Heading
from texts.patterns import bare_title, has_words, key, word_count
from texts.source import SourceLine

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
_BLANKS = ("__", "..", "\u2026")
"""How a line of a form ends that is filled in by hand."""
_OPEN_END = re.compile(
    r"\b(?:and|or|of|the|for|to|in|on|with|ya|wa|za|la|cha|na|au|kwa|katika)$", re.IGNORECASE
)
"""How half a title ends."""
_NUMBERS, _ROMAN = "", "I"
"""Under which the numbers of headings are counted, as parts are under their word."""


def find_headings(flow: LineFlow, contents: Contents, title: str) -> list[Heading]:
    """Headings in order with their levels, each at most one deeper than the one before.

    `title`: the document's, by its metadata.
    """
    prose = prose_of(flow)
    flow = with_siblings(flow, prose.misused)
    named = _named_in_contents(flow, contents)
    flow = flow.with_lines(
        [
            replace(line, bold=True) if speaks_up(line, prose) or key(line.text) in named else line
            for line in flow.lines
        ]
    )
    plain = plain_titles(flow, prose)
    flow = flow.with_lines(
        [
            replace(line, bold=True, caps=True) if at in plain else line
            for at, line in enumerate(flow.lines)
        ]
    )
    candidates = without_strays(_candidates(flow, prose))
    candidates = _counted_in_contents(candidates, flow, contents)
    return levelled(without_cover(candidates, flow, contents.lines, title))


def _named_in_contents(flow: LineFlow, contents: Contents) -> frozenset[str]:
    """What entries of the printed contents say that no line says which has looks of its own."""
    lettered = {key(LETTERED.sub("", entry)) for entry in entries(flow, contents)}
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


def _candidates(flow: LineFlow, prose: Prose) -> list[Candidate]:
    """Every line that may be a heading; a chapter and the line that names it are one."""
    found: list[Candidate] = []
    counts: dict[str, int] = {}
    at = -1
    while (following := flow.next_line(at)) is not None:
        at = following
        candidate = _candidate(flow, at, prose, counts)
        if candidate is None:
            item = numbered(flow[at], at)
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


def _candidate(
    flow: LineFlow, at: int, prose: Prose, counts: Mapping[str, int]
) -> Candidate | None:
    """The line as a heading, if it may be one.

    `counts`: how far "Part", "Chapter" have counted, and the numbers of styled headings.
    """
    line = flow[at]
    if line.kind != "text" or line.quoted or line.code or not has_words(line.text):
        return None
    strength = strength_of(line, prose)
    style = style_level(line, prose.misused)
    candidate = None
    if strength or style or line.text.isupper():
        candidate = _announced(flow, at, counts)
    if candidate is None and MATTER.fullmatch(line.text) and not line.label:
        candidate = Candidate(_whole(line, at), matter=True)
    if candidate is None:
        item = numbered(line, at)
        if item and (
            style
            or _number_announces(flow, item, strength, prose)
            or (_continues(item, counts) and _is_lone(flow, item))
        ):
            candidate = item
    if candidate is None:
        candidate = _by_looks(flow, at, prose, style, strength)
    return candidate and replace(
        candidate,
        heading=_with_rest(candidate.heading, flow, bool(style or strength)),
        style=style,
        strength=strength,
        look=look_of(line) if line.size else None,
        place=(line.list_id, line.list_level or 0) if line.label else None,
    )


def _announced(flow: LineFlow, at: int, counts: Mapping[str, int]) -> Candidate | None:
    heading = part_heading(flow, at, counts, sections=True) or schedule_heading(flow, at)
    return Candidate(heading) if heading else None


def _by_looks(
    flow: LineFlow, at: int, prose: Prose, style: int | None, strength: int
) -> Candidate | None:
    """The line as a heading that only its style or its looks make one."""
    line = flow[at]
    if style:
        bullet = line.label and line.list_format == "bullet"
        none = bullet or says_where_to_write(line.text)
        return None if none else Candidate(_whole(line, at))
    if not strength or not stands_alone(line, prose.stopped) or _is_signature(flow, at):
        return None
    nothing = heads_nothing(line.text) or says_where_to_write(line.text)
    if nothing or line.text.endswith(_BLANKS):
        return None
    among_styled = line.bold and (stands_over_text(flow, at) or look_of(line) in prose.looks)
    if prose.styled >= FEWEST and not among_styled:
        return None
    if line.text.endswith(":") and not _is_label_over_text(flow, at, prose):
        return None
    doubt = _("It looked like a heading, but has no heading style or number.")
    return Candidate(_whole(line, at).doubted(doubt))


def _is_label_over_text(flow: LineFlow, at: int, prose: Prose) -> bool:
    """Whether a line with a colon heads what is below: by its size, or where nothing else does."""
    if is_larger(flow[at], prose):
        return True
    return prose.styled < FEWEST and not prose.sized and stands_over_text(flow, at)


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


def _number_announces(flow: LineFlow, candidate: Candidate, strength: int, prose: Prose) -> bool:
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
    return is_plain_title(flow[heading.at], heading.title) and not _is_item(flow, candidate)


def _is_item(flow: LineFlow, candidate: Candidate) -> bool:
    """Whether a number stands right above or below its like, as items of a list do."""
    at = candidate.heading.at
    above = next((other for other in range(at - 1, -1, -1) if flow[other].text), None)
    near = (numbered(flow[other], other) for other in (above, flow.next_line(at)) if other)
    return any(item is not None and item.depth == candidate.depth for item in near)


def _whole(line: SourceLine, at: int) -> Heading:
    title = f"{line.label} {line.text}".strip() if line.label else line.text
    return Heading(at, title=bare_title(title), used=frozenset({at}))


def _with_rest(heading: Heading, flow: LineFlow, is_set_off: bool) -> Heading:
    """The heading with the lines right below that look alike and go on in its sentence.

    `is_set_off`: a line in small letters is one, which else is text.
    """
    if heading.kind != "heading" or heading.rest or not heading.title:
        return heading
    last = flow[heading.at]
    while (at := flow.next_line(max(heading.used))) is not None:
        line = flow[at]
        title = f"{heading.title} {bare_title(line.text)}"
        if not _goes_on_alike(last, line, is_set_off) or word_count(title) > LONGEST:
            break
        heading, last = replace(heading.using([at]).writing(line.text), title=title), line
    return heading


def _goes_on_alike(line: SourceLine, below: SourceLine, is_set_off: bool) -> bool:
    """Whether a line is the rest of the title above it, and set as it is."""
    if below.kind != "text" or below.label or below.list_level is not None:
        return False
    if (line.heading, line.outline, line.size) != (below.heading, below.outline, below.size):
        return False
    if ends_in_stop(line):
        return False
    if below.text[:1].islower():
        return is_set_off and look_of(line) == look_of(below)
    return bool(_OPEN_END.search(line.text)) and stands_alone(below) and not numbered(below, 0)


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
