"""Administrators erase what a respondent sent; staff see what was edited and erased."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.choices import State
from comments.models import Comment
from comments.moderation.services import moderate
from comments.register.editing import edit
from reports.models import Report
from tests.factories import make_comment, make_decision, make_user

pytestmark = pytest.mark.django_db
SURE = {"reason": "asked", "is_sure": "on"}


def erase_url(comment):
    return reverse("comments_erase", args=[comment.pk])


def inspect_url(comment):
    return reverse("wagtailsnippets_comments_comment:inspect", args=[comment.pk])


@pytest.fixture
def comment(policy):
    return make_comment(policy, text="Words of one person", name="Amina", state=State.PUBLISHED)


@pytest.fixture
def administrator(client, db):
    user = make_user("Superuser")
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Analysts", "Clerks", "Approvers"])
def test_erase__is_for_no_role(client, comment, role):
    client.force_login(make_user(role))
    for answer in (client.get(erase_url(comment)), client.post(erase_url(comment), SURE)):
        assert answer.status_code in (302, 403)
    assert Comment.objects.get().text
    assert erase_url(comment) not in client.get(inspect_url(comment)).content.decode()


def test_erase__asks_first_and_names_what_goes_and_the_reports_that_hold_it(
    client, administrator, policy, comment
):
    further = make_comment(policy, submission=comment.submission, text="More of the same person")
    facts = {"policy": policy, "edition": policy.current_edition}
    held = Report.objects.create(**facts, ledger_size=1)
    early = Report.objects.create(**facts, ledger_size=0)
    page = client.get(erase_url(comment)).content.decode()
    assert comment.ref in page
    assert further.ref in page
    assert f"({held.pk})" in page
    assert f"({early.pk})" not in page
    assert Comment.objects.get(pk=comment.pk).text


@pytest.mark.parametrize(
    "data", [{}, {"reason": "asked"}, {"is_sure": "on"}, SURE | {"reason": "x"}]
)
def test_erase__needs_a_reason_and_a_yes(client, administrator, comment, data):
    assert client.post(erase_url(comment), data).status_code == 422
    assert Comment.objects.get().text


def test_erase__is_done_and_shown(client, administrator, comment):
    done = client.post(erase_url(comment), SURE)
    assert done["Location"] == inspect_url(comment)
    page = client.get(inspect_url(comment)).content.decode()
    now = Comment.objects.get()
    assert now.erased in page
    assert "Words of one person" not in page
    assert "Amina" not in page
    assert erase_url(comment) not in page
    entry = ModelLogEntry.objects.get(action="comments.erased")
    assert entry.user == administrator
    assert "as the respondent asked" in str(entry.message)


def test_inspect__warns_of_an_answer_to_earlier_words(client, comment):
    moderate(comments=[comment], state=State.PUBLISHED, user=None)
    make_decision(comment)
    edit(comment=comment, said=Comment(stance="oppose", text="Words of now"), tags=[], seen=1)
    client.force_login(make_user("Moderators"))
    assert "an answer or a code from before" in client.get(inspect_url(comment)).content.decode()


def test_inspect__shows_what_it_said_before(client, comment):
    edit(comment=comment, said=Comment(stance="oppose", text="Words of now"), tags=[], seen=1)
    client.force_login(make_user("Moderators"))
    page = client.get(inspect_url(comment)).content.decode()
    assert "<del>" in page
    assert "an answer or a code from before" not in page
    listed = client.get(reverse("wagtailsnippets_comments_comment:list")).content.decode()
    assert "Received, edited" in listed


def test_moderate__an_edited_comment_is_published_as_any_other(comment):
    edit(comment=comment, said=Comment(stance="oppose", text="Words of now"), tags=[], seen=1)
    moderate(comments=[Comment.objects.get()], state=State.PUBLISHED, user=None)
    now = Comment.objects.get()
    assert (now.state, now.text) == ("published", "Words of now")
