"""The fonts our own documents are set in, and the characters those fonts can show.

PDF/UA and PDF/A refuse a document with one glyph that is missing from its fonts, so text from
outside passes through `printable` before it is set.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_noto_sans

from texts.combining import MARKS, capped, composed

REPLACEMENT = "\ufffd"
BREAK = "\u200b"
_LOOKALIKES = str.maketrans(
    {"\t": " ", "\u2192": "->", "\u2190": "<-", "\u2011": "-"}
    | dict.fromkeys("\u25cf\u25cb\u25aa\u25ab\u25a0\u25e6\u2023\u27a2\uf0b7\uf0a7\uf0d8", "\u2022")
)
LONG_WORD = 30
BREAK_EVERY = 10

# Marks that only steer layout: direction overrides and isolates, joiners, variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\U0001f3fb-\U0001f3ff]"
)
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LONG_WORD = re.compile(rf"\S{{{LONG_WORD},}}")
_AFTER_A_SIGN = re.compile(r"(?<=[-/._?&=])(?=[^\s/])")
_LONG_RUN = re.compile(rf"[^\s{BREAK}]{{{LONG_WORD},}}")
_WORD_PIECE = re.compile(rf"(?:\S[{MARKS}]*){{{BREAK_EVERY}}}(?=\S)")


def font_folders() -> list[Path]:
    """Folders that hold the font files, for programs that take font paths."""
    return [Path(fontpkg_noto_sans.__file__).parent / "files"]


@cache
def covered() -> frozenset[int]:
    """Code points that every style of the font has a glyph for, and that may stand in a PDF/A.

    Control characters and private use are left out: PDF/A-2a refuses them even with a glyph.
    """
    from fontTools.ttLib import TTFont

    maps = []
    for folder in font_folders():
        for path in sorted(folder.glob("*.ttf")):
            with TTFont(path, lazy=True) as font:
                maps.append(set(font.getBestCmap()))
    shared = set.intersection(*maps)
    return frozenset(c for c in shared if unicodedata.category(chr(c)) not in ("Cc", "Co", "Cs"))


@cache
def _uncovered() -> re.Pattern[str]:
    """A pattern for one character that the font cannot show (line feed is kept)."""
    points = sorted(covered() | {0x0A})
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    inside = "".join(
        f"{re.escape(chr(a))}-{re.escape(chr(b))}" if a < b else re.escape(chr(a))
        for a, b in ranges
    )
    return re.compile(f"[^{inside}]")


def printable(text: str) -> str:
    """`text` as the font can set it.

    Tabs become spaces, Word's bullets a bullet; direction marks and other control characters
    vanish; what has no glyph becomes `REPLACEMENT`; words of `LONG_WORD` characters or more get
    places to break: after the signs of an address, and within what is as long without a sign.
    """
    if text.isascii() and text.isprintable() and len(text) < LONG_WORD:
        return text
    text = composed(capped(text)).translate(_LOOKALIKES)
    text = _LINE_BREAK.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _uncovered().sub(_replacement, text)
    return _LONG_WORD.sub(_with_breaks, text)


def _replacement(match: re.Match[str]) -> str:
    return "" if unicodedata.category(match.group()) == "Cc" else REPLACEMENT


def _with_breaks(word: re.Match[str]) -> str:
    parts = _AFTER_A_SIGN.sub(BREAK, word.group())
    return _LONG_RUN.sub(lambda run: _WORD_PIECE.sub(rf"\g<0>{BREAK}", run.group()), parts)
