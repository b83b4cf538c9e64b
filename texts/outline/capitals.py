"""Titles printed in capitals, in the case of a sentence: easier to read, on screen and on paper.

Which words are names or abbreviations is learnt from the document's own text, where they stand in
the middle of a sentence. What it does not say is guessed, so an editor looks it through.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from texts.linking_words import JOINING_WORDS, LINKING_WORDS
from texts.outline import edits
from texts.outline.model import Outline
from texts.outline.word_measure import block_text

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_NUMERO = re.compile(r"\bno\.(?=\s*\d)")
_STRETCH = re.compile(r"[.:;!?\u2014\u2013\n\t\u201c\u201d\"()\[\]]+")
_VOWELS = set("AEIOUY")
_OF_IT = ("'S", "\u2019S")
SEEN_OFTEN = 2


@dataclass
class WordUsage:
    """How a document writes its words: the usual form of each, and its names of several words."""

    forms: dict[str, Counter[str]] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)

    def form(self, word: str) -> str:
        """The usual form, "" where it is not known; a name has to be written so more than once."""
        seen = self.forms.get(word.casefold())
        if not seen:
            return ""
        form, count = seen.most_common(1)[0]
        return "" if form.istitle() and count < SEEN_OFTEN else form


def titles_in_capitals(outline: Outline) -> int:
    """How many titles the step would change, that of the document included."""
    titles = [outline.title, *(section.title for section in outline.sections)]
    return sum(in_capitals(title) for title in titles)


def in_capitals(title: str) -> bool:
    """Whether it has capitals only, and a word too long for most abbreviations."""
    words = [word for word in _WORD.findall(title) if word.isalpha() and not _is_numeral(word)]
    return title == title.upper() and any(len(word) > 3 for word in words)


def _is_numeral(word: str) -> bool:
    return bool(_ROMAN.fullmatch(word))


def sentence_titles(outline: Outline) -> Outline:
    """Every title that is in capitals in the case of a sentence, that of the document as a name."""
    usage = usage_of(_texts(outline))
    for index, section in enumerate(outline.sections):
        if in_capitals(section.title):
            title = sentence_case(section.title, usage)
            outline = edits.rename(outline, index, number=section.number, title=title)
    if in_capitals(outline.title):
        outline = edits.retitle(outline, name_case(outline.title, usage))
    return outline


def _texts(outline: Outline) -> Iterator[str]:
    for section in outline.sections:
        for block in section.blocks:
            if block["type"] != "image":
                yield block_text(block)


def usage_of(texts: Iterable[str]) -> WordUsage:
    """The usage of texts, from words that do not begin a sentence, a line or a bracket."""
    usage = WordUsage()
    phrases: Counter[str] = Counter()
    for text in texts:
        for stretch in _STRETCH.split(text):
            if in_capitals(stretch):
                continue
            for index, part in enumerate(stretch.split(",")):
                words = _WORD.findall(part)[index == 0 :]
                for word in words:
                    usage.forms.setdefault(word.casefold(), Counter())[word] += 1
                phrases.update(_names(words))
    often = [phrase for phrase, count in phrases.items() if count >= SEEN_OFTEN]
    usage.phrases = sorted(often, key=len)
    return usage


def _names(words: Iterable[str]) -> Iterator[str]:
    """Runs of words with capitals, as "Commission on Revenue Allocation"."""
    run: list[str] = []
    for word in [*words, ""]:
        if word[:1].isupper() or (run and word in JOINING_WORDS):
            run.append(word)
            continue
        while run and run[-1] in JOINING_WORDS:
            run.pop()
        if len(run) > 1:
            yield " ".join(run)
        run = []


def sentence_case(title: str, usage: WordUsage) -> str:
    """A title that is in capitals as one would write it in a sentence."""
    letters = "".join(word[0] for word in _WORD.findall(title))

    def usual(word: str) -> str:
        if word.endswith(_OF_IT):
            return usual(word[:-2]) + word[-2:].lower()
        form = usage.form(word) if len(word) > 1 else ""
        kept = (
            any(sign.isdecimal() for sign in word)
            or _is_numeral(word)
            or (len(word) > 1 and not set(word) & _VOWELS)
            or (f"({word})" in title and word in letters)
        )
        return form or (word if kept else word.lower())

    text = _NUMERO.sub("No.", _WORD.sub(lambda found: usual(found[0]), title))
    for phrase in usage.phrases:
        if phrase.casefold() in text.casefold():
            text = re.sub(rf"\b{re.escape(phrase)}\b", phrase, text, flags=re.IGNORECASE)
    return _capitalised(text)


def name_case(title: str, usage: WordUsage) -> str:
    """A title that is in capitals as the name of a bill, an act or a policy."""

    def named(found: re.Match[str]) -> str:
        word = found.group()
        return word if word in LINKING_WORDS else _capitalised(word)

    return _capitalised(_WORD.sub(named, sentence_case(title, usage)))


def _capitalised(text: str) -> str:
    """With its first letter as a capital, whatever stands before it."""
    for index, letter in enumerate(text):
        if letter.isalnum():
            return text[:index] + letter.upper() + text[index + 1 :]
    return text
