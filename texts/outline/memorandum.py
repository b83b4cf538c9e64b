"""The end of a bill: its memorandum, and after that the provisions it proposes to amend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading, HeadingKind
from texts.patterns import ORDINALS, bare_title, likeness, word_count
from texts.source import SourceLine

_MEMORANDUM = re.compile(
    r"^\W*(?:MEMORANDUM\s*OF\s*OBJECTS?\s*AND\s*REASONS?"
    r"|(?:STATEMENT\s*OF\s*)?(?:THE\s*)?OBJECTS?\s*AND\s*REASONS?|EXPLANATORY\s*MEMORANDUM)\W*$",
    re.IGNORECASE,
)
_TITLE = "MEMORANDUM OF OBJECTS AND REASONS"
_CHANGED = r"(?:a(?:m|rn)en[dt]|repeal|delet|replac|substitut)(?:e?d|e)?"
"""A law is changed so; a letter may be lost or misread."""
_PROPOSED = re.compile(
    r"\b(?:is)?(?:prop[eo]s(?:e[sd]?|al)|sought|seeks?|intend(?:s|ed)|intention)\s*"
    rf"(?:to\s*(?:be\s*)?{_CHANGED}"
    r"|for\s+(?:amendment|repeal|deletion|replacement))"
    rf"(?:\s+(?:and|or)\s+{_CHANGED})?"
    r"(?:\s+by\s+(?:this|the)\s+Bill)?\W*$",
    re.IGNORECASE,
)
_PROVISION = re.compile(
    r"^\W*(?:The\s+)?(?:(?:relevant|existing|following)\s+)?"
    rf"(?:(?:{'|'.join(ORDINALS)})\s+)?(?:Sections?|Articles?|Provisions?|Paragraphs?|Parts?"
    r"|Schedules?|Regulations?|Rules?|Orders?|Chapters?|(?:Long\s+)?Title|Preamble|Extracts?|ss?)\b",
    re.IGNORECASE,
)
_PROSE = re.compile(r"^\W*(?:(?:The|This)\s+Bill|Clauses?|It|In|If)\b", re.IGNORECASE)
_LONGEST = 45
_MOST_LINES = 3
_SAME = 0.85


def is_memorandum(line: SourceLine) -> bool:
    """Whether a line is the memorandum's heading, small slips of text recognition allowed."""
    return _is_title(line.text)


def memorandum_heading(flow: LineFlow, at: int) -> Heading | None:
    """The memorandum that a line announces; its heading may run over some lines."""
    first = flow[at].text
    if not _MEMORANDUM.match(first) and first.lstrip().upper().startswith("MEMORANDUM"):
        for used in _growing(flow, at):
            if _MEMORANDUM.match(" ".join(flow[item].text for item in used)):
                return _titled(flow, used, "memorandum")
    return _titled(flow, [at], "memorandum") if _is_title(first) else None


def amended_heading(flow: LineFlow, at: int) -> Heading | None:
    """ "Section 5 of No. 17 of 2012 which it is proposed to amend—", on one line or more."""
    line = flow[at]
    if _PROSE.match(line.text) or (line.text.rstrip().endswith(".") and not _stands_out(line)):
        return None
    for used in _growing(flow, at):
        text = " ".join(flow[item].text for item in used)
        if word_count(text) > _LONGEST:
            return None
        if _PROPOSED.search(text):
            whole = len(used) == 1
            return _titled(flow, used, "amended") if whole or _PROVISION.match(text) else None
        if text.rstrip().endswith((".", ";", ":")):
            return None
    return None


def _growing(flow: LineFlow, at: int) -> Iterator[list[int]]:
    """The line, the line with the next one, and so on."""
    used = [at]
    yield used
    while len(used) < _MOST_LINES:
        following = flow.next_line(used[-1])
        if following is None or flow[following].kind != "text" or flow[following].label:
            return
        if _PROVISION.match(flow[following].text):
            return
        used = [*used, following]
        yield used


def _is_title(text: str) -> bool:
    return bool(_MEMORANDUM.match(text)) or (text.isupper() and likeness(text, _TITLE) >= _SAME)


def _stands_out(line: SourceLine) -> bool:
    return bool(
        line.heading or line.bold or line.italic or line.centred or _PROVISION.match(line.text)
    )


def _titled(flow: LineFlow, used: Sequence[int], kind: HeadingKind) -> Heading:
    """A heading that is all title, but for an automatic number."""
    return Heading(
        used[0],
        number=flow[used[0]].label.rstrip("."),
        title=bare_title(" ".join(flow[at].text for at in used)),
        kind=kind,
        used=frozenset(used),
    )
