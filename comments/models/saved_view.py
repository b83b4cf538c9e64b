"""The list of comments as somebody narrowed and sorted it, under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_MAX = 80


class SavedViewQuerySet(models.QuerySet):
    def offered_to(self, user: models.Model) -> "SavedViewQuerySet":
        """One's own, and what colleagues share, by name."""
        return self.filter(Q(owner=user) | Q(is_shared=True)).order_by("name", "pk")


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
