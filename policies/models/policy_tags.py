"""The tags a policy offers to those who comment on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel

from home.models.network import BilingualName


class PolicyTag(BilingualName, TagBase):
    """A topic in both languages; each policy chooses its own list of them."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    free_tagging = False

    panels = [FieldPanel("name"), FieldPanel("name_sw"), FieldPanel("slug")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.label


class TaggedPolicy(ItemBase):
    tag = models.ForeignKey(PolicyTag, on_delete=models.CASCADE, related_name="tagged_policies")
    content_object = ParentalKey(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="tagged_items"
    )
