"""Moderators see which comments are a campaign's, how many it has, and all of them."""

import pytest
from django.urls import reverse

from comments.campaigns.campaign_job import ask_where_due, work_on_search
from comments.models import CampaignSearch, Comment
from tests.comments.campaigns.letters import LETTER, OTHER
from tests.factories import make_comment, make_policy

LIST = "wagtailsnippets_comments_comment:list"


@pytest.fixture(scope="module")
def made(make_once):
    def make():
        policy = make_policy()
        for text in (LETTER, OTHER, f"{LETTER} Two.", f"{LETTER} Three."):
            make_comment(policy, text=text)
        ask_where_due()
        work_on_search(CampaignSearch.objects.get(policy=policy).pk)
        return policy

    return make_once(make)


def listed(admin_client, **query):
    response = admin_client.get(reverse(LIST), query)
    return sorted(each.number for each in response.context["page_obj"].object_list)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"in_campaign": "true"}, [1, 3, 4]),
        ({"in_campaign": "false"}, [2]),
        ({"alike": "4"}, [1, 3, 4]),
        ({"alike": "2"}, []),
        ({"alike": "x" * 300}, []),
        ({"alike": "NONE-0001"}, []),
    ],
)
def test_list__is_narrowed_to_campaigns(admin_client, policy, query, found):
    assert listed(admin_client, policy=policy.pk, **query) == found


def test_list__says_how_many_a_campaign_has_and_leads_to_them(admin_client, policy):
    page = admin_client.get(reverse(LIST)).content.decode()
    ref = Comment.objects.get(policy=policy, number=3).ref
    assert f"?policy={policy.pk}&amp;alike={ref}" in page
    assert listed(admin_client, policy=policy.pk, alike=ref) == [1, 3, 4]


@pytest.mark.parametrize(("number", "said"), [(1, True), (2, False)])
def test_comment__says_that_it_is_of_a_campaign(admin_client, policy, number, said):
    comment = Comment.objects.get(policy=policy, number=number)
    url = reverse("wagtailsnippets_comments_comment:inspect", args=[comment.pk])
    page = admin_client.get(url).content.decode()
    assert ("3 comments that say nearly the same" in page) is said
