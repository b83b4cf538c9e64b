"""Citizens' tags: analysts' codes are kept apart, with those who give them."""

from django.db import models
from taggit.models import ItemBase

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
