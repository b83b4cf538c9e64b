"""What changes who follows a policy, and what is to be sent to them."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from consult.jobs.wake import wake_on_commit
from consult.rate_limits import Event, Limit
from home.models import UpdatePage
from policies.follow.links import CONFIRM_WITHIN, InvalidLink, uid_to_confirm, uid_to_stop
from policies.models import (
    Delivery,
    Follower,
    FollowerContact,
    FollowRequest,
    Frequency,
    MailState,
    PolicyPage,
)

SEND = "policies.send_mails"
ASK_AGAIN_AFTER = timedelta(minutes=10)
# How many mails one address may be sent by people who type it, over all policies.
TO_ADDRESS = Limit("follow-address", most=10, seconds=86_400)
DIGEST_AT = time(7)  # local time


def ask_to_follow(*, policy: PolicyPage, address: str, language: str, frequency: str) -> bool:
    """Have a mail sent that asks the owner of the address to confirm; whether one will be.

    Does the same whether or not the address follows already. None is sent where the address has
    been asked too often or a moment ago: a form sent twice is one mail.
    """
    address = address.strip().lower()
    event = Event((TO_ADDRESS, address))
    if event.reached:
        return False
    now = timezone.now()
    choice = {"language": language, "frequency": frequency}
    with transaction.atomic():
        request, asked = FollowRequest.objects.get_or_create(
            policy=policy.canonical, address=address, defaults=choice
        )
        if not asked:
            same = FollowRequest.objects.filter(pk=request.pk)
            same.update(**choice)
            done = (MailState.SENT, MailState.UNKNOWN, MailState.FAILED)
            settled = same.filter(state__in=done, due_at__lt=now - ASK_AGAIN_AFTER)
            asked = (
                settled.update(
                    state=MailState.WAITING, due_at=now, created_at=now, attempts=0, error=""
                )
                > 0
            )
        _wake_sender()
    if not asked:
        event.give_back()
    return asked


def request_to_confirm(token: str) -> FollowRequest:
    """Raises `InvalidLink`."""
    requests = FollowRequest.objects.filter(uid=uid_to_confirm(token))
    request = requests.select_related("policy").first()
    if request is None:
        raise InvalidLink
    return request


@transaction.atomic
def confirm(token: str) -> Follower:
    """Begin to follow, or take over what was chosen this time. Raises `InvalidLink`.

    The request stays until it is too old or they stop: the link pressed twice does it once more.
    """
    request = FollowRequest.objects.select_for_update().filter(uid=uid_to_confirm(token)).first()
    if request is None:
        raise InvalidLink
    choice = {"language": request.language, "frequency": request.frequency}
    contact = FollowerContact.objects.filter(policy=request.policy_id, address=request.address)
    follower = Follower.objects.filter(contact__in=contact).first()
    if follower is None:
        follower = Follower.objects.create(policy_id=request.policy_id, **choice)
        FollowerContact.objects.create(
            follower=follower, policy_id=request.policy_id, address=request.address
        )
    else:
        Follower.objects.filter(pk=follower.pk).update(**choice)
    return follower


def follower_to_stop(token: str) -> Follower | None:
    """None where they have stopped already. Raises `InvalidLink`."""
    followers = Follower.objects.filter(uid=uid_to_stop(token))
    return followers.select_related("policy").first()


@transaction.atomic
def stop_following(follower: Follower) -> None:
    """Erase the follower with their address and what was still to be sent to them."""
    address = FollowerContact.objects.filter(follower=follower).values("address")
    FollowRequest.objects.filter(policy=follower.policy_id, address__in=address).delete()
    follower.delete()


def forget_requests() -> int:
    """Erase the addresses in requests that can no longer be confirmed; returns how many."""
    old = FollowRequest.objects.filter(created_at__lt=timezone.now() - CONFIRM_WITHIN)
    return old.delete()[0]


def prune_deliveries() -> int:
    """Erase the rows of mails that were settled `MAIL_RECORD_DAYS` ago; returns how many.

    The mail of an update that is older is never queued again: see `announce`.
    """
    old = Delivery.objects.filter(due_at__lt=timezone.now() - _record_kept())
    return old.filter(state__in=MailState.settled()).delete()[0]


def _record_kept() -> timedelta:
    return timedelta(days=settings.MAIL_RECORD_DAYS)


@transaction.atomic
def announce(update: UpdatePage) -> int:
    """Queue a published update for everybody who followed its policy by then, once each.

    Neither an edit nor a translation is sent again, and who came later is not told old news. Nor
    is anybody told once the record of who was told may have been erased.
    Returns how many were to be told.
    """
    policy = PolicyPage.objects.parent_of(update).first()
    if policy is None:
        return 0
    same = UpdatePage.objects.filter(translation_key=update.translation_key)
    first = same.aggregate(first=Min("first_published_at"))["first"] or timezone.now()
    if first < timezone.now() - _record_kept():
        return 0
    digest_at = next_digest(timezone.now())
    followers = policy.canonical.followers.filter(confirmed_at__lte=first)
    deliveries = [
        Delivery(
            follower_id=pk,
            update=update,
            update_key=update.translation_key,
            due_at=digest_at if frequency == Frequency.DAILY else timezone.now(),
        )
        for pk, frequency in followers.values_list("pk", "frequency")
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True, batch_size=500)
    if deliveries:
        _wake_sender()
    return len(deliveries)


def next_digest(now: datetime) -> datetime:
    """When the next daily mail goes out: the first `DIGEST_AT`, local time, after ``now``."""
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=local.time() >= DIGEST_AT)
    return timezone.make_aware(datetime.combine(day, DIGEST_AT))


def _wake_sender() -> None:
    wake_on_commit(SEND, 0)
