"""On the dashboard: how many comments wait for somebody, by policy."""

from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from wagtail.admin.ui.components import Component

from comments.querysets import CommentQuerySet


class WaitingPanel(Component):
    """Comments that wait; ``narrowed`` is the query that finds them in the list of comments."""

    order = 10
    template_name = "comments/admin/waiting_panel.html"

    def __init__(
        self, name: str, heading: str | Promise, waiting: CommentQuerySet, narrowed: str
    ) -> None:
        self.name, self.heading, self.waiting, self.narrowed = name, heading, waiting, narrowed

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        counts = self.waiting.values("policy", "policy__title").annotate(count=Count("pk"))
        return {
            "id": self.name,
            "heading": self.heading,
            "policies": counts.order_by("policy__title"),
            "narrowed": self.narrowed,
        }
