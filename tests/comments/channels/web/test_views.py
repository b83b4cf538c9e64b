"""The citizen's pages: the form, the receipt, the end of a visit."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageViewRestriction, Site

from comments.channels.stamps import STAMP, new_stamp, read_stamp
from comments.channels.web.forms import MINIMUM_SECONDS
from comments.choices import HoldReason, State
from comments.models import Comment, Submission
from comments.models.comment import ADDED
from comments.models.receipt_codes import new_receipt
from comments.moderation.services import moderate
from comments.register.ledger.entries import verify
from comments.register.services import withdraw
from comments.register.visits import RECENT_SECONDS, VISIT
from consult.rate_limits import Limit
from home.models import ContactSettings
from policies.models import PolicyPage, SectionPage
from tests.factories import make_comment, make_policy
from tests.policies.readers_sample import translated

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(tags=("Youth", "Water")))


@pytest.fixture
def section(policy):
    return section_of(policy, 1)


def section_of(policy, position):
    return policy.current_edition.entries.get(position=position).version.section


def url_of(section):
    return reverse("comments:comment", args=[section.pk])


def filled(section, **fields):
    """What a browser sends some time after the form was opened."""
    return {
        "stance": "support",
        "text": "The notice should be read out at the baraza too.",
        "version": section.current_version.pk,
        "stamp": new_stamp(age_s=60),
        **fields,
    }


def further(section, **fields):
    """What the same person sends once more."""
    return filled(section, speaker="same", **fields)


def test_form__has_every_field_and_the_policys_tags(client, section):
    page = client.get(url_of(section))
    assert page.status_code == 200
    offered = page.context["form"].fields["tags"].choices
    assert [name for _key, name in offered] == ["Water", "Youth"]
    assert section.title in page.content.decode()


def test_post__stores_the_comment_and_leads_to_its_receipt(client, policy, section):
    data = filled(
        section,
        proposed="in Kiswahili and English",
        reason="Many do not read English.",
        tags=[policy.tags.get(name="Youth").pk],
        name="Amina W. (illustrative)",
        organisation="Mfano Youth Group",
        ward="1012",
    )
    response = client.post(url_of(section), data)
    comment = Comment.objects.get()
    assert response.status_code == 302
    # Without a place in it: what the screen shows first is the code.
    assert response["Location"] == f"/en/receipt/{comment.submission.printed_receipt}/"
    assert (comment.version, comment.edition) == (section.current_version, policy.current_edition)
    assert comment.submission.ward.name == "Sheywe"
    assert [tag.name for tag in comment.tags.all()] == ["Youth"]
    assert comment.state == State.RECEIVED
    assert verify(policy) == []
    receipt = client.get(response["Location"]).content.decode()
    assert comment.ref in receipt
    assert "in Kiswahili and English" in receipt


@pytest.mark.parametrize("name", ADDED)
def test_post__what_was_added_is_asked_for_stored_and_shown(client, section, name):
    assert f'name="{name}"' in client.get(url_of(section)).content.decode()
    response = client.post(url_of(section), filled(section, **{name: "Words of mine."}))
    comment = Comment.objects.get()
    assert getattr(comment, name) == "Words of mine."
    assert "Words of mine." in client.get(response["Location"]).content.decode()
    moderate(comments=[comment], state=State.PUBLISHED, user=None)
    assert "Words of mine." in Client().get(section.url).content.decode()


def test_post__comments_of_one_visit_share_a_receipt(client, policy, section):
    client.post(url_of(section), filled(section, name="Amina"))
    other = section_of(policy, 2)
    client.post(url_of(other), further(other, name="Typed, and then hidden"))
    submission = Submission.objects.get()
    assert (submission.name, submission.comments.count()) == ("Amina", 2)


@pytest.fixture
def later(monkeypatch):
    """``later(seconds)``: by so much the clock is on from here."""
    now = time.time

    def go_on(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: now() + seconds)

    return go_on


def question(page) -> tuple[str, list[str]]:
    """What a form asks of who speaks, and what is chosen already."""
    group = BeautifulSoup(page.content, "lxml").select_one("#id_speaker")
    chosen = [each["value"] for each in group.select("[checked]")]
    return group.legend.get_text(strip=True), chosen


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Amina", "Still Amina, or somebody else?"),
        ("", "Still you, or somebody else?"),
        ("<b>A</b>", "Still <b>A</b>, or somebody else?"),
    ],
)
def test_speaker__is_asked_for_with_each_further_comment(client, section, name, asked):
    assert 'name="speaker"' not in client.get(url_of(section)).content.decode()
    client.post(url_of(section), filled(section, name=name))
    assert question(client.get(url_of(section))) == (asked, ["same"])


def test_speaker__is_not_presumed_after_ten_minutes(client, section, later):
    client.post(url_of(section), filled(section, name="Amina"))
    later(RECENT_SECONDS - 5)
    assert question(client.get(url_of(section)))[1] == ["same"]
    later(RECENT_SECONDS + 5)
    assert question(client.get(url_of(section)))[1] == []


def test_speaker__has_to_be_said_before_anything_is_taken_in(client, policy, section):
    client.post(url_of(section), filled(section, name="Amina"))
    other = section_of(policy, 2)
    for wrong in ({}, {"speaker": ""}, {"speaker": "nobody"}):
        data = filled(other, text="Words of mine.", name="Baraka", **wrong)
        asked = client.post(url_of(other), data)
        assert asked.status_code == 422
        assert list(asked.context["form"].errors) == ["speaker"]
        assert asked.context["form"]["text"].value() == "Words of mine."
    assert Comment.objects.count() == 1


def test_speaker__somebody_else_gets_a_receipt_and_the_next_visit(client, policy, section):
    client.post(url_of(section), filled(section, name="Amina"))
    data = filled(section, speaker="another", name="Baraka")
    unfinished = client.post(url_of(section), data | {"text": ""})
    assert question(unfinished) == ("Still Amina, or somebody else?", ["another"])
    assert unfinished.context["form"]["name"].value() == "Baraka"
    locations = {client.post(url_of(section), data)["Location"] for _n in range(2)}
    names = list(Submission.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["Amina", "Baraka"]
    assert locations == {f"/en/receipt/{Submission.objects.latest('pk').printed_receipt}/"}
    assert question(client.get(url_of(section)))[0] == "Still Baraka, or somebody else?"


def test_speaker__of_a_visit_that_is_over_is_told_to_say_who_they_are(client, section, later):
    client.post(url_of(section), filled(section, name="Amina"))
    later(VISIT.seconds + 5)
    data = further(section, text="Words of mine.")
    asked = client.post(url_of(section), data)
    page = BeautifulSoup(asked.content, "lxml")
    assert asked.status_code == 422
    assert "a receipt of its own" in page.select_one(".error-summary").get_text()
    assert (page.select_one("#id_speaker"), Comment.objects.count()) == (None, 1)
    del data["speaker"]
    assert client.post(url_of(section), data | {"name": "Amina"}).status_code == 302
    assert Submission.objects.filter(name="Amina").count() == 2


def switched(client, section, **typed):
    """What the form's button for Kiswahili answers."""
    address = url_of(section)
    page = BeautifulSoup(client.get(address).content, "lxml")
    button = page.select_one("header button[name=unsent]")
    assert (button["form"], button["lang"]) == (page.main.form["id"], "sw")
    return client.post(button["formaction"], filled(section, unsent="yes", **typed))


def test_switch__of_the_language_carries_all_that_was_typed_and_sends_nothing(
    client, policy, section
):
    stamp, place = new_stamp(60), next(iter(section.current_version.paragraphs))
    tags = [str(policy.tags.get(name="Youth").pk)]
    typed = {"reason": "<b>Far.</b>", "name": "Amina", "ward": "1012", "paragraph": place}
    answer = switched(client, section, stamp=stamp, tags=tags, quote="", **typed)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert (form["tags"].value(), form["stamp"].value()) == (tags, stamp)
    page = BeautifulSoup(answer.content, "lxml")
    assert page.html["lang"] == "sw"
    assert page.select_one("[name=stance][checked]")["value"] == "support"
    assert not page.select(".error-summary")
    assert not Comment.objects.exists()
    assert client.post(page.main.form["action"], filled(section, **typed)).status_code == 302


def test_switch__of_the_language_takes_the_translation_of_the_section(client, policy, section):
    swahili = translated(section, title="Sehemu ya 1")
    form = switched(client, section).context["form"]
    assert form["version"].value() == swahili.current_version.pk
    assert form["text"].value() == filled(section)["text"]


def test_switch__of_the_language_keeps_who_speaks(client, section):
    client.post(url_of(section), filled(section, name="Amina"))
    answer = switched(client, section, speaker="another", name="Baraka")
    assert question(answer) == ("Bado ni Amina, au ni mtu mwingine?", ["another"])
    assert answer.context["form"]["name"].value() == "Baraka"


def test_switch__of_a_section_that_is_closed_gives_the_words_back(client, policy, section):
    policy.editions.update(closes_at=timezone.now())
    data = filled(section, unsent="yes")
    answer = client.post(url_of(section), data)
    assert answer.status_code == 403
    assert data["text"] in answer.content.decode()


def test_form__shows_whoever_comes_next_nothing_of_what_was_sent(client, section):
    client.post(url_of(section), filled(section, text="Words of the first."))
    pages = [client.get(url_of(section)), client.post(url_of(section), filled(section, text=""))]
    for page in pages:
        assert Submission.objects.get().printed_receipt not in page.content.decode()
        assert "Words of the first." not in page.content.decode()


def test_finish__gives_the_next_person_a_receipt_of_their_own(client, section):
    client.post(url_of(section), filled(section, name="Amina"))
    client.post(reverse("comments:finish"))
    client.post(url_of(section), filled(section))
    assert sorted(Submission.objects.values_list("name", flat=True)) == ["", "Amina"]


def test_visit__does_not_leak_to_another_policy(client, section):
    client.post(url_of(section), filled(section, name="Amina"))
    other = section_of(make_policy(), 1)
    client.post(url_of(other), filled(other))
    assert Submission.objects.count() == 2


def test_visit__a_forged_cookie_is_ignored(client, section):
    client.post(url_of(section), filled(section, name="Amina"))
    stranger = Client()
    stranger.cookies["maoni_visit"] = str(Submission.objects.get().pk)
    stranger.post(url_of(section), filled(section))
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"stance": ""}, "stance"),
        ({"stance": "maybe"}, "stance"),
        ({"text": ""}, "text"),
        ({"text": "ab"}, "text"),
        ({"text": "\u200b\u202e\x07"}, "text"),
        ({"text": "y" * 20_000}, "text"),
        ({"proposed": "y" * 5_001}, "proposed"),
        ({"ward": "9999"}, "ward"),
        ({"tags": ["0"]}, "tags"),
        ({"tags": ["9" * 30]}, "tags"),
        ({"version": "\u00b2"}, "version"),
        ({"website": "http://spam.example"}, "website"),
        ({"stamp": "made up"}, "stamp"),
        ({"stamp": STAMP.sign("without a time")}, "stamp"),
    ],
)
def test_post__a_bad_field_keeps_what_was_typed(client, section, fields, name):
    response = client.post(url_of(section), filled(section, reason="Kept words", **fields))
    assert response.status_code == 422
    assert name in response.context["form"].errors
    assert "Kept words" in response.content.decode()
    assert not Comment.objects.exists()
    assert not Submission.objects.exists()


def test_post__what_is_sent_too_quickly_can_be_sent_again(client, section):
    quick = filled(section, stamp=new_stamp())
    response = client.post(url_of(section), quick)
    assert response.status_code == 422
    assert "stamp" in response.context["form"].errors
    page = BeautifulSoup(response.content, "lxml").main
    told = page.select_one(".error-summary").get_text()
    assert "nothing was sent yet" in told
    assert page.select_one(".button-take-part").get_text().strip() in told
    assert page.select_one("#id_text").get_text().strip() == quick["text"]


def test_post__what_is_empty_is_told_so_however_quickly_it_came(client, section):
    page = client.post(url_of(section), filled(section, text="", stamp=new_stamp()))
    assert page.status_code == 422
    assert "Write your comment." in page.content.decode()
    assert "very quick" not in page.content.decode()


def test_post__a_form_a_day_old_can_be_sent_again(client, section):
    stale = client.post(url_of(section), filled(section, stamp=new_stamp(age_s=25 * 60 * 60)))
    assert stale.status_code == 422
    assert "gone stale" in stale.content.decode()
    assert stale.context["form"]["stamp"].value() != stale.wsgi_request.POST["stamp"]
    assert not Comment.objects.exists()


def resent(client, section, response):
    """The refused form sent again as it came back, the moment after."""
    stamp = response.context["form"]["stamp"].value()
    return client.post(url_of(section), filled(section, stamp=stamp))


def test_post__time_counts_from_when_the_form_was_first_shown(client, section, monkeypatch):
    now = time.time()
    monkeypatch.setattr("comments.channels.stamps.time", SimpleNamespace(time=lambda: now))
    shown = new_stamp(age_s=MINIMUM_SECONDS - 0.5)
    refused = client.post(url_of(section), filled(section, stamp=shown))
    assert refused.status_code == 422
    assert refused.context["form"]["stamp"].value() == shown


def test_post__what_was_corrected_at_once_is_taken_in(client, section):
    refused = client.post(url_of(section), filled(section, text=""))
    assert refused.status_code == 422
    assert resent(client, section, refused).status_code == 302


def test_post__after_an_old_form_nobody_waits_again(client, section):
    stale = client.post(url_of(section), filled(section, stamp=new_stamp(age_s=25 * 60 * 60)))
    assert resent(client, section, stale).status_code == 302


def test_post__made_up_stamp_buys_no_time(client, section):
    forged = client.post(url_of(section), filled(section, stamp="made up"))
    assert resent(client, section, forged).status_code == 422


def test_resent__the_same_form_is_one_comment_with_one_receipt(client, policy, section):
    data = filled(section)
    first, second = (client.post(url_of(section), data) for _n in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == Submission.objects.count() == 1
    assert verify(policy) == []


def test_resent__after_going_back_it_is_the_same_comment_though_the_form_is_new(client, section):
    first = client.post(url_of(section), filled(section, name="Amina"))
    again = client.post(url_of(section), further(section))
    ref = Comment.objects.get().ref
    assert again["Location"] == f"{first['Location']}?said=1#{ref}"
    assert Comment.objects.count() == 1
    Client().post(url_of(section), filled(section))
    client.post(reverse("comments:finish"))
    client.post(url_of(section), filled(section))
    assert Comment.objects.count() == 3


def test_resent__after_it_was_withdrawn_it_is_said_anew_and_once(client, section):
    data = filled(section)
    client.post(url_of(section), data)
    withdraw(comment=Comment.objects.get())
    answers = {client.post(url_of(section), data)["Location"] for _n in range(2)}
    states = list(Comment.objects.order_by("number").values_list("state", flat=True))
    assert (len(answers), states) == (1, ["withdrawn", "received"])
    assert Comment.objects.latest("number").submission.printed_receipt in answers.pop()


def said_twice(client, section, **fields) -> BeautifulSoup:
    """The receipt after two forms of one visit said the same."""
    client.post(url_of(section), filled(section, **fields))
    response = client.post(url_of(section), further(section, **fields))
    return BeautifulSoup(client.get(response["Location"]).content, "lxml")


def test_receipt__of_words_that_had_come_says_so_and_offers_another_person(client, section):
    page = said_twice(client, section)
    assert "count once" in page.select_one(".comment .notice").get_text()
    data = further(section, text="Only this once, and pressed twice.")
    for _n in range(2):
        response = client.post(url_of(section), data)
    assert "count once" not in client.get(response["Location"]).content.decode()


def test_receipt__says_nothing_of_it_to_who_has_but_its_address(client, section):
    said_twice(client, section)
    address = reverse("comments:receipt", args=[Submission.objects.get().printed_receipt])
    assert "count once" not in Client().get(f"{address}?said=1").content.decode()


def test_said_by_another__asks_who_they_are_and_counts_them_once(client, policy, section):
    place = next(iter(section.current_version.paragraphs))
    tag = policy.tags.get(name="Youth").pk
    page = said_twice(client, section, paragraph=place, reason="Far.", tags=[tag], name="Amina")
    answer = client.post(page.select_one(".comment .notice form")["action"])
    assert answer["Referrer-Policy"] == "strict-origin"
    form = answer.context["form"]
    assert not form.is_bound
    assert form["name"].value() is None
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    assert (sent["reason"], sent["paragraph"], sent["tags"]) == ("Far.", place, [tag])
    sent |= {"name": "Baraka", "stamp": new_stamp(60)}
    for _n in range(2):
        response = client.post(url_of(section), sent)
    names = [each.submission.name for each in Comment.objects.order_by("number")]
    assert names == ["Amina", "Baraka"]
    assert Submission.objects.latest("pk").printed_receipt in response["Location"]


def test_said_by_another__is_asked_for_by_a_button_and_under_the_receipt(client, section):
    address = said_twice(client, section).select_one(".comment .notice form")["action"]
    assert client.get(address).status_code == 405
    assert client.post(address.replace("another/1", "another/2")).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address).status_code == 403


def test_said_by_another__of_a_section_that_is_closed_says_so(client, policy, section):
    address = said_twice(client, section).select_one(".comment .notice form")["action"]
    edition = policy.current_edition
    edition.closes_at = timezone.now()
    edition.save()
    assert client.post(address).status_code == 403


def test_resent__the_window_may_have_closed_meanwhile(client, policy, section):
    data = filled(section)
    first = client.post(url_of(section), data)
    edition = policy.current_edition
    edition.closes_at = timezone.now() - timedelta(seconds=1)
    edition.save()
    assert client.post(url_of(section), data)["Location"] == first["Location"]


def test_resent__whoever_sends_it_the_same_words_lead_to_the_receipt(client, section):
    """As when the answer to a first tap never arrived, or its cookie was lost."""
    data = filled(section, name="Amina", ward="1012")
    first = client.post(url_of(section), data)
    without_cookie, on_another_visit = Client(), Client()
    on_another_visit.post(url_of(section), filled(section))
    client.post(reverse("comments:finish"))
    for browser in (without_cookie, on_another_visit, client):
        again = browser.post(url_of(section), data)
        assert again["Location"] == first["Location"]
        assert "Thank you" in browser.get(again["Location"]).content.decode()
    assert Comment.objects.count() == 2


def test_resent__a_day_later_it_still_leads_to_its_receipt(client, section):
    nonce = read_stamp(new_stamp()).nonce
    first = client.post(url_of(section), filled(section, stamp=new_stamp(60, nonce)))
    old = filled(section, stamp=new_stamp(25 * 60 * 60, nonce))
    stale = Client().post(url_of(section), old)
    assert stale.status_code == 422
    assert resent(Client(), section, stale)["Location"] == first["Location"]


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Words written afterwards"},
        {"stance": "oppose"},
        {"reason": "A reason given afterwards"},
        {"paragraph": "1"},
        {"name": "A name given afterwards"},
        {"ward": "1013"},
        {"tags": True},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_resent__with_other_words_it_is_shown_once_more_as_a_form_of_its_own(
    client, policy, section, other
):
    data = filled(section)
    if "tags" in other:
        other = {"tags": [policy.tags.get(name="Youth").pk]}
    if "paragraph" in other:
        other = {"paragraph": next(iter(section.current_version.paragraphs))}
    client.post(url_of(section), data)
    stranger = Client()
    response = stranger.post(url_of(section), {**data, **other})
    page = response.content.decode()
    assert response.status_code == 422
    assert "was sent already" in page
    assert data["text"] in page or other["text"] in page
    assert Submission.objects.get().printed_receipt not in page
    assert Comment.objects.count() == 1
    stamp = response.context["form"]["stamp"].value()
    again = stranger.post(url_of(section), {**data, **other, "stamp": stamp})
    assert again.status_code == 302
    assert Comment.objects.count() == Submission.objects.count() == 2


def test_resent__with_other_words_in_the_same_visit_asks_who_speaks_as_well(client, section):
    data = filled(section)
    client.post(url_of(section), data)
    response = client.post(url_of(section), {**data, "text": "Words written afterwards"})
    assert "was sent already" in response.content.decode()
    assert "Words written afterwards" in response.content.decode()
    assert question(response) == ("Still you, or somebody else?", [])


def test_post__hostile_text_stays_text(client, section):
    hostile = "<script>alert(1)</script> =HYPERLINK(1) {{ 7*7 }} #eval(1)"
    response = client.post(url_of(section), filled(section, text=hostile, name="<b>x</b>"))
    page = client.get(response["Location"]).content.decode()
    assert Comment.objects.get().text == hostile
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize("phase", ["before", "after", "none"])
def test_window__closed_refuses_form_and_post(client, policy, section, phase):
    data = filled(section)
    now = timezone.now()
    edition = policy.current_edition
    if phase == "before":
        edition.opens_at, edition.closes_at = now + timedelta(hours=1), now + timedelta(days=1)
    elif phase == "after":
        edition.closes_at = now - timedelta(seconds=1)
    else:
        edition.opens_at = edition.closes_at = None
    edition.save()
    assert client.get(url_of(section)).status_code == 403
    response = client.post(url_of(section), data)
    assert response.status_code == 403
    assert "not open" in response.content.decode()
    assert data["text"] in response.content.decode()
    assert not Comment.objects.exists()


def test_post__on_a_text_that_has_changed_is_refused(client, section):
    data = filled(section)
    section.body = [("paragraph", "<p>Quite another text.</p>")]
    section.save_revision().publish()
    response = client.post(url_of(section), data)
    assert response.status_code == 403
    assert "has changed" in response.content.decode()
    assert data["text"] in response.content.decode()


def test_post__with_spaces_around_its_version_is_about_that_version(client, policy, section):
    read, paragraph = section.current_version, "The words that were read."
    section.body = [("paragraph", f"<p>{paragraph}</p>")]
    section.save_revision().publish()
    quoted = read.text.split("\n")[0]
    data = filled(section, version=f" {read.pk} ", quote=quoted)
    response = client.post(url_of(section), data)
    assert response.status_code == 403
    assert "has changed" in response.content.decode()


def test_post__on_another_sections_version_is_refused(client, policy, section):
    version = section_of(policy, 2).current_version.pk
    assert client.post(url_of(section), filled(section, version=version)).status_code == 403
    assert not Comment.objects.exists()


def test_post__on_a_version_that_no_table_holds_is_refused(client, section):
    assert client.post(url_of(section), filled(section, version="9" * 30)).status_code == 403


def test_form__of_an_unpublished_section_leads_to_where_it_stood_last(client, section):
    section.unpublish()
    assert client.get(url_of(section)).url == last_text_of(section)


def last_text_of(section) -> str:
    args = [section.policy.slug, 1, section.current_version.pk]
    return reverse("policies:section_text", args=args)


def close_to_all(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


WAYS_TO_GO = {
    "private": close_to_all,
    "unpublished": lambda section: section.unpublish(),
    "policy private": lambda section: close_to_all(section.policy),
    "of no table": lambda section: None,
}


@pytest.mark.parametrize("way", WAYS_TO_GO)
def test_post__to_a_section_that_went_gives_the_words_back_and_nothing_of_it(client, way):
    section = section_of(make_policy(title="Water Policy"), 1)
    data = filled(section, text="Bring water first.", reason="It is far.")
    url, version = url_of(section), section.current_version
    if way == "of no table":
        url = reverse("comments:comment", args=[section.pk + 1000])
    WAYS_TO_GO[way](SectionPage.objects.get(pk=section.pk))
    answer = client.post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 404
    card = BeautifulSoup(page, "lxml").select_one("main .card")
    assert [each.get_text() for each in card.find_all("h3")] == ["Your comment", "Why"]
    assert [each.get_text() for each in card.find_all("p")] == ["Bring water first.", "It is far."]
    assert "not public any more" in page
    for word in (version.heading, version.text, section.url, "Water Policy"):
        assert word not in page
    assert not Comment.objects.exists()
    if way == "unpublished":
        assert last_text_of(section) in page
    else:
        assert client.get(url).status_code == 404
        assert "/editions/" not in page


def test_resent__to_a_section_that_went_it_leads_to_its_receipt(client, section):
    data = filled(section)
    first = client.post(url_of(section), data)
    close_to_all(section)
    assert client.post(url_of(section), data)["Location"] == first["Location"]
    other = Client().post(url_of(section), {**data, "text": "Other words of mine."})
    assert other.status_code == 404
    assert "Other words of mine." in other.content.decode()
    assert Comment.objects.count() == 1


def test_post__without_the_forms_token_is_refused(section):
    client = Client(enforce_csrf_checks=True)
    assert client.post(url_of(section), filled(section)).status_code == 403
    assert not Comment.objects.exists()


def test_receipt__shows_state_and_answer(client, policy):
    comment = make_comment(policy, state=State.HIDDEN, text="Words of mine")
    url = reverse("comments:receipt", args=[comment.submission.printed_receipt])
    response = client.get(url)
    page = response.content.decode()
    assert "Words of mine" in page
    assert comment.get_hidden_reason_display() in page
    assert "Once there is one, it stands here" not in page
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("state", [State.RECEIVED, State.PUBLISHED])
def test_receipt__says_where_the_answer_will_stand(client, policy, state):
    submission = make_comment(policy, state=state).submission
    url = reverse("comments:receipt", args=[submission.printed_receipt])
    assert "Once there is one, it stands here" in client.get(url).content.decode()


def test_receipt__of_withdrawn_comment_says_so(client, policy):
    comment = withdraw(comment=make_comment(policy))
    url = reverse("comments:receipt", args=[comment.submission.printed_receipt])
    assert comment.get_state_display() in client.get(url).content.decode()


def again(client, section, **fields):
    """Back in the browser, which fetches the form anew, and sent with other words: the receipt."""
    speaker = {"speaker": "same"} if Comment.objects.exists() else {}
    response = client.post(url_of(section), filled(section, **speaker, **fields))
    return BeautifulSoup(client.get(response["Location"]).content, "lxml")


def test_receipt__says_of_a_further_comment_on_the_same_text_which_it_stands_beside(
    client, section
):
    assert not again(client, section).select_one(".comment .notice")
    page = again(client, section, text="What I meant is another thing.")
    first, second = Comment.objects.order_by("number")
    assert [each.parent["id"] for each in page.select(".comment .notice")] == [second.ref]
    assert page.select_one(f'.comment .notice a[href="#{first.ref}"]')
    links = [each["href"] for each in page.select(".comment a") if "withdraw" in each["href"]]
    assert links == [withdraw_url(first), withdraw_url(second)]


def test_receipt__says_nothing_of_comments_on_other_texts_and_of_one_taken_back(
    client, policy, section
):
    again(client, section, paragraph=next(iter(section.current_version.paragraphs)))
    assert not again(client, section_of(policy, 2)).select_one(".comment .notice")
    assert not again(client, section, text="Of all of it.").select_one(".comment .notice")
    withdraw(comment=Comment.objects.latest("number"))
    assert not again(client, section, text="Of all of it, anew.").select_one(".comment .notice")


def withdraw_url(comment: Comment, code: str = "") -> str:
    code = code or comment.submission.printed_receipt
    return reverse("comments:withdraw", args=[code, comment.number])


@pytest.mark.parametrize("state", [State.RECEIVED, State.PUBLISHED])
def test_withdraw__asks_and_then_takes_the_words_from_the_public(client, policy, state):
    comment = make_comment(policy, state=state, text="My <b>words</b>.")
    asked = client.get(withdraw_url(comment))
    assert "My &lt;b&gt;words&lt;/b&gt;." in asked.content.decode()
    assert (asked["Referrer-Policy"], asked["X-Robots-Tag"]) == ("strict-origin", "noindex")
    comment.refresh_from_db()
    assert comment.state == state
    done = client.post(withdraw_url(comment))
    page = client.get(done["Location"]).content.decode()
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN
    assert withdraw_url(comment) not in page
    assert "My &lt;b&gt;" not in client.get(comment.version.section.url).content.decode()
    assert ModelLogEntry.objects.get(action="comments.withdrawn").user is None
    assert verify(policy) == []


def test_withdraw__of_anothers_comment_is_not_found(client, policy):
    comment, other = (make_comment(policy) for _n in range(2))
    for code in (other.submission.printed_receipt, "AAAA-AAAA-AAAA"):
        assert client.post(withdraw_url(comment, code)).status_code == 404
    assert not Comment.objects.filter(state=State.WITHDRAWN).exists()


def test_withdraw__leaves_what_a_moderator_has_hidden(client, policy):
    comment = make_comment(policy, state=State.HIDDEN)
    assert client.post(withdraw_url(comment)).status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.HIDDEN


def test_withdraw__without_the_forms_token_is_refused(policy):
    comment = make_comment(policy)
    assert Client(enforce_csrf_checks=True).post(withdraw_url(comment)).status_code == 403


UNDER_A_RECEIPT = {
    "comments:receipt": [],
    "comments:slip": [],
    "comments:proof": [1],
    "comments:withdraw": [1],
}


@pytest.mark.parametrize("name", UNDER_A_RECEIPT)
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("AAAA-AAAA-AAAA", "One of the characters is wrong"),
        ("AJHG-BRD", "this one has 7"),
        ("A" * 200, "at most 40 characters"),
    ],
)
def test_receipt__of_a_wrong_code_offers_the_field_to_type_it(client, name, code, told):
    answer = client.get(reverse(name, args=[code, *UNDER_A_RECEIPT[name]]))
    page = BeautifulSoup(answer.content, "lxml").main
    assert answer.status_code == 404
    assert answer["X-Robots-Tag"] == "noindex"
    assert page.h1.get_text() == "There is no receipt at this address"
    assert told in page.select_one(".error-summary").get_text()
    assert page.form["action"] == reverse("comments:receipt_lookup")
    assert page.form.select_one("input[name=code]")["value"] == code


def test_receipt__whose_code_names_nothing_says_the_same_as_a_typed_one(client, policy):
    code = new_receipt()
    pages = [
        client.get(reverse("comments:receipt", args=[code])),
        client.post(reverse("comments:receipt_lookup"), {"code": code}),
    ]
    assert [page.status_code for page in pages] == [404, 422]
    for page in pages:
        assert "There is no submission with this code" in page.content.decode()


def test_receipt__a_community_centre_may_look_up_as_many_as_it_likes(client, policy):
    submission = make_comment(policy).submission
    url = reverse("comments:receipt", args=[submission.printed_receipt])
    lookup = reverse("comments:receipt_lookup")
    for _n in range(70):
        assert Client().get(url).status_code == 200
        assert client.post(lookup, {"code": submission.receipt}).status_code == 302


def test_lookup__finds_what_was_typed_loosely(client, policy):
    submission = make_comment(policy).submission
    typed = submission.printed_receipt.lower().replace("-", " ")
    response = client.post(reverse("comments:receipt_lookup"), {"code": typed})
    assert submission.printed_receipt in response["Location"]


def test_lookup__wrong_code_says_what_is_wrong(client):
    response = client.post(reverse("comments:receipt_lookup"), {"code": "K7Q0"})
    assert response.status_code == 422
    assert "never contains 0" in response.content.decode()


@pytest.fixture
def few(monkeypatch):
    """Two comments from a visit and three from an address are many."""
    for name, most in (("FROM_VISIT", 2), ("FROM_NETWORK", 3)):
        limit = Limit(name, most=most, seconds=10**9)
        monkeypatch.setattr(f"comments.channels.web.views.{name}", limit)


def hold_reasons():
    return list(Comment.objects.order_by("number").values_list("hold_reason", flat=True))


def test_limit__what_one_visit_sends_beyond_it_is_taken_in_and_held(client, policy, section, few):
    for n in range(3):
        speaker = {"speaker": "same"} if n else {}
        sent = client.post(url_of(section), filled(section, text=f"Comment {n}", **speaker))
        assert sent.status_code == 302
    assert hold_reasons() == ["", "", HoldReason.VISIT]
    assert {comment.state for comment in Comment.objects.all()} == {State.RECEIVED}
    assert "Comment 2" in client.get(sent["Location"]).content.decode()
    assert verify(policy) == []


def test_limit__what_one_address_sends_beyond_it_is_taken_in_and_held(section, few):
    for n in range(4):
        sent = Client().post(url_of(section), filled(section, text=f"Comment {n}"))
        assert sent.status_code == 302
    other = Client(REMOTE_ADDR="192.0.2.9")
    other.post(url_of(section), filled(section))
    assert hold_reasons() == ["", "", "", HoldReason.NETWORK, ""]


def test_limit__an_address_of_ipv6_is_as_good_as_every_other_of_its_network(section, few):
    for n in range(4):
        neighbour = Client(REMOTE_ADDR=f"2001:db8:1:2::{n}")
        neighbour.post(url_of(section), filled(section, text=f"Comment {n}"))
    Client(REMOTE_ADDR="2001:db8:1:3::1").post(url_of(section), filled(section))
    assert hold_reasons() == ["", "", "", HoldReason.NETWORK, ""]


def test_limit__forms_that_bring_nothing_count_for_nobody(client, section, few):
    data = filled(section)
    for _n in range(5):
        Client().post(url_of(section), filled(section, text=""))
        Client().post(url_of(section), filled(section, version="9" * 30))
        Client().post(url_of(section), data)
    Client().post(url_of(section), filled(section))
    assert hold_reasons() == ["", ""]


def test_form__takes_few_queries(client, section, django_assert_max_num_queries):
    client.get(url_of(section))
    with django_assert_max_num_queries(20):
        client.get(url_of(section))


def test_kiswahili__form_and_receipt_are_there(client, policy, section):
    assert client.get(url_of(section).replace("/en/", "/sw/")).status_code == 200
    submission = make_comment(policy).submission
    url = reverse("comments:receipt", args=[submission.printed_receipt])
    assert client.get(url.replace("/en/", "/sw/")).status_code == 200


def test_form__of_a_policy_for_some_readers_only_is_not_found(client, policy, section):
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    assert client.get(url_of(section)).status_code == 404
    assert client.post(url_of(section), filled(section)).status_code == 404
    assert policy.title not in client.get("/en/policies/").content.decode()
    policy.unpublish()
    assert client.get(url_of(section)).status_code == 404


@pytest.mark.parametrize("how", ["withdrawn", "answered"])
def test_window__of_a_policy_that_is_settled_is_closed(client, policy, section, how):
    data = filled(section)
    if how == "withdrawn":
        PolicyPage.objects.filter(pk=policy.pk).update(withdrawn_at=timezone.now())
    else:
        policy.editions.update(answered_at=timezone.now())
    assert client.get(url_of(section)).status_code == 403
    assert client.post(url_of(section), data).status_code == 403
    assert not Comment.objects.exists()


@pytest.mark.parametrize("language", ["en", "sw"])
def test_form__says_how_to_take_part_by_phone_where_that_is_set_up(client, policy, language):
    address = url_of(section_of(policy, 1)).replace("/en/", f"/{language}/")
    site = Site.objects.get(is_default_site=True)
    ContactSettings.objects.create(site=site, sms_number="22123", ussd_code="*384#")
    page = client.get(address, follow=True).content.decode()
    assert f"{policy.reference} 3 …" in page
    assert "22123" in page
    assert "*384#" in page


def test_form__prints_no_way_that_is_not_set_up(client, policy):
    page = client.get(url_of(section_of(policy, 1))).content.decode()
    assert "Without this form" not in page
