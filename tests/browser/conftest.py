"""Visitors and staff in a real browser, and what every public page must keep to."""

import faulthandler
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.chromium import Pages
from tests.factories.users import PASSWORD
from tests.smtp import smtp_sink  # noqa: F401 - a fixture for the tests of this folder

NARROWEST = 320
PATIENCE_MS = 30_000
SAYS_NO = "responded with a status of 4"

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(autouse=True)
def _as_long_as_it_takes() -> None:
    """Every wait in here has its own limit, so no limit is needed on a whole walk."""
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture
def visitor(new_page: Pages) -> Callable[..., Page]:
    """``visitor(javascript=False, …)`` → a page in whose context no script may complain.

    The one complaint let through is the browser's note that the page itself says no: a form that
    came back with its errors, an address where nothing is.
    """

    def note(message: ConsoleMessage) -> None:
        address = message.page.url.partition("#")[0] if message.page else ""
        of_page = message.location["url"] == address and SAYS_NO in message.text
        if message.type == "error" and not of_page:
            new_page.faults.append(f"{address}: {message.text}")

    def open_page(**kwargs) -> Page:
        page = new_page(**kwargs)
        page.context.set_default_timeout(PATIENCE_MS)
        page.context.on("console", note)
        return page

    return open_page


@pytest.fixture
def staff(new_page: Pages) -> Callable[..., Page]:
    """``staff(user)`` → a page of a new context, signed in through the admin's own form."""

    def sign_in(user) -> Page:
        page = new_page()
        page.context.set_default_timeout(PATIENCE_MS)
        page.goto("/admin/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page).not_to_have_url(re.compile("/login/"))
        return page

    return sign_in


@pytest.fixture
def in_order(axe) -> Callable[[Page, str], None]:
    """``in_order(page, heading)``: the page has come, is accessible, and fits a small phone."""

    def check(page: Page, heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        page.wait_for_load_state()
        axe(page)
        size = page.viewport_size
        page.set_viewport_size({"width": NARROWEST, "height": 844})
        _assert_fits(page)
        page.set_viewport_size(size)

    return check


def _assert_fits(page: Page) -> None:
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.body.querySelectorAll("*")]
            .filter((element) => element.getBoundingClientRect().right > innerWidth)
            .map((element) => element.outerHTML.slice(0, 160))"""
    )
    assert wide == [], f"{page.url} scrolls sideways at {NARROWEST} px"
