"""Reading an SMS: ``KEYWORD SECTION words``, as people write it.

Nothing is guessed, and no word is lost: what follows the section is the comment to the letter, also
where it begins with a stance; and a message that cannot be read is kept whole.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings

from comments.channels.phone.arrivals import Meant
from comments.channels.phone.open_editions import by_keyword, public_names
from comments.choices import MessageProblem, Stance
from comments.models.comment import TEXT_MAX, TEXT_MIN
from policies.models import Edition, SectionVersion
from texts.cleaning import typed_text
from texts.section_names import SectionNames, is_number

_KEYWORD = re.compile(r"\W*([^\W_]+)(.*)", re.DOTALL)
_TOKEN = re.compile(r"[^\s,;:]+[,;:]*")
_ENDS_A_PHRASE = (",", ";", ":", ".", "!", "?")
_LINK = re.compile(r"\s*(?:[-–:]\s+)?")  # noqa: RUF001
_BEFORE_A_SECTION = re.compile(r"[\s#:,;.\-]*")
LONGEST_NAME = 4  # words: "Sehemu ya II/3"
_STANCES: dict[str, tuple[Stance, str]] = {
    "support with changes": (Stance.SUPPORT_WITH_CHANGES, "en"),
    "i support": (Stance.SUPPORT, "en"),
    "support": (Stance.SUPPORT, "en"),
    "i oppose": (Stance.OPPOSE, "en"),
    "oppose": (Stance.OPPOSE, "en"),
    "question": (Stance.QUESTION, "en"),
    "naunga mkono na mabadiliko": (Stance.SUPPORT_WITH_CHANGES, "sw"),
    "naunga mkono na marekebisho": (Stance.SUPPORT_WITH_CHANGES, "sw"),
    "naunga": (Stance.SUPPORT, "sw"),
    "nakubali": (Stance.SUPPORT, "sw"),
    "napinga": (Stance.OPPOSE, "sw"),
    "sikubali": (Stance.OPPOSE, "sw"),
    "swali": (Stance.QUESTION, "sw"),
}
_LONGEST_FIRST = sorted(_STANCES, key=len, reverse=True)
_SAID_FIRST = re.compile(rf"({'|'.join(_LONGEST_FIRST)})\b(?! (?:for|from|of|to)\b)")
_ENGLISH = {
    *("a", "and", "be", "for", "i", "in", "is", "it", "must", "not", "of", "on", "our", "should"),
    *("the", "this", "to", "we"),
}
_KISWAHILI = {
    *("cha", "hii", "katika", "kuwa", "kwa", "la", "lazima", "mkono", "na", "ni", "si", "vya"),
    *("wa", "watu", "ya", "yetu", "za"),
}


class _Named(NamedTuple):
    """What a message begins with, and where the rest of it begins."""

    edition: Edition | None
    end: int


def read_sms(text: str) -> Meant:
    """What a message means, or why that cannot be told."""
    whole = typed_text(text)
    said = _without_prefix(whole)
    language = language_of(said)
    edition, end = _keyword(said, by_keyword())
    if edition is None:
        return Meant(words=whole, language=language, problem=MessageProblem.NO_POLICY)
    return read_view(edition, said[end:], language)


def read_view(edition: Edition, said: str, language: str) -> Meant:
    """What is said of an edition: ``SECTION words``."""
    named, rest = _section(said, public_names(edition))
    version = named[0] if len(named) == 1 else None
    words = rest if version else said.strip()
    stance, stance_language = stance_of(words)
    return Meant(
        edition=edition,
        version=version,
        stance=stance,
        words=words,
        language=stance_language or language,
        problem=problem_of(edition, named, words),
    )


def problem_of(edition: Edition, named: list[SectionVersion], words: str) -> str:
    """Why words on these sections of the edition are no comment; empty where they are one."""
    if not edition.takes_comments:
        return MessageProblem.CLOSED
    if len(named) != 1:
        return MessageProblem.SEVERAL if named else MessageProblem.NO_SECTION
    if len(words) < TEXT_MIN:
        return MessageProblem.NO_WORDS
    return MessageProblem.TOO_LONG if len(words) > TEXT_MAX else ""


def stance_of(words: str) -> tuple[Stance, str]:
    """What somebody thinks who begins with it, and the language of that; else neither."""
    found = _SAID_FIRST.match(words.casefold())
    return _STANCES[found[1]] if found else (Stance.QUESTION, "")


def language_of(text: str) -> str:
    """The language of a message, by its small words; empty where they do not tell."""
    words = re.findall(r"\w+", text.casefold())
    english, kiswahili = (sum(word in small for word in words) for small in (_ENGLISH, _KISWAHILI))
    if english == kiswahili:
        return stance_of(text)[1]
    return "en" if english > kiswahili else "sw"


def _without_prefix(text: str) -> str:
    prefix = settings.SMS_PREFIX
    found = _KEYWORD.match(text)
    if prefix and found and found[1].casefold() == prefix.casefold():
        return found[2]
    return text


def _keyword(text: str, editions: Mapping[str, Edition]) -> _Named:
    """The edition that is named first, also where the section follows without a space: ``PPP3``."""
    found = _KEYWORD.match(text)
    if not found:
        return _Named(None, 0)
    word, begin = found[1].upper(), found.start(1)
    if word in editions:
        return _Named(editions[word], found.end(1))
    for length in range(len(word) - 1, 0, -1):
        if word[length].isdecimal() and word[:length] in editions:
            return _Named(editions[word[:length]], begin + length)
    return _Named(None, 0)


def _section(text: str, names: SectionNames[SectionVersion]) -> tuple[list[SectionVersion], str]:
    """The sections that the first words name, by number or path, and all that follows these."""
    begin = _BEFORE_A_SECTION.match(text).end()  # type: ignore[union-attr]
    for end in _possible_ends(text, begin):
        name = text[begin:end].rstrip("".join(_ENDS_A_PHRASE))
        found = names.find(name) if is_number(name) else []
        if found:
            rest = text[end:]
            return found, rest[_LINK.match(rest).end() :].strip()  # type: ignore[union-attr]
    return [], text[begin:]


def _possible_ends(text: str, begin: int) -> list[int]:
    """Where the name of a section may end, the furthest first: not beyond a comma or a stop."""
    ends: list[int] = []
    for token in _TOKEN.finditer(text, begin):
        ends.append(token.end())
        if len(ends) == LONGEST_NAME or token[0].endswith(_ENDS_A_PHRASE):
            break
    return ends[::-1]
