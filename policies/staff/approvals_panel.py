"""On the admin's first page: what waits for one's approval, to be given without JavaScript."""

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState


class ApprovalsPanel(Component):
    """Beside Wagtail's own panel, whose buttons are scripts: shown where there are none."""

    name = "approvals"
    order = 105
    template_name = "policies/admin/approvals_panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        states = TaskState.objects.reviewable_by(self.user)
        states = states.select_related("revision__user", "task", "workflow_state")
        waiting = [
            {"page": page.specific, "state": state}
            for state in states.order_by("started_at")
            if isinstance(page := state.workflow_state.content_object, Page)
        ]
        return {"waiting": waiting}
