"""Editions published, and windows moved, in the admin."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from consult.jobs.job import JobState
from policies.models import Edition, KeptPlan, PolicyPage, Publication, SectionPage
from policies.phases import Phase
from policies.publishing.publication_job import work_on_publication
from policies.staff.edition_forms import EditionForm, usual_close
from policies.staff.next_steps import next_steps_of
from policies.staff.shown_drafts import drafts_of
from tests.factories import (
    PolicyPageFactory,
    SectionPageFactory,
    make_comment,
    make_policy,
    make_published_policy,
    make_user,
)
from tests.policies.importing import post_twice

pytestmark = pytest.mark.usefixtures("woken")


@pytest.fixture
def draft(db) -> PolicyPage:
    """A policy of which nothing is public yet."""
    policy = PolicyPageFactory(live=False)
    for number in ("1", "2"):
        page = SectionPageFactory(parent=policy, number=number, live=False, first_published_at=None)
        page.save_revision()
    return policy


def url(name: str, *args) -> str:
    return reverse(f"policies_admin:{name}", args=args)


def seen(policy) -> list[str]:
    """What the form names of the drafts that it shows."""
    return [draft.seen for draft in drafts_of(PolicyPage.objects.get(pk=policy.pk))]


def send(client, policy, **fields):
    """The form, pressed again where it says what it will do; the last answer."""
    data = {"label": "First draft", "seen": seen(policy), **fields}
    return post_twice(client, url("publish", policy.pk), data)


def publish(client, policy, **fields) -> Publication | None:
    response = send(client, policy, **fields)
    if response.status_code != 302:
        return None
    row = Publication.objects.latest("pk")
    assert response.url == url("publication", row.pk)
    work_on_publication(row.pk)
    row.refresh_from_db()
    return row


def minute(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_publish__gives_the_edition_its_name_in_both_languages(client, editor, draft):
    form = client.get(url("publish", draft.pk)).context["form"]
    assert (form["label"].value(), form["label_sw"].value()) == ("First draft", "Rasimu ya kwanza")
    row = publish(client, draft, label_sw="Rasimu ya kwanza")
    assert (row.edition.label, row.edition.label_sw) == ("First draft", "Rasimu ya kwanza")


def test_publish__makes_an_edition_of_every_draft(client, editor, draft):
    row = publish(client, draft, note="Read it.")
    assert (row.state, row.edition.label, row.edition.note) == ("done", "First draft", "Read it.")
    assert row.edition.entries.count() == 2
    assert PolicyPage.objects.get(pk=draft.pk).live
    assert "See it as the public does" in client.get(url("publication", row.pk)).content.decode()
    entry = PageLogEntry.objects.get(action="policies.publish_edition")
    assert (entry.user, entry.page_id) == (editor, draft.pk)


def test_publish__asks_a_worker_once_committed(
    client, editor, draft, woken, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(client, draft)
    row = Publication.objects.get()
    assert woken == [("policies.publication", row.pk)]
    assert "Waiting for a worker" in client.get(url("publication_status", row.pk)).content.decode()
    again = send(client, draft, label="Two")
    assert "being published already" in again.content.decode()


def test_publish__opens_as_soon_as_it_is_published_and_not_before(client, editor, draft):
    form = client.get(url("publish", draft.pk)).context["form"]
    assert form["opening"].value() == "now"
    asked = timezone.now()
    closes = minute(asked + timedelta(days=30))
    data = {"label": "First draft", "opening": "now", "closes_at": closes, "seen": seen(draft)}
    shown = client.post(url("publish", draft.pk), data)
    assert "3 drafts go public" in " ".join(shown.context["effects"])
    assert not Publication.objects.exists()
    client.post(url("publish", draft.pk), {**data, "confirmed": shown.context["confirmed"]})
    row = Publication.objects.get()
    began = timezone.now()
    work_on_publication(row.pk)
    row.refresh_from_db()
    assert row.edition.opens_at == row.edition.published_at >= began
    assert row.edition.is_open


def test_publish__a_time_that_is_over_means_at_once(client, editor, draft):
    now = timezone.now()
    fields = {
        "opening": "time",
        "opens_at": minute(now - timedelta(days=2)),
        "closes_at": minute(now + timedelta(days=30)),
    }
    edition = publish(client, draft, **fields).edition
    assert edition.opens_at == edition.published_at


def test_publish__a_window_that_is_over_is_entered_as_it_was(client, editor, draft):
    now = timezone.now().replace(second=0, microsecond=0)
    opened, closed = now - timedelta(days=30), now - timedelta(days=2)
    fields = {"opening": "time", "opens_at": minute(opened), "closes_at": minute(closed)}
    edition = publish(client, draft, **fields).edition
    assert (edition.opens_at, edition.closes_at) == (opened, closed)


def test_publish__short_notice_of_an_opening_at_once_is_confirmed_once(client, editor, draft):
    closes = minute(timezone.now() + timedelta(days=5))
    fields = {"label": "First draft", "opening": "now", "closes_at": closes}
    asked = client.post(url("publish", draft.pk), {**fields, "seen": seen(draft)})
    assert "People have 5 days" in asked.content.decode()
    row = publish(client, draft, **fields, confirmed=asked.context["confirmed"])
    assert row.edition.is_open


def test_publish__not_at_all_has_no_window_whatever_times_were_suggested(client, editor, draft):
    fields = {"opening": "never", "opens_at": "soon", "closes_at": minute(usual_close())}
    edition = publish(client, draft, **fields).edition
    assert (edition.opens_at, edition.closes_at) == (None, None)


def test_publication__of_an_edition_without_a_window_leads_to_one(client, editor, draft):
    row = publish(client, draft, opening="never")
    page = client.get(url("publication", row.pk)).content.decode()
    assert "Take comments" in page
    assert url("window", draft.pk) in page


def test_publish__of_a_second_edition_says_that_it_lacks_a_kiswahili_name(client, editor):
    policy = make_policy(1, open=False)
    page = client.get(url("publish", policy.pk)).content.decode()
    assert "no name in Kiswahili" in page
    assert (
        "no name in Kiswahili"
        not in client.post(
            url("publish", policy.pk), {"label": "", "label_sw": "Toleo la pili"}
        ).content.decode()
    )


@pytest.mark.parametrize(
    ("now", "closes"),
    [
        ("2026-11-24T09:00+03:00", "2026-12-15T17:00+03:00"),
        ("2026-11-28T09:00+03:00", "2026-12-21T17:00+03:00"),  # Saturday: the Monday after
        ("2026-11-29T23:30+03:00", "2026-12-21T17:00+03:00"),  # Sunday
        ("2026-11-24T22:00+00:00", "2026-12-16T17:00+03:00"),  # already the 25th in Nairobi
    ],
)
def test_usual_close__is_three_weeks_ahead_on_a_working_day(now, closes):
    assert usual_close(datetime.fromisoformat(now)) == datetime.fromisoformat(closes)


def test_form__suggests_a_closing_time_and_says_where_it_comes_from(db):
    form = EditionForm()
    assert f'value="{minute(usual_close())}"' in str(form["closes_at"])
    assert "not a rule of law" in str(form["closes_at"].help_text)


def test_publish__short_notice_is_said_once_and_stops_nobody(client, editor, draft):
    now = timezone.now()
    fields = {
        "label": "First draft",
        "opens_at": minute(now),
        "closes_at": minute(now + timedelta(days=5)),
    }
    page = client.post(url("publish", draft.pk), fields).content.decode()
    assert "People have 5 days" in page
    assert not Publication.objects.exists()
    row = publish(client, draft, **fields)
    assert row.edition.is_open
    page = client.get(url("publication", row.pk)).content.decode()
    assert reverse("policies:notice", args=[draft.slug]) in page


def test_publish__while_another_is_open_fails_with_the_reason(client, editor):
    policy = make_policy(1)
    assert "still open for comments" in client.get(url("publish", policy.pk)).content.decode()
    row = publish(client, policy, label="Second")
    assert row.state == JobState.FAILED
    assert policy.editions.count() == 1
    page = client.get(url("publication", row.pk)).content.decode()
    assert "still open for comments" in page
    assert "Nothing was published" in page
    Edition.objects.update(closes_at=timezone.now())
    client.post(url("publish_again", row.pk))
    work_on_publication(row.pk)
    row.refresh_from_db()
    assert row.edition.label == "Second"


def test_publish__half_way_down_leaves_nothing_public(client, editor, draft, monkeypatch):
    def die(*args, **kwargs):
        raise SystemExit

    send(client, draft)
    row = Publication.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(Publication, "finish", die)
        with pytest.raises(SystemExit):
            work_on_publication(row.pk)
    assert not SectionPage.objects.live().exists()
    assert not Edition.objects.exists()
    client.post(url("publish_here", row.pk))
    row.refresh_from_db()
    assert row.edition.entries.count() == 2
    assert not work_on_publication(row.pk)


def test_publish__leaves_out_what_was_taken_out_of_public(client, editor):
    policy = make_published_policy(2, open=False)
    section = SectionPage.objects.descendant_of(policy).first()
    section.unpublish()
    row = publish(client, policy, label="Second")
    assert row.edition.entries.count() == 1
    section.refresh_from_db()
    assert not section.live
    section.save_revision()
    row = publish(client, policy, label="Third")
    assert row.edition.entries.count() == 2


def test_publish__leaves_the_edition_before_as_it_was(client, editor):
    policy = make_published_policy(2, open=False)
    Edition.objects.update(opens_at=None, closes_at=None)
    section = SectionPage.objects.descendant_of(policy).first()
    section.body = [("paragraph", "<p>New words.</p>")]
    section.save_revision()
    publish(client, policy, label="Second")
    first, second = policy.editions.order_by("number")
    assert first.entries.count() == 2
    assert not first.entries.exclude(replaced_at=None).exists()
    assert second.entries.filter(version=section.versions.last()).exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"label": ""}, "required"),
        ({"closes_at": "2030-01-01T08:00"}, "Say when comments open"),
        ({"opens_at": "2030-01-01T08:00", "closes_at": "2030-01-01T08:00"}, "close after they"),
        ({"opening": "time"}, "Type the time at which comments open"),
        ({"opening": "now", "opens_at": "2030-01-01T08:00"}, "You typed a later time too"),
        ({"opening": "now", "closes_at": "2020-01-01T08:00"}, "close after they"),
        ({"opening": "whenever"}, "whenever is not one of the available choices"),
        ({"label": "x" * 81}, "at most 80"),
    ],
)
def test_publish__bad_input_makes_nothing(client, editor, draft, fields, said):
    response = send(client, draft, **fields)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Publication.objects.exists()


def change(client, policy, **fields):
    """Send it, and once more where it is said what it does."""
    asked = client.post(url("window", policy.pk), fields)
    if asked.status_code != 200 or not asked.context.get("effects"):
        return asked
    return client.post(
        url("window", policy.pk), {**fields, "confirmed": asked.context["confirmed"]}
    )


def test_window__asks_once_with_what_it_does_and_again_where_the_times_changed(client, editor):
    policy = make_policy(1)
    make_comment(policy)
    where, fields = url("window", policy.pk), {"now": "on", "reason": "Answered all."}
    asked = client.post(where, fields)
    page = " ".join(asked.content.decode().split())
    assert "Comments close at once" in page
    assert "0 followers are told by e-mail." in page
    assert "1 comment has been received" in page
    assert policy.current_edition.is_open
    Edition.objects.update(closes_at=timezone.now() + timedelta(days=60))
    sent = {**fields, "confirmed": asked.context["confirmed"]}
    again = client.post(where, sent)
    assert again.context["effects"]
    client.post(where, {**fields, "confirmed": again.context["confirmed"]})
    assert not policy.editions.get().is_open


def test_window__says_whether_people_get_more_time_or_less(client, editor):
    policy = make_policy(1)
    closes = policy.current_edition.closes_at
    for days, words in ((1, "People get more time"), (-1, "People get less time")):
        fields = {"closes_at": minute(closes + timedelta(days=days)), "reason": "Floods."}
        assert words in client.post(url("window", policy.pk), fields).content.decode()
    assert policy.editions.get().closes_at == closes


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({"closes_at": 3}, 5),
        ({"closes_at": 20}, 0),
        ({"closes_at": 40}, 0),
        ({"now": "on"}, 0),
    ],
)
def test_window__warns_where_people_are_left_few_days_in_all(client, editor, fields, days):
    policy, now = make_policy(1), timezone.now()
    Edition.objects.update(opens_at=now - timedelta(days=2), closes_at=now + timedelta(days=30))
    if "closes_at" in fields:
        fields = {"closes_at": minute(now + timedelta(days=fields["closes_at"]))}
    asked = client.post(url("window", policy.pk), {**fields, "reason": "Floods."})
    assert asked.context["effects"]
    words = f"People have {days} days" if days else "People have"
    assert (words in asked.content.decode()) == bool(days)


@pytest.mark.parametrize(
    "other",
    [{"label": "Second draft"}, {"label_sw": "Rasimu"}, {"note": "New."}, {"note_sw": "Mpya."},
     {"opening": "time", "opens_at": "2040-01-01T08:00"}, {"closes_at": "2040-01-01T08:00"},
     {"leave_out": []}],
)  # fmt: skip
def test_publish__asks_again_where_anything_differs_from_what_was_looked_at(
    client, editor, draft, other
):
    left = draft.get_children().last().pk
    fields = {"label": "First draft", "opening": "now", "seen": seen(draft), "leave_out": [left]}
    asked = client.post(url("publish", draft.pk), fields)
    assert "2 drafts go public" in " ".join(asked.context["effects"])
    changed = {**fields, "confirmed": asked.context["confirmed"], **other}
    again = client.post(url("publish", draft.pk), changed)
    assert again.context["effects"]
    assert not Publication.objects.exists()
    sent = {**changed, "confirmed": again.context["confirmed"]}
    assert client.post(url("publish", draft.pk), sent).status_code == 302


def test_window__asks_again_where_the_reason_differs_from_what_was_looked_at(client, editor):
    policy = make_policy(1)
    fields = {"now": "on", "reason": "Answered all."}
    asked = client.post(url("window", policy.pk), fields)
    sent = {"now": "on", "reason": "Floods.", "confirmed": asked.context["confirmed"]}
    assert client.post(url("window", policy.pk), sent).context["effects"]
    assert policy.current_edition.is_open


def test_publish__keeps_what_was_typed_with_the_drafts_until_it_is_published(client, editor, draft):
    note, closes = "<b>Read</b> clause 3.", minute(timezone.now() + timedelta(days=30))
    typed = {"label": "Second", "note": note, "opening": "now", "closes_at": closes}
    response = client.post(url("publish", draft.pk), {**typed, "do": "keep"})
    assert response.url == url("publish", draft.pk)
    assert not Publication.objects.exists()
    client.force_login(make_user("Editors"))
    page = client.get(url("publish", draft.pk)).content.decode()
    assert "&lt;b&gt;Read&lt;/b&gt; clause 3." in page
    assert f'value="{closes}"' in page
    publish(client, draft, **typed)
    assert note not in client.get(url("publish", draft.pk)).content.decode()
    assert not KeptPlan.objects.exists()


def test_window__is_extended_with_a_public_reason(client, editor):
    policy = make_policy(1)
    later = timezone.now().replace(second=0, microsecond=0) + timedelta(days=30)
    assert change(client, policy, closes_at=minute(later), reason="Floods.").status_code == 302
    edition = policy.editions.get()
    assert edition.closes_at == later
    (done,) = edition.window_changes.all()
    assert (done.reason, done.created_by) == ("Floods.", editor)
    entry = PageLogEntry.objects.get(action="policies.change_window")
    assert entry.user == editor
    page = client.get(url("window", policy.pk)).content.decode()
    assert "Floods." in page


def test_window__is_closed_at_once(client, editor):
    policy = make_policy(1)
    assert change(client, policy, now="on", reason="Answered all.").status_code == 302
    assert PolicyPage.objects.get(pk=policy.pk).phase == Phase.CLOSED
    assert not policy.editions.get().is_open


def test_window__is_opened_again_by_a_later_time(client, editor):
    policy = make_policy(1, open=False)
    later = minute(timezone.now() + timedelta(days=3))
    change(client, policy, closes_at=later, reason="More wards asked.")
    assert PolicyPage.objects.get(pk=policy.pk).phase == Phase.OPEN


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": ""}, "the public sees the reason"),
        ({"closes_at": ""}, "Say when comments close"),
        ({"closes_at": "2001-01-01T08:00"}, "tick “Close it now”"),
        ({"closes_at": "soon"}, "valid date"),
        ({"reason": "x" * 301}, "at most 300"),
    ],
)
def test_window__bad_input_changes_nothing(client, editor, fields, said):
    policy = make_policy(1)
    before = policy.editions.get().closes_at
    later = minute(timezone.now() + timedelta(days=3))
    response = change(client, policy, **{"closes_at": later, "reason": "Floods.", **fields})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert policy.editions.get().closes_at == before


def test_window__before_it_opens_cannot_be_closed(client, editor):
    policy = make_policy(1)
    opens = timezone.now() + timedelta(days=1)
    Edition.objects.update(opens_at=opens, closes_at=opens + timedelta(days=9))
    response = change(client, policy, now="on", reason="Not yet.")
    assert response.status_code == 422
    assert 'name="now"' not in response.content.decode()
    sooner = change(client, policy, closes_at=minute(opens - timedelta(hours=1)), reason="Not yet.")
    assert "must close after it opens" in sooner.content.decode()


def test_window__that_is_closed_is_not_closed_again(client, editor):
    policy = make_policy(1, open=False)
    page = client.get(url("window", policy.pk)).content.decode()
    assert 'name="now"' not in page
    assert change(client, policy, now="on", reason="Again.").status_code == 422
    past = minute(timezone.now() - timedelta(hours=1))
    response = change(client, policy, closes_at=past, reason="Again.")
    assert "type a later one" in response.content.decode()
    assert not policy.editions.get().window_changes.exists()


def test_window__without_an_edition_says_what_to_do(client, editor, draft):
    page = client.get(url("window", draft.pk)).content.decode()
    assert "publish one first" in page
    assert change(client, draft, now="on", reason="x").status_code == 422


def test_window__hostile_reason_stays_text(client, editor):
    policy = make_policy(1)
    later = minute(timezone.now() + timedelta(days=30))
    change(client, policy, closes_at=later, reason="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(url("window", policy.pk)).content.decode()


def window_of(policy) -> tuple:
    return Edition.objects.filter(policy=policy).values_list("opens_at", "closes_at").get()


def test_window__that_has_yet_to_open_is_opened_now(client, editor):
    policy = make_policy(1)
    later = timezone.now() + timedelta(days=3)
    Edition.objects.update(opens_at=later, closes_at=later + timedelta(days=20))
    assert "Open now" in client.get(url("window", policy.pk)).content.decode()
    asked = timezone.now()
    assert change(client, policy, do="open").status_code == 302
    opens_at, closes_at = window_of(policy)
    assert asked <= opens_at <= timezone.now()
    assert closes_at == later + timedelta(days=20)
    assert PolicyPage.objects.get(pk=policy.pk).phase == Phase.OPEN
    entry = PageLogEntry.objects.get(action="policies.open_window")
    assert entry.user == editor
    assert "opened already" in str(
        list(get_messages(change(client, policy, do="open").wsgi_request))
    )
    assert window_of(policy) == (opens_at, closes_at)


def test_window__is_given_to_an_edition_that_had_none(client, editor):
    policy = make_policy(1)
    Edition.objects.update(opens_at=None, closes_at=None)
    assert "no opening time" in client.get(url("window", policy.pk)).content.decode()
    closes = timezone.now().replace(second=0, microsecond=0) + timedelta(days=30)
    assert change(client, policy, opening="now", closes_at=minute(closes)).status_code == 302
    assert window_of(policy)[1] == closes
    assert PolicyPage.objects.get(pk=policy.pk).phase == Phase.OPEN


def test_window__given_late_warns_of_short_notice_once(client, editor):
    policy = make_policy(1)
    Edition.objects.update(opens_at=None, closes_at=None)
    fields = {"opening": "now", "closes_at": minute(timezone.now() + timedelta(days=5))}
    page = client.post(url("window", policy.pk), fields).content.decode()
    assert "People have 5 days" in page
    assert window_of(policy) == (None, None)
    confirmed = re.search(r'name="confirmed" value="([^"]*)"', page).group(1)
    change(client, policy, **fields, confirmed=confirmed.replace("&#x2B;", "+"))
    assert window_of(policy)[0] is not None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opening": "time"}, "Type the time at which comments open"),
        ({"opening": "never"}, "never is not one of the available choices"),
        ({"opening": "now", "closes_at": "2020-01-01T08:00"}, "close after they"),
        ({}, "required"),
    ],
)
def test_window__given_late_with_bad_input_changes_nothing(client, editor, fields, said):
    policy = make_policy(1)
    Edition.objects.update(opens_at=None, closes_at=None)
    response = change(client, policy, **fields)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert window_of(policy) == (None, None)


def test_publication__of_a_policy_that_is_public_without_an_edition_names_none(editor):
    policy = PolicyPageFactory()
    SectionPageFactory(parent=policy)
    page = render_to_string("policies/admin/_next_steps.html", next_steps_of(policy, editor))
    assert "“”" not in page
    assert "It has no edition yet" in page


def test_edition_words__gives_a_published_edition_its_kiswahili_name(client, editor):
    policy = make_published_policy(1)
    where = reverse("policies_admin:edition_words", args=[policy.pk])
    assert where in client.get(reverse("policies_admin:window", args=[policy.pk])).content.decode()
    page = client.get(f"/sw/policy/{policy.slug}/editions/").content.decode()
    assert "Rasimu ya pili" not in page
    client.post(where, {"label_sw": "Rasimu ya pili", "note_sw": "Soma kifungu cha 3."})
    edition = policy.editions.get()
    assert (edition.label_sw, edition.note_sw) == ("Rasimu ya pili", "Soma kifungu cha 3.")
    page = client.get(f"/sw/policy/{policy.slug}/editions/").content.decode()
    assert "Rasimu ya pili" in page
    assert PageLogEntry.objects.filter(action="policies.translate_edition", user=editor).exists()


def test_edition_words__too_long_a_name_is_said_and_nothing_is_changed(client, editor):
    policy = make_published_policy(1)
    where = reverse("policies_admin:edition_words", args=[policy.pk])
    response = client.post(where, {"label_sw": "x" * 81, "note_sw": ""})
    assert response.status_code == 422
    assert policy.editions.get().label_sw == ""
