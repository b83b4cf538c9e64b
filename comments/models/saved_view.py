"""The list of comments as somebody narrowed and sorted it, under a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_MAX = 80
FEWEST_LETTERS = 3  # of a part of a name
TYPED = ("q", "name")
"""What is typed to narrow the list may name a person."""
ERASED = "erased"
"""Stands in a query in the place of what was typed and named a person who was erased."""


class SavedViewQuerySet(models.QuerySet):
    def offered_to(self, user: models.Model) -> "SavedViewQuerySet":
        """One's own, and what colleagues share, by name."""
        return self.filter(Q(owner=user) | Q(is_shared=True)).order_by("name", "pk")

    def forget(self, *, name: str, addresses: Iterable[str] = ()) -> int:
        """Take what was typed and names the person out of all views; returns of how many.

        Whoever opens one is told that it finds more than it did.
        """
        count = 0
        named = ErasedPerson(name, frozenset(each.casefold() for each in addresses if each))
        for pk, kept in self.exclude(query="").values_list("pk", "query"):
            query = QueryDict(str(kept), mutable=True)
            gone = [each for each in TYPED if any(map(named.is_in, query.getlist(each)))]
            for each in gone:
                query.pop(each)
            if gone:
                query[ERASED] = "1"
                count += self.filter(pk=pk).update(query=query.urlencode())
        return count


@dataclass(frozen=True)
class ErasedPerson:
    """A person as somebody may have typed them."""

    name: str
    addresses: frozenset[str]

    def is_in(self, typed: str) -> bool:
        """Whether it holds an address or all of the name, or is a part of the name and no more."""
        typed, called = " ".join(typed.casefold().split()), self.name.casefold()
        if any(each in typed for each in self.addresses):
            return True
        if not typed or not called:
            return False
        words, names = set(typed.split()), set(called.split())
        begins = len(typed) >= FEWEST_LETTERS and f" {typed}" in f" {called}"
        return begins or words <= names or names <= words


class SavedView(models.Model):
    """Finds, when it is opened, what its filters find then; ``query`` is the list's address."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    name = models.CharField(_("name"), max_length=NAME_MAX)
    query = models.TextField(editable=False, blank=True)
    is_shared = models.BooleanField(_("shared with all who see comments"), default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="comments_view_named_once")
        ]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")

    def __str__(self) -> str:
        return self.name
