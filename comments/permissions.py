"""Who may see, moderate and enter comments in the admin."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, User
from wagtail.permission_policies import ModelPermissionPolicy


class CommentPermissionPolicy(ModelPermissionPolicy):
    """Comments are read and moderated, never added, edited or deleted: not by anybody."""

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user: User | AnonymousUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def may_see(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("comments.view_comment")


def may_moderate(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("comments.moderate_comment")


def moderating_role(user: User) -> str:
    """The group that lets somebody moderate; empty for an administrator, who is in none for it.

    Kept with what is done, so that a log for the public can tell of roles and name nobody.
    """
    if user.is_superuser:
        return ""
    groups = user.groups.filter(permissions__codename="moderate_comment").order_by("name")
    return groups.values_list("name", flat=True).first() or ""


def may_erase(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("comments.erase_comment")


def may_see_contact(user: User | AnonymousUser) -> bool:
    """Those who answer: how to reach a respondent is given for an answer alone."""
    return may_see(user) and user.has_perm("comments.see_contact")


def may_enter(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("comments.add_submission")
