"""The page on which analysts publish an edition's decisions."""

import pytest
from django.urls import reverse

from tests.factories import make_comment, make_decision, make_policy, sign_in

pytestmark = pytest.mark.django_db
OVERVIEW = "analysis_admin:overview"


def test_overview__counts_comments_and_those_decided(client):
    sign_in(client, "Analysts")
    policy = make_policy(open=False)
    comments = [make_comment(policy, state="published") for _n in range(3)]
    make_decision(*comments[:2])
    (edition,) = client.get(reverse(OVERVIEW)).context["editions"]
    assert (edition.total, edition.decided) == (3, 2)


def test_publish__shows_the_decisions_and_says_so(client):
    sign_in(client, "Analysts")
    policy = make_policy(open=False)
    decision = make_decision(make_comment(policy, state="published"))
    assert "Publish the answers" in client.get(reverse(OVERVIEW)).content.decode()
    url = reverse("analysis_admin:publish", args=[policy.current_edition.pk])
    page = client.post(url, follow=True)
    assert "The answers are public." in page.content.decode()
    decision.refresh_from_db()
    assert decision.is_published


def test_publish__too_early_says_why(client):
    sign_in(client, "Analysts")
    policy = make_policy()
    decision = make_decision(make_comment(policy, state="published"))
    url = reverse("analysis_admin:publish", args=[policy.current_edition.pk])
    assert "Comments are still taken" in client.post(url, follow=True).content.decode()
    decision.refresh_from_db()
    assert not decision.is_published


def test_menu__names_the_answers_given_and_where_they_are_made_public(client):
    sign_in(client, "Analysts")
    overview = client.get(reverse(OVERVIEW)).content.decode()
    for label in ("Answers given", "Publish answers"):
        assert f'"{label}"' in overview
    given = client.get(reverse("wagtailsnippets_analysis_decision:list")).content.decode()
    assert "Decision" not in overview + given
