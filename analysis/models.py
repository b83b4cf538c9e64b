"""What is made of comments: the codes that analysts give them, and the official decisions."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel
from wagtail.models import RevisionMixin

from analysis.choices import DecisionKind
from policies.models.editions import policy_has_an_edition


class Decision(RevisionMixin, models.Model):
    """The official answer to one or more comments on a section.

    Never deleted; every wording it had stays in its history.
    """

    policy = models.ForeignKey(
        "policies.PolicyPage",
        limit_choices_to=policy_has_an_edition,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    section_key = models.UUIDField(_("section key"), db_index=True)
    kind = models.CharField(_("answer"), max_length=20, choices=DecisionKind.choices)
    reason = models.TextField(_("reason"), max_length=3000)
    wording = models.TextField(
        _("resulting wording"),
        max_length=5000,
        blank=True,
        help_text=_("Where the text changes."),
    )
    is_published = models.BooleanField(
        _("public"), default=False, help_text=_("Shown beside the comments it answers.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    panels = [
        FieldPanel("kind"),
        FieldPanel("reason"),
        FieldPanel("wording"),
        FieldPanel("is_published"),
    ]

    class Meta:
        ordering = ["policy", "pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"


class DecidedComment(models.Model):
    """The decision that a comment has: at most one, though one may answer many comments."""

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.CASCADE, related_name="decided"
    )
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="decided")

    def __str__(self) -> str:
        return f"Decision {self.decision_id} on comment {self.comment_id}"


class Code(TagBase):
    """A tag of the policy's coding frame, given by analysts; kept apart from citizens' tags."""

    policy = models.ForeignKey(
        "policies.PolicyPage",
        limit_choices_to=policy_has_an_edition,
        on_delete=models.CASCADE,
        related_name="codes",
        verbose_name=_("policy"),
    )
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
        help_text=_("The broader code that this one belongs to, if it belongs to one."),
    )
    definition = models.TextField(
        _("definition"),
        max_length=2000,
        blank=True,
        help_text=_("What a comment says that gets this code, and what does not."),
    )
    free_tagging = False

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "policy",
                Lower("name"),
                name="analysis_code_once_a_policy",
                violation_error_message=_("The policy has a code of this name already."),
            )
        ]
        verbose_name = _("code")
        verbose_name_plural = _("codes")

    def clean(self) -> None:
        """A code is part of one of its own policy, and of none that is part of it."""
        super().clean()
        above, seen = self.parent, {self.pk}
        if above and above.policy_id != self.policy_id:
            raise ValidationError({"parent": _("Choose a code of the same policy.")})
        while above:
            if above.pk in seen:
                raise ValidationError({"parent": _("A code cannot be part of itself.")})
            seen.add(above.pk)
            above = above.parent


class CodedComment(ItemBase):
    """A code that an analyst gave to a comment: each for themselves, so that two can be compared.

    Without a ``coder`` it is one whose account is gone.
    """

    tag = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="coded_comments")
    content_object = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="coded_items"
    )
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    coded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object", "coder"], name="analysis_code_once_a_coder"
            )
        ]
