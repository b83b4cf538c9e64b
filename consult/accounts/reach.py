"""What of Wagtail's own admin a role reaches that has no page to work on.

Wagtail lets everybody in the admin choose from all pages, drafts and private ones among them, read
the history of the site and ask its programming interface. Who keeps no page needs none of it. What
is named here is open to all staff; our own views, and lists of snippets, ask for themselves; a text
that waits to be approved is open to those whose word it waits for; the rest is for those who keep
pages.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import TaskState
from wagtail.snippets.models import get_snippet_models

ADMIN = "/admin/"
FOR_ALL_STAFF = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
OF_APPROVALS = {"workflow_action", "collect_workflow_action_data", "workflow_preview"}
ASK_THEMSELVES = ("wagtailsnippets_", "wagtailusers_", "wagtailadmin_dismissibles")


def is_out_of_reach(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether the view is one of Wagtail's about pages, and who asks keeps none."""
    match, user = request.resolver_match, request.user
    if match is None or not match.route.startswith(ADMIN.lstrip("/")) or user.is_anonymous:
        return False
    return not (_is_for_all(match, view) or _keeps_pages(user) or _is_waited_for(match, user))


def _is_waited_for(match: ResolverMatch, user: User) -> bool:
    """Whether the page in the address waits for the approval of who asks."""
    if match.url_name not in OF_APPROVALS or "page_id" not in match.kwargs:
        return False
    waiting = TaskState.objects.reviewable_by(user)
    return waiting.filter(revision__object_id=str(match.kwargs["page_id"])).exists()


def _is_for_all(match: ResolverMatch, view: Callable[..., Any]) -> bool:
    if not view.__module__.startswith("wagtail."):
        return True
    if match.url_name == "wagtail_bulk_action":
        return _is_of_snippets(**match.kwargs)
    names = (*match.namespaces, match.url_name or "")
    return match.url_name in FOR_ALL_STAFF or any(name.startswith(ASK_THEMSELVES) for name in names)


def _is_of_snippets(app_label: str, model_name: str, **_kwargs: Any) -> bool:
    """Whether a bulk action is one of snippets, which ask; that of pages lists what it is given."""
    return any(
        (model._meta.app_label, model._meta.model_name) == (app_label, model_name.lower())
        for model in get_snippet_models()
    )


def _keeps_pages(user: User | AnonymousUser) -> bool:
    return user.is_superuser or user_has_any_page_permission(user)
