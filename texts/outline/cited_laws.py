"""Laws that titles of clauses and quoted provisions name: "section 5 of No. 17 of 2012"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from texts.kept_words import remark as _
from texts.outline.structure import Heading
from texts.patterns import likeness

_PROVISIONS = r"(?i:sections?|parts?|schedules?|articles?|titles?|the)"
_LAW = re.compile(
    rf"(?<=\bof )(?!{_PROVISIONS}\b)(?:(?!\bof (?:Cap|Act No|No|the)).){{,40}}?"
    r"(?= (?:of )?(?:which|that)\b|$)"
)
"""The law that a provision is one of."""
_CLEAR = re.compile(r"(?:Act )?No\. ?\d+ of (?:19|20)\d\d|Cap\.? ?\d+[A-Z]?")
_READ = re.compile(rf"(?:.* )?(?:{_CLEAR.pattern})")
"""What names a law clearly, alone or at its end: "new section in No. 3 of 1995"."""
_SAME = 0.6


def with_one_law(headings: Sequence[Heading]) -> list[Heading]:
    """The headings, a law that some name in misread letters named as most of them do."""
    cites = ("clause", "amended")
    found = [_LAW.search(item.title) if item.kind in cites else None for item in headings]
    named = Counter(law[0] for law in found if law and _CLEAR.fullmatch(law[0]))
    if not named:
        return list(headings)
    law = named.most_common(1)[0][0]
    pairs = zip(headings, found, strict=True)
    return [_naming(item, match, law) if match else item for item, match in pairs]


def _naming(heading: Heading, match: re.Match[str], law: str) -> Heading:
    """The heading with the law's name in place of its own that was misread."""
    if _READ.fullmatch(match[0]) or likeness(match[0], law) < _SAME:
        return heading
    title = f"{heading.title[: match.start()]}{law}{heading.title[match.end() :]}"
    written = heading.written or f"{heading.number} {heading.title}".strip()
    remark = _("The number of the law was misread in the file: “%(words)s”.", words=match[0])
    return replace(heading, title=title, written=written).doubted(remark)
