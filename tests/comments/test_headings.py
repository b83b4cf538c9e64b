"""The headings of a page go down one rank at a time, whatever a comment holds."""

from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from comments.choices import State
from tests.comments.channels.web.test_views import filled, url_of
from tests.factories import make_comment, make_decision

pytestmark = pytest.mark.django_db
SAID = {"proposed": "Other words.", "reason": "They are plainer."}


def ranks(response) -> list[int]:
    page = BeautifulSoup(response.content, "lxml").find("main")
    return [int(each.name[1]) for each in page.find_all(["h1", "h2", "h3", "h4"])]


def goes_down_by_one(found: list[int]) -> bool:
    return all(after <= before + 1 for before, after in pairwise(found))


def test_preview__labels_stand_one_below_the_title(client, policy):
    section = policy.current_edition.entries.first().version.section
    response = client.post(url_of(section), filled(section, preview="yes", **SAID))
    assert response.status_code == 200
    found = ranks(response)
    assert (found[0], len(found)) == (1, 3)
    assert goes_down_by_one(found)


def test_comments_page__labels_and_answer_stand_one_below_the_comment(client, policy):
    comment = make_comment(policy, state=State.PUBLISHED, **SAID)
    make_decision(comment, is_published=True)
    found = ranks(client.get(reverse("comments:one", args=[policy.slug, comment.number])))
    assert len(found) >= 5
    assert goes_down_by_one(found)


def test_list__labels_stand_one_below_each_comment(client, policy):
    make_comment(policy, state=State.PUBLISHED, **SAID)
    assert goes_down_by_one(ranks(client.get(reverse("comments:list", args=[policy.slug]))))
