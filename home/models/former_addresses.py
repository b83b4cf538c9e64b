"""Where pages stood before they were renamed or moved: what is printed or linked stays good."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class FormerAddressQuerySet(models.QuerySet):
    def at(self, path: str) -> Self:
        """Who stood at this path below a home page, the last to leave it first."""
        return self.filter(slug=last_part(path), path=path).order_by("-pk")

    def of_others(self, page: Page) -> Self:
        """Without those of the page itself and its translations."""
        same = Page.objects.filter(translation_key=page.translation_key)
        return self.exclude(page__in=same)

    def slugs_below(self, parent: Page) -> set[str]:
        """The slugs that pages right below the parent had once."""
        start = below_home(parent.url_path)
        rows = self.filter(path__startswith=start).values_list("path", "slug")
        return {slug for path, slug in rows if path == f"{start}{slug}/"}


def below_home(url_path: str) -> str:
    """The end of a page's path in the tree, which is the same in each language."""
    return url_path.lstrip("/").partition("/")[2]


def last_part(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


class FormerAddress(models.Model):
    """A path below the home page that led to a page once; ``slug`` is its last part.

    It names neither language nor site: a page is found in the trees of all languages. Several
    pages may have stood at one path.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="former_addresses")
    path = models.TextField(_("path"))
    slug = models.CharField(_("slug"), max_length=255, db_index=True)
    left_at = models.DateTimeField(_("left at"), auto_now_add=True)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.path
