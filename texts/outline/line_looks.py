"""What a line by itself says of being a heading: by its style, its length and how it ends."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from texts.outline.line_flow import LineFlow
from texts.patterns import word_count
from texts.source import SourceLine

STOPS = (";", ",", ":", "\u2014", "\u2013")
_GOES_ON = re.compile(r"[;,](?:\s*(?:and|or|na|au|ama))?\s*$", re.IGNORECASE)
"""How an item ends that others follow, whatever its style; no heading does."""
_LEADS_IN = re.compile(
    r"\b(?:shall|must|may|will|can|should|are|is|be|was|were|has|have|includes?|means|following|follows"
    r"|ni|si|lazima|yafuatayo|zifuatazo|wafuatao|ifuatavyo|vifuatavyo|yanayofuata)\b"
    r"|\b(?:to|for|by|of|with|that|and|or|from|in|on|as|kwa|na|ya|wa|za|la|cha|kuwa)\W*$",
    re.IGNORECASE,
)
"""What a bold line says that leads into a list, and is no heading in spite of its colon."""
LONGEST = 25
LONGEST_PLAIN = 12
_LONGEST_BOLD = 16
_FEWEST = 2
_SENTENCE = 12
_CAPTION = re.compile(
    r"(?:table|figure|chart|map|box|jedwali|mchoro|kielelezo)\s+(?:na\.\s*)?[\dIVX]", re.IGNORECASE
)
_NO_HEADING = re.compile(
    r"(?:and|or|either|au|na|ama)\W*"
    r"|see\s+(?:also\s+)?(?:section|part|chapter|annex|appendix|page|table|figure|box|article"
    r"|schedule|paragraph|clause|note|above|below|\d+)\b.*"
    r"|(?:tazama|angalia)\s+(?:juu|chini|kifungu|sehemu|sura|ibara|ukurasa|jedwali|kiambatisho"
    r"|\d+)\b.*"
    r"|(?:ss?|sec|arts?|cl|regs?|paras?)\.\s*\d[\w()]*(?:\W*|\W+(?:of|and|to|ya|na|hadi)\s.*)"
    r"|(?:signed|signature|imesainiwa|sahihi|names?|date|tel(?:ephone)?|phone|e-?mail|address|witness"
    r"|jina|tarehe|simu|barua\s+pepe|anwani|shahidi)\W*"
    r"|(?:p\.?\s*o\.?\s*box|s\.?\s*l\.?\s*p\.?|private\s+bag)\W*\d.*"
    r"|(?:notes?|n\.?b\.?|examples?|source|kumbuka|angalizo|mfano|chanzo)\s*:\W*",
    re.IGNORECASE,
)
"""What stands alone on a line, in bold, and heads nothing: what joins two forms of words, a
reference in the margin, a label, where to sign, an address."""
_CONTACT = re.compile(
    r"(?:tel(?:ephone)?|phone|mobile|fax|e-?mail|website|simu|barua\s+pepe|tovuti)\s*(?:no\.?)?\s*:"
    r"\s*\S.*",
    re.IGNORECASE,
)
_MISUSED = 3
_MISUSED_SHARE = 0.25


def misused_styles(texts: Sequence[SourceLine]) -> frozenset[int]:
    """The levels whose heading style was used for paragraphs as well, and so tells nothing."""
    used: Counter[int] = Counter()
    prose: Counter[int] = Counter()
    for line in texts:
        level = line.heading or line.outline
        if level:
            used[level] += 1
            prose[level] += is_prose(line) or bool(_GOES_ON.search(line.text))
    return frozenset(
        level
        for level, count in prose.items()
        if (count >= _MISUSED and count >= _MISUSED_SHARE * used[level])
        or (count >= _FEWEST and 2 * count > used[level])
    )


def is_prose(line: SourceLine) -> bool:
    count = word_count(line.text)
    return count > LONGEST or (count >= _SENTENCE and line.text.rstrip().endswith((".", ";")))


def style_level(line: SourceLine, misused: frozenset[int]) -> int | None:
    """The level of a heading style on something that can be a heading, not on a paragraph."""
    level = line.heading or line.outline
    if not level or level in misused or word_count(line.text) > LONGEST:
        return None
    return None if _GOES_ON.search(line.text) else level


def heads_nothing(text: str) -> bool:
    """Whether a text that may stand alone on a line is no heading, whatever its looks."""
    return bool(_NO_HEADING.fullmatch(text))


def says_where_to_write(text: str) -> bool:
    """Whether a line is a number to call or an address, whatever its style."""
    return bool(_CONTACT.fullmatch(text))


def ends_in_stop(line: SourceLine) -> bool:
    return line.text.endswith(".")


def stands_alone(line: SourceLine, stop: bool = False) -> bool:
    """Whether a line is short and complete as a title is; `stop`: titles end in a full stop."""
    text = line.text.rstrip()
    return (
        not (line.label or line.list_level is not None or _CAPTION.match(text))
        and word_count(text) <= (_LONGEST_BOLD if line.bold else LONGEST_PLAIN)
        and (stop or not ends_in_stop(line))
        and not goes_on(line)
        and (text[:1].isupper() or text[:1].isdecimal())
    )


def goes_on(line: SourceLine) -> bool:
    """Whether a line ends as text does that goes on below; a bold title may bear a colon."""
    text = line.text.rstrip()
    if not text.endswith(STOPS):
        return False
    return not (text.endswith(":") and (line.bold or line.caps) and not _LEADS_IN.search(text))


def with_siblings(flow: LineFlow, misused: frozenset[int]) -> LineFlow:
    """The flow, a bold line in the style of its like: "(a) Aim" as "(b) End" of the same list."""
    styles: dict[tuple[int | None, str], Counter[int]] = defaultdict(Counter)
    for _at, line in flow.left():
        style = style_level(line, misused)
        if style and line.label:
            styles[_list_place(line)][style] += 1
    lines = list(flow.lines)
    for at, line in flow.left():
        alike = styles.get(_list_place(line)) if line.label else None
        if alike and line.bold and not (line.heading or line.outline or goes_on(line)):
            style, count = alike.most_common(1)[0]
            lines[at] = replace(line, outline=style) if count >= _FEWEST else line
    return flow.with_lines(lines)


def _list_place(line: SourceLine) -> tuple[int | None, str]:
    """How deep in a list a line stands, and how its number looks: "(x)", "x.x"."""
    return line.list_level, re.sub(r"\w+", "x", line.label)
