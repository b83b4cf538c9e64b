"""What ordinary text of a document looks like, and how much a line stands out from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from texts.outline.announced import PART_WORDS, SAYS, SCHEDULE_WORDS
from texts.outline.cover import body_size
from texts.outline.heading_numbers import DOTTED, is_plain_title, numbered
from texts.outline.levels import Look
from texts.outline.line_flow import LineFlow
from texts.outline.line_looks import (
    LONGEST_PLAIN,
    STOPS,
    ends_in_stop,
    heads_nothing,
    is_prose,
    misused_styles,
    stands_alone,
    style_level,
)
from texts.patterns import word_count
from texts.source import SourceLine

FEWEST = 2
_LARGER = 1.12
_SMALLER = 0.8
_MOST = 0.6
_ANNOUNCED = re.compile(
    rf"(?:{PART_WORDS}|{SCHEDULE_WORDS})\s+"
    r"(?:(?:ya|cha|la)\s+)?\w+(?:\s+na\s+\w+)?\s*(?:[:.\u2013\u2014-]\s*[A-Z]|$)",
    re.IGNORECASE,
)
"""A line of its own that says which part it begins; the capital after it must be one."""
MATTER = re.compile(
    r"foreword|preface|preamble|acknowledge?ments?|explanatory\s+notes|notes\s+for\s+guidance|executive\s+summary|bibliography|references"
    r"|(?:list\s+of\s+)?(?:abbreviations|acronyms)(?:\s+(?:and|&)\s+(?:abbreviations|acronyms))?"
    r"|(?:definitions?|glossary)\s+of\s+terms|glossary|annex(?:es|ures)|appendices"
    r"|dibaji|shukrani|muhtasari|vifupisho|marejeleo|marejeo|viambatisho"
    r"|(?:ufafanuzi|maana|fasili)\s+ya\s+(?:maneno|istilahi)",
    re.IGNORECASE,
)
"""What stands before or after the chapters of a policy, and bears no number."""
_KNOWN = re.compile(
    r"introduction|background|preamble|purpose|aims?|objectives?|scope|application|definitions?"
    r"|interpretation|policy(?:\s+statements?)?|(?:guiding\s+)?principles|procedures?|conclusion"
    r"|(?:roles\s+(?:and|&)\s+)?responsibilities|implementation|compliance|enforcement|references"
    r"|monitoring(?:\s+(?:and|&)\s+evaluation)?|review|points?\s+of\s+contact|contacts?"
    r"|utangulizi|usuli|madhumuni|malengo|upeo|ufafanuzi|misingi|majukumu|utaratibu|utekelezaji"
    r"|ufuatiliaji(?:\s+na\s+tathmini)?|mapitio|hitimisho|marejeleo|mawasiliano",
    re.IGNORECASE,
)
"""What sections of a policy are called anywhere."""
_LONGEST_LABEL = 5
_LONGEST_STOPPED = 7
"""Words of an announced title that may end in a full stop and is no sentence."""


@dataclass(frozen=True)
class Prose:
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


def prose_of(flow: LineFlow) -> Prose:
    """What the text of a document looks like, against which its headings stand out."""
    texts = [line for _at, line in flow.left() if line.kind == "text" and line.text]
    misused = misused_styles(texts)
    prose = [line for line in texts if is_prose(line)]
    styled = sum(style_level(line, misused) is not None for line in texts)
    dotted = 0
    for line in texts:
        shown = f"{line.label} {line.text}".strip()
        match = DOTTED.match(shown)
        dotted += bool(match and "." in match["number"] and shown[match.end() :][:1].isupper())
    size = body_size(flow)
    larger = [bool(size) and (line.size or 0) >= _LARGER * size for line in texts]
    return Prose(
        size=size,
        sized=sum(one and not other for one, other in pairwise(larger)) > FEWEST,
        misused=misused,
        styled=styled,
        counted=styled < FEWEST and _counts_up(texts),
        dotted=dotted >= FEWEST > _styled_numbers(texts, misused),
        paragraphs=_numbered_paragraphs(texts),
        looks=_looks_of_titles(flow),
        stopped=_ends_in_stops(texts),
        bold=sum(line.bold for line in prose) > _MOST * len(prose),
        caps=sum(line.caps for line in prose) > _MOST * len(prose),
    )


def _looks_of_titles(flow: LineFlow) -> frozenset[Look]:
    looks = Counter(
        look_of(line)
        for at, line in flow.left()
        if line.bold and line.size and stands_alone(line) and stands_over_text(flow, at)
    )
    return frozenset(look for look, count in looks.items() if count > FEWEST)


def _ends_in_stops(texts: Sequence[SourceLine]) -> bool:
    """Whether titles in bold end in a full stop: as many of them do as do not."""
    bold = [line for line in texts if line.bold and not (line.heading or line.outline)]
    stopped = [line for line in bold if ends_in_stop(line) and stands_alone(line, stop=True)]
    others = sum(map(stands_alone, bold))
    return len(stopped) > FEWEST and len(stopped) >= others


def _styled_numbers(texts: Sequence[SourceLine], misused: frozenset[int]) -> int:
    """How many headings have both a style and a number, so that plain numbers are items."""
    styled = (line for line in texts if style_level(line, misused) is not None)
    return sum(numbered(line, 0) is not None for line in styled)


def _counts_up(texts: Sequence[SourceLine]) -> bool:
    """Whether every plain "1. Title" of the document stands over a sentence, in order from 1."""
    expected = 1
    for line, below in pairwise(texts):
        shown = f"{line.label} {line.text}".strip()
        match = DOTTED.match(shown)
        if match is None or not match["stop"]:
            continue
        text = shown[match.end() :]
        over_text = below.text.rstrip().endswith((".", ":", ";")) and not DOTTED.match(
            f"{below.label} {below.text}".strip()
        )
        plain = word_count(text) <= LONGEST_PLAIN and not text.endswith((*STOPS, "."))
        if match["number"] != str(expected) or not over_text or not plain:
            return False
        expected += 1
    return expected > FEWEST


def _numbered_paragraphs(texts: Sequence[SourceLine]) -> frozenset[int]:
    """The depths of which most numbers without looks or style stand before text, not a title."""
    titles: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    for at, line in enumerate(texts):
        candidate = None if line.bold or line.heading or line.outline else numbered(line, at)
        if candidate and candidate.depth:
            counts[candidate.depth] += 1
            titles[candidate.depth] += is_plain_title(line, candidate.heading.title)
    return frozenset(depth for depth in counts if 2 * titles[depth] < counts[depth])


def look_of(line: SourceLine) -> Look:
    return line.size or 0, line.bold, line.italic, line.caps, line.centred


def stands_over_text(flow: LineFlow, at: int) -> bool:
    """Whether a line has text of its own below it, as the least headings do."""
    below = flow.next_line(at)
    if below is None or flow[below].kind != "text":
        return False
    return not (flow[below].bold or flow[below].heading or flow[below].outline)


def strength_of(line: SourceLine, prose: Prose) -> int:
    """How much a line stands out from the text: size counts most, then capitals, then bold.

    What is clearly smaller than the text, as the imprint of a form is, does not.
    """
    strength = 0
    if line.size and line.size < _SMALLER * prose.size:
        return 0
    if is_larger(line, prose):
        strength = 4 * round(((line.size or 0) / prose.size - 1) * 10)
    strength += 2 if line.caps and len(line.text) > 3 and not prose.caps else 0
    strength += 1 if line.bold and not prose.bold else 0
    return strength


def speaks_up(line: SourceLine, prose: Prose) -> bool:
    """Whether a line counts as bold: for its size, or for what it says it begins."""
    bare = line.text.rstrip(".")
    part = _ANNOUNCED.match(bare)
    short = word_count(bare) <= _LONGEST_STOPPED and not SAYS.search(bare)
    announced = part and stands_alone(line, stop=short or part.end() == len(bare))
    return is_larger(line, prose) or bool(announced or MATTER.fullmatch(line.text))


def plain_titles(flow: LineFlow, prose: Prose) -> frozenset[int]:
    """Lines that are titles by what they say, in a document where no others stand out.

    Two that sections have anywhere, "Purpose:", "Definitions", prove it; where these have a colon,
    so may others.
    """
    if prose.styled or prose.counted or prose.dotted:
        return frozenset()
    titles = [at for at, line in flow.left() if _may_be_label(line) and stands_over_text(flow, at)]
    known = [at for at in titles if _KNOWN.fullmatch(_bare(flow[at]))]
    if len({_bare(flow[at]).lower() for at in known}) < FEWEST:
        return frozenset()
    marked = sum(flow[at].text.endswith(":") for at in known)
    found = [at for at in titles if at in known or (marked >= FEWEST and at > known[0])]
    others = (line for at, line in flow.left(known[0]) if at not in found)
    if any(stands_alone(line) and (line.bold or line.caps or line.heading) for line in others):
        return frozenset()
    return frozenset(found)


def _may_be_label(line: SourceLine) -> bool:
    """Whether a short line of its own may be a title: it is known, or ends in a colon."""
    if line.kind != "text" or word_count(line.text) > _LONGEST_LABEL or heads_nothing(line.text):
        return False
    if not (line.text.endswith(":") or _KNOWN.fullmatch(line.text)):
        return False
    return stands_alone(replace(line, bold=True))


def _bare(line: SourceLine) -> str:
    return line.text.rstrip(" :")


def is_larger(line: SourceLine, prose: Prose) -> bool:
    return bool(prose.size) and (line.size or 0) >= _LARGER * prose.size
