"""The tags a policy offers to those who comment on it."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel

from home.models.network import BilingualName


class PolicyTag(BilingualName, TagBase):
    """A topic in both languages; each policy chooses its own list of them."""

    free_tagging = False

    panels = [FieldPanel("name"), FieldPanel("name_sw")]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="policies_tag_once_in_any_case",
                violation_error_message=_("There is a tag of this name already."),
            )
        ]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.label


class TaggedPolicy(ItemBase):
    tag = models.ForeignKey(PolicyTag, on_delete=models.CASCADE, related_name="tagged_policies")
    content_object = ParentalKey(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="tagged_items"
    )
