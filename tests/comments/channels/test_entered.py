"""What clerks see of what they entered, and how they mend it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.channels.intake.views import ENTERED_SHOWN
from comments.channels.stamps import new_stamp
from comments.choices import State
from comments.models import Comment, Submission
from comments.moderation.services import moderate
from comments.register.ledger.entries import verify
from comments.register.services import withdraw
from tests.factories import make_comment, make_user, sign_in

pytestmark = pytest.mark.django_db
ENTERED = reverse("comments_intake:entered")


@pytest.fixture
def clerk(client):
    return sign_in(client, "Clerks")


def form_of(edition):
    return reverse("comments_intake:enter", args=[edition.pk])


def taking_back(comment):
    return reverse("comments_intake:take_back", args=[comment.pk])


def enter(client, edition, url="", **fields):
    """What the form brings, entered by who is signed in."""
    received = timezone.localtime() - timedelta(days=1)
    data = {
        "section": "1",
        "channel": "paper",
        "received_at": received.strftime("%Y-%m-%d 12:00"),
        "language": "en",
        "stance": "oppose",
        "text": f"Words number {Comment.objects.count()}.",
        "ward": "1012",
        "stamp": new_stamp(),
        **fields,
    }
    response = client.post(url or form_of(edition), data)
    return Comment.objects.latest("number"), response["Location"]


def soup(client, url):
    return BeautifulSoup(client.get(url).content, "lxml")


def test_entered__shows_each_with_its_number_section_words_channel_date_and_receipt(
    client, clerk, edition
):
    comment, _next = enter(client, edition, text="Seven days <b>are</b> too few.")
    row = soup(client, ENTERED).select_one(".entered tbody tr").get_text()
    for said in (
        comment.ref,
        comment.version.heading,
        "Seven days <b>are</b> too few.",
        "Paper form",
        comment.received_at.strftime("%Y"),
        comment.submission.printed_receipt,
    ):
        assert said in row


def test_entered__newest_first_a_page_at_a_time(
    client, clerk, edition, django_assert_max_num_queries
):
    made = [enter(client, edition)[0].ref for _n in range(ENTERED_SHOWN + 1)]
    with django_assert_max_num_queries(25):
        first = soup(client, ENTERED)
    shown = [cell.get_text() for cell in first.select(".entered td:first-child strong")]
    assert shown == made[:0:-1]
    rest = soup(client, ENTERED + first.select_one('a[href^="?p="]')["href"])
    assert rest.select_one(".entered td:first-child strong").get_text() == made[0]


def test_entered__a_clerk_sees_own_ones_and_an_administrator_all(client, edition, policy):
    make_comment(policy, text="Sent over the site.")
    seen = {}
    for name in ("one", "two"):
        client.force_login(make_user("Clerks", username=name))
        enter(client, edition, text=f"Entered by {name}.")
        seen[name] = client.get(ENTERED).content.decode()
    assert "Entered by two." not in seen["one"]
    assert "Entered by one." not in seen["two"]
    sign_in(client, "Superuser")
    page = client.get(ENTERED).content.decode()
    assert "Entered by one." in page
    assert "Entered by two." in page
    assert "Sent over the site." not in page


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Analysts", ""])
def test_entered__is_refused_to_other_roles(client, policy, role):
    comment = make_comment(policy)
    sign_in(client, role)
    assert client.get(ENTERED).status_code != 200
    client.post(taking_back(comment), {"reason": "mistyped"})
    comment.refresh_from_db()
    assert comment.state == State.RECEIVED


def test_take_back__asks_first_then_withdraws_and_logs_why(client, clerk, edition, policy):
    comment, _next = enter(client, edition)
    assert comment.text in client.get(taking_back(comment)).content.decode()
    assert "Choose the reason" in client.post(taking_back(comment), {}).content.decode()
    assert Comment.objects.waiting().count() == 1
    client.post(taking_back(comment), {"reason": "twice"})
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN
    entry = ModelLogEntry.objects.get(action="comments.withdrawn")
    assert (entry.user, entry.data["reason"]) == (clerk, "twice")
    assert entry.message == "Withdrew the comment: It was entered twice"
    assert "It was entered twice" in client.get(ENTERED).content.decode()
    assert verify(policy) == []


def test_log__a_respondent_withdraws_without_an_account(policy):
    withdraw(comment=make_comment(policy))
    entry = ModelLogEntry.objects.get(action="comments.withdrawn")
    assert entry.message == "The respondent withdrew the comment"


@pytest.mark.parametrize("also", ["Superuser", "Clerks"])
def test_take_back__of_another_clerks_is_for_administrators(client, clerk, edition, also):
    comment, _next = enter(client, edition)
    sign_in(client, also)
    client.post(taking_back(comment), {"reason": "mistyped"}, follow=True)
    comment.refresh_from_db()
    assert comment.state == (State.WITHDRAWN if also == "Superuser" else State.RECEIVED)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.RECEIVED])
def test_take_back__after_a_moderator_it_stays_and_says_whom_to_ask(client, clerk, edition, state):
    comment, _next = enter(client, edition)
    moderate(comments=[comment], state=State.PUBLISHED, user=None)
    moderate(comments=[comment], state=state, user=None)
    page = client.get(taking_back(comment)).content.decode()
    assert "Tell the moderators its number" in page
    assert 'name="reason"' not in page
    posted = client.post(taking_back(comment), {"reason": "mistyped"}, follow=True)
    assert "Tell the moderators its number" in posted.content.decode()
    comment.refresh_from_db()
    assert comment.state == state


def test_anew__the_form_holds_what_was_entered_and_keeps_the_receipt(client, clerk, edition):
    wrong, _next = enter(
        client, edition, section="2", text="Seven dais.", reason="Why.", name="Asha", phone="0700"
    )
    posted = client.post(taking_back(wrong), {"reason": "mistyped", "anew": "1"})
    form = soup(client, posted["Location"]).select_one("form:has([name=stance])")
    assert form.select_one("[name=section]")["value"] == "2 Section 2"
    assert form.select_one("[name=stance][checked]")["value"] == "oppose"
    assert form.select_one("[name=text]").get_text().strip() == "Seven dais."
    assert form.select_one("[name=name]")["value"] == "Asha"
    assert form.select_one("[name=ward] [selected]")["value"] == "1012"
    assert "0700" not in str(form)
    right, _next = enter(
        client, edition, posted["Location"], section="2", text="Seven days.", name="Asha"
    )
    assert right.submission == wrong.submission
    assert Comment.objects.waiting().get().text == "Seven days."


@pytest.mark.parametrize("changed", [{"name": "Amina"}, {"channel": "sms"}, {"phone": "0711"}])
def test_anew__with_another_respondent_or_way_it_has_a_receipt_of_its_own(
    client, clerk, edition, changed
):
    wrong, _next = enter(client, edition, name="Asha")
    posted = client.post(taking_back(wrong), {"reason": "mistyped", "anew": "1"})
    enter(client, edition, posted["Location"], **{"name": "Asha", **changed})
    assert Submission.objects.count() == 2


def test_anew__is_for_what_a_clerk_took_back_alone(client, clerk, edition, policy):
    entered, _next = enter(client, edition)
    withdraw(comment=make_comment(policy))
    for key in (entered.pk, entered.pk + 1, "x", "9" * 30):
        assert client.get(f"{form_of(edition)}?anew={key}", follow=True).status_code == 404, key


def test_enter__says_how_much_of_the_batch_is_entered(client, clerk, edition):
    def told(page):
        return " ".join(page.select_one(".help-info:has(strong)").get_text().split())

    page = soup(client, enter(client, edition)[1])
    assert "Sheywe) you have entered: 1 respondent, 1 comment" in told(page)
    enter(client, edition, page.select_one('a[href*="?submission="]')["href"])
    taken, following = enter(client, edition)
    assert "2 respondents, 3 comments" in told(soup(client, following))
    client.post(taking_back(taken), {"reason": "twice"})
    assert "1 respondent, 2 comments" in told(soup(client, following))
    for other in (
        {"ward": ""},
        {"channel": "meeting"},
        {"received_at": f"{timezone.localtime() - timedelta(days=3):%Y-%m-%d} 12:00"},
    ):
        assert "1 respondent, 1 comment" in told(soup(client, enter(client, edition, **other)[1]))
    sign_in(client, "Clerks")
    assert "1 respondent, 1 comment" in told(soup(client, enter(client, edition)[1]))
