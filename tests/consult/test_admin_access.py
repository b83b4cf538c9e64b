"""Every admin address of ours, asked by every role: who may is said here, nobody else gets in."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from consult.staff import StaffView
from tests.factories import make_comment, make_policy, make_user

ROLES = ("Editors", "Moderators", "Analysts", "Approvers", "Clerks", "")
OURS = ("consult", "home", "policies", "comments", "analysis", "reports")

# The longest name that an address begins with decides; the value says who may open it.
ALLOWED = {
    "wagtailsnippets_home_": {"Editors"},
    "wagtailsnippets_policies_": {"Editors"},
    "wagtailsnippets_comments_comment:": {"Moderators", "Analysts"},
    "wagtailsnippets_comments_comment:moderate": {"Moderators"},
    "wagtailsnippets_comments_comment:contact": {"Analysts"},
    "wagtailsnippets_comments_comment:queue": {"Moderators"},
    "wagtailsnippets_comments_witness:": set(),
    "wagtailsnippets_comments_askedabout:": {"Editors"},
    "wagtailsnippets_comments_consenttext:": set(),
    "wagtailsnippets_comments_moderationrule:": {"Editors"},
    "wagtailsnippets_comments_memorandum:": {"Editors", "Clerks"},
    "wagtailsnippets_comments_memorandum:list": {"Editors", "Clerks", "Analysts"},
    "wagtailsnippets_comments_memorandum:inspect": {"Editors", "Clerks", "Analysts"},
    "wagtailsnippets_comments_memorandum:history": {"Editors", "Clerks", "Analysts"},
    "wagtailsnippets_comments_memorandum:usage": {"Editors", "Clerks", "Analysts"},
    "comments_memoranda:": {"Editors", "Clerks", "Analysts"},
    "wagtailsnippets_analysis_decision:": {"Analysts"},
    "wagtailsnippets_analysis_code:": {"Analysts"},
    "comments_intake:": {"Clerks"},
    "comments_bulk:": {"Clerks"},
    "comments_phone:": {"Clerks"},
    "comments_attachment": {"Moderators", "Analysts"},
    "comments_release_file": {"Moderators"},
    "comments_erase": set(),
    "analysis_admin:": {"Analysts"},
    "consultation-reports:": {"Analysts"},
    "policies_admin:": {"Editors"},
    "policy-mails:": {"Editors"},
    "invitations:": set(),
    "wagtailusers_users:": set(),
}
# Addresses that no role opens: what was received or decided is not made or unmade there.
NOBODY = (
    "wagtailsnippets_comments_comment:add",
    "wagtailsnippets_comments_comment:edit",
    "wagtailsnippets_comments_comment:delete",
    "wagtailsnippets_comments_memorandum:delete",
    "wagtailsnippets_comments_moderationrule:delete",
    "wagtailsnippets_comments_consenttext:edit",
    "wagtailsnippets_comments_consenttext:delete",
    "wagtailsnippets_analysis_decision:add",
    "wagtailsnippets_analysis_decision:delete",
)


def admin_patterns() -> Iterator[tuple[str, str]]:
    """``(name with namespaces, route)`` of every address below /admin/ that is ours."""
    resolver = get_resolver()
    admin = next(p for p in resolver.url_patterns if str(p.pattern) == "admin/")
    yield from walk(admin, "admin/", ())


def walk(resolver: URLResolver, prefix: str, names: tuple[str, ...]):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from walk(pattern, route, inner)
        elif isinstance(pattern, URLPattern) and is_ours(pattern, names):
            yield ":".join((*names, pattern.name or "")), route


def is_ours(pattern: URLPattern, names: tuple[str, ...]) -> bool:
    snippet = any(name.startswith(f"wagtailsnippets_{app}_") for app in OURS for name in names)
    return snippet or pattern.callback.__module__.partition(".")[0] in OURS


def allowed(name: str) -> set[str]:
    if name.startswith(NOBODY):
        return set()
    key = max((key for key in ALLOWED if name.startswith(key)), key=len, default=None)
    assert key is not None, f"{name} is in no rule: say above who may open it"
    return ALLOWED[key]


def address(route: str, pk: int) -> str:
    """The route with a value for each of its parameters."""
    path = re.sub(r"\(\?P<\w+>[^)]*\)", str(pk), "/" + route)  # Wagtail's addresses by pattern
    path = re.sub(r"[\\^$]", "", path)
    for converter, value in (
        ("int", pk),
        ("number", pk),
        ("str", pk),
        ("uuid", uuid4()),
        ("slug", "x"),
    ):
        while f"<{converter}:" in path:
            start = path.index(f"<{converter}:")
            end = path.index(">", start)
            path = path[:start] + str(value) + path[end + 1 :]
    return path


def turned_away(response) -> bool:
    """Refused, sent to the sign-in page, or sent home with a message."""
    away = response.status_code in (301, 302) and (
        response["Location"].split("?")[0] in ("/admin/", "/admin/login/", "/en/account/sign-in/")
    )
    return response.status_code in (403, 404, 405) or away


@pytest.fixture
def comment(db):
    return make_comment(make_policy())


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [*ROLES, "anonymous"])
def test_admin__no_address_lets_a_role_do_more(client, comment, role, method):
    if role != "anonymous":
        client.force_login(make_user(role))
    found = list(admin_patterns())
    assert len(found) > 30
    for name, route in found:
        if role in allowed(name):
            continue
        response = getattr(client, method)(address(route, comment.pk))
        if response.status_code in (301, 302) and "/en/admin/" in response["Location"]:
            continue  # not found, tried once more below the language's prefix
        assert turned_away(response), f"{role or 'no role'} {method} {name}: {response.status_code}"


def test_admin__every_view_is_a_staff_view_or_one_of_wagtails_own():
    """So each asks who is allowed before anything else."""
    resolver = get_resolver()
    admin = next(p for p in resolver.url_patterns if str(p.pattern) == "admin/")
    ours = [view for view in views(admin) if view.__module__.partition(".")[0] in OURS]
    assert len(ours) > 25
    for view in ours:
        made = getattr(view, "view_class", None)
        assert made, f"{view.__module__}.{view.__name__} is a function"
        assert issubclass(made, StaffView | PermissionCheckedMixin), made


def views(resolver: URLResolver) -> Iterator[Callable]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        else:
            yield pattern.callback


@pytest.mark.parametrize(
    ("role", "url"),
    [
        ("Editors", "wagtailsnippets_home_organisation:list"),
        ("Moderators", "wagtailsnippets_comments_comment:list"),
        ("Analysts", "wagtailsnippets_comments_comment:list"),
        ("Analysts", "wagtailsnippets_analysis_decision:list"),
        ("Clerks", "comments_intake:choose"),
    ],
)
def test_admin__each_role_opens_its_own(client, comment, role, url):
    client.force_login(make_user(role))
    assert client.get(reverse(url)).status_code == 200
    home = client.get("/admin/").content.decode()
    assert reverse(url) in home
