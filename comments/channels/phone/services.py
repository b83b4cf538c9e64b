"""The one door for what comes by phone: a message is kept once, and becomes a comment or waits."""

from datetime import timedelta
from typing import cast

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments.channels.came_in_time import NotInTimeError, check_came_in_time
from comments.channels.phone.arrivals import Arrived, Meant
from comments.channels.phone.numbers import LONGEST, sender_hash
from comments.channels.phone.sms_answers import answer_by_sms, forget_old_numbers
from comments.choices import Channel, HoldReason, MessageProblem, MessageState, SetAsideReason
from comments.models import Comment, Contact, PhoneMessage, Submission
from comments.models.comment import TEXT_MIN
from comments.register.first_state import Arrival, rule_of
from comments.register.services import CommentError, IncomingComment, take_in
from comments.register.visits import RECENT_SECONDS
from consult.rate_limits import Limit
from policies.models import Edition, SectionVersion
from texts.cleaning import legal, typed_text

# As many as the public form takes from one visit before a moderator looks closer.
FROM_PHONE = Limit("comments-phone", most=30, seconds=10 * 60)


class PhoneMessageError(Exception):
    """A message that cannot be dealt with so; the text says why and what to do."""


@transaction.atomic
def receive(
    *, arrived: Arrived, meant: Meant, joins: Submission | None = None
) -> tuple[PhoneMessage, bool]:
    """Keep a message, and take it in as a comment if it is one. Whether it is new.

    What comes a second time changes nothing. With ``joins`` the comment is one more of a respondent
    who has said something already.
    """
    return take_kept(message=keep_arrived(arrived), meant=meant, joins=joins)


def keep_arrived(arrived: Arrived) -> PhoneMessage:
    """Keep a message as it came: one row, so that nothing is lost where no more can be done now."""
    return _kept_once(arrived, Meant(), MessageState.ARRIVED)[0]


@transaction.atomic
def take_kept(
    *, message: PhoneMessage, meant: Meant, joins: Submission | None = None
) -> tuple[PhoneMessage, bool]:
    """Make of a kept message what was read in it. Whether nobody has done so before."""
    message = PhoneMessage.objects.select_for_update().get(pk=message.pk)
    if message.state != MessageState.ARRIVED:
        return message, False
    message.state = MessageState.WAITING
    for name, value in vars(meant).items():
        setattr(message, name, value)
    message.save()
    if not message.problem:
        _take_if_open(message, joins)
    return message, True


@transaction.atomic
def keep_typed(*, arrived: Arrived, meant: Meant) -> PhoneMessage:
    """Keep what was typed in a call, until its sender has said whether it is sent."""
    meant_so_far = MessageState.WAITING if meant.problem else MessageState.UNSENT
    message, is_new = _kept_once(arrived, meant, meant_so_far)
    return message if is_new else PhoneMessage.objects.select_for_update().get(pk=message.pk)


@transaction.atomic
def confirm_typed(*, message: PhoneMessage, words: str) -> PhoneMessage:
    """The sender of what was typed has said that it is sent, with these words."""
    message = PhoneMessage.objects.select_for_update().get(pk=message.pk)
    if message.state == MessageState.UNSENT:
        message.words = words
        _take_if_open(message, None)
    return message


@transaction.atomic
def cancel_typed(*, message: PhoneMessage) -> PhoneMessage:
    """The sender of what was typed has said that it is not sent: its words go."""
    message = PhoneMessage.objects.select_for_update().get(pk=message.pk)
    if message.state == MessageState.UNSENT:
        _settle(message, MessageState.SET_ASIDE, reason=SetAsideReason.CANCELLED)
    return message


@transaction.atomic
def place(
    *, message: PhoneMessage, version: SectionVersion, stance: str, words: str, user: User
) -> Comment:
    """A clerk says what a message is about: it is a comment as of the moment in which it came.

    Who sent it by SMS is told the receipt.

    The version is one of ``message.edition``. Raises `PhoneMessageError` where somebody has dealt
    with it, its time was not that of the consultation, or the words are not its own.
    """
    message = _to_deal_with(message)
    edition = message.edition
    if edition is None:
        raise PhoneMessageError(_("Choose the consultation first."))
    try:
        check_came_in_time(message.received_at, edition)
    except NotInTimeError as error:
        raise PhoneMessageError(str(error)) from error
    if len(words) < TEXT_MIN or typed_text(words) not in typed_text(message.text):
        raise PhoneMessageError(_("Leave the sender's words as they came: cut, but add nothing."))
    message.version, message.stance, message.words = version, stance, words
    number = message.number
    _take(message, None, user=user)
    if message.channel == Channel.SMS:
        answer_by_sms(message=message, number=number)
    return cast(Comment, message.comment)


@transaction.atomic
def set_aside(*, message: PhoneMessage, reason: str, user: User) -> None:
    """A clerk says that a message is no comment; the words stay with it, and it is logged.

    Raises `PhoneMessageError` where somebody has dealt with it.
    """
    message = _to_deal_with(message)
    _settle(message, MessageState.SET_ASIDE, reason=SetAsideReason(reason), keeps_text=True)
    log(instance=message, action="comments.message_set_aside", user=user, data={"reason": reason})


@transaction.atomic
def forget_numbers(older_than: timedelta) -> int:
    """Erase the numbers that an answer has been owed to for so long; how many."""
    old = PhoneMessage.objects.filter(received_at__lt=timezone.now() - older_than)
    erased = old.exclude(number="").update(number="")
    return erased + forget_old_numbers(older_than)


@transaction.atomic
def forget_set_aside(older_than: timedelta) -> int:
    """Erase the words of messages that were no comment and came so long ago; how many."""
    old = PhoneMessage.objects.filter(received_at__lt=timezone.now() - older_than)
    kept = old.filter(state=MessageState.SET_ASIDE).exclude(text="", words="", name="")
    return kept.update(text="", words="", name="", organisation_name="", sender="")


def _to_deal_with(message: PhoneMessage) -> PhoneMessage:
    """The message under a lock. Raises `PhoneMessageError` where it is settled."""
    chosen = message.edition
    message = PhoneMessage.objects.select_for_update().get(pk=message.pk)
    if message.is_settled:
        raise PhoneMessageError(_("Somebody has dealt with this message already."))
    message.edition = chosen
    return message


def _kept_once(arrived: Arrived, meant: Meant, state: MessageState) -> tuple[PhoneMessage, bool]:
    return PhoneMessage.objects.get_or_create(
        channel=arrived.channel,
        external_id=arrived.external_id,
        defaults={
            "sender": sender_hash(arrived.number),
            "number": arrived.number[:LONGEST] if _is_answered(arrived) else "",
            "wants_answer": arrived.wants_answer,
            "name": arrived.name,
            "organisation_name": arrived.organisation_name,
            "ward": arrived.ward,
            "language": meant.language,
            "text": legal(arrived.text).replace("\x00", ""),
            "words": meant.words,
            "stance": meant.stance,
            "edition": meant.edition,
            "version": meant.version,
            "state": state,
            "problem": meant.problem,
            "received_at": arrived.received_at,
        },
    )


def _is_answered(arrived: Arrived) -> bool:
    """Whether an answer is owed to the number, now or once a clerk has looked at the message."""
    return arrived.wants_answer or arrived.channel == Channel.SMS


def _take_if_open(message: PhoneMessage, joins: Submission | None) -> None:
    """As a comment; where the consultation takes none now, the message waits for a clerk."""
    try:
        with transaction.atomic():
            _take(message, joins)
    except CommentError:
        message.state, message.problem = MessageState.WAITING, MessageProblem.CLOSED
        message.comment = None
        message.save()


def _take(message: PhoneMessage, joins: Submission | None, user: User | None = None) -> None:
    """Raises `CommentError`.

    What a clerk enters, or a phone in the field has kept until it had a network, came earlier: its
    moment was looked at.
    """
    version, edition = cast(SectionVersion, message.version), cast(Edition, message.edition)
    submission = joins or _recent_submission(message) or _new_submission(message)
    is_new, contact = submission.pk is None, None
    if is_new and message.wants_answer and message.number:
        contact = Contact(phone=message.number)
    # What a clerk has placed was not told what becomes of it by any form of ours.
    arrival = None if user else Arrival(rule_of(edition.policy_id), message.received_at)
    comment = _comment(message)
    item = IncomingComment(submission, version, comment, contact=contact, arrival=arrival)
    in_window = user is None and message.channel != Channel.KOBO
    [taken] = take_in(edition=edition, items=[item], in_window=in_window, user=user)
    if taken.is_new and message.sender:
        FROM_PHONE.count(_counted_as(message))
    message.comment = taken.comment
    _settle(message, MessageState.TAKEN)


def _comment(message: PhoneMessage) -> Comment:
    is_many = bool(message.sender) and FROM_PHONE.is_reached(_counted_as(message))
    return Comment(
        stance=message.stance,
        text=typed_text(message.words),
        external_id=f"{message.channel}:{message.external_id}",
        received_at=message.received_at,
        hold_reason=HoldReason.VISIT if is_many else "",
    )


def _counted_as(message: PhoneMessage) -> str:
    return f"{message.channel}:{message.sender}"


def _recent_submission(message: PhoneMessage) -> Submission | None:
    """What the same phone said by SMS a few minutes before; later it may have passed on."""
    if message.channel != Channel.SMS or not message.sender:
        return None
    since = message.received_at - timedelta(seconds=RECENT_SECONDS)
    before = PhoneMessage.objects.filter(
        channel=message.channel,
        sender=message.sender,
        comment__policy=cast(Edition, message.edition).policy,
        received_at__range=(since, message.received_at),
    )
    last = before.select_related("comment__submission").order_by("-received_at", "-pk").first()
    return last.comment.submission if last and last.comment else None


def _new_submission(message: PhoneMessage) -> Submission:
    return Submission(
        channel=message.channel,
        language=message.language or "sw",
        name=message.name,
        organisation_name=message.organisation_name,
        ward=message.ward,
        received_at=message.received_at,
    )


def _settle(
    message: PhoneMessage,
    state: MessageState,
    *,
    reason: SetAsideReason | str = "",
    keeps_text: bool = False,
) -> None:
    """The message is dealt with: the number goes, and so does a second copy of the words."""
    message.state, message.problem, message.set_aside_reason = state, "", reason
    message.number = ""
    if not keeps_text:
        message.text = message.words = message.name = message.organisation_name = ""
    message.save()
