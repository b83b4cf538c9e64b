"""Text that every format can hold."""

import re

# Outside XML 1.0's characters, and what no spreadsheet takes.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def legal(text: str) -> str:
    """`text` without control characters, and U+FFFD for each lone surrogate."""
    return _SURROGATE.sub("\ufffd", _ILLEGAL.sub("", text))
