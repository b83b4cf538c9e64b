"""A USSD call: its screens, and what becomes of the words at its end.

Only the last question needs to know what came before: whether ``…*1`` ends the words or answers it.
The words are kept by then, so that a call that breaks off has lost nothing; what is added to them
is the answer.
"""

from typing import NamedTuple, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from comments.channels.phone.arrivals import Arrived, Meant
from comments.channels.phone.services import cancel_typed, confirm_typed, keep_typed
from comments.channels.phone.sms_words import problem_of
from comments.channels.phone.ussd_menu import (
    CANCEL,
    SEND,
    Step,
    UssdCall,
    question_screen,
    read_call,
    screen,
)
from comments.channels.phone.wordings import LONGEST, answer_to, plain, shortened
from comments.choices import Channel, MessageProblem, MessageState
from comments.models import PhoneMessage
from comments.models.comment import TEXT_MIN
from policies.models import Edition, SectionVersion
from texts.cleaning import legal, typed_text

_NOTHING_OPEN = gettext_noop("No consultation is open for comments now.")


class UssdAnswer(NamedTuple):
    text: str
    ends: bool

    def __str__(self) -> str:
        return f"{'END' if self.ends else 'CON'} {self.text}"


def answer_call(*, session: str, number: str, text: str) -> UssdAnswer:
    """The next screen of a call, by everything that was typed in it so far."""
    call = read_call(legal(text))
    if not call.editions:
        return UssdAnswer(_said_in_both(_NOTHING_OPEN), ends=True)
    if call.step != Step.WORDS or len(typed_text(call.words)) < TEXT_MIN:
        return _go_on(call)
    message = keep_typed(arrived=_arrived(session, number, call.words), meant=_meant(call))
    return _ask_or_end(message, call)


def _go_on(call: UssdCall) -> UssdAnswer:
    """The next question; nobody is asked further about what has closed meanwhile."""
    if call.edition and not call.edition.takes_comments:
        with override(call.language):
            said = _("%(title)s takes no comments now.") % {"title": call.edition.policy.reference}
            return UssdAnswer(shortened(said, LONGEST), ends=True)
    return UssdAnswer(screen(call), ends=False)


def _said_in_both(words: str) -> str:
    said = []
    for language in ("sw", "en"):
        with override(language):
            said.append(_(words))
    return shortened(" / ".join(dict.fromkeys(said)), LONGEST)


def _arrived(session: str, number: str, words: str) -> Arrived:
    return Arrived(channel=Channel.USSD, external_id=session, number=number, text=words)


def _meant(call: UssdCall) -> Meant:
    edition, version = cast(Edition, call.edition), cast(SectionVersion, call.version)
    return Meant(
        edition=edition,
        version=version,
        stance=call.stance,
        words=call.words,
        language=call.language,
        problem=problem_of(edition, [version], call.words),
    )


def _ask_or_end(message: PhoneMessage, call: UssdCall) -> UssdAnswer:
    """The last question, or what became of the words once it is answered."""
    if message.state == MessageState.UNSENT:
        words, reply = _reply(message.text, call.words)
        if reply == SEND:
            message = confirm_typed(message=message, words=words)
        elif reply == CANCEL:
            message = cancel_typed(message=message)
        else:
            return UssdAnswer(question_screen(call, words), ends=False)
    return _end(message, call.language)


def _reply(kept: str, typed: str) -> tuple[str, str]:
    """The words, and the answer to the question about them; empty where there is none yet.

    Should the later of two screens be told of before the earlier, the shorter is still the words.
    """
    words, longer = sorted((kept, typed), key=len)
    if longer.startswith(f"{words}*"):
        return words, longer.rpartition("*")[2].strip()
    return kept, ""


def _end(message: PhoneMessage, language: str) -> UssdAnswer:
    if message.state == MessageState.SET_ASIDE:
        with override(language):
            return UssdAnswer(plain(_("Nothing was sent.")), ends=True)
    if message.problem == MessageProblem.TOO_LONG:
        with override(language):
            said = _("Too long for one comment. It is kept, and a clerk will look at it.")
            return UssdAnswer(shortened(said, LONGEST), ends=True)
    return UssdAnswer(shortened(answer_to(message), LONGEST), ends=True)
