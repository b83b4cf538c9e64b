"""A real Chromium: pages as people with and without JavaScript, on phone and desk, get them."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE, DESK = 390, 1280
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium: apt install chromium, or name one in CHROMIUM")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections.close_all()
        with sync_playwright() as playwright:
            # Playwright runs an event loop in this thread. Beside a loop Django refuses plain
            # queries unless told otherwise, and opens other connections than before.
            browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
            yield browser
            browser.close()
            connections.close_all()


@dataclass
class Pages:
    """Opens pages on the live server and remembers what they did wrong."""

    browser: Browser
    base_url: str
    faults: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self, *, javascript: bool = True, width: int = DESK, language: str = "en", user=None
    ) -> Page:
        """A page of a new visitor; paths are relative to the site. ``user`` is signed in."""
        context = self.browser.new_context(
            base_url=self.base_url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 844},
            locale=language,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        context.route(lambda url: not self._is_ours(url), self._refuse)
        if user is not None:
            self.sign_in(context, user)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._on_console(page, message))
        return page

    def sign_in(self, context: BrowserContext, user) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base_url}])

    def _is_ours(self, url: str) -> bool:
        return url.startswith((self.base_url, "data:", "blob:", "about:"))

    def _refuse(self, route, request) -> None:
        self.faults.append(f"asked another host: {urlsplit(request.url).hostname} ({request.url})")
        route.abort()

    def _on_console(self, page: Page, message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(f"{page.url}: {message.text}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def new_page(chromium, live_server) -> Iterator[Pages]:
    """``new_page(javascript=False, width=PHONE, language="sw", user=None)`` → a Playwright page.

    At the end no page may have asked another host for anything, broken its content security
    policy, or raised an error in its script. A test that means to do so clears ``faults``.
    """
    pages = Pages(chromium, live_server.url)
    yield pages
    pages.close()
    assert pages.faults == []


@pytest.fixture
def page(new_page) -> Page:
    """An English page on a desk, with JavaScript."""
    return new_page()


SCRIPTS_ARE_OFF = """() => {
    const probe = document.createElement("div");
    probe.innerHTML = "<noscript><p></p></noscript>";
    return probe.querySelector("p") !== null;
}"""


FIND_VIOLATIONS = """options => axe.run(options).then(results => results.violations)"""
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG_22_AA},
    "resultTypes": ["violations"],
    "selectors": False,
    # Not stylesheets: axe would look for what they import beside the page. No rule here reads them.
    "preload": {"assets": ["media"]},
}


def _violations(page: Page, within: str | None) -> list[dict]:
    """What axe finds. It needs timers, so a page without JavaScript is shown again with it.

    The copy has the very same markup and style, and none of its own scripts is let through.
    """
    if not page.evaluate(SCRIPTS_ARE_OFF):
        return _run_axe(page)
    markup, size = page.content(), page.viewport_size
    context = page.context.browser.new_context(viewport=size, reduced_motion="reduce")
    copy = context.new_page()
    copy.route("**/*.js", lambda route: route.abort())
    copy.route(page.url, lambda route: route.fulfill(body=markup, content_type="text/html"))
    copy.goto(page.url)
    try:
        return _run_axe(copy)
    finally:
        context.close()


def _run_axe(page: Page) -> list[dict]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(FIND_VIOLATIONS, AXE_OPTIONS)


@pytest.fixture
def axe() -> Callable[..., None]:
    """``axe(page)`` fails if the page breaks a WCAG 2.2 A or AA rule that axe can see.

    ``within="main"`` looks at what a selector finds alone: in the admin, the frame is Wagtail's.
    """

    def check(page: Page, within: str | None = None) -> None:
        told = [
            f"{rule['id']}: {rule['help']}\n"
            + "\n".join(f"  {node['html']}\n  {node['failureSummary']}" for node in rule["nodes"])
            for rule in _violations(page, within)
        ]
        assert not told, f"{page.url} breaks {len(told)} rules:\n" + "\n".join(told)

    return check
