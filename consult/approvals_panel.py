"""On the admin's first page: what waits for one's approval, to be given without JavaScript."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState


class ApprovalsPanel(Component):
    """Beside Wagtail's own panel, whose buttons are scripts: shown where there are none."""

    name = "approvals"
    order = 105
    template_name = "staff/approvals_panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        states = TaskState.objects.reviewable_by(self.user).filter(
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page)
        )
        states = states.select_related("revision__user", "workflow_state").order_by("started_at")
        waiting = {state: int(state.workflow_state.object_id) for state in states}
        pages = Page.objects.specific().in_bulk(waiting.values())
        shown = [(pages[pk], state) for state, pk in waiting.items() if pk in pages]
        return {"waiting": [{"page": page, "state": state} for page, state in shown]}
