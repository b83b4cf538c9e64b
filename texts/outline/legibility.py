"""Whether the text of a file can be read at all: words without spaces, letters of a bad scan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.patterns import words

_LONG = 20
"""Letters of a word that are likely more than one; no language of the county has many such."""
_MOST_JOINED = 0.2
"""Share of the letters that may stand in such words."""
_MOSTLY_JOINED = 0.5
"""The same where there are too few such words to be sure: a short file."""
_MISREAD = re.compile(r"[a-z]{2}[A-Z][a-z]|[a-z][\d:;~<>|^*\[\]\u00b7\"&][a-z]|\d[a-z]{3}")
"""Signs and digits within a word, as text recognition leaves them."""
_NAME = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+")
"""A name with capitals within: "OpenWells"."""
_NAMED = 3
"""How often a file says such a name the same way; text recognition errs differently each time."""
_ADDRESS = re.compile(r"@|://|^www\.")
_MOST_MISREAD = 0.01
"""Share of the words; of fifty real files, those that a reader can trust have at most 0.007."""
_FEWEST = 5
_SHOWN = 5


def remarks(text: str) -> list[KeptWords]:
    """What an editor must know before anything else of a file with this text."""
    found = words(text)
    joined = [word for word in found if len(word) >= _LONG]
    letters = sum(map(len, joined))
    bearable = _MOST_JOINED if len(joined) >= _FEWEST else _MOSTLY_JOINED
    if letters > bearable * sum(map(len, found)):
        return [
            _(
                "The spaces between words are missing in this file (“%(words)s”), so that"
                " nobody can read it. Do not publish it: ask for the file it was printed or"
                " scanned from, or for another copy.",
                words=_examples(joined),
            )
        ]
    shown = [word.strip(".,;:()\"'\u2019") for word in text.split()]
    misread = [word for word in shown if _MISREAD.search(word) and not _ADDRESS.search(word)]
    named = Counter(filter(_NAME.fullmatch, misread))
    misread = [word for word in misread if named[word] < _NAMED]
    if len(misread) >= _FEWEST and len(misread) > _MOST_MISREAD * len(shown):
        return [
            _(
                "Many words of this file were misread by text recognition (“%(words)s”). Ask"
                " for the file it was printed from; else compare every section with the paper.",
                words=_examples(misread),
            )
        ]
    return []


def _examples(found: Sequence[str]) -> str:
    return "”, “".join(word[:60] for word in islice(dict.fromkeys(found), _SHOWN))
