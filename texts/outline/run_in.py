"""Headings that stand in bold on the line of their text: "**Section 2: Quorum.** Five members …".

Their number may be bold as well, plain, or automatic. They become a line of their own where they
count up from one with others of the document, run in or not: a bold date, an article quoted, a
quantity do not. Automatic numbers count items as well: those of a list are headings where no
heading has a style, and most of the list is text. Titles without a number are headings where most
paragraphs begin with one; but the terms of a glossary and the roles of a list begin so too. A title
that ends its line though its paragraph goes on is set as any heading is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from texts.outline.announced import announced_count, announced_title
from texts.outline.line_looks import LONGEST_PLAIN, goes_on, stands_alone
from texts.outline.structure import remainder
from texts.patterns import DASH, has_words, word_count
from texts.runs import bold_prefix, cut, parse, runs_text
from texts.source import SourceLine

_NUMBERED = re.compile(r"(?P<above>(?:\d+\.)*)(?P<value>\d{1,2})[.:)]?\s+(?!\d)\S")
_LETTERED = re.compile(r"([A-Z])[.)]\s+\S")
_LETTER = "A"
"""Under which letters are counted."""
_ALONE = re.compile(r"(?:\d+\.)*\d{1,2}[.:)]?")
_FEWEST = 2
_LONGEST_SIGN = 2
_SENTENCE = 25
"""Words from which on a line is text, and no item."""
_SURE = 2
"""How many items one line weighs up that is bold as a whole."""
_FEWEST_TITLES = 3
_PARAGRAPH = 8
"""Words of a paragraph; what is shorter tells nothing."""
_STOP = re.compile(rf"\s*[.:{DASH}]\s*")
"""What stands between a title without a number and its text."""
_PARTING = re.compile(rf"[\s{DASH}:.]*")
"""What stands between a heading and its text."""
_FEW_PARTS = 2
"""Headings with text of a document in which one alone may have all titles that text runs into."""
_ONE_LINE = 15
"""Words that a printed line may have, of a term and what it means."""
_LISTS_TERMS = re.compile(
    r"(?:key\s+|working\s+)?(?:definitions?|interpretations?|glossary|abbreviations|acronyms"
    r"|terminology|terms|roles|ufafanuzi|maana|fasili|tafsiri|vifupisho|istilahi|majukumu|nyadhifa)\b",
    re.IGNORECASE,
)
"""How the heading of a section begins, after its number, in which terms or roles are listed."""
_HEADING_NUMBER = re.compile(r"^[\W\d_]*(?:[IVX]+[.)\s]|[A-Za-z][.)])?\s*")

_Count = tuple[str, int]
"""What a heading counts, "SECTION" or "1.", and how far it has come."""


def parted(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines, a heading and the text that it runs into as two."""
    lines = list(_underlined_as_bold([_as_bold(line) for line in lines]))
    heads = [_head(line) for line in lines]
    counts = {_count(line, line.text if line.bold else head) for line, head in _both(lines, heads)}
    items = _items(lines, heads)
    parts = list(_parts_of(lines))
    usual = _are_usual(lines, heads, parts)
    for line, head, part in zip(lines, heads, parts, strict=True):
        count = _count(line, head)
        is_item = bool(line.label) and (line.list_level, count and count[0]) in items
        is_title = part is not None and usual and _is_title(line, head)
        is_heading = is_title or _counts_up(count, counts) or _ends_its_line(line, head)
        yield from [line] if is_item or not is_heading else _parts(line, head)


def _as_bold(line: SourceLine) -> SourceLine:
    """The line, bold where only a number before its title or signs at either end are not."""
    if line.bold or "<b>" not in line.html or line.kind != "text":
        return line
    runs = parse(line.html)
    plain = [run for run in runs if "strong" not in run.styles and not _is_sign(run.text)]
    number = plain == [runs[0]] and _is_number(runs[0].text)
    return line if plain and not number else replace(line, bold=True, bold_prefix="")


def _underlined_as_bold(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines, underlined ones bold where they are more than those with a style or in bold.

    Words that a bill puts into a law are underlined too, and begin or end within a sentence.
    """
    titles = [line.underlined and not _is_in_a_sentence(line) for line in lines]
    count = sum(titles)
    others = sum(bool(line.heading or line.outline or line.bold) for line in lines)
    for line, is_title in zip(lines, titles, strict=True):
        yield replace(line, bold=True) if is_title and others < count else line


def _is_in_a_sentence(line: SourceLine) -> bool:
    return line.text[:1].islower() or goes_on(replace(line, bold=True))


def _is_sign(text: str) -> bool:
    """Whether a text is a colon, a quotation mark or the like, and no blank to fill in."""
    return len(text.strip()) <= _LONGEST_SIGN and not has_words(text)


def _both(lines: Sequence[SourceLine], heads: Sequence[str]) -> Iterator[tuple[SourceLine, str]]:
    return zip(lines, heads, strict=True)


def _head(line: SourceLine) -> str:
    """The words that a line begins with in bold, and a plain number before them; or nothing."""
    if line.bold or line.heading or line.kind != "text":
        return ""
    if line.bold_prefix:
        return line.bold_prefix if line.text.startswith(line.bold_prefix) else ""
    if "<b>" not in line.html:
        return ""
    number, *rest = parse(line.html)
    begin = len(number.text)
    if not _is_number(number.text) or not has_words(line.text[:begin]):
        return ""
    title = bold_prefix(rest)
    return line.text[: line.text.index(title, begin) + len(title)] if title else ""


def _is_number(text: str) -> bool:
    announced = announced_title(text.strip())
    return bool(_ALONE.fullmatch(text.strip()) or (announced and not announced[1]))


def _items(
    lines: Sequence[SourceLine], heads: Sequence[str]
) -> frozenset[tuple[int | None, str | None]]:
    """The depths and kinds of automatic numbers that stand before items with words in bold."""
    styled = sum(bool(line.heading or line.outline) for line in lines) >= _FEWEST
    long: Counter[tuple[int | None, str | None]] = Counter()
    for line, head in _both(lines, heads):
        if line.label and (head or line.bold):
            count = _count(line, head or line.text)
            is_text = not styled and (line.bold or word_count(line.text) > _SENTENCE)
            weight = _SURE if line.bold else 1
            long[line.list_level, count and count[0]] += weight if is_text else -1
    return frozenset(kind for kind, more in long.items() if more <= 0)


def _ends_its_line(line: SourceLine, head: str) -> bool:
    """Whether a line break parts words in bold from text below, as a paragraph would.

    An address below a name is no text.
    """
    if not head or line.label or word_count(head) > LONGEST_PLAIN or not head[:1].isupper():
        return False
    title = replace(line, text=head, bold=True)
    rest = runs_text(parse(line.html))[len(head) :].lstrip(" .:")
    text = rest.strip().partition("\n")[0]
    is_text = word_count(text) >= _PARAGRAPH or text.endswith((".", ":"))
    return rest.startswith("\n") and is_text and stands_alone(title, stop=True)


def _are_usual(
    lines: Sequence[SourceLine], heads: Sequence[str], parts: Sequence[int | None]
) -> bool:
    """Whether most paragraphs of the document begin with a title without a number.

    Those of a section that lists terms or roles tell nothing, nor do those of one section among
    several, nor those with a colon or a dash that have one line each.
    """
    paragraphs = [
        (part, line, head)
        for part, line, head in zip(parts, lines, heads, strict=True)
        if part is not None and _is_paragraph(line)
    ]
    titled = [(part, line, head) for part, line, head in paragraphs if _is_title(line, head)]
    if len(titled) < _FEWEST_TITLES or 2 * len(titled) <= len(paragraphs):
        return False
    where = {part for part, _line, _head in titled}
    if len(where) == 1 and len({part for part, _line, _head in paragraphs}) > _FEW_PARTS:
        return False
    return any(
        word_count(line.text) > _ONE_LINE or not _lists(line, head) for _part, line, head in titled
    )


def _is_paragraph(line: SourceLine) -> bool:
    return (
        line.kind == "text"
        and not (line.label or line.bold or line.heading)
        and word_count(line.text) >= _PARAGRAPH
    )


def _parts_of(lines: Sequence[SourceLine]) -> Iterator[int | None]:
    """Which heading a line stands under, from 0; None under one that lists terms or roles."""
    part, lists = 0, False
    for line in lines:
        if line.text and (line.heading or line.outline or line.bold):
            part += 1
            lists = bool(_LISTS_TERMS.match(_HEADING_NUMBER.sub("", line.text, count=1)))
        yield None if lists else part


def _lists(line: SourceLine, head: str) -> bool:
    """Whether a colon or a dash parts a title from its text, as it does a term of a list."""
    stop = _STOP.match(line.text, len(head.rstrip(" .:")))
    return bool(stop and "." not in stop[0])


def _is_title(line: SourceLine, head: str) -> bool:
    """Whether a line begins with a title that a stop parts from its text, and no number counts."""
    if not head or line.label or _count(line, head) or word_count(head) > LONGEST_PLAIN:
        return False
    stop = _STOP.match(line.text, len(head.rstrip(" .:")))
    return bool(stop and line.text[stop.end() :][:1].isupper() and head[:1].isupper())


def _parts(line: SourceLine, head: str) -> list[SourceLine]:
    begin = len(head.rstrip(" .:"))
    parting = _PARTING.match(line.text, begin)
    rest = remainder(line, parting.end() if parting else begin)
    if rest is None or rest.text[:1].islower():
        return [line]
    html = cut(line.html, begin)[0]
    return [replace(line, text=line.text[:begin], html=html, bold=True, bold_prefix=""), rest]


def _count(line: SourceLine, head: str) -> _Count | None:
    """What a line counts that begins with this head, in bold as a whole or run into its text."""
    if not head:
        return None
    head = f"{line.label} {head}".strip()
    numbered = _NUMBERED.match(head)
    if numbered:
        return numbered["above"], int(numbered["value"])
    lettered = _LETTERED.match(head)
    return (_LETTER, ord(lettered[1]) - ord("A") + 1) if lettered else announced_count(head)


def _counts_up(count: _Count | None, counts: Collection[_Count | None]) -> bool:
    """Whether all numbers from one up to this one stand somewhere, and at least two."""
    if count is None:
        return False
    kind, value = count
    return all((kind, item) in counts for item in range(1, max(value, 2) + 1))
