"""Finding a comment's words in another version of the text, or admitting they are gone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from texts.body import Block
from texts.cleaning import section_line
from texts.plain import body_text

_SPACE = r"[\s\u00ad\u200b\u2060\ufeff]+"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where quoted words stand: character positions in the text, and the words as they stand."""

    start: int
    end: int
    quote: str


def find_quote(text: str, quote: str) -> Anchor | None:
    """Where ``quote`` stands in ``text``, if it stands there exactly once; else ``None``.

    White space does not count, case and punctuation do, and only whole words match: ``cat`` is
    not in ``category``. Overlapping occurrences are two, so nothing is ever guessed.
    """
    words = section_line(quote).split()
    if not words:
        return None
    pattern = _SPACE.join(re.escape(word) for word in words)
    before = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words[-1]) else ""
    expression = re.compile(before + pattern + after)
    found = expression.search(text)
    if found is None or expression.search(text, found.start() + 1):
        return None
    return Anchor(found.start(), found.end(), found.group())


def quoted_block(body: Sequence[Block], quote: str) -> str:
    """The anchor of the one block of a body that has the quote; empty where not exactly once."""
    if find_quote(body_text(body), quote) is None:
        return ""
    holders = [block for block in body if find_quote(body_text([block]), quote)]
    return f"p-{holders[0].get('id')}" if len(holders) == 1 else ""
