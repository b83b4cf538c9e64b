"""Who may see and moderate comments in the admin."""

from wagtail.permission_policies import ModelPermissionPolicy


class CommentPermissionPolicy(ModelPermissionPolicy):
    """Comments are read and moderated, never added, edited or deleted: not by anybody."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def may_moderate(user) -> bool:
    return user.is_active and user.has_perm("comments.moderate_comment")
