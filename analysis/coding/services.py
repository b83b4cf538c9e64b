"""What gives codes to comments, and takes them off again."""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from analysis.models import Code, CodedComment
from comments.models import Comment
from policies.models import PolicyPage

BATCH = 1_000


class CodingError(Exception):
    """Codes that cannot be given; the message says why and what to do."""


@transaction.atomic
def give_codes(*, comments: Iterable[Comment], codes: Collection[Code], user: User) -> int:
    """Give each comment each code, in this coder's name; how many were new.

    The comments are given as they were read. Raises `CodingError` where one has changed since, and
    where a code is of another policy than a comment.
    """
    keys = _standing(comments, codes)
    before = _own(keys, codes, user).count()
    CodedComment.objects.bulk_create(
        [
            CodedComment(tag=code, content_object_id=key, coder=user)
            for key in keys
            for code in codes
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    new = _own(keys, codes, user).count() - before
    _log(codes, "analysis.codes_given", user, new)
    return new


@transaction.atomic
def take_codes_off(*, comments: Iterable[Comment], codes: Collection[Code], user: User) -> int:
    """Take the codes off again that this coder gave; how many. What others gave stays.

    Raises `CodingError` as `give_codes` does.
    """
    gone, _by_table = _own(_standing(comments, codes), codes, user).delete()
    _log(codes, "analysis.codes_taken_off", user, gone)
    return gone


def _own(keys: Collection[int], codes: Collection[Code], user: User) -> QuerySet[CodedComment]:
    return CodedComment.objects.filter(content_object__in=keys, tag__in=codes, coder=user)


def _standing(comments: Iterable[Comment], codes: Collection[Code]) -> list[int]:
    """The keys of the comments, in order, where all are as they were read."""
    seen = {comment.pk: comment.changed_at for comment in comments}
    rows = Comment.objects.filter(pk__in=seen).order_by("pk")
    now = {
        pk: (changed, policy)
        for pk, changed, policy in rows.values_list("pk", "changed_at", "policy")
    }
    if any(now.get(pk, (None,))[0] != changed for pk, changed in seen.items()):
        raise CodingError(
            _("A comment has changed since you chose it, so none is coded: choose once more.")
        )
    if {policy for _changed, policy in now.values()} - {
        code.policy_id for code in codes
    } or not codes:
        raise CodingError(_("Choose codes of the policy that the comments are on."))
    return list(now)


def _log(codes: Collection[Code], action: str, user: User, count: int) -> None:
    if count:
        policy = PolicyPage.objects.get(pk=next(iter(codes)).policy_id)
        names = sorted(code.name for code in codes)
        log(instance=policy, action=action, user=user, data={"codes": names, "count": count})
