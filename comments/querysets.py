"""Reusable questions about comments."""

from functools import reduce
from operator import or_
from typing import NoReturn

from django.apps import apps
from django.db import models
from django.db.models import Count, Min, Prefetch, Q

from comments.choices import State

SEARCHED = ("text", "proposed", "reason")
# What those of a campaign share that stand for one another: who turned a letter into its contrary
# is not behind somebody else's comment.
FOLDED_BY = ("campaign", "section_key", "stance")
HEAVY = ("version__body", "version__text", "edition__front_matter")


class CommentQuerySet(models.QuerySet):
    def published(self) -> "CommentQuerySet":
        return self.filter(state=State.PUBLISHED)

    def asked_again(self) -> "CommentQuerySet":
        """Hidden ones whose authors wait for a second look."""
        return self.filter(state=State.HIDDEN, second_look__decided_at=None).exclude(
            second_look=None
        )

    def waiting(self) -> "CommentQuerySet":
        return self.filter(state=State.RECEIVED)

    def as_they_came(self) -> "CommentQuerySet":
        """Those that are shown by their policy's rule, and that no moderator has read yet."""
        return self.filter(as_it_came=True)

    def containing(self, words: str) -> "CommentQuerySet":
        """Those whose own words contain `words`, as the search of the list in the admin finds."""
        words = words.strip()
        if not words:
            return self
        anywhere = (Q(**{f"{name}__icontains": words}) for name in SEARCHED)
        return self.filter(reduce(or_, anywhere))

    def folded(self) -> "CommentQuerySet":
        """Of those that stand for one another the earliest, and all that are in no campaign."""
        alike = self.order_by().exclude(campaign=None).values(*FOLDED_BY)
        earliest = alike.annotate(earliest=Min("pk")).values("earliest")
        return self.filter(Q(campaign=None) | Q(pk__in=earliest))

    def for_display(self) -> "CommentQuerySet":
        """With everything a comment's line needs, in a constant number of queries."""
        return self._shown_with("submission__ward__sub_county")

    def for_export(self) -> "CommentQuerySet":
        """With everything a row of a file needs."""
        lines = self._shown_with("submission__ward__sub_county")
        return lines.select_related("policy", "campaign__first").order_by()

    def for_section(self) -> "CommentQuerySet":
        """With what a comment shows on the page of its section, which knows the rest."""
        return self._shown_with("submission__ward")

    def _shown_with(self, respondent: str) -> "CommentQuerySet":
        lines = self.select_related(respondent, "version", "edition").defer(*HEAVY)
        return lines.with_topics().prefetch_related("redactions")

    def for_moderation(self) -> "CommentQuerySet":
        """With what a moderator decides by; tags are no part of it."""
        related = ("policy", "submission__ward", "version", "edition", "campaign")
        return self.select_related(*related).defer(*HEAVY).prefetch_related("redactions")

    def on_record(self) -> "CommentQuerySet":
        """With what the ledger's entries were made from, and the entries."""
        related = ("submission", "version", "edition", "policy")
        return self.select_related(*related).defer(*HEAVY).with_states()

    def with_states(self) -> "CommentQuerySet":
        """With the words as they stood, and every state's entry in the ledger, newest first."""
        entries = apps.get_model("comments", "LedgerEntry").objects.select_related("ledger")
        newest_first = Prefetch("ledger_entries", entries.order_by("-revision"))
        return self.prefetch_related(newest_first, "earlier_words")

    def with_topics(self) -> "CommentQuerySet":
        """``topics`` on each: its tags' rows with the tags. `tags` would build a query for each."""
        rows = apps.get_model("comments", "TaggedComment").objects.select_related("tag")
        return self.prefetch_related(
            Prefetch("tagged_items", rows.order_by("tag__name"), to_attr="topics")
        )

    def count_by_section(self) -> dict:
        """``{section_key: {"total": n, "published": n}}``: the total is of every state."""
        rows = (
            self.order_by()
            .values("section_key")
            .annotate(
                total=Count("pk"),
                published=Count("pk", filter=Q(state=State.PUBLISHED)),
            )
        )
        return {row.pop("section_key"): row for row in rows}

    def delete(self) -> NoReturn:
        raise TypeError("Comments are never deleted: hide them, with a reason.")
