"""Notes in the margin that a converter set at the end of the line they stand beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from texts.patterns import has_words, word_count
from texts.readers.word.docx_runs import Piece

_SMALL = 0.8
_LONGEST = 12
_FEWEST = 3
"""Words of a line that may have a note beside it."""


def side_note(pieces: Sequence[Piece]) -> int:
    """Where the note begins that ends a paragraph, as it is set in clearly smaller type.

    It begins a sentence, after white space; the number of pieces where there is none.
    """
    main, end = main_size(pieces), len(pieces)
    if main is None or not has_words(_text(pieces)):
        return end
    begin = end
    while begin and _is_small(pieces[begin - 1], main):
        begin -= 1
    while begin < end and not pieces[begin].run.text.strip():
        begin += 1
    return begin if _may_be_note(_text(pieces[:begin]), _text(pieces[begin:])) else end


def main_size(pieces: Sequence[Piece]) -> float | None:
    """The size in points of most of the text; None where nothing says one."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        if piece.look.size and piece.run.text.strip():
            sizes[piece.look.size] += len(piece.run.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _is_small(piece: Piece, main: float) -> bool:
    size = piece.look.size
    if piece.notes or piece.look.raised:
        return False
    return not piece.run.text.strip() or bool(size and size <= _SMALL * main)


def _may_be_note(before: str, note: str) -> bool:
    apart = before[-1:].isspace() and word_count(before) >= _FEWEST
    return apart and note[:1].isupper() and word_count(note) <= _LONGEST


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.run.text for piece in pieces)
