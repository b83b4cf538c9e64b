"""Count what arrived: the words of an outline against the words of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from texts.cleaning import file_line
from texts.outline.model import DraftBlock, Dropped, Outline, Section, WordMeasure
from texts.patterns import lost_lines, word_count, words
from texts.runs import plain
from texts.source import CONTEXT

_SHOWN = 20


def block_text(block: DraftBlock) -> str:
    """The words of a block as plain text, marks included; a line a paragraph or item."""
    value = block["value"]
    kind = block["type"]
    if kind == "paragraph":
        return plain(value)
    if kind == "list":
        return "\n".join(f"{item['mark']} {plain(item['text'])}".strip() for item in value["items"])
    if kind == "table":
        rows = ([cell for cell in row if cell] for row in value["data"])
        return "\n".join("\t".join(row) for row in rows)
    if kind == "note":
        return f"{value['mark']} {plain(value['text'].replace('</p>', '<br></p>'))}".strip()
    if kind == "definition":
        return f"{value['term']} {plain(value['text'])}"
    return ""


def heading_text(section: Section) -> str:
    """Number and title on one line."""
    return f"{section.number} {section.title}".strip()


def written_heading(section: Section) -> str:
    """The heading as the file has it; nothing where an editor began the section."""
    return heading_text(section) if section.written is None else section.written


def plain_words(outline: Outline) -> str:
    """The outline as plain text: its title as written, front matter, sections with headings."""
    parts = [outline.written_title, *(block_text(block) for block in outline.front_matter)]
    for section in outline.sections:
        parts.append(heading_text(section))
        parts.extend(block_text(block) for block in section.blocks)
    return "\n\n".join(part for part in parts if part)


def measured(outline: Outline, source: str) -> Outline:
    """The outline with the measure of its words against `source`, all that the file says.

    Lines of the source of which no word arrived are listed with what was dropped; they stay lost.
    """
    missing = _expected(source, outline) - _arrived(outline)
    lost = [
        Dropped(file_line(line), "not_understood", file_line(before)[-CONTEXT:])
        for line, before in lost_lines(source, missing)
    ]
    outline = replace(outline, dropped=[*outline.dropped, *lost])
    return replace(outline, words=measure(source, outline))


def measure(source: str, outline: Outline) -> WordMeasure:
    """How many words of `source` arrived in the outline's front matter and sections.

    Words that were dropped with a reason are taken off the source first.
    """
    expected, arrived = _expected(source, outline), _arrived(outline)
    return WordMeasure(
        source=expected.total(),
        arrived=(expected & arrived).total(),
        left_out=(Counter(words(source)) - expected).total(),
        missing=_first(expected - arrived),
        added=_first(arrived - expected),
    )


def _expected(source: str, outline: Outline) -> Counter[str]:
    left_out = [item for item in outline.dropped if not item.taken_in]
    reasoned = (item.text for item in left_out if item.reason != "not_understood")
    return Counter(words(source)) - Counter(_words(reasoned))


def _arrived(outline: Outline) -> Counter[str]:
    return Counter(_words(_arrived_texts(outline)))


def counted_out(outline: Outline, text: str) -> Outline:
    """The outline with a measure in which these words, which had arrived, are left out."""
    return replaced_by_hand(outline, word_count(text))


def replaced_by_hand(outline: Outline, count: int) -> Outline:
    """The outline with a measure in which so many more words of the file are not wanted."""
    measure = replace(
        outline.words,
        source=outline.words.source - count,
        arrived=outline.words.arrived - count,
        left_out=outline.words.left_out + count,
    )
    return replace(outline, words=measure)


def counted_in(outline: Outline, item: Dropped) -> Outline:
    """The outline with a measure in which the words of what was dropped have arrived."""
    if item.picture:
        return outline
    count, measure = word_count(item.text), outline.words
    if item.reason == "not_understood":
        missing = Counter(measure.missing) - Counter(words(item.text))
        arrived = replace(
            measure, arrived=measure.arrived + count, missing=tuple(missing.elements())
        )
    else:
        arrived = replace(
            measure,
            source=measure.source + count,
            arrived=measure.arrived + count,
            left_out=max(0, measure.left_out - count),
        )
    return replace(outline, words=arrived)


def _arrived_texts(outline: Outline) -> Iterable[str]:
    yield outline.written_title
    for block in outline.front_matter:
        yield block_text(block)
    for section in outline.sections:
        yield written_heading(section)
        for block in section.blocks:
            yield block_text(block)


def _words(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from words(text)


def _first(counted: Counter[str]) -> tuple[str, ...]:
    found: list[str] = []
    for word, count in counted.items():
        found.extend([word] * count)
        if len(found) >= _SHOWN:
            break
    return tuple(found[:_SHOWN])
