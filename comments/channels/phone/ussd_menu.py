"""The USSD menu: everything typed so far, read from its beginning each time.

Nothing is remembered between two screens: the same text leads to the same place. A wrong key leaves
one where one was. What follows the last question is the comment, with every ``*`` in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TypeVar, cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from comments.channels.phone.open_editions import commentable_entries, listed_editions, names_of
from comments.channels.phone.wordings import (
    LANGUAGES,
    LONGEST,
    plain,
    privacy_line,
    shortened,
)
from comments.choices import STANCES, Stance
from comments.register.first_state import rule_of
from policies.models import Edition, EditionSection, SectionVersion

PAGE = 4
MORE = "0"
T = TypeVar("T")
LANGUAGE_NAMES = {"sw": "Kiswahili", "en": "English"}
SEND, CANCEL = "1", "2"


class Step(Enum):
    LANGUAGE = "language"
    POLICY = "policy"
    SECTION = "section"
    SECTION_LIST = "section_list"
    STANCE = "stance"
    WORDS = "words"


@dataclass
class UssdCall:
    """How far a call has come."""

    step: Step = Step.LANGUAGE
    language: str = ""
    edition: Edition | None = None
    version: SectionVersion | None = None
    stance: str = ""
    words: str = ""
    page: int = 0
    is_wrong: bool = False
    """Whether the last key led nowhere."""
    editions: list[Edition] = field(default_factory=listed_editions)

    @cached_property
    def entries(self) -> list[EditionSection]:
        """The sections to choose from."""
        return commentable_entries(self.edition, self.language) if self.edition else []

    def follow(self, typed: Sequence[str]) -> "UssdCall":
        """Take one key after the other; what comes after the last question is the comment."""
        for at, key in enumerate(typed):
            if self.step == Step.WORDS:
                self.words = "*".join(typed[at:])
                break
            self.is_wrong = not _TAKERS[self.step](self, key.strip())
        return self


def read_call(text: str) -> UssdCall:
    """Where the keys typed so far have led to."""
    return UssdCall().follow(text.split("*") if text else [])


def _take_language(call: UssdCall, key: str) -> bool:
    chosen = _chosen(key, LANGUAGES)
    if chosen:
        call.language, call.step = chosen, Step.POLICY
    return bool(chosen)


def _take_policy(call: UssdCall, key: str) -> bool:
    if key == MORE:
        return _turn_page(call, len(call.editions))
    chosen = _chosen(key, call.editions)
    if chosen:
        call.edition, call.step, call.page = chosen, Step.SECTION, 0
    return bool(chosen)


def _take_section(call: UssdCall, key: str) -> bool:
    """A number as it is printed. Where several bear it, the list tells them apart."""
    if key == MORE:
        call.step = Step.SECTION_LIST
        return True
    found = names_of(call.entries).find(key) if key else []
    if len(found) != 1:
        call.step = Step.SECTION_LIST if found else Step.SECTION
        return bool(found)
    call.version, call.step = found[0], Step.STANCE
    return True


def _take_listed_section(call: UssdCall, key: str) -> bool:
    if key == MORE:
        return _turn_page(call, len(call.entries))
    chosen = _chosen(key, call.entries)
    if chosen is not None:
        call.version, call.step = chosen.version, Step.STANCE
    return chosen is not None


def _take_stance(call: UssdCall, key: str) -> bool:
    chosen = _chosen(key, list(Stance))
    if chosen:
        call.stance, call.step = chosen, Step.WORDS
    return bool(chosen)


_TAKERS = {
    Step.LANGUAGE: _take_language,
    Step.POLICY: _take_policy,
    Step.SECTION: _take_section,
    Step.SECTION_LIST: _take_listed_section,
    Step.STANCE: _take_stance,
}


def _chosen(key: str, among: Sequence[T]) -> T | None:
    """What stands at this number of a list that begins with 1."""
    place = int(key) if key.isascii() and key.isdecimal() and len(key) < 5 else 0
    return among[place - 1] if 0 < place <= len(among) else None


def _turn_page(call: UssdCall, count: int) -> bool:
    """The next page of a list, after the last the first."""
    call.page = call.page + 1 if (call.page + 1) * PAGE < count else 0
    return True


def screen(call: UssdCall) -> str:
    """What is shown where a call has come to, before its words are there; in its language."""
    with override(call.language or "en"):
        return _SCREENS[call.step](call)


def question_screen(call: UssdCall, words: str) -> str:
    """The last question: whether these words are sent."""
    with override(call.language):
        head = plain(f"{_place(call)}, {STANCES[call.stance]}:")
        is_shown = rule_of(cast(Edition, call.edition).policy_id).shows_at_once
        send = _("Send: it is shown at once") if is_shown else _("Send")
        cancel = _("Do not send")
        foot = plain(f"{SEND}. {send}\n{CANCEL}. {cancel}")
        room = LONGEST - len(f'{head}\n""\n{foot}')
        return f'{head}\n"{shortened(" ".join(words.split()), room)}"\n{foot}'[:LONGEST]


def _language_screen(call: UssdCall) -> str:
    names = (f"{n}. {LANGUAGE_NAMES[name]}" for n, name in enumerate(LANGUAGES, 1))
    with override("sw"):
        return _fitting(["Maoni.", privacy_line()], list(names))


def _policy_screen(call: UssdCall) -> str:
    titles = [_title(each) for each in call.editions]
    head = _("That number is not here.") if call.is_wrong else ""
    return _list_screen([head, _("Which policy?")], titles, call.page)


def _title(edition: Edition) -> str:
    title, closed = edition.policy.localized.title, _("closed")
    return title if edition.takes_comments else f"{title} ({closed})"


def _section_screen(call: UssdCall) -> str:
    head = _("There is no such section.") if call.is_wrong else ""
    asked, listed = _("Type the number of the section, as 3 or 2.1."), _("List")
    return _fitting([head, _policy_name(call)], [asked, f"{MORE}. {listed}"])


def _section_list_screen(call: UssdCall) -> str:
    head = _("That number is not here.") if call.is_wrong else ""
    headings = [entry.version.heading for entry in call.entries]
    return _list_screen([head, _("Which section?")], headings, call.page)


def _stance_screen(call: UssdCall) -> str:
    stances = [f"{n}. {STANCES[each]}" for n, each in enumerate(Stance, 1)]
    return _fitting([_place(call)], stances)


def _words_screen(call: UssdCall) -> str:
    head = _("Write a little more.") if call.words else ""
    return _fitting([head, _place(call)], [_("Type your comment.")])


_SCREENS = {
    Step.LANGUAGE: _language_screen,
    Step.POLICY: _policy_screen,
    Step.SECTION: _section_screen,
    Step.SECTION_LIST: _section_list_screen,
    Step.STANCE: _stance_screen,
    Step.WORDS: _words_screen,
}


def _policy_name(call: UssdCall) -> str:
    return cast(Edition, call.edition).policy.localized.title


def _place(call: UssdCall) -> str:
    """Which section of what, as short as it can be said."""
    reference = cast(Edition, call.edition).policy.reference
    return f"{reference}, {shortened(cast(SectionVersion, call.version).heading, 40)}"


def _list_screen(heads: list[str], items: list[str], page: int) -> str:
    """A page of a list, its numbers going on from page to page; each line gets its share."""
    begin = page * PAGE
    shown = items[begin : begin + PAGE]
    more = _("More")
    foot = [f"{MORE}. {more}"] if len(items) > PAGE else []
    head = plain(" ".join(filter(None, heads)))
    taken = len(head) + sum(len(plain(each)) + 1 for each in foot)
    share = (LONGEST - taken) // max(len(shown), 1) - 1
    lines = [shortened(f"{n}. {item}", share) for n, item in enumerate(shown, begin + 1)]
    return "\n".join([head, *lines, *map(plain, foot)])


def _fitting(heads: list[str], lines: list[str]) -> str:
    """Heads as long as there is room for above the lines, which are shown whole."""
    foot = plain("\n".join(lines))
    head = shortened(" ".join(filter(None, heads)), LONGEST - len(foot) - 1)
    return f"{head}\n{foot}"[:LONGEST]
