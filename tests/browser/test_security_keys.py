"""A security key, which Chromium makes up: set up, used, removed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories import make_user
from tests.factories.users import PASSWORD


@pytest.fixture
def user(transactional_db, settings, live_server):
    settings.SECOND_FACTOR = True
    settings.PUBLIC_URL = live_server.url
    return make_user("Superuser")


def plug_in(page: Page):
    """A key in this browser; returns what can take it out again."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    return lambda: session.send("WebAuthn.removeVirtualAuthenticator", key)


def sign_in(page: Page, user) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.goto(reverse("account_logout"))
    page.get_by_role("button", name="Sign out").click()


def test_security_key__is_set_up_used_to_sign_in_and_removed(visitor, in_order, user):
    page = visitor()
    plug_in(page)
    sign_in(page, user)
    page.get_by_role("link", name="Add a security key").click()
    in_order(page, "Add a security key")
    page.get_by_label("What you call this key").fill("Blue key")
    page.get_by_role("button", name="Add the key").click()
    in_order(page, "Recovery codes")

    sign_out(page)
    sign_in(page, user)
    in_order(page, "One more step")
    page.get_by_role("button", name="Use a security key").click()
    expect(page).to_have_url(re.compile("/admin/$"))

    page.goto(reverse("mfa_index"))
    page.get_by_role("listitem").filter(has_text="Blue key").get_by_role("link").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    in_order(page, "Remove this key?")
    page.get_by_role("button", name="Remove").click()
    in_order(page, "Your second factor")
    assert not Authenticator.objects.exists()


def test_security_key__that_does_not_answer_is_said_to_be_missing(visitor, user):
    page = visitor()
    pull_out = plug_in(page)
    sign_in(page, user)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page)
    sign_in(page, user)
    pull_out()
    plug_in(page)
    page.get_by_role("button", name="Use a security key").click()
    expect(page.get_by_role("alert")).to_contain_text("No key answered")
