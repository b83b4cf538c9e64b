"""Lists of snippets in the admin: nobody is offered what would then be refused."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.widgets import ListingButton
from wagtail.snippets.views.snippets import IndexView


class OfferedActionsIndexView(IndexView):
    """Shows those of the actions on many rows that this member of staff may do.

    An action says in ``is_offered_to(user)`` who may; Wagtail's own are what the permission policy
    makes of their name. The view set names `LIST_TEMPLATE`.
    """

    @cached_property
    def bulk_actions(self) -> list[type[BulkAction]]:
        names = self.model._meta.app_label, self.model._meta.model_name
        known = bulk_action_registry.get_bulk_actions_for_model(*names)
        return sorted(filter(self.is_offered, known), key=lambda action: action.action_priority)

    def is_offered(self, action: type[BulkAction]) -> bool:
        user = self.request.user
        if asked := getattr(action, "is_offered_to", None):
            return asked(user)
        return self.permission_policy.user_has_permission(user, action.action_type)

    @cached_property
    def columns(self) -> list[Column]:
        """Without boxes to tick where there is nothing to do with what is ticked."""
        columns = super().columns
        return columns if self.bulk_actions else columns[1:]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return context | {"bulk_buttons": [self.button(each) for each in self.bulk_actions]}

    def button(self, action: type[BulkAction]) -> ListingButton:
        names = [self.model._meta.app_label, self.model._meta.model_name, action.action_type]
        return ListingButton(
            action.display_name,
            reverse("wagtail_bulk_action", args=names),
            attrs={"aria-label": action.aria_label, "data-bulk-action-button": ""},
            classname=" ".join({*action.classes, "bulk-action-btn"}),
        )


LIST_TEMPLATE = "staff/snippet_list.html"
