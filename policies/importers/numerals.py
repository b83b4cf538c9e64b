"""Numbers as browsers and LibreOffice show them, by Word's names of the formats."""

from __future__ import annotations

import re

from policies.importers.numbering import roman


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
