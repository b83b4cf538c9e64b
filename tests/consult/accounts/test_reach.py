"""Every address of the admin, Wagtail's among them, asked by every role for a draft's title."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from policies.models import PolicyPage
from tests.consult.accounts.test_gate import admin_routes
from tests.factories import make_policy, make_user

WORD, PRIVATE = "Zumaridi", "Kipepeo"
FOR_ALL_STAFF = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
# What else of Wagtail's a role may open; our own addresses are in `test_admin_access`.
OF_WAGTAIL = {
    "Clerks": FOR_ALL_STAFF,
    "Moderators": FOR_ALL_STAFF,
    "Analysts": FOR_ALL_STAFF,
    "Approvers": FOR_ALL_STAFF,
}
# Comments on an edition are entered, answered and reported on though its policy is private.
OF_EDITIONS = {
    "Clerks": {"choose", "upload"},
    "Moderators": {"list"},
    "Analysts": {"add", "frames", "index", "list", "new"},
    "Approvers": set(),
}
CHOOSERS = [
    "/admin/choose-page/",
    f"/admin/choose-page/search/?q={WORD}",
    f"/admin/api/main/pages/?search={WORD}",
    "/admin/api/main/documents/",
    "/admin/api/main/images/",
    "/admin/pages/",
    "/admin/reports/site-history/",
    "/admin/workflows/task_chooser/",
    "/admin/users/",
    "/admin/images/chooser/",
    "/admin/documents/chooser/",
    "/admin/tag-autocomplete/?term=a",
]
LEFT_OUT = {"wagtailadmin_error_test", "wagtailadmin_logout"}


@pytest.fixture
def draft(db):
    """A policy that was never published; beside it a private one with an edition."""
    private = make_policy(1)
    restriction = PageViewRestriction.PASSWORD
    PageViewRestriction.objects.create(page=private, restriction_type=restriction, password="x")
    private.title = private.draft_title = PRIVATE
    private.save()
    draft = PolicyPage(title=WORD, slug="draft", live=False)
    private.get_parent().add_child(instance=draft)
    draft.save_revision()
    return draft


def opened(client, page) -> dict[str, bytes]:
    """What of the addresses answers with 200, by name."""
    answers, numbers = {}, (page.pk, page.get_parent().pk)
    for name, path in admin_routes():
        if name in LEFT_OUT:
            continue
        for url in dict.fromkeys(path.replace("/1/", f"/{number}/") for number in numbers):
            response = client.get(url)
            if response.status_code == 200:
                body = b"".join(response) if response.streaming else response.content
                answers[name or path] = answers.get(name or path, b"") + body
    return answers


@pytest.mark.parametrize("role", OF_WAGTAIL)
def test_admin__shows_no_draft_and_no_private_page_to_who_keeps_none(client, draft, role):
    client.force_login(make_user(role))
    answers = opened(client, draft)
    assert {name for name, body in answers.items() if WORD.encode() in body} == set()
    assert {name for name, body in answers.items() if PRIVATE.encode() in body} <= OF_EDITIONS[role]
    wagtails = {name for name in answers if name.startswith("wagtailadmin")}
    assert wagtails <= OF_WAGTAIL[role]


@pytest.mark.parametrize("role", OF_WAGTAIL)
def test_chooser__is_closed_to_who_keeps_no_page(client, draft, role):
    client.force_login(make_user(role))
    for path in CHOOSERS:
        assert client.get(path).headers.get("Location") == "/admin/", path
        fragment = client.get(path, headers={"X-Requested-With": "XMLHttpRequest"})
        assert fragment.status_code == 403, path


@pytest.mark.parametrize("role", OF_WAGTAIL)
def test_bulk_action__on_pages_is_closed_to_who_keeps_none(client, draft, role):
    client.force_login(make_user(role))
    for action in ("delete", "move", "publish", "unpublish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        page = client.get(f"{url}?id={draft.pk}", follow=True).content.decode()
        assert WORD not in page, action


@pytest.mark.parametrize("path", ["/admin/choose-page/", "/admin/pages/", "/admin/api/main/pages/"])
def test_chooser__is_open_to_editors(client, draft, path):
    client.force_login(make_user("Editors"))
    assert client.get(path).status_code == 200


def test_users__are_listed_to_administrators_alone(client, db):
    client.force_login(make_user("Editors"))
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302


def test_admin__tells_who_has_no_role_so_and_sends_them_round_no_circle(client, db):
    client.force_login(make_user())
    assert client.get("/admin/", follow=True).status_code == 403
