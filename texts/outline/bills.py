"""The structure of bills and other legislation: parts, clauses, schedules, memorandum.

Parts and schedules announce themselves. Clauses are found by their numbers: the longest
sequence 1, 2, 3 … that runs through the body, so that numbers quoted from other laws, listed
items and misread digits do not become clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from texts.inline import cut
from texts.numerals import roman
from texts.outline import inserted
from texts.outline import printed_contents as printed
from texts.outline.clauses import find_clauses
from texts.outline.memorandum import amended_heading, is_memorandum, memorandum_heading
from texts.outline.structure import Heading, looks_like_heading, next_line, remainder
from texts.patterns import (
    DASH,
    ORDINALS,
    SWAHILI_ORDINALS,
    bare_title,
    likeness,
    number_word,
    oddities,
    part_value,
    roman_value,
    scanned_roman,
    word_count,
)
from texts.source import SourceLine

_PART = re.compile(
    r"^(?P<word>PART|CHAPTER|DIVISION|SECTION|SEHEMU|SURA|KIFUNGU)\s+(?P<link>(?:YA|CHA)\s+)?"
    rf"(?P<number>{'|'.join(reversed(SWAHILI_ORDINALS))}|[A-Za-z]{{1,9}}|\d{{1,3}}|[IVXl1H|]+)(?![\w'])"
    rf"\s*[{DASH}:.]*\s*(?P<title>.*)$",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(
    rf"^(?:(?:THE\s+)?(?:(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:ST|ND|RD|TH))\s+)?"
    r"(?:SCHEDULE|ANNEX(?:URE)?|APPENDIX|KIAMBATI?SHO|KIAMBATANISHO)"
    r"(?:\s+(?:CHA\s+)?(?:[IVX]{1,5}|\d{1,2}|[A-Z]))?"
    rf"|(?:JEDWALI\s+LA|KIAMBATI?SHO\s+CHA)\s+(?:{'|'.join(SWAHILI_ORDINALS)}))(?!\w)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"^[\[(]?\s*(?:ss?|sections?|clauses?|cl|regulations?|regs?|rr?|rules?|articles?|arts?"
    r"|paragraphs?|paras?)\b[.\s]*\d[\w\s(),.&]*[\])]?\.?$",
    re.IGNORECASE,
)
_REFERENCE_FIRST = re.compile(
    r"^[\[(]\s*(?i:ss?|sections?|clauses?|cl|paragraphs?|paras?|articles?|arts?|regulations?)\b"
    r"[^A-Z\[\]]*[\])](?=\W*[A-Z])"
)
"""A reference before the title on one line: "(s. 28(2)) FEES"."""
_CITED = re.compile(
    r"\b(?:This|These)\s+(?:Act|Bill|Regulations|Rules|Order)\s+(?:may|shall)\s+be\s+cited\b"
)
_LONGEST_PLAIN = 15
_OPEN_ENDS = (" and", " of", " the", " for", " to", " in", " or", ",")
_SAME = 0.85


def is_bill(lines: Sequence[SourceLine]) -> bool:
    """Whether the document is legislation, by its enacting words or its citation clause."""
    return any(
        printed.is_body_start(line) or _CITED.search(line.text)
        for line in lines
        if line.kind == "text" and not line.margin
    )


def find_headings(
    lines: Sequence[SourceLine], skipped: set[int], contents: printed.Contents
) -> list[Heading]:
    """Headings of a bill in order, clauses without their titles.

    `skipped`: lines that are page furniture or printed contents. The highest number in the
    printed contents bounds the clauses.
    """
    start = _body_start(lines, skipped)
    words = inserted.find(lines, skipped, start)
    outer = _outer_headings(lines, skipped, start, words)
    end = next(
        (item.at for item in outer if item.kind in ("schedule", "memorandum", "amended")),
        len(lines),
    )
    taken = skipped | {at for item in outer for at in item.used}
    last = max(contents.titles, default=0)
    clauses = find_clauses(lines, taken, range(start, end), last, words.lines)
    headings = sorted([*outer, *clauses], key=lambda item: item.at)
    _add_first_part(headings, contents)
    _repair_part_titles(headings, contents)
    _set_levels(headings)
    return headings


def _add_first_part(headings: list[Heading], contents: printed.Contents) -> None:
    """A first part that the file lost, but its printed contents name."""
    parts = [item for item in headings if item.kind == "part"]
    if not parts or not contents.parts or headings[0].kind != "clause" or parts[0].value == 1:
        return
    number, title = contents.parts[0]
    headings.insert(
        0,
        Heading(
            headings[0].at,
            number=number,
            title=title,
            kind="part",
            written="",
            unsure=[_("This heading was taken from the printed contents.")],
        ),
    )


def _repair_part_titles(headings: list[Heading], contents: printed.Contents) -> None:
    """Where text recognition misread a part's title, the printed contents may have it right."""
    for item in headings:
        if item.kind != "part" or not oddities(item.title):
            continue
        for _number, title in contents.parts:
            if likeness(title, item.title) >= _SAME and oddities(title) < oddities(item.title):
                item.written = item.written or f"{item.number} {item.title}"
                item.title = title
                item.unsure.append(_("The title was taken from the printed contents."))


def _body_start(lines: Sequence[SourceLine], skipped: set[int]) -> int:
    """Index of the first line after the enacting words."""
    marks = [
        at
        for at, line in enumerate(lines)
        if at not in skipped and not line.margin and printed.is_body_start(line)
    ]
    if not marks:
        return 0
    enacted = [
        at for at in marks if lines[at].text.lstrip(' \u201c"').upper().startswith("ENACTED")
    ]
    return (enacted[0] if enacted else marks[0]) + 1


def _outer_headings(
    lines: Sequence[SourceLine], skipped: set[int], start: int, words: inserted.Inserted
) -> list[Heading]:
    """Parts, schedules, the memorandum and the provisions it quotes.

    `words`: what the bill inserts into other laws, whose parts and schedules are not its own.
    """
    found: list[Heading] = []
    counts: dict[str, int] = {}
    stage = "body"
    at = start - 1
    while (following := next_line(lines, at, skipped)) is not None:
        at = following
        known = dict(counts)
        heading = _outer_heading(lines, at, skipped, stage, counts)
        if heading is None:
            continue
        if at in words.lines and _is_inserted(heading, at in words.first, known, found):
            counts = known
            continue
        if heading.kind in ("memorandum", "amended"):
            stage = "memorandum"
        elif heading.kind == "schedule":
            stage = "schedule"
            counts.clear()
        found.append(heading)
        at = max(heading.used)
    return found


def _is_inserted(
    heading: Heading, first: bool, counts: dict[str, int], found: Sequence[Heading]
) -> bool:
    """Whether a heading among inserted words is another law's: it does not go on with ours."""
    if heading.kind == "part":
        return first or heading.value != counts.get(heading.number.split()[0].upper(), 0) + 1
    if heading.kind == "schedule":
        before = sum(1 for item in found if item.kind == "schedule")
        return first or heading.value not in (0, before + 1)
    return False


def _outer_heading(
    lines: Sequence[SourceLine], at: int, skipped: set[int], stage: str, counts: dict[str, int]
) -> Heading | None:
    line = lines[at]
    if line.kind != "text":
        return None
    if stage == "memorandum":
        return amended_heading(lines, at, skipped)
    memorandum = memorandum_heading(lines, at, skipped)
    if memorandum is not None:
        return memorandum
    return part_heading(lines, at, skipped, counts) or schedule_heading(lines, at, skipped)


def part_heading(
    lines: Sequence[SourceLine],
    at: int,
    skipped: set[int],
    counts: dict[str, int],
    sections: bool = False,
) -> Heading | None:
    """The part or chapter that a line announces; `counts`: how far each word has counted.

    `sections`: "Section One" counts too, which in legislation refers to another law.
    """
    line = lines[at]
    shown = f"{line.label} {line.text}".strip()
    match = _PART.match(shown)
    if match is None or not _announces(line, match["word"], match["title"]):
        return None
    word = match["word"].upper()
    if word in ("SECTION", "KIFUNGU") and not sections:
        return None
    number, value, guessed = _part_number(match["number"], counts.get(word, 0) + 1)
    if value is None:
        return None
    counts[word] = value
    heading = Heading(
        at,
        number=f"{match['word']} {match['link'] or ''}{number}",
        title=bare_title(match["title"]),
        kind="part",
        value=value,
        used={at},
    )
    if number != match["number"]:
        heading.written = match[0]
    if guessed:
        heading.unsure.append(_("The number was misread in the file: “%s”.") % match["number"])
    _add_title_lines(heading, lines, skipped)
    return heading


def _announces(line: SourceLine, word: str, title: str) -> bool:
    """Whether a line that begins with "Part …" is a heading, and not a sentence about one."""
    if word_count(title) > 30 or title.rstrip().endswith((";", ",")):
        return False
    if title[:1].islower() and not line.heading:
        return False
    if title.rstrip().endswith(".") and word_count(title) > 12:
        return False
    return word.isupper() or looks_like_heading(line) or not title


def _part_number(shown: str, expected: int) -> tuple[str, int | None, bool]:
    """The number as it should be read, its value, and whether it had to be corrected."""
    if expected in (roman_value(shown), None if _mixed(shown) else part_value(shown)):
        return shown, expected, False
    if scanned_roman(shown) == roman(expected):
        return roman(expected), expected, True
    value = part_value(shown) if not _mixed(shown) else None
    return shown, value, False


def _mixed(text: str) -> bool:
    """Neither all capitals nor a word: what text recognition makes of roman numerals."""
    return text.isalpha() and not text.isupper() and len(text) <= 4 and part_value(text) is None


def schedule_heading(lines: Sequence[SourceLine], at: int, skipped: set[int]) -> Heading | None:
    """The schedule, annex or appendix that a line announces, with its title."""
    line = lines[at]
    match = _SCHEDULE.match(line.text)
    if match is None or line.label:
        return None
    rest = line.text[match.end() :].strip(" \u2014\u2013\u2010\u2011-:.")
    reference = bool(_REFERENCE.match(rest))
    opening = _REFERENCE_FIRST.match(rest)
    title = rest[opening.end() :] if opening else rest
    reference = reference or bool(opening)
    if rest[:1].islower() and not reference:
        return None
    if not (looks_like_heading(line) or match[0].isupper()) or word_count(rest) > 25:
        return None
    if rest and not reference and not line.text.isupper() and rest.endswith("."):
        return None
    number = match[0].strip()
    heading = Heading(
        at, number=number, kind="schedule", value=number_word(number.split()[0]) or 0, used={at}
    )
    if opening:
        html = cut(cut(line.html, line.text.index(rest))[1], opening.end())[0]
        heading.rest = replace(line, text=opening[0].strip(), html=html, bold_prefix="")
    elif reference:
        heading.rest = remainder(line, line.text.index(rest))
        title = ""
    heading.title = bare_title(title)
    _add_title_lines(heading, lines, skipped)
    return heading


def _add_title_lines(heading: Heading, lines: Sequence[SourceLine], skipped: set[int]) -> None:
    """Take the following lines into the title: all of it, or what was set on a second line."""
    had_title = bool(heading.title)
    parts = [heading.title] if had_title else []
    at = max(heading.used)
    while (following := next_line(lines, at, skipped)) is not None:
        line = lines[following]
        if _REFERENCE.match(line.text) and not parts:
            at = following
            continue
        plain = heading.kind == "part" and not parts and _is_plain_title(line)
        if not plain and not _continues_title(line, lines[heading.at], had_title, bool(parts)):
            break
        parts.append(line.text)
        heading.used.add(following)
        at = following
        if heading.written is not None:
            heading.written += f" {line.text}"
    heading.title = bare_title(" ".join(parts))


def _is_plain_title(line: SourceLine) -> bool:
    """Whether a line below "PART III" could be the part's title though nothing sets it apart."""
    text = line.text.rstrip()
    if line.kind != "text" or line.label or word_count(text) > _LONGEST_PLAIN:
        return False
    return text[:1].isupper() and not text.endswith((".", ";", ",", ":", "\u2014", "\u2013"))


def _continues_title(line: SourceLine, first: SourceLine, had_title: bool, has_part: bool) -> bool:
    if not looks_like_heading(line) or _PART.match(line.text) or _SCHEDULE.match(line.text):
        return False
    if is_memorandum(line) or re.match(r"^[(\[]?\d", line.text):
        return False
    if first.text.rstrip().lower().endswith(_OPEN_ENDS):
        return True
    if had_title or has_part:
        return line.caps and first.text.isupper() and not first.text.rstrip().endswith(".")
    return True


def _set_levels(headings: list[Heading]) -> None:
    """Parts on top, clauses under the part they stand in, divisions between."""
    words = [item.number.split()[0].upper() for item in headings if item.kind == "part"]
    order = list(dict.fromkeys(words))
    inside = above = 0
    in_schedule = False
    for item in headings:
        if item.kind == "part":
            item.level = order.index(item.number.split()[0].upper()) + 1 + in_schedule
            item.level = min(item.level, above + 1)
            inside = item.level
        elif item.kind == "clause":
            item.level = inside + 1
        else:
            item.level = 1
            in_schedule = item.kind == "schedule"
            inside = 0
        above = item.level
