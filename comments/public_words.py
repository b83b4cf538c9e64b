"""What the public sees of a comment's words: redacted ones are a mark with its reason.

Nothing else may show the public a respondent's words. The mark has one length, so that it does not
tell how long a name is.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

MARK = "\u2587\u2587\u2587"
LONG = 5  # characters: what is shorter stands by chance in other words
_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


class Veil(NamedTuple):
    """A stretch of a text that the public does not see, in characters, and why in words."""

    start: int
    end: int
    reason: str


class Veiling(Protocol):
    """What `comments.models.Redaction` is for this module."""

    field: str
    lifted_at: datetime | None

    def veil(self, text: str) -> Veil: ...


def public_text(text: str, name: str, redactions: Iterable[Veiling]) -> str:
    """A field's text as the public sees it, in the active language."""
    held = [each for each in redactions if each.field == name and each.lifted_at is None]
    return veiled(text, [each.veil(text) for each in held])


def words_hash(text: str) -> str:
    """Names the text that stretches were measured in."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def veiled(text: str, veils: Iterable[Veil]) -> str:
    """The text with marks in the place of what is veiled; marks that touch are one."""
    parts, at = [], 0
    for start, end, reason in _joined(text, veils):
        parts += [text[at:start], f"{MARK} [{reason}]"]
        at = end
    return "".join([*parts, text[at:]])


def occurrences(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where the phrase stands, in any case and with any spaces between its words.

    A short one as a word of its own, and only where there is none such inside longer words.
    """
    inside = r"\s+".join(map(re.escape, phrase.split()))
    if not inside:
        return []
    found = list(re.finditer(inside, text, re.IGNORECASE))
    if len(phrase) < LONG:
        found = list(re.finditer(rf"(?<!\w){inside}(?!\w)", text, re.IGNORECASE)) or found
    return [match.span() for match in found]


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the rest of its first and last character, as people count them.

    A letter goes with its marks, an emoji with its tone and with what is joined to it, a flag with
    both its letters: nothing is left over that tells what was there.
    """
    if start >= end:
        return start, end
    while start > 0 and _goes_with(text, start):
        start -= 1
    while end < len(text) and _goes_with(text, end):
        end += 1
    return start, end


def _goes_with(text: str, at: int) -> bool:
    """Whether the character there belongs to the one before."""
    char, before = text[at], text[at - 1]
    if char == _JOINER or before == _JOINER or ord(char) in _TONES:
        return True
    if ord(char) in _FLAG_LETTERS and ord(before) in _FLAG_LETTERS:
        return True
    return unicodedata.category(char).startswith("M")


def _joined(text: str, veils: Iterable[Veil]) -> Iterator[Veil]:
    """In order, within the text, without overlap; the reasons of those that met are both said."""
    last: Veil | None = None
    for veil in sorted(veils):
        start, end = widened(text, max(veil.start, 0), min(veil.end, len(text)))
        if start >= end:
            continue
        if last and start <= last.end:
            reasons = dict.fromkeys([*last.reason.split("; "), veil.reason])
            last = Veil(last.start, max(last.end, end), "; ".join(reasons))
            continue
        if last:
            yield last
        last = Veil(start, end, veil.reason)
    if last:
        yield last
