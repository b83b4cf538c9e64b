"""A second clerk compares what was typed with its paper."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.models import EntryCheck
from comments.register.services import withdraw
from tests.comments.channels.test_entered import ENTERED, enter
from tests.factories import make_comment, make_user, sign_in

pytestmark = pytest.mark.django_db
UNCHECKED = reverse("comments_intake:unchecked")


@pytest.fixture
def entered(client, edition):
    """Two comments of one clerk; another is signed in then."""
    client.force_login(make_user("Clerks", username="first"))
    words = ("Siku saba hazitoshi.", "<b>Ziwe kumi na nne.</b>")
    made = [enter(client, edition, text=each)[0] for each in words]
    client.force_login(make_user("Clerks", username="second"))
    return made


def checking(comment):
    return reverse("comments_intake:check", args=[comment.pk])


def test_unchecked__are_those_that_others_entered_and_that_still_stand(client, policy, entered):
    make_comment(policy, text="Sent over the site.")
    withdraw(comment=entered[0])
    page = client.get(UNCHECKED).content.decode()
    assert entered[1].ref in page
    assert "&lt;b&gt;Ziwe" in page
    assert entered[0].text not in page
    assert "Sent over the site." not in page
    client.force_login(make_user("Clerks"))
    assert client.get(checking(entered[0]), follow=True).status_code == 404


def test_check__confirms_and_leads_to_the_next(client, entered):
    page = client.get(checking(entered[0])).content.decode()
    assert entered[0].text in page
    response = client.post(checking(entered[0]), {"verdict": "confirmed"})
    assert response["Location"] == checking(entered[1])
    assert client.post(checking(entered[1]), {"verdict": "confirmed"})["Location"] == UNCHECKED
    assert "Everything has been checked." in client.get(UNCHECKED).content.decode()
    entry = ModelLogEntry.objects.filter(action="comments.entry_checked").first()
    assert (entry.user.username, entry.data["verdict"]) == ("second", "confirmed")


def test_check__marks_with_what_differs_and_the_first_clerk_sees_it(client, entered):
    assert client.post(checking(entered[0]), {"verdict": "marked"}).status_code == 422
    client.post(checking(entered[0]), {"verdict": "marked", "note": "It says <17> days."})
    check = EntryCheck.objects.get()
    assert (check.comment, check.is_marked) == (entered[0], True)
    assert "17" not in str(ModelLogEntry.objects.get(action="comments.entry_checked").data)
    entered[0].refresh_from_db()
    assert entered[0].text == "Siku saba hazitoshi."
    client.force_login(first_clerk())
    assert "It says &lt;17&gt; days." in client.get(ENTERED).content.decode()


def first_clerk():
    return ModelLogEntry.objects.filter(action="comments.entered").first().user


def test_check__is_refused_to_who_entered_it_and_a_second_time(client, entered):
    client.force_login(first_clerk())
    client.post(checking(entered[0]), {"verdict": "confirmed"})
    assert EntryCheck.objects.count() == 0
    for _time in range(2):
        client.force_login(make_user("Clerks"))
        client.post(checking(entered[0]), {"verdict": "confirmed"}, follow=True)
    assert EntryCheck.objects.count() == 1


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Analysts", "Approvers"])
def test_check__is_for_clerks(client, entered, role):
    sign_in(client, role)
    assert client.get(UNCHECKED).status_code != 200
    client.post(checking(entered[0]), {"verdict": "confirmed"})
    assert EntryCheck.objects.count() == 0


def test_unchecked__asks_the_same_of_many(client, entered, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        client.get(UNCHECKED)
