"""Words that a moderator should look at: telephone and identity numbers, addresses, rough words.

They are shown to moderators as what might be redacted; nothing is refused or hidden for them.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comments.choices import RedactionReason

# Kenyan mobile numbers as people write them; the number of an identity card only beside its name,
# because sums of money have as many digits; the tax authority's PIN; a mail address.
_PATTERNS = (
    (
        RedactionReason.CONTACT,
        r"(?<![\d+])((?:\+?254|0)[\s.-]?[17]\d{2}[\s.-]?\d{3}[\s.-]?\d{3})(?!\d)",
    ),
    (RedactionReason.CONTACT, r"(?<![\w.+-])([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"),
    (
        RedactionReason.IDENTITY,
        r"\b(?:id|kitambulisho|passport|pasipoti)\b[^\d\n]{0,20}?\b([a-z]{0,2}\d{6,9})\b",
    ),
    (RedactionReason.IDENTITY, r"\b([ap]\d{9}[a-z])\b"),
)
_ROUGH = (
    *("idiot", "idiots", "stupid", "bastard", "bastards", "moron", "morons"),
    *("mjinga", "wajinga", "mpumbavu", "wapumbavu", "shenzi", "washenzi", "malaya", "fala"),
)
_COMPILED = [(reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _PATTERNS] + [
    (RedactionReason.INSULT, re.compile(rf"\b({'|'.join(_ROUGH)})\b", re.IGNORECASE))
]


FLAGS = {
    RedactionReason.CONTACT: 1,
    RedactionReason.IDENTITY: 2,
    RedactionReason.INSULT: 4,
}
"""By what may stand out in words the bit that says so of a comment."""


class FlaggedWords(NamedTuple):
    words: str
    reason: RedactionReason


class FlaggedSpan(NamedTuple):
    start: int
    end: int
    reason: RedactionReason


def flagged_spans(text: str) -> list[FlaggedSpan]:
    """Where something stands out in a text, in its order; spans may overlap."""
    return sorted(
        FlaggedSpan(*match.span(1), reason)
        for reason, pattern in _COMPILED
        for match in pattern.finditer(text)
    )


def flagged(text: str) -> list[FlaggedWords]:
    """What stands out in a text, each once, in the order in which it stands there."""
    found = [FlaggedWords(text[at.start : at.end], at.reason) for at in flagged_spans(text)]
    return list(dict.fromkeys(found))


def flags_of(texts: Iterable[str]) -> int:
    """What kinds of words stand out in the texts, as the sum of their `FLAGS`."""
    found = {span.reason for text in texts for span in flagged_spans(text)}
    return sum(FLAGS[reason] for reason in found)


def with_any(flags: Iterable[str]) -> list[int]:
    """Every sum in which one of these stands."""
    wanted = {FLAGS[RedactionReason(each)] for each in flags}
    return [n for n in range(1, 2 * max(FLAGS.values())) if any(n & each for each in wanted)]


def marked(text: str) -> SafeString:
    """The text for a page, with what stands out marked; its reason is the mark's title."""
    done, pieces = 0, []
    for start, end, reason in flagged_spans(text):
        if start >= done:
            words = text[start:end]
            pieces.append((text[done:start], reason.label, words))
            done = end
    shown = format_html_join("", '{}<mark class="stands-out" title="{}">{}</mark>', pieces)
    return format_html("{}{}", shown, text[done:])
