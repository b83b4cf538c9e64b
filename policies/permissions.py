"""Who may import policies, publish editions and move windows: page rights, and one of the model."""

from django.contrib.auth.models import AnonymousUser, User
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from policies.models import PolicyImport, PolicyIndexPage, PolicyPage

AnyUser = User | AnonymousUser

PUBLISH_EDITION = "policies.add_edition"
CHANGE_WINDOW = "policies.change_edition"


def import_index(user: AnyUser) -> PolicyIndexPage | None:
    """The list of policies below which the user may make one, if any."""
    if not PagePermissionPolicy().user_has_permission(user, "add"):
        return None
    indexes = PolicyIndexPage.objects.filter(locale=Locale.get_default()).order_by("path")
    return next((i for i in indexes if i.permissions_for_user(user).can_add_subpage()), None)


def may_import(user: AnyUser) -> bool:
    return import_index(user) is not None


def may_reimport(user: AnyUser, policy: PolicyPage) -> bool:
    """A new text for the policy is published at once, so it takes all of this."""
    rights = policy.permissions_for_user(user)
    return rights.can_add_subpage() and rights.can_edit() and may_publish_edition(user, policy)


def may_see(user: AnyUser, row: PolicyImport) -> bool:
    return may_reimport(user, row.target) if row.target else may_import(user)


def may_publish_edition(user: AnyUser, policy: PolicyPage) -> bool:
    return user.has_perm(PUBLISH_EDITION) and _may_publish(user, policy)


def may_publish_import(user: AnyUser) -> bool:
    """Whether a policy that the user imports could be published by the user at once."""
    index = import_index(user) if user.has_perm(PUBLISH_EDITION) else None
    return index is not None and index.permissions_for_user(user).can_publish_subpage()


def may_explain(user: AnyUser, policy: PolicyPage) -> bool:
    """Whether the user may write plain words; each section asks once more."""
    return policy.permissions_for_user(user).can_edit()


def may_change_window(user: AnyUser, policy: PolicyPage) -> bool:
    return user.has_perm(CHANGE_WINDOW) and _may_publish(user, policy)


def may_withdraw(user: AnyUser, policy: PolicyPage) -> bool:
    """Who may close the window for good may withdraw, and bring back."""
    return policy.live and may_change_window(user, policy)


def _may_publish(user: AnyUser, page: Page) -> bool:
    return page.permissions_for_user(user).can_publish() or (
        page.permissions_for_user(user).can_publish_subpage()
    )
