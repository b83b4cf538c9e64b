"""Who may see, ask for and download reports in the admin."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from wagtail.permission_policies import ModelPermissionPolicy

from reports.models import Report

ACTIONS = ("add", "view", "download")


class ReportPermissionPolicy(ModelPermissionPolicy):
    """Reports are asked for, read and downloaded; never edited or deleted, not by anybody."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in ACTIONS and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


report_permissions = ReportPermissionPolicy(Report)
