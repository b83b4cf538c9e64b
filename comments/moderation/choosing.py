"""Comments chosen from their list: "all" is what was found when the list was opened.

A list carries a signed mark of the moment. A comment was in it if its number is not above the
newest of its policy then; numbers are given under the lock of the policy's ledger, so none appears
below afterwards, which moments and keys do not promise. What has changed since is left alone, even
where it is found still.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import ChosenComments, Comment
from comments.moderation.comment_filters import listed_comments
from comments.querysets import CommentQuerySet
from policies.models import PolicyPage

KEPT = timedelta(days=1)
SALT = "comments.list"


class StaleList(Exception):
    """The list was opened too long ago, or its mark is not ours; the message says what to do."""


class ListMark(NamedTuple):
    """When a list was opened, how it was narrowed, and by policy the newest number there was."""

    opened_at: datetime
    query: str
    newest: dict[int, int]

    @classmethod
    def now(cls, query: str) -> Self:
        of_policy = Comment.objects.filter(policy=OuterRef("pk")).order_by("-number")
        newest = Subquery(of_policy.values("number")[:1])
        policies = PolicyPage.objects.annotate(newest=newest).exclude(newest=None).order_by("pk")
        return cls(timezone.now(), query, dict(policies.values_list("pk", "newest")))

    @property
    def signed(self) -> str:
        value = [self.opened_at.isoformat(), self.query, list(self.newest.items())]
        return signing.dumps(value, salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises `StaleList`."""
        try:
            opened_at, query, newest = signing.loads(text, salt=SALT, max_age=KEPT)
        except signing.BadSignature:
            raise StaleList(_("This list was opened too long ago: choose once more.")) from None
        return cls(datetime.fromisoformat(opened_at), query, dict(newest))

    @property
    def was_there(self) -> Q:
        """What had come when the list was opened."""
        found = Q(pk__in=())
        for policy, number in self.newest.items():
            found |= Q(policy=policy, number__lte=number)
        return found

    @property
    def changed_since(self) -> Q:
        return Q(changed_at__gt=self.opened_at)


@transaction.atomic
def choose(
    *,
    mark: ListMark,
    keys: Sequence[int] | None,
    fit: Q,
    back: str,
    user: User,
    request: HttpRequest,
) -> ChosenComments:
    """Keep what was chosen: the comments with these keys, or all that the list had found.

    ``fit`` says to which of them the action can be done, ``back`` where they were chosen.
    """
    ChosenComments.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    found = _found(mark, keys, request)
    there = found.filter(mark.was_there) if keys is None else found
    unchanged = there.exclude(mark.changed_since)
    order = ("policy", "number")
    seen = unchanged.filter(fit).order_by(*order).values_list("pk", "changed_at")
    return ChosenComments.objects.create(
        chosen_by=user,
        back=back,
        seen=dict(seen),
        came_since=0 if keys is not None else found.exclude(mark.was_there).count(),
        changed_since=there.filter(mark.changed_since).count(),
        unfit=unchanged.exclude(fit).count(),
    )


def _found(mark: ListMark, keys: Sequence[int] | None, request: HttpRequest) -> CommentQuerySet:
    if keys is not None:
        return Comment.objects.filter(pk__in=keys)
    return Comment.objects.filter(
        pk__in=listed_comments(QueryDict(mark.query), request).order_by().values("pk")
    )
