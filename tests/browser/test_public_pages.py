"""Every kind of public page, as the sample fills it, on phone and desk and in both languages."""

import html
import io
import re
from datetime import timedelta
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone, translation
from playwright.sync_api import expect
from wagtail.models import Page

from comments.channels.web import forms
from comments.models import Comment
from consult.jobs.job import JobState
from home.routing import reader_url
from policies.follow.links import confirm_url, stop_url
from policies.models import (
    EditionPlan,
    EditionSection,
    Follower,
    FollowRequest,
    PolicyPage,
    SectionPage,
)
from policies.publishing.services import change_window, publish_edition
from reports.models import Report
from sample.management.commands import demo
from tests.chromium import DESK, PHONE
from tests.factories import make_comment

ENDLESS = "barazalakatalakaunti" * 12
HOSTILE = f"{ENDLESS} <b>bold</b> =1+1 https://example.org/{ENDLESS} \u202egnp.exe"
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')


@pytest.fixture
def policy(live_server, fill_once) -> PolicyPage:
    fill_once(fill)
    return PolicyPage.objects.earliest("pk")


def fill() -> None:
    """The sample, its text changed in a second edition, with a comment that is hard to lay out."""
    edition = demo.Command(stdout=io.StringIO()).load_sample()
    policy = PolicyPage.objects.get(pk=edition.policy_id)
    user = get_user_model().objects.first()
    change_window(edition=edition, closes_at=timezone.now(), reason="Done.", user=user)
    section = SectionPage.objects.descendant_of(policy).exclude(number="").first()
    section.body.append(("paragraph", f"<p>Also {ENDLESS}.</p>"))
    section.save_revision().publish()
    SectionPage.objects.descendant_of(policy).order_by("path").last().unpublish()
    publish_edition(
        policy=policy,
        plan=EditionPlan(
            label="Draft after comments",
            opens_at=timezone.now(),
            closes_at=timezone.now() + timedelta(days=20),
        ),
    )
    hostile = {"text": HOSTILE, "proposed": HOSTILE, "quote": ENDLESS}
    make_comment(policy, state="published", name=ENDLESS[:120], **hostile)
    Report.objects.create(
        policy=policy, edition=edition, state=JobState.DONE, published_at=timezone.now()
    )


def linked(language: str) -> dict[str, str]:
    """The path of the first page of each kind that links from the first page lead to.

    Pages are of one kind when one view, or one model of page, shows them.
    """
    start = f"/{language}/"
    client, found, files, queued = Client(), {}, set(), [start]
    for path in queued:
        with translation.override(language):
            view = resolve(urlsplit(path).path).view_name
        if view in found or view in files:
            continue
        response = client.get(path, follow=True)
        if not response.headers["Content-Type"].startswith("text/html"):
            response.close()
            files.add(view)
            continue
        shown = response.context.get("page")
        kind = type(shown).__name__ if isinstance(shown, Page) else view
        if kind in found:
            continue
        found[kind] = path
        links = [urljoin(path, html.unescape(link)) for link in LINK.findall(response.text)]
        queued += [
            link
            for link in dict.fromkeys(urldefrag(link).url for link in links)
            if link.startswith(start) and link not in queued
        ]
    return found


def not_linked(policy: PolicyPage) -> dict[str, str]:
    """Pages that a form, a mail or a mistake leads to, in the active language."""
    comment = Comment.objects.filter(state="published").latest("pk")
    asked = FollowRequest.objects.create(policy=policy, address="a@example.org", language="en")
    follower = Follower.objects.create(policy=policy, language="en", frequency="daily")
    gone = EditionSection.objects.filter(version__section__live=False).latest("pk")
    at_gone = [policy.slug, gone.edition.number, gone.version_id]
    return {
        "comment": reader_url(comment.version.section),
        "receipt": reverse("comments:receipt", args=[comment.submission.printed_receipt]),
        "search": reverse("policies:search") + "?q=ward",
        "nothing found": reverse("policies:search") + f"?policy={policy.slug}&q=" + ENDLESS[:90],
        "section that left": reverse("policies:section_text", args=at_gone),
        "not open": reverse("comments:comment", args=[gone.version.section.get_parent().pk]),
        "stop": urlsplit(stop_url(follower)).path,
        "sent": reverse("policies:follow_sent", args=[policy.slug]),
        "confirm": urlsplit(confirm_url(asked)).path,
        "invalid": reverse("policies:follow_confirm", args=["no-token"]),
        "missing": reverse("policies:search") + "there-is-no-such-page/",
    }


@pytest.mark.parametrize("language", ["en", "sw"])
def test_public_pages__are_accessible_and_fit_every_screen(policy, visitor, in_order, language):
    page, faults = visitor(language=language), []
    with translation.override(language):
        paths = linked(language) | not_linked(policy)
    assert {"HomePage", "SectionPage", "policies:compare", "reports:report"} <= set(paths)
    for path in paths.values():
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 844})
            try:
                in_order(page, "")
            except AssertionError as fault:
                faults.append(f"At {width} px: {fault}")
    assert not faults, "\n\n".join(faults)


FOCUS_UNSEEN = """() => [...document.querySelectorAll("a, button, input, select, summary")]
    .filter((element) => element.checkVisibility())
    .filter((element) => element.getClientRects().length)
    .filter((element) => { element.focus(); const style = getComputedStyle(element);
        return document.activeElement === element && style.outlineStyle === "none"; })
    .map((element) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("forced", [None, "active"])
def test_public_pages__show_where_the_keyboard_is(policy, visitor, forced):
    page = visitor(width=PHONE)
    page.emulate_media(forced_colors=forced)
    with translation.override("en"):
        others = not_linked(policy)
        paths = [reader_url(policy), others["comment"], others["search"]]
    for path in paths:
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate(FOCUS_UNSEEN) == []


def test_paragraph__has_an_address_that_is_a_link_and_lands_in_view(policy, visitor):
    page = visitor(javascript=False)
    with translation.override("en"):
        path = not_linked(policy)["comment"]
    page.goto(path)
    link = page.locator(".law-address").last
    address = link.get_attribute("href")
    page.goto(f"{path}{address}")
    paragraph = page.locator(f"[id='{address[1:]}']")
    expect(paragraph).to_be_in_viewport()
    top, bottom = page.locator("header.site-header").bounding_box(), paragraph.bounding_box()
    assert bottom["y"] >= max(0, top["y"] + top["height"])


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_paragraph__is_commented_on_from_its_number_without_script(
    policy, visitor, width, monkeypatch
):
    monkeypatch.setattr(forms, "MINIMUM_SECONDS", 0)
    page = visitor(javascript=False, width=width)
    page.goto(discussed(policy))
    item = page.locator(".law-list li[id]").first
    link = item.get_by_role("link", name="Comment on this paragraph").first
    expect(link).to_be_hidden()
    item.locator(".law-mark").first.click()
    link.click()
    said = page.locator(".comment-quote").inner_text()
    page.get_by_label("I support this").check()
    page.get_by_label("Your comment").fill("As it should be.")
    page.get_by_role("button", name="Send my comment").click()
    expect(page.locator(".comment-quote")).to_have_text(said)
    assert Comment.objects.latest("pk").quote == said


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_paragraph__every_sign_leads_to_a_form(policy, visitor, width):
    page = visitor(javascript=False, width=width)
    page.goto(discussed(policy))
    blocks = page.locator(".law-block")
    assert blocks.filter(has=page.locator(".law-list")).count() > 0
    for block in blocks.all():
        links = block.get_by_role("link", name="Comment on this paragraph")
        expect(links.filter(visible=True)).to_have_count(0)
        block.locator(".law-address").click(force=True)
        unmarked = block.locator(".no-mark").count()
        expect(links.filter(visible=True)).to_have_count(max(1, unmarked))


def test_words__that_are_chosen_can_be_commented_on(policy, visitor):
    page = visitor()
    page.goto(discussed(policy))
    offer = page.get_by_role("link", name="Comment on these words")
    expect(offer).to_be_hidden()
    words = page.evaluate(CHOOSE_WORDS)
    expect(offer).to_be_in_viewport(ratio=1)
    offer.click()
    expect(page.get_by_label("The exact words you mean")).to_have_value(words)


def test_pages__are_light_and_do_not_jump(policy, visitor):
    """A first visit with styles and script, uncompressed; and nothing moves once it is shown."""
    page, loaded = visitor(width=PHONE), []
    page.on("response", lambda response: loaded.append(len(response.body())))
    with translation.override("en"):
        paths = ["/en/", reader_url(policy), not_linked(policy)["comment"]]
    for path in paths:
        loaded.clear()
        page.goto(path, wait_until="networkidle")
        assert sum(loaded) < 120_000
        assert page.evaluate(SHIFT) < 0.02


def discussed(policy: PolicyPage) -> str:
    """The path of a section whose text is a list, open for comments."""
    section = next(
        each
        for each in SectionPage.objects.live().descendant_of(policy).order_by("path")
        if each.body and each.body[0].block_type == "list"
    )
    with translation.override("en"):
        return urlsplit(reader_url(section)).path


CHOOSE_WORDS = """() => {
    const item = document.querySelector(".law-list li > div");
    const texts = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
    while (texts.nextNode().data.trim().length < 12);
    const range = document.createRange();
    range.setStart(texts.currentNode, 0);
    range.setEnd(texts.currentNode, 12);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString().trim();
}"""


SHIFT = """() => new Promise((tell) => {
    let sum = 0;
    const seen = (list) => list.getEntries().forEach((entry) => (sum += entry.value));
    new PerformanceObserver(seen).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => tell(sum), 100);
})"""
