"""A campaign is one row of a public list, opened at an address of its own."""

import re

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from comments.campaigns.campaign_job import ask_where_due, work_on_search
from comments.choices import RedactionReason, Stance, State
from comments.flagged_words import FlaggedWords
from comments.models import CampaignSearch, Comment
from comments.moderation.redacting import redact
from comments.reading.public_lists import PAGE_SIZE
from home.models import Ward
from policies.models import SectionPage
from tests.comments.campaigns.letters import LETTER, OTHER
from tests.factories import make_comment, make_policy, make_user

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def made(make_once):
    def make():
        policy = make_policy(sections=2)
        ward = Ward.objects.order_by("code").first()
        said = {"state": State.PUBLISHED}
        make_comment(policy, text=f"{LETTER} {HOSTILE}", name="Amina", ward=ward, **said)
        make_comment(policy, text=LETTER.replace("toilets", "latrines"), name="Baraka", **said)
        make_comment(policy, text=OTHER, **said)
        make_comment(policy, text=LETTER, stance=Stance.OPPOSE, **said)
        make_comment(policy, text=LETTER, section=2, **said)
        make_comment(policy, text=f"{LETTER} Held back.")
        make_comment(policy, text=f"{LETTER} {HOSTILE}", name="Chebet", ward=ward, **said)
        find_campaigns()
        return policy

    return make_once(make)


def find_campaigns():
    ask_where_due()
    for search in CampaignSearch.objects.all():
        work_on_search(search.pk)


def rows(response):
    """The numbers of the comments on the page, in its order."""
    return [each.number for each in response.context["page"].comments]


def page_of(policy, number):
    return reverse("comments:alike", args=[policy.slug, number])


def test_list__shows_a_campaign_as_one_row_with_its_count(client, policy):
    response = client.get(reverse("comments:list", args=[policy.slug]))
    page = response.content.decode()
    assert rows(response) == [5, 4, 3, 1]
    assert page.count("2 others say nearly the same") == 1
    assert f'href="{page_of(policy, 1)}"' in page
    assert "In 4 rows" in page
    assert response.context["found"] == 6


def test_list__who_thinks_otherwise_is_not_behind_another(client, policy):
    url = reverse("comments:list", args=[policy.slug])
    assert rows(client.get(url, {"stance": Stance.OPPOSE})) == [4]
    assert rows(client.get(url, {"stance": Stance.SUPPORT, "order": "oldest"})) == [1, 3, 5]


def test_list__of_one_place_is_folded_by_itself(client, policy):
    ward = Ward.objects.order_by("code").first()
    response = client.get(reverse("comments:list", args=[policy.slug]), {"place": ward.pk})
    assert rows(response) == [1]
    assert response.context["found"] == 2


def test_section__shows_a_campaign_as_one_row(client, policy):
    section = SectionPage.objects.descendant_of(policy).order_by("path").first()
    page = client.get(section.url).content.decode()
    assert page.count("2 others say nearly the same") == 1
    assert "Baraka" not in page


def test_section__a_page_that_was_kept_is_made_anew_when_campaigns_were_found(client, policy):
    section = SectionPage.objects.descendant_of(policy).order_by("path").first()
    assert "Baraka" not in client.get(section.url).content.decode()
    for number in (20, 21, 22):
        make_comment(policy, text=f"{OTHER} {number}", state=State.PUBLISHED)
    assert "others say nearly the same" in client.get(section.url).content.decode()
    before = client.get(section.url).content.decode()
    find_campaigns()
    assert client.get(section.url).content.decode() != before


@pytest.mark.parametrize("number", [1, 2, 7])
def test_alike__is_reached_from_any_of_them(client, policy, number):
    response = client.get(page_of(policy, number))
    page = response.content.decode()
    assert rows(response) == [2, 7]
    assert "3 comments" in page
    assert re.search(r"<del[^>]*>.*toilets.*</del>", page)
    assert "The same words." in page
    assert HOSTILE not in page
    assert "Held back." not in page
    assert response.context["places"] == [(Ward.objects.order_by("code")[0].sub_county.name, 2)]


def test_alike__nothing_redacted_is_shown(client, policy):
    comment = Comment.objects.get(policy=policy, number=2)
    veil = FlaggedWords("latrines", RedactionReason.PERSON)
    redact(comment=comment, chosen=[veil], user=make_user("Moderators"))
    assert "latrines" not in client.get(page_of(policy, 1)).content.decode()


def test_alike__of_a_comment_that_nobody_says_alike_shows_it_alone(client, policy):
    response = client.get(page_of(policy, 3))
    assert rows(response) == []
    assert response.context["told"].comments == 1


@pytest.mark.parametrize("number", [6, 99])
def test_alike__of_a_comment_that_is_not_shown_is_not_found(client, policy, number):
    assert client.get(page_of(policy, number)).status_code == 404


def test_alike__holds_when_the_first_is_taken_from_the_public(client, policy):
    Comment.objects.filter(policy=policy, number=1).update(state=State.WITHDRAWN)
    assert rows(client.get(page_of(policy, 7))) == [7]
    assert client.get(page_of(policy, 1)).status_code == 404


def test_alike__of_a_closed_section_is_not_found(client, policy):
    section = SectionPage.objects.descendant_of(policy).order_by("path").first()
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert client.get(page_of(policy, 1)).status_code == 404


def test_alike__asks_as_many_queries_for_a_page_as_for_two(
    client, policy, django_assert_max_num_queries
):
    for number in range(PAGE_SIZE + 1):
        make_comment(policy, text=f"{LETTER} {number}", state=State.PUBLISHED)
    find_campaigns()
    with django_assert_max_num_queries(30):
        response = client.get(page_of(policy, 1))
    assert len(rows(response)) == PAGE_SIZE
    following = response.context["page"].following
    assert len(rows(client.get(page_of(policy, 1), {"from": following}))) == 3
