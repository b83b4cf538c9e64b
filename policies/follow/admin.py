"""What became of the mails to followers, in Wagtail's admin: states and errors, no address."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from policies.models import Delivery, MailState
from policies.permissions import AnyUser
from texts.kept_words import said


class SeenByEditors(ModelPermissionPolicy):
    """Whoever may see editions may see what was mailed about them; nobody changes it."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return action == "view" and user.has_perm("policies.view_edition")

    def user_has_any_permission(self, user: AnyUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class DeliveryIndexView(IndexView):
    any_permission_required = ["view"]
    default_ordering = "-pk"
    list_filter = ["state"]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.select_related("update", "follower__policy")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("update", label=_("Update"), accessor="update.title"),
            Column("policy", label=_("Policy"), accessor="follower.policy.title"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda delivery: delivery.state == MailState.SENT,
            ),
            Column("attempts", label=_("Attempts"), accessor="attempts"),
            Column("error", label=_("Error"), accessor=lambda row: said(row.error)),
            DateColumn("due_at", label=_("To be sent from"), sort_key="due_at"),
            DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        ]


class DeliveryViewSet(ModelViewSet):
    """Listed; there is no view that adds, edits or deletes."""

    model = Delivery
    name = "policy-mails"
    icon = "mail"
    menu_label = _("E-mails to followers")
    menu_name = "policy-mails"
    menu_order = 320
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = DeliveryIndexView
    form_fields: list[str] = []

    @property
    def permission_policy(self) -> SeenByEditors:
        return SeenByEditors(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the names of views that there are not."""
        kwargs = super().get_common_view_kwargs(**kwargs)
        gone = ("add", "edit", "delete", "history", "usage")
        return {key: value for key, value in kwargs.items() if key.split("_")[0] not in gone}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
