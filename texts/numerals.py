"""Numbers as Word, browsers and LibreOffice show them, by Word's names of the formats."""

from __future__ import annotations

import re

_ROMAN = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip
_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = [
    "zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
]  # fmt: skip
_ORDINAL_ONES = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
    "sixteenth", "seventeenth", "eighteenth", "nineteenth",
]  # fmt: skip


def roman(number: int) -> str:
    """Capital roman numeral; beyond 3999 the plain number, as word processors show it."""
    if not 0 < number < 4000:
        return str(number)
    digits = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        digits += sign * count
    return digits


def letters(number: int) -> str:
    """a … z, aa, bb … as Word counts, not as spreadsheet columns do."""
    if number < 1:
        return str(number)
    repeat, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * min(repeat + 1, 30)


def cardinal(number: int) -> str:
    """One … Ninety-nine in words."""
    if not 0 <= number < 100:
        return str(number)
    if number < 20:
        return _ONES[number].capitalize()
    tens, ones = divmod(number, 10)
    return (_TENS[tens] + (f"-{_ONES[ones]}" if ones else "")).capitalize()


def ordinal_word(number: int) -> str:
    """First … Ninety-ninth in words."""
    if not 0 <= number < 100:
        return str(number)
    if number < 20:
        return _ORDINAL_ONES[number].capitalize()
    tens, ones = divmod(number, 10)
    if not ones:
        return (_TENS[tens][:-1] + "ieth").capitalize()
    return f"{_TENS[tens]}-{_ORDINAL_ONES[ones]}".capitalize()


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th …"""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{suffix or 'th'}"


def numeral(number: int, format_: str) -> str:
    """1 as "1", "a", "A", "i" or "I"; a number that a format cannot show is shown in digits."""
    text = str(number)
    if format_.endswith("Letter") and 1 <= number <= 26 * 26:
        text = _letters(number)
    elif format_.endswith("Roman"):
        text = roman(number)
    return text.upper() if format_.startswith("upper") else text.lower()


def item_label(number: int, format_: str) -> str:
    """What a browser puts before an item: "1.", "a.", "•", or nothing for no format."""
    if format_ == "bullet":
        return "•"
    return f"{numeral(number, format_)}." if format_ else ""


def label_format(label: str) -> str:
    """The format a label was most likely made by; "bullet" where it holds no letter or digit."""
    core = re.sub(r"[^0-9A-Za-z]", " ", label).split()
    if not core:
        return "bullet"
    last = core[-1]
    if last.isdigit():
        return "decimal"
    case = "lower" if last.islower() else "upper"
    return case + ("Roman" if re.fullmatch(r"[ivx]+", last, re.IGNORECASE) else "Letter")


def _letters(number: int) -> str:
    """a … z, aa, ab …; Word counts aa, bb."""
    text = ""
    while number:
        number, digit = divmod(number - 1, 26)
        text = chr(ord("a") + digit) + text
    return text
