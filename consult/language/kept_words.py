"""What is kept of something that happened, so that it is said in the language of who reads it.

A job fails in a worker, which has no reader. What is kept is the message as the code has it, with
its names beside it; plain text is kept as it is, and translated where a catalogue knows it.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

_MARK = "\u241e"
"""Begins what is kept with names: no message does."""


@dataclass(frozen=True)
class KeptWords:
    """A message with names in it. One for each number of things is the code's to choose."""

    message: str
    named: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.message) % self.named

    def kept(self) -> str:
        return _MARK + json.dumps([self.message, self.named], ensure_ascii=False)


def kept(words: object) -> str:
    """Words as they are stored."""
    return words.kept() if isinstance(words, KeptWords) else str(words)


def said(stored: str) -> str:
    """What was stored, in the language of now."""
    if stored.startswith(_MARK):
        return str(KeptWords(*json.loads(stored.removeprefix(_MARK))))
    return gettext(stored) if stored else ""
