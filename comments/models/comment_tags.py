"""Two vocabularies, kept apart: citizens' tags and analysts' codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from policies.models import PolicyTag


class TaggedComment(ItemBase):
    """A tag that the respondent chose from the policy's list."""

    tag = models.ForeignKey(PolicyTag, on_delete=models.PROTECT, related_name="tagged_comments")
    content_object = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object"], name="comments_tag_once_a_comment"
            )
        ]


class Code(TagBase):
    """A tag of the policy's coding frame, given by analysts."""

    policy = models.ForeignKey(
        "policies.PolicyPage",
        on_delete=models.CASCADE,
        related_name="codes",
        verbose_name=_("policy"),
    )
    name = models.CharField(_("name"), max_length=100)
    free_tagging = False

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "name"], name="comments_code_once_a_policy")
        ]
        verbose_name = _("code")
        verbose_name_plural = _("codes")


class CodedComment(ItemBase):
    """A code that an analyst gave to a comment."""

    tag = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="coded_comments")
    content_object = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="coded_items"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object"], name="comments_code_once_a_comment"
            )
        ]
