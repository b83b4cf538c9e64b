"""Who may decide on comments in the admin."""

from django.contrib.auth.models import AnonymousUser, User
from wagtail.permission_policies import ModelPermissionPolicy


class DecisionPermissionPolicy(ModelPermissionPolicy):
    """A decision is made for comments chosen in their list, and stays: it can be changed."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action not in ("add", "delete") and super().user_has_permission(user, action)


def may_decide(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("analysis.add_decision")
