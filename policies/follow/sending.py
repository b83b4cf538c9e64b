"""Sending what is due, in batches; see `policies.models.followers.Mail` for what a crash costs."""

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from smtplib import SMTPServerDisconnected as Disconnected
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from consult.jobs.lease import LostLease
from consult.jobs.wake import wake
from policies.follow import letters
from policies.follow.services import SEND
from policies.models import Delivery, Follower, FollowRequest, Frequency, MailState
from policies.models.followers import Mail, MailQuerySet

logger = logging.getLogger(__name__)

BATCH = 50  # followers, or requests, that one claim takes
ROUNDS = 20  # batches before the task gives others a turn
BACKOFF_S = (60, 300, 1800, 7200, 21_600)
MAX_ATTEMPTS = len(BACKOFF_S) + 1


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail and the rows it stands for: several, where it is a digest."""

    rows: list[int]
    attempts: int
    message: EmailMultiAlternatives


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows of one claim."""

    model: type[Mail]
    token: uuid.UUID

    def held(self, *states: str) -> MailQuerySet:
        rows: MailQuerySet = self.model._default_manager.filter(
            state__in=states or (MailState.CLAIMED,)
        )
        return rows.held_by(self.token)


class NoServer(Exception):
    """The mail server cannot be reached now; nothing was handed over."""


def send_due() -> int:
    """Send what is due until nothing is left, or the server is away. Returns how many mails."""
    sent = 0
    for _round in range(ROUNDS):
        batch = _claim_requests() or _claim_deliveries()
        if batch is None:
            return sent
        try:
            for sent_now in _send(batch):
                sent += sent_now
        except NoServer:
            return sent
    wake(SEND, 0)
    return sent


def put_back_lapsed() -> None:
    """Free what silent senders held; what they were handing over is not sent again."""
    for model in (FollowRequest, Delivery):
        lapsed = model.objects.lapsed()
        unsure = lapsed.filter(state=MailState.HANDING_OVER)
        unsure.release(MailState.UNKNOWN, error=gettext_noop("The sender stopped."))
        given_up = lapsed.filter(attempts__gte=MAX_ATTEMPTS)
        given_up.release(MailState.FAILED, error=gettext_noop("The sender stopped too often."))
        lapsed.release(MailState.WAITING)


def _claim(rows: MailQuerySet) -> Batch | None:
    token = rows.take(MailState.CLAIMED)
    return Batch(rows.model, token) if token else None


def _claim_requests() -> Batch | None:
    due = FollowRequest.objects.due()
    first = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])
    return _claim(due.filter(pk__in=first)) if first else None


@transaction.atomic
def _claim_deliveries() -> Batch | None:
    """All that is due to some followers: locked by follower, so that no digest is torn apart."""
    due = Delivery.objects.due()
    first = due.order_by("due_at", "pk").values("follower")[:BATCH]
    followers = Follower.objects.filter(pk__in=first).select_for_update(skip_locked=True)
    found = list(followers.values_list("pk", flat=True))
    return _claim(due.filter(follower__in=found)) if found else None


def _send(batch: Batch) -> Iterator[int]:
    """Send the batch letter by letter, telling 1 for each that was accepted."""
    server = Server()
    try:
        for letter in _letters(batch):
            yield _send_letter(batch, server, letter)
    finally:
        server.close()


def _letters(batch: Batch) -> Iterator[Letter]:
    if batch.model is FollowRequest:
        for request in batch.held().select_related("policy__locale").order_by("pk"):
            yield Letter([request.pk], request.attempts, letters.confirmation_mail(request))
        return
    by_mail: dict[tuple[int, int], list[Delivery]] = defaultdict(list)
    deliveries = batch.held().select_related("follower__contact", "follower__policy__locale")
    for delivery in deliveries.order_by("pk"):
        alone = delivery.follower.frequency != Frequency.DAILY
        by_mail[(delivery.follower_id, delivery.pk if alone else 0)].append(delivery)
    for group in by_mail.values():
        letter = _letter(batch, group)
        if letter is not None:
            yield letter


def _letter(batch: Batch, group: list[Delivery]) -> Letter | None:
    """The mail for a follower's deliveries; those whose update is not public any more drop out."""
    follower = group[0].follower
    keys = [delivery.update_key for delivery in group]
    shown = letters.updates_to_mail(keys, follower.language)
    gone = [delivery.pk for delivery in group if delivery.update_key not in shown]
    if gone:
        _settle(batch, gone, MailState.DROPPED)
    left = [delivery for delivery in group if delivery.update_key in shown]
    if not left:
        return None
    updates = [shown[delivery.update_key] for delivery in left]
    message = letters.updates_mail(follower, updates, left[0].uid)
    return Letter([row.pk for row in left], max(row.attempts for row in left), message)


def _send_letter(batch: Batch, server: "Server", letter: Letter) -> int:
    """Hand one mail over. Returns 1 if it was accepted. Raises `NoServer`."""
    try:
        server.be_ready()
    except (SMTPException, OSError) as error:
        _postpone_all(batch, error)
        raise NoServer from None
    try:
        letter.message.message().as_bytes()
        _begin_hand_over(batch, letter)
    except LostLease:
        return 0
    except Exception as error:  # noqa: BLE001
        _settle(batch, letter.rows, MailState.FAILED, _described(error))
        return 0
    try:
        server.send(letter.message)
    except Exception as error:  # noqa: BLE001
        _settle_refused(batch, letter, error)
        return 0
    _settle(batch, letter.rows, MailState.SENT, sent_at=timezone.now())
    return 1


def _begin_hand_over(batch: Batch, letter: Letter) -> None:
    """From here on a crash leaves the outcome unknown. Raises `LostLease`."""
    with transaction.atomic():
        batch.held().extend()
        begun = batch.held().filter(pk__in=letter.rows).update(state=MailState.HANDING_OVER)
        if begun != len(letter.rows):
            raise LostLease


def _settle(batch: Batch, rows: list[int], state: str, error: str = "", **changes: Any) -> None:
    held = batch.held(MailState.CLAIMED, MailState.HANDING_OVER).filter(pk__in=rows)
    held.release(state, error=error, **changes)


def _settle_refused(batch: Batch, letter: Letter, error: Exception) -> None:
    """What the error says of the mail: refused for good, refused for now, or nobody knows."""
    logger.warning("A mail was not accepted: %s", _described(error))
    match _is_lasting(error):
        case True:
            _settle(batch, letter.rows, MailState.FAILED, _described(error))
        case False:
            _postpone(batch, letter.rows, letter.attempts, _described(error))
        case None:
            _settle(batch, letter.rows, MailState.UNKNOWN, _described(error))


def _is_lasting(error: Exception) -> bool | None:
    """Whether a mail that the server refused is refused for good; None if it may have got it."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return error.smtp_code >= 500
    return None


def _postpone_all(batch: Batch, error: Exception) -> None:
    logger.warning("The mail server cannot be reached: %s", _described(error))
    for attempts in set(batch.held().values_list("attempts", flat=True)):
        rows = batch.held().filter(attempts=attempts).values_list("pk", flat=True)
        _postpone(batch, list(rows), attempts, _described(error))


def _postpone(batch: Batch, rows: list[int], attempts: int, error: str) -> None:
    if attempts >= MAX_ATTEMPTS:
        _settle(batch, rows, MailState.FAILED, error)
        return
    due_at = timezone.now() + timedelta(seconds=BACKOFF_S[attempts - 1])
    _settle(batch, rows, MailState.WAITING, error, due_at=due_at)


def _described(error: Exception) -> str:
    """The error without what it says, which may hold an address."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    if isinstance(error, SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    return f"{type(error).__name__} {code}" if code else type(error).__name__


class Server:
    """One connection to the mail server for a whole batch."""

    def __init__(self) -> None:
        self._backend = get_connection()

    def be_ready(self) -> None:
        """Be connected, again if the server has hung up since. Raises what the server says.

        Found out before the hand-over, a lost connection costs a new one and leaves no doubt.
        """
        session = getattr(self._backend, "connection", None)
        if session is not None and not _answers(session):
            self.close()
        self._backend.open()

    def send(self, message: EmailMultiAlternatives) -> None:
        self._backend.send_messages([message])

    def close(self) -> None:
        with suppress(SMTPException, OSError):
            self._backend.close()


def _answers(session: SMTP) -> bool:
    try:
        return session.noop()[0] == 250
    except (Disconnected, OSError):
        return False
