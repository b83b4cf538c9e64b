"""Forms of one word: who looks for "notice" finds "notices", and *vituo* is found by *kituo*.

English endings are taken off as Snowball does it; of a Kiswahili noun in the plural the singulars
that it may have are made, by its class. Nobody asks which of the two a word is: what is made of a
word of the other language is no word, and finds nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from snowballstemmer.english_stemmer import EnglishStemmer

MOST = 4_000
"""Different words of one text of which forms are made: a long policy has fewer."""
SHORTEST, LONGEST, REST = 3, 40, 3
_WORD = re.compile(r"[^\W\d_]+")
_CLASSES = (
    ("vi", "ki"),
    ("vy", "ch"),
    ("mi", "m"),
    ("mi", "mw"),
    ("wa", "m"),
    ("wa", "mwa"),
    ("ma", ""),
)
"""How nouns begin in the plural, and in the singular."""


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """What the word is found by besides itself; in small letters."""
    word = word.casefold()
    if not SHORTEST <= len(word) <= LONGEST or not _WORD.fullmatch(word):
        return ()
    stem = EnglishStemmer().stemWord(word)  # one each time: it is not made for several threads
    found = [stem, *(one + rest for one, rest in _without(word, of_many=True))]
    # "be" is the stem of "being", and stands in every section of a law.
    return tuple(dict.fromkeys(each for each in found if each != word and len(each) >= SHORTEST))


def beginnings(word: str) -> Iterator[str]:
    """How words begin that are found by this one, itself first."""
    word = word.casefold()
    yield word
    for form in forms(word):
        yield form
        if form.endswith("i"):
            yield f"{form[:-1]}y"  # the stem of "policies" and of "policy"
    yield from (many + rest for many, rest in _without(word, of_many=False))


def forms_in(text: str) -> str:
    """The forms of all words of a text, for an index beside them."""
    words = dict.fromkeys(match[0] for match in _WORD.finditer(text.casefold()))
    found = (form for word in islice(words, MOST) for form in forms(word))
    return " ".join(dict.fromkeys(found))


def _without(word: str, *, of_many: bool) -> Iterator[tuple[str, str]]:
    """Each beginning that a word in the plural may have in the singular, or the other way round,
    with the rest of the word.
    """
    for many, one in _CLASSES:
        now, then = (many, one) if of_many else (one, many)
        if word.startswith(now) and len(word) - len(now) >= REST:
            yield then, word[len(now) :]
