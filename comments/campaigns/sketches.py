"""What is kept of a text to find others like it: the smallest hashes of its word triples.

Two sketches tell what share of their texts' triples is in both (Jaccard's index): exactly where
both are short, else by a sample of `SIZE` (Broder's bottom-k sketch). Hashes are the same on every
machine and for ever, since sketches are stored. Words are of any language: letter case, marks on
letters, punctuation and spaces do not count.
"""

import re
import struct
import unicodedata
from itertools import islice
from zlib import crc32

from texts.combining import capped

SIZE = 64  # hashes: the share is then right to some 0.06, one standard deviation
SHORTEST = 10
"""Different triples that a text must have to be like another: twelve words that do not repeat.

"I agree, this is good for our village" is written by strangers who never met.
"""
LONGEST = 20_000  # characters that are looked at
_WORD = re.compile(r"\w{1,16}")  # what is longer, or knows no spaces, is cut
_AT_ONCE = 3


def sketch(text: str) -> bytes:
    """The text's `SIZE` smallest hashes, rising; empty where it is too short to be like another."""
    words = _WORD.findall(_plain(text))
    triples = set(zip(words, words[1:], words[2:], strict=False))
    if len(triples) < SHORTEST:
        return b""
    smallest = sorted({crc32(" ".join(triple).encode()) for triple in triples})[:SIZE]
    return struct.pack(f"<{len(smallest)}I", *smallest)


def hashes(kept: bytes, most: int = SIZE) -> tuple[int, ...]:
    """The first of a sketch's hashes."""
    count = min(len(kept) // 4, most)
    return struct.unpack_from(f"<{count}I", kept)


def likeness(one: bytes, other: bytes) -> float:
    """The share of both texts' triples that is in both, 0 to 1."""
    ours, theirs = set(hashes(one)), set(hashes(other))
    either = sorted(ours | theirs)[:SIZE]
    both = ours & theirs
    return sum(value in both for value in either) / max(len(either), 1)


def _plain(text: str) -> str:
    """The letters alone: taken apart where they are composed, without marks and invisible signs."""
    text = capped(text[:LONGEST]).casefold()  # marks in a row are taken apart at a cost squared
    if text.isascii():
        return text
    apart = islice(unicodedata.normalize("NFKD", text), LONGEST)
    return "".join(sign for sign in apart if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
