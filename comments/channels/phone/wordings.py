"""What is said back to a phone: plain signs only, and no more of them than one message holds.

A single curly quote makes an SMS one of 70 characters, and the rest of it a second one.
"""

from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from comments.channels.phone.open_editions import listed_editions
from comments.choices import MessageProblem, MessageState
from comments.models import Comment, PhoneMessage

LONGEST = 160 - len("CON ")
LANGUAGES = ("sw", "en")
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " "}  # noqa: RUF001
)


def plain(text: str) -> str:
    """The text with the signs that every phone has in place of a printer's."""
    return text.translate(_PLAIN)


def shortened(text: str, most: int) -> str:
    """At most so many characters, and two dots where some are left out."""
    text = plain(text)
    return text if len(text) <= most else f"{text[: max(most - 2, 0)].rstrip()}.."[:most]


def fitted(first: str, *more: str) -> str:
    """The first sentence, and as many of the others, in their order, as there is room for."""
    said = shortened(first, LONGEST)
    for each in more:
        longer = f"{said} {plain(each)}" if each else said
        if len(longer) <= LONGEST:
            said = longer
    return said


def short_url(url: str) -> str:
    """As people type it."""
    return url.partition("://")[2].rstrip("/")


def privacy_line() -> str:
    """Where it is said what becomes of what is sent."""
    return _("Privacy: %(url)s") % {"url": short_url(settings.PRIVACY_URL)}


def in_languages(message: PhoneMessage) -> Iterable[str]:
    """Those to answer in: both, where the message does not tell, and it is no receipt."""
    if message.language:
        return (message.language,)
    return ("sw",) if message.state == MessageState.TAKEN else LANGUAGES


def answer_to(message: PhoneMessage, *, is_first: bool = False) -> str:
    """What the sender of a message is told: the receipt, or what to send instead."""
    answers = []
    for language in in_languages(message):
        with override(language):
            privacy = privacy_line() if is_first else ""
            answers.append(_answer(message, privacy))
    return "\n".join(answers)


def _answer(message: PhoneMessage, privacy: str) -> str:
    if message.state == MessageState.TAKEN and message.comment:
        return fitted(*receipt_lines(message), privacy)
    return fitted(*_help(message), privacy)


def receipt_lines(message: PhoneMessage) -> tuple[str, ...]:
    """The receipt of a message that was taken in, what is most needed first."""
    comment = cast(Comment, message.comment)
    named = {
        "receipt": comment.submission.printed_receipt,
        "number": comment.ref,
        "section": comment.version.number or shortened(comment.version.title, 30),
        "stance": comment.stance_name,
        "url": f"{short_url(settings.PUBLIC_URL)}/receipt",
    }
    return (
        _("Received. Receipt: %(receipt)s (%(number)s).") % named,
        _("Section %(section)s: %(stance)s.") % named,
        _("It is shown in public now.") if comment.as_it_came else "",
        _("See it at %(url)s") % named,
    )


def _help(message: PhoneMessage) -> tuple[str, ...]:
    """What to send instead of a message that waits for a clerk."""
    keyword = message.edition.policy.reference if message.edition else _likely_keyword()
    section = (message.version.number if message.version else "") or "3"
    named = {"keyword": keyword, "section": section}
    if message.state == MessageState.SET_ASIDE:
        return (_("Your message was looked at. It is no comment on a consultation."),)
    if message.problem == MessageProblem.CLOSED:
        return (
            _("%(keyword)s takes no comments now. Your message is kept and does not count.")
            % named,
        )
    how = _("Send: %(keyword)s, section number, your view. As: %(keyword)s %(section)s ...") % named
    why = {
        MessageProblem.NO_POLICY: _("Kept: for which consultation?"),
        MessageProblem.NO_SECTION: _("Kept: on which section?"),
        MessageProblem.SEVERAL: _("Kept: several sections bear that number. Name the part too."),
        MessageProblem.NO_WORDS: _("What is your view of it?"),
        MessageProblem.TOO_LONG: _("Kept: longer than one comment may be."),
    }
    reason = why.get(MessageProblem(message.problem), "") if message.problem else _("Kept.")
    return (f"{reason} {how}", _open_now() if message.problem == MessageProblem.NO_POLICY else "")


def _keywords() -> list[str]:
    """The words that lead to the consultations of now."""
    return [each.policy.reference for each in listed_editions() if each.takes_comments]


def _likely_keyword() -> str:
    """The one that there is, or a word that stands for one."""
    keywords = _keywords()
    return keywords[0] if len(keywords) == 1 else _("KEYWORD")


def _open_now() -> str:
    keywords = _keywords()
    if not keywords:
        return _("No consultation is open now.")
    return _("Open now: %(keywords)s.") % {"keywords": ", ".join(keywords[-5:])}
