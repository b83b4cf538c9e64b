"""What is kept of something that happened, so that it is said in the language of who reads it.

A job fails in a worker, which has no reader; a file is read for whoever reviews it. What is kept is
the message as the code has it, with its names beside it; plain text is kept as it is, and
translated where a catalogue knows it. Where the message cannot be kept apart from its names, it is
kept in every language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext

_MARK = "\u241e"
"""Begins what is kept with names: no message does."""


@dataclass(frozen=True)
class KeptWords:
    """A message with names in it, which may be such messages themselves.

    One for each number of things is the code's to choose.
    """

    message: str
    named: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        words = gettext(self.message) if self.message else ""
        return words % self.named if self.named else words

    def kept(self) -> str:
        if not self.named:
            return self.message
        return _MARK + json.dumps([self.message, self.named], ensure_ascii=False, default=asdict)

    @classmethod
    def of(cls, stored: str) -> KeptWords:
        """What was stored; of words kept in each language, those of the language of now."""
        if not stored.startswith(_MARK):
            return cls(stored)
        data = json.loads(stored.removeprefix(_MARK), object_hook=_inner)
        if isinstance(data, dict):
            return cls(data.get(get_language() or "") or next(iter(data.values())))
        return cls(*data)


def _inner(data: dict[str, Any]) -> Any:
    return KeptWords(**data) if data.keys() == {"message", "named"} else data


def remark(message: str, **named: Any) -> KeptWords:
    """A message that is kept; to be imported as ``_``, by which the catalogue finds it."""
    return KeptWords(message, named)


def kept(words: object) -> str:
    """Words as they are stored."""
    return words.kept() if isinstance(words, KeptWords) else str(words)


def kept_in_each(words: Mapping[str, str]) -> str:
    """By language what only its maker can say, as where Django chooses the form of a plural."""
    return _MARK + json.dumps(words, ensure_ascii=False)


def said(stored: str) -> str:
    """What was stored, in the language of now."""
    return str(KeptWords.of(stored))
