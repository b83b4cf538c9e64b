"""What the staff pages of every app stand on."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from consult.staff import StaffView
from tests.factories import make_user, sign_in


class ForgetfulView(StaffView):
    """Does not say who may."""

    def get(self, request):
        return HttpResponse("seen")


class OpenView(ForgetfulView):
    def is_allowed(self) -> bool:
        return self.request.user.is_superuser


def ask(view: type[StaffView], rf, role: str) -> HttpResponse:
    request = rf.get("/")
    request.user = make_user(role)
    return view.as_view()(request)


def test_staff_view__that_says_nothing_is_for_nobody(db, rf):
    with pytest.raises(PermissionDenied):
        ask(ForgetfulView, rf, "Superuser")


def test_staff_view__asks_who_may_before_anything_else(db, rf):
    assert ask(OpenView, rf, "Superuser").content == b"seen"
    with pytest.raises(PermissionDenied):
        ask(OpenView, rf, "Editors")


def test_our_stylesheet__is_on_wagtails_pages_too(client, db):
    sign_in(client, "Superuser")
    assert '/css/editors.css"' in client.get("/admin/users/").content.decode()


def test_our_stylesheet__uncovers_the_page_where_no_script_runs(client, db):
    """The menu of Wagtail is empty then, and would lie over half of a narrow page."""
    sign_in(client, "Editors")
    page = client.get("/admin/").content.decode()
    (without,) = re.findall(r'<noscript><link rel="stylesheet" href="([^"]+)"></noscript>', page)
    file = finders.find(without.removeprefix("/static/"))
    assert ".sidebar-loading" in Path(file).read_text()
    assert 'class="sidebar-loading"' in page
