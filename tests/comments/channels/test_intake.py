"""What clerks enter."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.channels.intake.views import KEPT
from comments.channels.stamps import new_stamp
from comments.models import Comment, Contact, Submission
from comments.models.comment import ADDED
from comments.register.ledger.entries import verify
from comments.register.services import withdraw
from policies.models import EditionPlan, SectionPage
from policies.publishing.services import publish_edition, record_version
from tests.factories import SectionPageFactory, make_comment, make_policy, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = make_user("Clerks")
    client.force_login(user)
    return user


def url_of(edition):
    return reverse("comments_intake:enter", args=[edition.pk])


def filled(edition, **fields):
    received = timezone.localtime() - timedelta(days=1)
    return {
        "section": edition.entries.first().version.number,
        "channel": "paper",
        "received_at": received.strftime("%Y-%m-%d %H:%M"),
        "language": "sw",
        "stance": "oppose",
        "text": "Siku saba hazitoshi.",
        "name": "Baraza la Mfano",
        "ward": "1012",
        "phone": "0700 000000",
        "stamp": new_stamp(),
        **fields,
    }


def going_on(client, response):
    """The address to enter another comment of the respondent, from the page that comes next."""
    page = BeautifulSoup(client.get(response["Location"]).content, "lxml")
    return page.select_one('a[href*="?submission="]')["href"]


def test_enter__stores_the_view_with_its_channel_and_time(client, clerk, policy, edition):
    assert client.get(reverse("comments_intake:choose")).status_code == 200
    assert client.get(url_of(edition)).status_code == 200
    response = client.post(url_of(edition), filled(edition))
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert comment.submission.channel == "paper"
    assert comment.received_at.date() <= timezone.now().date()
    assert Contact.objects.get().phone == "0700 000000"
    assert verify(policy) == []
    page = client.get(response["Location"]).content.decode()
    assert comment.submission.printed_receipt in page
    assert "0700 000000" not in page


@pytest.mark.parametrize("name", ADDED)
def test_enter__asks_for_what_may_be_added(client, clerk, edition, name):
    assert f'name="{name}"' in client.get(url_of(edition)).content.decode()
    client.post(url_of(edition), filled(edition, **{name: "Words of theirs."}))
    assert getattr(Comment.objects.get(), name) == "Words of theirs."


def test_enter__another_view_of_the_same_respondent_joins(client, clerk, edition):
    entered = client.post(url_of(edition), filled(edition))
    joining = going_on(client, entered)
    again = client.post(joining, filled(edition, text="Maoni ya pili."))
    assert Submission.objects.get().comments.count() == 2
    client.post(again["Location"], filled(edition, text="Maoni ya mwingine."))
    assert Submission.objects.count() == 2


def test_enter__the_next_paper_has_time_channel_language_and_ward_of_the_one_before(
    client, clerk, edition
):
    data = filled(edition, channel="meeting")
    following = client.post(url_of(edition), data)["Location"]
    page = client.get(following)
    form = BeautifulSoup(page.content, "lxml").select_one("form:has([name=stance])")
    assert form.select_one("[name=received_at]")["value"] == data["received_at"]
    kept = [form.select_one(f"select[name={name}] [selected]") for name in KEPT - {"received_at"}]
    assert {each["value"] for each in kept} == {"meeting", "sw", "1012"}
    assert not any(form.select_one(f"[name={name}]").get("value") for name in ("name", "phone"))
    client.post(following, filled(edition, text="Mengine.", channel="sms", ward=""))
    assert Submission.objects.filter(channel="sms", ward=None).count() == 1


def test_enter__nothing_is_kept_for_another_clerk_and_no_words_are_lost(client, clerk, edition):
    following = client.post(url_of(edition), filled(edition))["Location"]
    client.force_login(make_user("Clerks"))
    assert client.get(following).context["form"].initial.keys() == {"stamp"}
    assert client.post(following, filled(edition, text="Mengine.")).status_code == 302
    assert Comment.objects.count() == 2


def test_enter__names_the_consultation_and_leads_back_to_the_others(client, clerk, edition):
    page = BeautifulSoup(client.get(url_of(edition)).content, "lxml")
    assert edition.policy.title in page.select_one("h1").get_text()
    assert page.select_one(f'.w-breadcrumbs a[href="{reverse("comments_intake:choose")}"]')


def test_form__speaks_to_the_clerk_and_not_to_the_respondent(client, clerk, edition):
    for page in (
        client.get(url_of(edition)),
        client.post(url_of(edition), filled(edition, stance="", text="")),
        client.post(url_of(edition), filled(edition, text="y" * 5001)),
    ):
        form = BeautifulSoup(page.content, "lxml").select_one("form:has([name=stance])")
        assert not {"you", "your"} & set(re.findall(r"[a-z]+", form.get_text().lower()))


def test_enter__a_double_click_enters_it_once(client, clerk, policy, edition):
    data = filled(edition)
    first = client.post(url_of(edition), data)
    second = client.post(url_of(edition), data)
    assert first.status_code == second.status_code == 302
    more, joining = filled(edition, text="Maoni ya pili."), going_on(client, second)
    for _n in range(2):
        client.post(joining, more)
    assert Comment.objects.count() == 2
    assert ModelLogEntry.objects.filter(action="comments.entered").count() == 2
    assert verify(policy) == []


def test_enter__what_the_respondent_has_said_already_is_not_entered_twice(client, clerk, edition):
    joining = going_on(client, client.post(url_of(edition), filled(edition)))
    days = timezone.localtime() - timedelta(days=2)
    again = filled(edition, received_at=days.strftime("%Y-%m-%d %H:%M"))
    page = client.get(client.post(joining, again)["Location"]).content.decode()
    assert "was entered already" in page
    assert Comment.objects.count() == 1


def test_enter__sent_again_after_it_was_withdrawn_says_so_and_enters_nothing(
    client, clerk, edition
):
    data = filled(edition)
    client.post(url_of(edition), data)
    withdraw(comment=Comment.objects.get())
    page = client.get(client.post(url_of(edition), data)["Location"]).content.decode()
    assert "withdrawn since, and has entered nothing" in page
    assert Comment.objects.count() == 1
    client.post(url_of(edition), filled(edition))
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "other", [{"text": "Mengine."}, {"channel": "sms"}, {"received_at": "2026-11-20 09:00"}]
)
def test_enter__sent_again_with_something_else_is_another(client, clerk, edition, other):
    edition.opens_at = timezone.now() - timedelta(days=30)
    edition.save()
    data = filled(edition)
    client.post(url_of(edition), data)
    page = client.post(url_of(edition), {**data, **other})
    assert "was sent already" in page.content.decode()
    assert Comment.objects.count() == 1
    stamp = page.context["form"]["stamp"].value()
    client.post(url_of(edition), {**data, **other, "stamp": stamp})
    assert Comment.objects.count() == 2


def test_enter__without_a_stamp_it_is_given_one(client, clerk, edition):
    page = client.post(url_of(edition), filled(edition, stamp="made up"))
    assert "gone stale" in page.content.decode()
    stamp = page.context["form"]["stamp"].value()
    assert client.post(url_of(edition), filled(edition, stamp=stamp)).status_code == 302


def test_enter__cannot_join_what_another_entered_or_sent(client, clerk, policy, edition):
    submission = make_comment(policy, channel="sms").submission
    url = f"{url_of(edition)}?submission={submission.pk}"
    assert client.get(url, follow=True).status_code == 404


def test_enter__another_clerk_cannot_go_on_with_a_submission(client, clerk, edition):
    location = going_on(client, client.post(url_of(edition), filled(edition)))
    client.force_login(make_user("Clerks"))
    assert client.get(location, follow=True).status_code == 404


@pytest.mark.parametrize("days", [-30, 1])
def test_enter__outside_the_window_is_refused(client, clerk, edition, days):
    moment = timezone.localtime() + timedelta(days=days)
    data = filled(edition, received_at=moment.strftime("%Y-%m-%d %H:%M"))
    response = client.post(url_of(edition), data)
    assert "received_at" in response.context["form"].errors
    assert not Comment.objects.exists()


def test_enter__what_came_in_time_goes_in_after_the_window(client, clerk, edition):
    edition.closes_at = timezone.now() - timedelta(hours=1)
    edition.save()
    client.post(url_of(edition), filled(edition))
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Analysts", ""])
def test_enter__is_refused_to_other_roles(client, edition, role):
    client.force_login(make_user(role))
    client.post(url_of(edition), filled(edition))
    assert client.get(url_of(edition)).status_code != 200
    assert client.get(reverse("comments_intake:choose")).status_code != 200
    assert not Comment.objects.exists()


def test_dashboard__leads_a_clerk_to_the_form(client, clerk):
    page = client.get("/admin/").content.decode()
    assert f'href="{reverse("comments_intake:choose")}">Enter comments</a>' in page


@pytest.mark.parametrize("role", ["Moderators", "Editors"])
def test_dashboard__leads_nobody_who_may_not_enter(client, role):
    client.force_login(make_user(role))
    assert 'id="enter-comments"' not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("typed", ["2", "section 2.", "Kifungu cha 2", "section 2", "2 Section 2"])
def test_enter__section_is_named_by_its_number_or_title(client, clerk, edition, typed):
    client.post(url_of(edition), filled(edition, section=typed))
    assert Comment.objects.get().version.number == "2"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("99", "There is no section “99”."), ("", "This field is required."), ("<b>", "“&lt;b&gt;”")],
)
def test_enter__unknown_section_is_said_beside_the_field(client, clerk, edition, typed, said):
    response = client.post(url_of(edition), filled(edition, section=typed))
    assert said in response.content.decode()
    assert not Comment.objects.exists()


def test_enter__section_of_a_repeated_number_is_named_by_its_path(client, clerk):
    policy = make_policy(2, open=False)
    for at, page in enumerate(SectionPage.objects.descendant_of(policy).order_by("path"), 1):
        page.number = f"Part {'I' * at}"
        page.save_revision().publish()
        below = SectionPageFactory(parent=page, number="1", title=f"Water {at}", slug=f"water-{at}")
        record_version(SectionPage.objects.get(pk=below.pk))
        record_version(SectionPage.objects.get(pk=page.pk))
    now = timezone.now()
    plan = EditionPlan(
        label="Second", opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=9)
    )
    edition = publish_edition(policy=policy, plan=plan)
    page = client.get(url_of(edition)).content.decode()
    assert '<option value="Part II/1 Water 2">' in page
    response = client.post(url_of(edition), filled(edition, section="1"))
    assert "write one of Part I/1, Part II/1." in response.content.decode()
    client.post(url_of(edition), filled(edition, section="sehemu ya ii/1"))
    assert Comment.objects.get().version.title == "Water 2"
