"""Text from outside, made safe to store and to show."""

import re
import unicodedata

# Control characters but tab and line feed, invisible breaks, and the marks that turn the
# direction of the text around them (a name could otherwise reverse the line it stands in).
_REMOVED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff"
    "\u202a-\u202e\u2066-\u2069]"
)
# Also the full-width forms, which some spreadsheets read as the ordinary ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LEADING_BREAKS = ("\t", "\r", "\n")
_UNENCODABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Several lines of plain text: NFC, ``\\n`` for line ends, nothing invisible or unstorable.

    Emoji and every script are kept; a lone surrogate becomes U+FFFD.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNENCODABLE.sub("\ufffd", _REMOVED.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """One line of plain text: as `clean_text`, every run of white space as one space."""
    return " ".join(clean_text(text).split())


def inert(text: str) -> str:
    """The text of a cell that no spreadsheet calculates: an apostrophe goes before a formula.

    White space and invisible characters in front of it do not make it less of one.
    """
    bare = _REMOVED.sub("", text).lstrip()
    if text.startswith(_LEADING_BREAKS) or bare.startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def without_guard(text: str) -> str:
    """The text of a cell that `inert` wrote."""
    bare = text.removeprefix("'")
    return bare if inert(bare) == text else text
