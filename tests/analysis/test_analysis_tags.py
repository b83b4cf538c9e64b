"""Decisions beside the comments they are on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.templatetags.analysis_tags import decisions_on, for_comment, published_decisions
from comments.models import Comment
from tests.factories import make_comment, make_decision, make_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return make_policy()


def test_published_decisions__are_those_in_public_by_comment(policy, django_assert_num_queries):
    shown, kept, bare = (make_comment(policy, state="published") for _n in range(3))
    public = make_decision(shown, is_published=True)
    internal = make_decision(kept)
    comments = list(Comment.objects.all())
    with django_assert_num_queries(2):
        in_public, for_staff = published_decisions(comments), decisions_on(comments)
    assert [for_comment(in_public, each) for each in (shown, kept, bare)] == [public, None, None]
    assert [for_comment(for_staff, each) for each in (shown, kept, bare)] == [
        public,
        internal,
        None,
    ]


@pytest.mark.parametrize("is_published", [True, False])
def test_section_page__shows_the_decision_once_public(client, policy, is_published):
    comment = make_comment(policy, state="published")
    make_decision(comment, reason="Because of the wells.", is_published=is_published)
    page = client.get(comment.version.section.url).content.decode()
    assert ("Because of the wells." in page) is is_published


@pytest.mark.parametrize("is_published", [True, False])
def test_receipt__shows_the_decision_once_public(client, policy, is_published):
    comment = make_comment(policy, state="published")
    make_decision(comment, reason="Because of the wells.", is_published=is_published)
    url = reverse("comments:receipt", args=[comment.submission.printed_receipt])
    page = client.get(url).content.decode()
    assert ("Because of the wells." in page) is is_published
    assert ("No answer has been published" in page) is not is_published


def test_section_page__asks_once_for_many_decisions(client, policy):
    """The page is made anew each time: a decision that is published changes it."""

    def queries() -> int:
        comment = make_comment(policy, state="published")
        make_decision(comment, is_published=True)
        with CaptureQueriesContext(connection) as asked:
            assert "Noted." in client.get(comment.version.section.url).content.decode()
        return len(asked)

    queries()
    few = queries()
    for _n in range(5):
        make_decision(make_comment(policy, state="published"), is_published=True)
    assert queries() == few
