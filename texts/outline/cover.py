"""What stands on the cover of a policy: its title, who issues it, when; none of it is a heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from texts.outline.levels import Candidate
from texts.outline.line_flow import LineFlow
from texts.outline.line_looks import heads_nothing
from texts.outline.printed_contents import without_leader
from texts.outline.structure import Structure
from texts.patterns import key, likeness, word_count
from texts.source import SourceLine

_NAMES_DOCUMENT = re.compile(
    r"\b(?:policy|strategy|plan|guidelines?|framework|manual|memorandum|report|paper|act|bill"
    r"|regulations|rules|code|charter|constitution|by-?laws?|declaration|handbook|terms\s+of\s+(?:reference|engagement|service|use)"
    r"|articles\s+of\s+\w+|procedures?|sera|mkakati|mpango|mwongozo|kanuni|muswada|ripoti|katiba"
    r"|sheria\s+ndogo|hadidu\s+za\s+rejea)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 25
_TITLE_LINES = 3
"""Headings of one style that may together be the title."""
_GOES_ON = re.compile(
    r"\b(?:and|of|the|for|to|in|on|or|ya|wa|za|la|na|kuhusu|katika)$", re.IGNORECASE
)
"""How half a title ends."""
_COVER_WORDS = 150
_FEW_WORDS = 30
"""Words below a line of the cover, such as an address, where the printed contents come after."""
_MOST_LINES = 15
_FEWEST_LINES = 2
_HEAD_LINES = 40
_FEWEST_ADDRESSED = 3
_ADDRESSED = re.compile(
    r"(?:to|from|through|thro|date|ref|our\s+ref|re|subject|kwa|kutoka|tarehe|kumb|yah|mada)\s*[:.]",
    re.IGNORECASE,
)
"""How lines of a memorandum's head begin."""
_USUAL_SIZE = 12.0
"""Points of text of which a page says nothing."""
_DATE = re.compile(r"(?:(?:[^\w\s]\s+)?\S+\s+){0,3}\S*\b(?:19|20)\d\d\W*")
_MONTHS = (
    "jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch)?|machi|apr(?:il)?|aprili|may|mei|june?|juni"
    "|july?|julai|aug(?:ust)?|agosti|sept?(?:ember)?|septemba|oct(?:ober)?|oktoba"
    "|nov(?:ember)?|novemba|dec(?:ember)?|desemba"
)
_DATED = re.compile(
    r"(?:dated?|tarehe|(?:last\s+)?(?:approved|adopted|amended|modified|revised|updated)|effective)?"
    r"(?:\s+(?:on|from))?\W*(?:\d{1,2}(?:st|nd|rd|th)?\W+)?"
    rf"(?:{_MONTHS})\W+(?:\d{{1,2}}(?:st|nd|rd|th)?\W+)?(?:19|20)\d\d\W*",
    re.IGNORECASE,
)

_NAME_LINES = 4
_SAME = 0.75
_BILL_NAME = re.compile(
    r"^(THE[^a-z]{4,}?(?:\(No\.[^)]*\)[^a-z]*?)?(?:BILL|ACT|REGULATIONS|RULES|ORDER),?"
    r"\s*(?:19|20)\d\d)(?:\W*$|\s+ARRANGEMENT\b)"
)
_MASTHEAD = re.compile(
    r"\W*(?:SPECIAL\s+ISSUE|(?:THE\s+)?REPUBLIC\s+OF\s+KENYA|KENYA\s+GAZETTE|PARLIAMENT\W*$"
    r"|(?:THE\s+)?(?:NATIONAL\s+ASSEMBLY|SENATE|COUNTY\s+ASSEMBLY)(?:\s+OF\s+\w+)?(?:\s+BILLS?\b.*)?$"
    r"|[\w ]*GAZETTE\s+SUPPLEMENT|PRINTED\s+AND\s+PUBLISHED|JAMHURI\s+YA\s+KENYA|NAIROB\w,)",
    re.IGNORECASE,
)


def without_cover(
    candidates: Sequence[Candidate], flow: LineFlow, contents: Collection[int], title: str
) -> list[Candidate]:
    """The headings without lines of the cover that look like one, and without the title.

    `contents`: lines of the printed contents. `title`: the document's, by its metadata.
    """
    left = list(candidates)
    left = left[_before_contents(left, flow, contents) :]
    left = left[_letter_head(left, flow) :]
    left = left[_run_of_titles(left, flow) :]
    left = left[_titles_in_a_row(left, flow) :]
    while (shorter := _without_title(_undated(left, flow), flow, title)) != left:
        left = shorter
    return left


def document_title(structure: Structure, title: str) -> str:
    """The document's title: as a bill names itself, by its style, its metadata, or its cover."""
    flow = structure.flow
    end = structure.begin
    front = [line for _at, line in flow.left(0, end) if line.text]
    named = _bill_title(flow, end) if structure.is_bill else ""
    if named:
        return named
    front = [line for line in front if not _is_masthead(line.text)]
    styled = [line for line in front if line.is_title or line.heading == 1]
    if styled and word_count(styled[0].text) <= _LONGEST_TITLE:
        chosen = max(styled, key=lambda line: (line.is_title, _names_document(line)))
        return _whole_title(front, chosen)
    if title and _is_believed(title, front):
        return title
    common = body_size(flow)
    titles = [line for line in front if _stands_out(line, common)]
    largest = max(
        titles, key=lambda line: (line.size or 0, line.bold, _names_document(line)), default=None
    )
    if largest and word_count(largest.text) <= _LONGEST_TITLE:
        return _whole_title(front, largest)
    return title


def title_lines(structure: Structure, title: str) -> list[int]:
    """The lines of the cover that say the title and nothing else, as often as they do."""
    if not structure.headings or not key(title):
        return []
    flow = structure.flow
    used = {at for item in structure.headings for at in item.used}
    front = [
        at
        for at, line in flow.left(0, structure.begin)
        if line.text and line.kind == "text" and not (line.label or line.notes or line.margin)
    ]
    front = [at for at in front if at not in used]
    found: set[int] = set()
    for begin in range(len(front)):
        for lines in (front[begin : begin + count] for count in range(1, _NAME_LINES + 1)):
            if key(title) == key(" ".join(flow[at].text for at in lines)):
                found.update(lines)
    return sorted(found)


def _is_believed(title: str, front: Sequence[SourceLine]) -> bool:
    """Whether a title of the metadata is the document's, and not that of the file it began as."""
    if _NAMES_DOCUMENT.search(title) or not front:
        return True
    return any(likeness(title, line.text) >= _SAME for line in front)


def _whole_title(front: Sequence[SourceLine], chosen: SourceLine) -> str:
    """The title with the lines beside it that look the same, where one line says part of it."""
    at = next(index for index, line in enumerate(front) if line is chosen)
    begin, end = at, at + 1
    while _is_open(front[end - 1].text, front[end : end + 1], chosen):
        end += 1
    if " " not in chosen.text:
        while begin and _look_alike(front[begin - 1], chosen):
            begin -= 1
    whole = " ".join(line.text for line in front[begin:end])
    return (whole if word_count(whole) <= _LONGEST_TITLE else chosen.text).strip(" :")


def _is_open(text: str, following: Sequence[SourceLine], chosen: SourceLine) -> bool:
    """Whether a line of the title goes on in the line that follows."""
    if not following or not _look_alike(following[0], chosen):
        return False
    return following[0].text[:1].islower() or bool(_GOES_ON.search(text))


def _look_alike(line: SourceLine, other: SourceLine) -> bool:
    return (line.size, line.bold, line.centred, line.heading) == (
        other.size,
        other.bold,
        other.centred,
        other.heading,
    )


def _bill_title(flow: LineFlow, end: int) -> str:
    """What a bill calls itself in capitals before line `end`, on one line or more; else "".

    The last of its names, since the first stands in the contents of a gazette.
    """
    lines = [line.text for line in flow.lines[:end] if line.kind == "text" and line.text]
    for begin in reversed(range(len(lines))):
        for stop in range(begin + 1, min(begin + _NAME_LINES, len(lines)) + 1):
            name = _BILL_NAME.match(" ".join(lines[begin:stop]))
            if name:
                return name[1].rstrip(" .")
    return ""


def _is_masthead(text: str) -> bool:
    """Whether a line stands at the head of every gazette, and names no document."""
    if _MASTHEAD.match(text) or _is_date(text) or _is_date(text.partition(",")[2]):
        return True
    return likeness(text, "KENYA GAZETTE SUPPLEMENT") >= _SAME


def _is_date(text: str) -> bool:
    """Whether a line is a date and nothing else: "Date: May 2018"."""
    return bool(_DATED.fullmatch(text))


def body_size(flow: LineFlow) -> float:
    """The size in points that most words have; 0 where the file gives none at all."""
    sizes: Counter[float] = Counter()
    for _at, line in flow.left():
        if line.kind == "text":
            sizes[line.size or _USUAL_SIZE] += word_count(line.text)
    if not any(line.size for line in flow.lines):
        return 0.0
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _stands_out(line: SourceLine, common: float) -> bool:
    if line.kind != "text":
        return False
    return line.bold or line.caps or line.centred or bool(common and (line.size or 0) > common)


def _names_document(line: SourceLine) -> bool:
    return bool(_NAMES_DOCUMENT.search(line.text))


def _before_contents(
    candidates: Sequence[Candidate], flow: LineFlow, contents: Collection[int]
) -> int:
    """How many headings at the beginning stand before the printed contents, which name none.

    One that announces a part names the document where no other announces its like: "By-law 3".
    """
    if not contents:
        return 0
    begin = min(contents)
    named = {key(without_leader(flow[at].text)) for at in contents}
    below = {(item.style, item.strength) for item in candidates if item.heading.at > begin}
    lone = _lone_words(candidates)
    for index, item in enumerate(candidates):
        heading = item.heading
        if heading.at > begin or item.depth is not None:
            return index
        if (
            item.matter
            or key(heading.title) in named
            or (item.is_part and heading.word not in lone)
        ):
            return index
        end = candidates[index + 1].heading.at if index + 1 < len(candidates) else len(flow)
        most = _FEW_WORDS if (item.style, item.strength) in below else _COVER_WORDS
        if _words_between(flow, heading.at, min(end, begin)) > most:
            return index
    return 0


def _letter_head(candidates: Sequence[Candidate], flow: LineFlow) -> int:
    """How many headings at the beginning are lines of the head of a letter or memorandum."""
    head = [at for at, line in enumerate(flow.lines[:_HEAD_LINES]) if _ADDRESSED.match(line.text)]
    if len(head) < _FEWEST_ADDRESSED:
        return 0
    for index, item in enumerate(candidates):
        at = item.heading.at
        if at > head[-1] or not item.has_looks_alone or item.matter:
            return index
    return len(candidates)


def _run_of_titles(candidates: Sequence[Candidate], flow: LineFlow) -> int:
    """How many headings at the beginning are lines of a cover, one right below the other.

    A heading may stand right above a lesser one, but not above its like or a greater one, and
    others of its kind come later.
    """
    run = 0
    lone = _lone_words(candidates)
    while run + 1 < len(candidates) and _may_be_title(candidates[run], lone):
        item, following = candidates[run], candidates[run + 1]
        between = flow.left(max(item.heading.used) + 1, following.heading.at)
        if item.matter or any(_is_text(line) for _at, line in between):
            break
        run += 1
    if run > _MOST_LINES:
        return 0
    if _is_title_on_lines(candidates, run):
        return run
    later = {item.strength for item in candidates[run:]}
    for index in reversed(range(run)):
        item, following = candidates[index], candidates[index + 1]
        if item.strength <= following.strength or item.strength not in later:
            return index + 1
        later.add(item.strength)
    return 0


def _is_title_on_lines(candidates: Sequence[Candidate], run: int) -> bool:
    """Whether the first headings are lines of a title: centred, alike, above the first number."""
    title, first = candidates[:run], candidates[run : run + 1]
    if run < _FEWEST_LINES or not first or first[0].heading.value != 1:
        return False
    looks = {item.look for item in title}
    return title[0].is_centred and len(looks) == 1 and first[0].look not in looks


def _lone_words(candidates: Sequence[Candidate]) -> frozenset[str]:
    """Words that announce one part alone, where others announce several."""
    words = Counter(item.heading.word for item in candidates if item.is_part)
    counts = max(words.values(), default=0) > 1
    return frozenset(word for word, count in words.items() if counts and count == 1)


def _may_be_title(item: Candidate, lone: Collection[str]) -> bool:
    """Whether a heading looks as the title does, or names the document as "By-law 3" does."""
    return item.has_looks_alone or (item.is_part and not item.style and item.heading.word in lone)


def _is_text(line: SourceLine) -> bool:
    """Whether a line below one of the cover is text of a section, and no date or address."""
    if not word_count(line.text) or _DATE.fullmatch(line.text):
        return False
    return not heads_nothing(line.text)


def _undated(candidates: list[Candidate], flow: LineFlow) -> list[Candidate]:
    """The headings without dates of the cover at their beginning, and places right below them."""
    first = candidates[0] if len(candidates) > 1 else None
    if first is None:
        return candidates
    if _is_date(flow[first.heading.at].text) or _is_dated_place(candidates, flow):
        return _undated(candidates[1:], flow)
    return candidates


def _is_dated_place(candidates: Sequence[Candidate], flow: LineFlow) -> bool:
    """Whether the first heading says where, right below a date: few words are left to the next."""
    first, second = candidates[0].heading, candidates[1].heading
    above = [line.text for _at, line in flow.left(0, first.at) if line.text]
    return (
        candidates[0].has_looks_alone
        and not candidates[0].matter
        and bool(above and _is_date(above[-1]))
        and _words_between(flow, first.at, second.at) <= _FEW_WORDS
    )


def _titles_in_a_row(candidates: Sequence[Candidate], flow: LineFlow) -> int:
    """How many headings at the beginning are the title: one right above another of a style.

    Either no later heading has that style or a greater one, or there is only one, and it names the
    document on its first line.
    """
    level = candidates[0].style if candidates else None
    if level is None:
        return 0
    first, row = candidates[0], 1
    while row < len(candidates) and _is_right_above(candidates, row - 1, flow):
        if candidates[row].style != level:
            break
        row += 1
    styles = [item.style for item in candidates[row:] if item.style is not None]
    if 1 < row <= _TITLE_LINES and min(styles, default=level) > level:
        return row
    is_first = not any(word_count(line.text) for _at, line in flow.left(0, first.heading.at))
    named = is_first and _NAMES_DOCUMENT.search(first.heading.title) and not first.matter
    return int(bool(named) and first.depth is None and _is_right_above(candidates, 0, flow))


def _is_right_above(candidates: Sequence[Candidate], index: int, flow: LineFlow) -> bool:
    """Whether no word stands between a heading without a number and the next."""
    item, following = candidates[index], candidates[index + 1 : index + 2]
    if not following or item.depth is not None or item.heading.kind != "heading":
        return False
    return not _words_between(flow, item.heading.at, following[0].heading.at)


def _words_between(flow: LineFlow, begin: int, end: int) -> int:
    """How many words stand after one line and before another."""
    return sum(word_count(line.text) for _at, line in flow.left(begin + 1, end))


def _without_title(candidates: list[Candidate], flow: LineFlow, title: str) -> list[Candidate]:
    """Headings without the document's own title, where that looks like one of them.

    The title is the first heading, of a level that no other has, with little text before the
    next; or it repeats the title of the metadata.
    """
    if len(candidates) < 2:
        return candidates
    first, second = candidates[0], candidates[1]
    if first.depth is not None or first.heading.kind != "heading":
        return candidates
    text = _words_between(flow, first.heading.at, second.heading.at)
    said = [key(line.text) for _at, line in flow.left(0, first.heading.at)] + [key(title)]
    repeats = _repeats(key(first.heading.title), said, first)
    if repeats and text < _COVER_WORDS:
        return candidates[1:]
    others = candidates[1:]
    if first.style is not None:
        alone = all(item.style is None or item.style > first.style for item in others)
        louder = not text and all(item.strength < first.strength for item in others)
        alone = alone and (louder or any(item.style is not None for item in others))
    else:
        alone = all(item.strength < first.strength for item in others if item.style is None)
    alone = (alone or _names_all(first, second, text)) and not first.matter
    return others if alone and text < _COVER_WORDS else candidates


def _names_all(first: Candidate, second: Candidate, text: int) -> bool:
    """Whether a heading says what kind of document this is, right above its first number."""
    numbered = second.heading.value == 1 and (second.is_part or second.depth == 1)
    named = _NAMES_DOCUMENT.search(first.heading.title)
    at_end = named is not None and named.end() == len(first.heading.title)
    return numbered and at_end and first.has_looks_alone and text <= _FEW_WORDS


def _repeats(name: str, said: Collection[str], item: Candidate) -> bool:
    """Whether a heading says what stands above it, or that without what follows in brackets."""
    if name in said:
        return True
    names_document = _NAMES_DOCUMENT.search(item.heading.title)
    return bool(names_document) and any(words.startswith(name) for words in said)
