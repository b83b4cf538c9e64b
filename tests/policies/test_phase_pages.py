"""What every kind of page says in every phase, in both languages, to everybody alike."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from consult.roles import ROLES
from policies.models import PolicyPage, SectionPage
from policies.publishing.services import change_window
from tests.factories import make_comment, make_policy, make_user
from tests.policies.readers_sample import served, translated

# The window in days from now, what is set beside it, and what is to be read on the policy's page
# and beside the text of a section.
PHASES = {
    "preparing": ({}, {}, "not open for comments now", "hayapokei maoni"),
    "upcoming": ({"opens": 2, "closes": 9}, {}, "read it now; from", "kuisoma sasa; kuanzia"),
    "open": ({"opens": -2, "closes": 9}, {}, "No account is needed", "Huhitaji akaunti"),
    "closed": (
        {"opens": -9, "closes": -2},
        {},
        "time to comment is over",
        "Muda wa kutoa maoni umekwisha",
    ),
    "answered": (
        {"opens": -9, "closes": -2, "answered": -1},
        {},
        "answers have been published",
        "majibu yamechapishwa",
    ),
    "adopted": (
        {"opens": -9, "closes": -2},
        {"outcome": "adopted"},
        "has been adopted",
        "imepitishwa",
    ),
    "withdrawn": (
        {"opens": -2, "closes": 9},
        {"withdrawn_at": timezone.now()},
        "has been withdrawn",
        "imeondolewa",
    ),
}
PAGES = [
    "policies/",
    "policies/water/",
    "policies/water/section-1/",
    "policy/water/editions/",
    "policy/water/editions/1/",
    "policy/water/editions/1/text/",
    "policy/water/follow/",
    "search/?q=county&policy=water",
    "receipt/{receipt}/",
]


def policy_in(phase: str) -> tuple[PolicyPage, str]:
    """A policy in this phase, in both languages, with a published comment; and its receipt."""
    window, fields, _en, _sw = PHASES[phase]
    policy = make_policy(sections=1, slug="water", title="Water Policy", illustrative=False)
    translated(policy, title="Sera ya Maji", illustrative=False)
    comment = make_comment(policy, state="published", text="Sooner, please.")
    PolicyPage.objects.filter(slug="water").update(**fields)
    moments = {f"{name}_at": timezone.now() + timedelta(days) for name, days in window.items()}
    unset = dict.fromkeys(("opens_at", "closes_at", "answered_at"))
    policy.editions.update(**unset | moments)
    return PolicyPage.objects.get(pk=policy.pk), comment.submission.printed_receipt


def shown(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200, path
    return BeautifulSoup(response.content, "lxml")


@pytest.mark.parametrize("phase", PHASES)
def test_pages__read_right_in_every_phase_and_language(db, phase):
    policy, receipt = policy_in(phase)
    assert policy.phase == phase
    for code, words in zip(("en", "sw"), PHASES[phase][2:], strict=True):
        pages = {
            path: served(f"/{code}/{path.format(receipt=receipt)}").main.get_text(" ", strip=True)
            for path in PAGES
        }
        assert words in pages["policies/water/"]
        assert words in pages["policies/water/section-1/"]
        badge = served(f"/{code}/policies/water/").select_one(".badge")
        assert f"badge-{phase}" in badge["class"]
        assert badge.get_text() in pages["policies/"]
        assert "Sooner, please." in pages["policies/water/section-1/"]
        assert "Sooner, please." in pages["receipt/{receipt}/"]


@pytest.mark.parametrize("phase", PHASES)
def test_public_pages__are_the_same_to_every_role_and_take_comments_in_the_window_alone(db, phase):
    policy, _receipt = policy_in(phase)
    section = SectionPage.objects.descendant_of(policy).get()
    for role in ("", *ROLES, "Superuser"):
        client = Client()
        if role:
            client.force_login(make_user(role))
        page = shown(client, "/en/policies/water/section-1/")
        invited = page.select('a[href^="/en/comment/"]')
        assert bool(invited) == (phase == "open"), role
        form = client.get(f"/en/comment/{section.pk}/")
        assert form.status_code == (200 if phase == "open" else 403), role
        sent = client.post(f"/en/comment/{section.pk}/", {"text": "Late."})
        assert sent.status_code == (422 if phase == "open" else 403), role
    assert policy.comments.count() == 1


def test_window__withdrawn_before_its_end_does_not_speak_of_a_time_to_come(db):
    policy, _receipt = policy_in("withdrawn")
    page = served("/en/policies/water/")
    assert "You could comment" not in page.get_text()
    policy.editions.update(closes_at=timezone.now())
    assert "You could comment" in served("/en/policies/water/").get_text()


@pytest.mark.parametrize(("code", "word"), [("en", "extended until"), ("sw", "umeongezwa")])
def test_window__change_is_told_beside_the_deadline_with_its_reason(db, code, word):
    policy, _receipt = policy_in("open")
    later = timezone.now() + timedelta(days=20)
    change_window(edition=policy.current_edition, closes_at=later, reason="Mafuriko.", user=None)
    for path in ("policies/water/", "policy/water/editions/", "policy/water/editions/1/"):
        text = served(f"/{code}/{path}").main.get_text(" ", strip=True)
        assert "Mafuriko." in text
    assert word in served(f"/{code}/policies/water/").select_one(".page-head").get_text()
