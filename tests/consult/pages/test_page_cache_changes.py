"""Every change that readers can see is seen at once, whichever way it is made."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from analysis.models import Decision
from analysis.services import publish_decisions
from comments.choices import HiddenReason
from comments.merkle.checker import SignedNote, cosigned, witness_key
from comments.models import Ledger, Witness
from comments.moderation.services import moderate
from comments.register.ledger.checkpoints import keep_checkpoint
from comments.register.services import withdraw
from consult.pages import dependencies, page_cache
from home.models import ContactSettings, MeetingPage, Theme, UpdatePage
from policies.models import PolicyPage
from policies.publishing.services import change_window
from policies.publishing.withdrawal import withdraw_policy
from reports import compiling
from reports.services import publish_report, request_report
from tests.comments.channels.web.test_views import filled, url_of
from tests.factories import make_comment, make_decision, make_policy, make_user
from tests.policies.readers_sample import change_text, get, next_edition, section, translated

pytestmark = pytest.mark.django_db

POLICY = "/en/policies/water/"
SECTION = "/en/policies/water/section-1/"


@pytest.fixture(autouse=True)
def _kept(monkeypatch) -> None:
    """Keep pages although the test is one transaction: `committed` ends it as far as they know."""
    monkeypatch.setattr(page_cache, "connection", SimpleNamespace(in_atomic_block=False))


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    @contextmanager
    def commit():
        connection.run_on_commit = []
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return commit


@pytest.fixture
def policy() -> PolicyPage:
    return make_policy(
        2, slug="water", title="Water Policy", tags=("Fees",), summary="What is at stake."
    )


def shown(path: str) -> str:
    return get(path).content.decode()


def is_kept(path: str) -> bool:
    """Whether the page is answered without a question to the database."""
    with connection.execute_wrapper(_refuse):
        try:
            return get(path).status_code in (200, 304)
        except AssertionError:
            return False


def _refuse(*args):
    raise AssertionError("the database was asked")


def rename(page: Page, title: str) -> None:
    page = page.specific
    page.title = title
    page.save_revision().publish()


def theme(policy) -> None:
    policy = PolicyPage.objects.get(pk=policy.pk)
    policy.themes.add(Theme.objects.create(name="Seen", slug="seen"))
    policy.save()


def contacts(policy) -> None:
    ContactSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"sms_number": "Seen 22123"}
    )


def update(policy) -> None:
    policy.add_child(instance=UpdatePage(title="Seen", slug="seen"))


def meeting(policy) -> None:
    policy.add_child(
        instance=MeetingPage(title="Seen", slug="m", venue="Hall", starts_at=timezone.now())
    )


def extend(policy) -> None:
    edition = policy.current_edition
    later = edition.closes_at + timedelta(days=30)
    change_window(edition=edition, closes_at=later, reason="Seen", user=None)


def answered(policy) -> None:
    next_edition(policy, "Over")
    edition = policy.editions.get(number=1)
    publish_decisions(edition=edition, user=None)


def report(policy) -> None:
    made = request_report(policy=policy, edition=policy.current_edition, formats=["csv"], user=None)
    while compiling.work_on(made.pk):
        pass
    made.refresh_from_db()
    publish_report(report=made, user=None)


def move(policy) -> None:
    section(policy, 2).move(section(policy, 1), pos="first-child")


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


CHANGES: dict[str, tuple[str, Callable, str]] = {
    "a section published": (SECTION, lambda p: rename(section(p, 1), "Seen"), "Seen"),
    "a section's title, on the policy's page": (
        POLICY,
        lambda p: rename(section(p, 1), "Seen"),
        "Seen",
    ),
    "a section deleted": (POLICY, lambda p: section(p, 2).unpublish(), "-Section 2"),
    "a section moved": (SECTION, move, "In this part"),
    "a section made private": (POLICY, lambda p: restrict(section(p, 2)), "-Section 2"),
    "a section made private, in an edition": (
        "/en/policy/water/editions/1/text/",
        lambda p: restrict(section(p, 2)),
        "-Section 2",
    ),
    "a policy made private": ("/en/policies/", restrict, "-Water"),
    "a policy withdrawn": (
        SECTION,
        lambda p: withdraw_policy(policy=p, reason="Seen", user=None),
        "Seen",
    ),
    "a policy published": ("/en/", lambda p: rename(p, "Seen"), "Seen"),
    "a policy withdrawn from view": ("/en/policies/", lambda p: p.unpublish(), "-Water"),
    "a text corrected": (SECTION, lambda p: change_text(section(p, 1), "Seen."), "Seen."),
    "an edition published": (POLICY, lambda p: next_edition(p, "Seen"), "Seen"),
    "a window extended": ("/en/policy/water/editions/", extend, "Seen"),
    "a theme": (POLICY, theme, "Seen"),
    "contacts": (POLICY, contacts, "Seen 22123"),
    "an update": (POLICY, update, "Seen"),
    "a meeting": (POLICY, meeting, "Seen"),
    "a translation": (
        "/sw/policies/water/section-1/",
        lambda p: translated(section(p, 1), title="Sehemu Seen"),
        "Sehemu Seen",
    ),
    "a report published": (POLICY, report, "Consolidated report"),
    "answers published": (SECTION, answered, "Seen in the answer"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_change__is_seen_at_once(name, policy, committed):
    path, change, words = CHANGES[name]
    comment = make_comment(policy, state="published")
    make_decision(comment, reason="Seen in the answer")
    is_gone = words.startswith("-")
    words = words.removeprefix("-")
    before = shown(path)
    assert (words in before) is is_gone
    assert is_kept(path)
    with committed():
        change(policy)
    assert (words in shown(path)) is not is_gone


def test_decision__that_is_published_in_the_admin_is_seen_at_once(policy, committed):
    comment = make_comment(policy, state="published")
    make_decision(comment, reason="Our answer")
    assert "Our answer" not in shown(SECTION)
    decision = Decision.objects.get()
    decision.is_published = True
    with committed():
        decision.save()
    assert "Our answer" in shown(SECTION)


def test_moderation__is_seen_at_once_and_leaves_other_sections_kept(policy, committed):
    comment = make_comment(policy, text="Words of a comment")
    other = "/en/policies/water/section-2/"
    assert "Words of a comment" not in shown(SECTION)
    shown(other)
    with committed():
        moderate(comments=[comment], state="published", user=None)
    assert is_kept(other)
    assert "Words of a comment" in shown(SECTION)
    with committed():
        moderate(
            comments=[comment], state="hidden", hidden_reason=HiddenReason.OFF_TOPIC, user=None
        )
    assert "Words of a comment" not in shown(SECTION)
    with committed():
        moderate(comments=[comment], state="published", user=None)
    assert "Words of a comment" in shown(SECTION)
    with committed():
        withdraw(comment=comment)
    assert "Words of a comment" not in shown(SECTION)


def test_comment__is_counted_after_seconds_and_for_its_author_at_once(
    policy, committed, monkeypatch
):
    made_at = timezone.now()
    _set_clock(monkeypatch, made_at)
    first = section(policy, 1)
    for path in (POLICY, SECTION, "/en/"):
        assert "1 comment" not in shown(path)
    other = "/en/policies/water/section-2/"
    shown(other)
    author = Client()
    with committed():
        receipt = author.post(url_of(first), filled(first, text="My own words"))
    assert "My own words" in author.get(receipt["Location"]).content.decode()
    _set_clock(monkeypatch, made_at + timedelta(seconds=4.9))
    assert is_kept(SECTION)
    assert "1 comment" not in shown(SECTION)
    assert "1 comment" in author.get(SECTION).content.decode()
    assert "1 comment" not in shown(POLICY)
    _set_clock(monkeypatch, made_at + timedelta(seconds=5.1))
    for path in (POLICY, "/en/"):
        assert "1 comment" in shown(path)
    assert is_kept(other)


def _set_clock(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_phase__changes_at_the_moment_the_window_says(policy, monkeypatch):
    edition = policy.current_edition
    for path in (POLICY, SECTION, "/en/"):
        assert "Open for comments" in shown(path) or "Give your views" in shown(path)
        assert is_kept(path)
    _set_clock(monkeypatch, edition.closes_at + timedelta(seconds=0.001))
    assert "Closed for comments" in shown(POLICY)
    assert "Give your views" not in shown(SECTION)
    assert "Water" not in shown("/en/")


def test_phase__says_until_when_it_holds(policy):
    with dependencies.gather() as made:
        assert policy.phase == "open"
    assert made.until == policy.current_edition.closes_at


def test_phase__of_a_page_that_was_kept_before_the_window_opened(committed, monkeypatch):
    policy = make_policy(1, slug="water", open=False)
    opens_at = timezone.now() + timedelta(seconds=90)
    next_edition(policy, "Next", opens_at=opens_at)
    assert "Opens soon" in shown(POLICY)
    assert is_kept(POLICY)
    _set_clock(monkeypatch, opens_at - timedelta(seconds=0.001))
    assert is_kept(POLICY)
    _set_clock(monkeypatch, opens_at)
    assert "Opens soon" not in shown(POLICY)


def test_meeting__is_past_at_its_end(policy, monkeypatch):
    ends_at = timezone.now() + timedelta(seconds=30)
    policy.add_child(
        instance=MeetingPage(title="Forum", slug="forum", venue="Hall", starts_at=ends_at)
    )
    path = f"{POLICY}forum/"
    assert "has taken place" not in shown(path)
    assert is_kept(path)
    _set_clock(monkeypatch, ends_at + timedelta(seconds=0.001))
    assert "has taken place" in shown(path)


def test_staff__see_their_bar_and_nobody_else_does(policy, client):
    client.force_login(make_user("Superuser"))
    assert "wagtail-userbar" in client.get(POLICY).content.decode()
    assert "wagtail-userbar" not in shown(POLICY)
    assert is_kept(POLICY)
    assert "wagtail-userbar" in client.get(POLICY).content.decode()


def test_private_page__is_never_kept_and_one_made_private_is_gone_at_once(policy, committed):
    assert get(SECTION).status_code == 200
    page = section(policy, 1)
    with committed():
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type="password", password="secret words"
        )
    locked = get(SECTION)
    assert "The county shall do" not in locked.content.decode()
    assert not locked.has_header("ETag")
    assert not is_kept(SECTION)
    reader = Client()
    form = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    reader.post(form, {"password": "secret words", "return_url": SECTION})
    assert "The county shall do" in reader.get(SECTION).content.decode()
    assert "The county shall do" not in shown(SECTION)


def test_section__is_not_at_its_address_until_it_is_published_and_then_at_once(policy, committed):
    page = section(policy, 1)
    page.unpublish()
    assert get(SECTION).status_code == 302  # to its text in the edition
    with committed():
        page.save_revision().publish()
    assert get(SECTION).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "comment/{section}/?paragraph=1",
        "receipt/",
        "policy/water/follow/",
        "search/?q=water",
        "policy/water/editions/1/download/txt/",
        "policy/water/compare/?old=1&new=1",
        "nowhere/",
    ],
)
def test_page__with_a_form_or_a_rule_of_its_own_is_never_kept(path, policy):
    path = "/en/" + path.format(section=section(policy, 1).pk)
    get(path)
    assert not is_kept(path)


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/sw/",
        "/en/policies/",
        "/sw/policies/water/",
        "/en/policy/water/editions/",
        "/en/policy/water/editions/1/",
        "/en/policy/water/editions/1/text/",
        "/en/search/",
    ],
)
def test_page__that_is_the_same_for_everybody_is_kept_with_all_its_headers(path, policy):
    first = get(path)
    assert is_kept(path)
    again = get(path)
    assert again.content == first.content
    assert again.items() == first.items()
    assert again["Content-Language"] == path[1:3]
    assert "default-src 'self'" in again["Content-Security-Policy"]
    assert again["X-Frame-Options"] == "SAMEORIGIN"
    assert not again.cookies


def test_first_address__leads_to_the_readers_language_and_is_not_kept(policy):
    for language in ("sw", "en"):
        response = get("/", headers={"Accept-Language": language})
        assert (response.status_code, response["Location"]) == (302, f"/{language}/")
        assert "Accept-Language" in response["Vary"]


def test_comment_form__can_be_sent_after_kept_pages_were_read(policy):
    reader = Client(enforce_csrf_checks=True)
    shown(SECTION)
    reader.get(SECTION)
    first = section(policy, 1)
    form = reader.get(url_of(first))
    token = form.cookies["csrftoken"].value
    sent = reader.post(url_of(first), filled(first, csrfmiddlewaretoken=token))
    assert sent.status_code == 302


def test_ledger__shows_a_checkpoint_and_its_witnesses_at_once(policy, committed, client):
    make_comment(policy, text="A view")
    ledger = Ledger.objects.get(policy=policy)
    path = f"/en/ledger/{ledger.key}/"
    assert "over 1 entry" in shown(path)
    make_comment(policy, text="Another view")
    with committed():
        note = keep_checkpoint(Ledger.objects.get(policy=policy)).note
    assert "over 2 entries" in shown(path)
    secret = Ed25519PrivateKey.generate()
    key = witness_key("witness.example/w", secret)
    with committed():
        Witness.objects.create(organisation="Illustrative Witness", key=str(key))
    body = note + cosigned(SignedNote.parse(note), key, secret, 1_790_000_000)
    with committed():
        client.post(f"/ledger/{ledger.key}/cosign", body, content_type="text/plain")
    assert "Illustrative Witness" in shown(path)
    assert is_kept(path)
