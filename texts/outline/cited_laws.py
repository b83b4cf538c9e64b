"""Laws that titles of clauses and quoted provisions name: "section 5 of No. 17 of 2012"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from texts.kept_words import remark as _
from texts.outline.structure import Heading
from texts.patterns import likeness, oddities

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
_AMENDED = re.compile(r"Section (\d+[A-Z]*) of the\b")
_MISREAD = 2
"""Words of a title that look misread from which on its own words tell less than its text."""
_IN_LETTERS = re.compile(
    r"\bNo(?: ?\. ?| |(?=[\dlIJ]))(?P<number>[\dlIJOo]{1,3}) ?(?P<of>[oa][fl/]) ?"
    r"(?P<year>[\dlIJOo]{4})\b"
)
"""A law's number and year, in which a scan has letters for digits: "No .JO o/ 2009"."""
_DIGITS = str.maketrans("lIJOo", "11100")


def with_one_law(headings: Sequence[Heading]) -> list[Heading]:
    """The headings, laws named in misread letters named as they are in clear ones.

    First by the digits that the letters stand for, then as most headings name the law.
    """
    return _as_most([_in_digits(item) for item in headings])


def _in_digits(heading: Heading) -> Heading:
    """A provision that is to be amended, with the digits that letters stand for in its law."""
    match = _IN_LETTERS.search(heading.title) if heading.kind == "amended" else None
    if match is None:
        return heading
    number, year = match["number"].translate(_DIGITS), match["year"].translate(_DIGITS)
    law = f"No. {number} of {year}"
    is_read = (number, "of", year) == match.group("number", "of", "year")
    return heading if is_read or not _CLEAR.fullmatch(law) else _renamed(heading, match, law)


def _as_most(headings: Sequence[Heading]) -> list[Heading]:
    """The headings, a law that some name in misread letters named as most of them do."""
    cites = ("clause", "amended")
    found = [_LAW.search(item.title) if item.kind in cites else None for item in headings]
    named = Counter(law[0] for law in found if law and _CLEAR.fullmatch(law[0]))
    if not named:
        return list(headings)
    law = named.most_common(1)[0][0]
    pairs = zip(headings, found, strict=True)
    return [_as_its_text(item, law) or _naming(item, match, law) for item, match in pairs]


def _as_its_text(heading: Heading, law: str) -> Heading | None:
    """A clause whose title was misread beyond doubt with the one that its own words give it."""
    text = heading.rest.text if heading.rest else ""
    amended = _AMENDED.match(text) if heading.kind == "clause" else None
    if amended is None or oddities(heading.title) < _MISREAD:
        return None
    title = f"Amendment of section {amended[1]} of {law}"
    if likeness(heading.title, title) < _SAME:
        return None
    written = heading.written or f"{heading.number} {heading.title}"
    remark = _("The title was misread in the file: “%(words)s”.", words=heading.title)
    return replace(heading, title=title, written=written).doubted(remark)


def _naming(heading: Heading, match: re.Match[str] | None, law: str) -> Heading:
    """The heading with the law's name in place of its own that was misread."""
    if match is None or _READ.fullmatch(match[0]) or likeness(match[0], law) < _SAME:
        return heading
    return _renamed(heading, match, law)


def _renamed(heading: Heading, match: re.Match[str], law: str) -> Heading:
    title = f"{heading.title[: match.start()]}{law}{heading.title[match.end() :]}"
    written = heading.written or f"{heading.number} {heading.title}".strip()
    remark = _("The number of the law was misread in the file: “%(words)s”.", words=match[0])
    return replace(heading, title=title, written=written).doubted(remark)
