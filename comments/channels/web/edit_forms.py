"""The form in which who holds the receipt changes a comment's words: not who, nor where."""

from typing import Any, Self, cast

from django import forms
from django.http import QueryDict

from comments.channels.web.forms import CommentForm
from comments.models import Comment
from comments.models.comment import ADDED
from comments.register.first_state import rule_of
from policies.models import PolicyTag, SectionVersion

KEPT = ("stance", "text", *ADDED, "tags", "paragraph", "quote", "seen", "told_at_once")


class EditForm(CommentForm):
    """Filled with what the comment says. It has no stamp: ``seen`` tells a second sending.

    ``seen`` is the state of the words that its author had before them, ``told_at_once`` whether
    the form said that new ones are shown at once.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_767)
    told_at_once = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, comment: Comment, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        tags = PolicyTag.objects.filter(pk__in=_offered(comment)).order_by("name")
        super().__init__(
            *args,
            newest=comment.version,
            versions=SectionVersion.objects.none(),
            policy=comment.policy,
            visit=None,
            tags=tags,
            questions=(),
            initial=_said(comment) | (initial or {}),
            **kwargs,
        )
        for name in self.fields.keys() - set(KEPT):
            del self.fields[name]

    def check_speaker(self) -> None:
        """Who holds the receipt is asked no more."""

    def take_kept_files(self) -> None:
        """What came with the comment stays as it is."""

    def check_pace(self) -> None:
        """No script has a receipt."""

    def identifier(self) -> str:
        """None: what is edited has one."""
        return ""

    def after_others(self, comment: Comment) -> Self:
        """The same bound form, which now knows how the comment stands."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(comment.revision)
        self.data = data
        return self


def _offered(comment: Comment) -> set[int]:
    """Topics of the policy, and those that the comment has."""
    chosen = comment.tags.values_list("pk", flat=True)
    return {*comment.policy.tags.values_list("pk", flat=True), *chosen}


def _said(comment: Comment) -> dict[str, Any]:
    said = {name: getattr(comment, name) for name in ("stance", "text", *ADDED, "quote")}
    tags = list(comment.tags.values_list("pk", flat=True))
    said |= {"paragraph": comment.block_id, "tags": tags, "seen": comment.revision}
    return said | {"told_at_once": rule_of(comment.policy_id).shows_at_once}
