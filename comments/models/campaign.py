"""Comments of several people that say the same in nearly the same words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.jobs.job import Job


class Campaign(models.Model):
    """A group of near-identical comments on a policy, named by the first of them.

    What belongs to it is `Comment.campaign`. A comment is in it whatever became of it, and counts.
    """

    first = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, related_name="leads", verbose_name=_("first")
    )
    size = models.PositiveIntegerField(_("comments"), default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return f"Campaign {self.pk}"


class CommentSketch(models.Model):
    """By what a comment is found to be like others; see `comments.campaigns.sketches`.

    Comments too short for that have none. Where ``is_due`` the words have changed since.
    """

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    values = models.BinaryField(default=b"")
    is_due = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["comment"], condition=models.Q(is_due=True), name="comments_sketches_due"
            )
        ]

    def __str__(self) -> str:
        return f"Sketch of comment {self.comment_id}"


class CampaignSearch(Job):
    """The standing job of finding a policy's campaigns; it is asked for again when comments come.

    ``read_to`` is the key of the last comment that has been read.
    """

    task = "comments.find_campaigns"

    policy = models.OneToOneField(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="campaign_search"
    )
    read_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Search for campaigns ({self.pk})"
