"""Make text from outside safe to store, to show and to write into files.

What is taken out depends on where a text comes from:

=============================== ========== ============== ============ ============
what                            from files typed          in a section for a format
=============================== ========== ============== ============ ============
control characters              gone       gone           gone         gone
those of C1 (U+0080 and up)     gone       gone           but U+0085   kept
page and vertical breaks        kept       gone           gone         gone
unseen breaks and joiners       gone       gone           gone         kept
turns of the writing direction  gone       gone           kept         kept
lone surrogates                 U+FFFD     U+FFFD         gone         U+FFFD
letters with accents            kept       NFC            NFC          kept
more than 30 marks on a letter  30 kept    30 kept        kept         kept
=============================== ========== ============== ============ ============

Readers of files part lines and pages at vertical tabs and form feeds. The hash of every section is
made over its text as the third column has it, so that column never changes. What goes into a format
is what was received, whatever it looks like: an export must be compared with its source.

Cleaning takes time in proportion to the text. What somebody typed is measured before it is cleaned
(`is_too_long`), whatever way it came: a form, a cell of a table, a message.
"""

from __future__ import annotations

import re

from texts.combining import capped, composed

_UNSEEN = "\u200b\u2060\ufeff"
_DIRECTION = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_FROM_FILES = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f{_UNSEEN}{_DIRECTION}]")
_TYPED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad{_UNSEEN}{_DIRECTION}]")
_IN_SECTIONS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    f"{_UNSEEN}]"
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Outside XML 1.0's characters, and what no spreadsheet takes."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNENCODABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_SOFT_HYPHEN = re.compile("\u00ad ?")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Also the full-width forms, which some spreadsheets read as the ordinary ones."""
_LEADING_BREAKS = ("\t", "\r", "\n")
_RAW_PER_CHARACTER = 4
"""Characters that may be sent for one that is kept: a letter with two accents, a line's end."""


def file_text(text: str) -> str:
    """Text of a file being read; a word that a soft hyphen parts is whole. White space stays."""
    return capped(_UNENCODABLE.sub("\ufffd", _FROM_FILES.sub("", _SOFT_HYPHEN.sub("", text))))


def file_line(text: str) -> str:
    """`file_text` on one line."""
    return _one_line(file_text(text))


def typed_text(text: str) -> str:
    """What somebody typed, of several lines: line ends as ``\\n``, every script and emoji kept."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNENCODABLE.sub("\ufffd", _TYPED.sub("", text))
    return composed(capped(text)).strip()


def typed_line(text: str) -> str:
    """`typed_text` on one line."""
    return _one_line(typed_text(text))


def is_too_long(raw: str, most: int) -> bool:
    """Whether more was sent than becomes ``most`` characters: then it is not even cleaned."""
    return len(raw) > _RAW_PER_CHARACTER * most


def section_text(text: object) -> str:
    """A value of a section's body as it is compared and hashed."""
    raw = "" if text is None else str(text)
    if raw.isascii() and raw.isprintable():
        return raw  # most are, and looking for more costs
    return composed(_IN_SECTIONS.sub("", raw))


def section_line(text: object) -> str:
    """`section_text` on one line: as a paragraph is searched, and a number or title hashed."""
    return _one_line(section_text(text))


def legal(text: str) -> str:
    """Text that every format can hold; all else stays as it was received."""
    return _SURROGATE.sub("\ufffd", _ILLEGAL.sub("", text))


def has_direction_controls(text: str) -> bool:
    """Whether characters that turn the direction of writing stand in the text.

    They can make a title read otherwise than it is stored; right-to-left scripts need none.
    """
    return _TURNS.search(text) is not None


def without_direction_controls(text: str) -> str:
    return _TURNS.sub("", text)


def inert(text: str) -> str:
    """The text of a cell that no spreadsheet calculates: an apostrophe goes before a formula.

    White space and invisible characters in front of it do not make it less of one.
    """
    bare = _TYPED.sub("", text).lstrip()
    if text.startswith(_LEADING_BREAKS) or bare.startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def without_guard(text: str) -> str:
    """The text of a cell that `inert` wrote."""
    bare = text.removeprefix("'")
    return bare if inert(bare) == text else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
