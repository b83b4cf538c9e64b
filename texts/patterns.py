"""What numbers and headings of legal and policy texts look like, scanned copies included."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from texts.numerals import roman

DASH = r"\-\u2010-\u2015\u2212\u00ad~"
_SHARED = 0.35
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_CARDINALS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
]  # fmt: skip
ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
]  # fmt: skip
SWAHILI_ORDINALS = [
    "kwanza", "pili", "tatu", "nne", "tano", "sita", "saba", "nane", "tisa", "kumi",
    "kumi na moja", "kumi na mbili", "kumi na tatu", "kumi na nne", "kumi na tano",
    "kumi na sita", "kumi na saba", "kumi na nane", "kumi na tisa", "ishirini",
]  # fmt: skip
_SCANNED_DIGITS = str.maketrans("IlOoSsBZt|i!", "110055821111")
_SCANNED_ROMAN = str.maketrans({"L": "I", "1": "I", "H": "II", "Y": "V", "T": "I", "|": "I"})

REFERENCE = re.compile(
    r"(?:\b(?:No|Act|L\.?N|Leg)\.?\s*(?:No\.?\s*)?[\dlIO]+\s*(?:of|0f|/)\s*[\dZlIO]{4}"
    r"|\bCaps?\.?\s*\d+[A-Z]?|\bSub\.?\s*Leg|\bArt(?:icle)?s?\.?\s*\d+(?:\s*\(\d+\))*)\s*\.?",
)
"""A reference to a law as it stands in a margin: "No. 17 of 2012.", "Cap. 253."."""

_MISREAD = re.compile(
    r"[A-Za-z][:;,.*\u00b7\"][A-Za-z]|['\u2019]$|^['\u2019\u00b7]|^0[a-z]"
    r"|[A-Z]{2}[a-z]+[A-Z]"
)
CITES_ITSELF = re.compile(
    r"\b(?:This|These)\s+(?:Act|Bill|Regulations|Rules|Order)\s+(?:may|shall)\s+be\s+cited\b"
)
"""What the clause says that names the law itself."""
OPEN_END = re.compile(rf"[;:,{DASH}]\s*$")
"""How text ends that goes on in the next line; no title does."""
_KEPT_STOP = re.compile(r"\.\.$|\b(?:[JS]r|Inc|Ltd|Co|Corp|Dept)\.$", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]")


def words(text: str) -> list[str]:
    """The words of a text; punctuation and spacing do not matter."""
    return _WORD.findall(text)


def lost_lines(text: str, missing: Counter[str]) -> Iterator[tuple[str, str]]:
    """The lines of a text all of whose words are missing, each with the line before it.

    Words that stand in several lines are those of the longest, which no other line explains.
    """
    lines = text.splitlines() if missing else []
    counts = [Counter(words(line)) for line in lines]
    lost = set()
    for at in sorted(range(len(lines)), key=lambda at: -counts[at].total()):
        if counts[at] and counts[at] <= missing:
            missing = missing - counts[at]
            lost.add(at)
    before = ""
    for at, line in enumerate(lines):
        if at in lost:
            yield line, before
        elif counts[at]:
            before = line


def word_count(text: str) -> int:
    return sum(1 for _word in _WORD.finditer(text))


def key(text: str) -> str:
    """Letters and digits alone in lower case: what two copies of a heading share."""
    return "".join(words(text)).lower()


@lru_cache(maxsize=20_000)
def likeness(one: str, other: str) -> float:
    """How alike two headings are, 0 to 1, regardless of case, spacing and punctuation."""
    one, other = key(one), key(other)
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    shared = len(_pairs(one) & _pairs(other))
    if 2 * shared < _SHARED * (len(_pairs(one)) + len(_pairs(other))):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@lru_cache(maxsize=5_000)
def _pairs(bare: str) -> frozenset[str]:
    """Each two letters that stand side by side: a quick way to tell unlike texts apart."""
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1))


def roman_value(text: str) -> int | None:
    """The value of a roman numeral in capitals below XC; None where it is none.

    "C" and "D" are letters: no document counts so far.
    """
    if not text or not _ROMAN_VALUES.keys() >= set(text):
        return None
    value = 0
    for sign, following in zip(text, [*text[1:], ""], strict=True):
        number = _ROMAN_VALUES[sign]
        value += -number if _ROMAN_VALUES.get(following, 0) > number else number
    return value if roman(value) == text else None


def number_word(text: str) -> int | None:
    """The value of "one" … "twenty", "first" … "twentieth" or "kwanza" … "ishirini"."""
    lowered = " ".join(text.lower().split())
    for names in (_CARDINALS, ORDINALS, SWAHILI_ORDINALS):
        if lowered in names:
            return names.index(lowered) + 1
    return None


def part_value(text: str) -> int | None:
    """The value of a part's or chapter's number: roman, decimal, in words or a letter."""
    if text.isdecimal():
        return int(text) if len(text) <= 3 else None
    value = roman_value(text.upper())
    if value is None:
        value = number_word(text)
    if value is None and len(text) == 1 and text.isalpha():
        value = ord(text.upper()) - ord("A") + 1
    return value


def scanned_roman(text: str) -> str:
    """A roman numeral as text recognition may have meant it: "ill" → "III", "HI" → "III"."""
    return text.upper().replace(" ", "").translate(_SCANNED_ROMAN)


def scanned_number(text: str) -> int | None:
    """A number as text recognition may have meant it: "I0" → 10, "lfi" → 16, "S" → 5."""
    digits = text.replace(" ", "").replace("fi", "6").translate(_SCANNED_DIGITS)
    return int(digits) if digits.isdecimal() and len(digits) <= 3 else None


def is_reference(text: str) -> bool:
    """Whether a marginal note only refers to other laws."""
    rest = REFERENCE.sub("", text)
    return rest != text and word_count(rest) <= 1


def has_words(text: str) -> bool:
    return _WORD.search(text) is not None


def oddities(text: str) -> int:
    """How many words of a heading look misread: signs or digits within, stray quotes."""
    odd = 0 if text[:1].isupper() or not text[:1].isalpha() else 1
    for word in text.split():
        core = word.strip('.,;:()"\u201c\u201d')
        digits = re.search(r"\d[a-z]{2}|[a-z]\d|[<>\[\]{}|~^]", core)
        odd += bool(_MISREAD.search(core) or (digits and not core[:1].isdecimal()))
    return odd


def repair_title(title: str) -> str:
    """A title without the slips that text recognition and line ends make for certain.

    "0ffences" → "Offences", "lmposition" → "Imposition", "e- health" → "e-health".
    """
    title = re.sub(r"\b0(?=[a-z])", "O" if title[:1] == "0" else "o", title)
    title = re.sub(r"^l(?=[mn])", "I", title)
    title = re.sub(r"(?<=[A-Za-z])1(?=[a-z])", "l", title)
    return join_hyphens(title)


def join_hyphens(title: str) -> str:
    """Words broken at a hyphen at the end of a line made whole: "non- compliance"."""
    return re.sub(r"(?<=\w)- (?!(?:and|or|to)\b(?!-))(?=[a-z])", "-", title)


def bare_title(title: str) -> str:
    """A title without the dashes before it and the full stop after it, unless that shortens."""
    title = re.sub(rf"^[\s{DASH}:.]+|[\s{DASH}:]+$", "", title)
    return title[:-1].rstrip() if title.endswith(".") and not _KEPT_STOP.search(title) else title
