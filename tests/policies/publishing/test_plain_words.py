"""Sections explained in plain words, many at once."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    PageLogEntry,
    Workflow,
    WorkflowTask,
)

from policies.models import PolicyPage, SectionPage, SectionVersion
from policies.publishing.plain_words import PlainWords, WriteResult, seen_mark, write_plain_words
from tests.factories import SectionPageFactory, make_published_policy, make_user, sign_in


@pytest.fixture(scope="module")
def made(make_once) -> PolicyPage:
    return make_once(lambda: make_published_policy(3))


@pytest.fixture
def open_policy(policy) -> PolicyPage:
    return policy


def url(policy, query: str = "") -> str:
    return reverse("policies_admin:plain_words", args=[policy.pk]) + query


def sections(policy) -> list[SectionPage]:
    return list(SectionPage.objects.descendant_of(policy).order_by("path"))


def sent_from(page: str, **words: str) -> dict:
    """What a browser sends of the form in ``page``, with these boxes filled in."""
    data: dict = {"section": re.findall(r'name="section" value="(\d+)"', page)}
    data |= dict(re.findall(r'name="(\d+-seen)" value="([0-9a-f-]+)"', page))
    for name, text in re.findall(r'name="(\d+-summary(?:_sw)?)"[^>]*>([^<]*)</textarea>', page):
        data[name] = text
    assert set(words) <= set(data) | {name for name in words if name.endswith("still_fit")}
    return data | words


def show(client, policy, query: str = "?show=all") -> str:
    return client.get(url(policy, query)).content.decode()


def test_page__saves_and_publishes_only_what_was_changed(client, editor, open_policy):
    first, second, third = sections(open_policy)
    data = sent_from(
        show(client, open_policy),
        **{f"{first.pk}-summary": "In short.", f"{third.pk}-summary_sw": "Kwa ufupi."},
    )
    response = client.post(url(open_policy), data, follow=True)
    assert "plain words of 2 sections now" in response.content.decode()
    revisions = [each.revisions.count() for each in (first, second, third)]
    after = sections(open_policy)
    assert [each.revisions.count() for each in after] == [2, 1, 2] == revisions
    assert (after[0].summary, after[2].summary_sw) == ("In short.", "Kwa ufupi.")
    assert not any(each.has_unpublished_changes for each in after)
    entry = PageLogEntry.objects.filter(action="wagtail.edit", page=first.pk).latest("pk")
    assert entry.user == editor


def test_page__leaves_the_texts_on_record_the_edition_and_followers_alone(
    client, editor, open_policy, django_capture_on_commit_callbacks
):
    before = list(SectionVersion.objects.values_list("pk", "section", "ordinal"))
    entries = list(open_policy.editions.get().entries.values_list("version", "replaced_at"))
    (first, *_others) = sections(open_policy)
    data = sent_from(show(client, open_policy), **{f"{first.pk}-summary": "In short."})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(open_policy), data)
    assert list(SectionVersion.objects.values_list("pk", "section", "ordinal")) == before
    edition = open_policy.editions.get()
    assert list(edition.entries.values_list("version", "replaced_at")) == entries
    assert mail.outbox == []
    assert "In short." in client.get(first.url).content.decode()


def test_page__never_publishes_a_draft_of_the_text(client, editor, open_policy):
    (first, *_others) = sections(open_policy)
    first.body = [("paragraph", "<p>Half a thought</p>")]
    first.save_revision()
    page = show(client, open_policy)
    assert "Half a thought" in page
    data = sent_from(page, **{f"{first.pk}-summary": "In short."})
    said = client.post(url(open_policy), data, follow=True).content.decode()
    assert "saved with its draft" in said
    first.refresh_from_db()
    newest = first.get_latest_revision_as_object()
    assert (first.summary, newest.summary) == ("", "In short.")
    assert "Half a thought" in str(newest.body)
    assert "Half a thought" not in str(first.body)


def test_page__keeps_the_words_of_both_where_somebody_was_faster(client, editor, open_policy):
    first, second, _third = sections(open_policy)
    data = sent_from(
        show(client, open_policy),
        **{f"{first.pk}-summary": "Mine.", f"{second.pk}-summary": "Of the second."},
    )
    other = make_user("Editors")
    first.summary = "Theirs."
    first.save_revision(user=other).publish()
    response = client.post(url(open_policy), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert f"{other} changed these words" in page
    assert "Theirs." in page
    assert "Mine.</textarea>" in page
    after = sections(open_policy)
    assert [each.summary for each in after[:2]] == ["Theirs.", "Of the second."]
    client.post(url(open_policy), sent_from(page))
    assert sections(open_policy)[0].summary == "Mine."


@pytest.mark.parametrize("box", ["summary", "still_fit"])
def test_page__tells_of_a_text_that_changed_meanwhile(client, editor, open_policy, box):
    (first, *_others) = sections(open_policy)
    typed = {f"{first.pk}-{box}": "on" if box == "still_fit" else "Mine."}
    data = sent_from(show(client, open_policy), **typed)
    first.body = [("paragraph", "<p>Quite another rule.</p>")]
    first.save_revision().publish()
    response = client.post(url(open_policy), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "changed while you wrote. Read it above" in page
    assert "Quite another rule." in page
    assert sections(open_policy)[0].summary == ""
    if box == "summary":
        client.post(url(open_policy), sent_from(page))
        assert sections(open_policy)[0].summary == "Mine."


def test_page__of_the_same_words_from_two_windows_is_no_conflict(client, editor, open_policy):
    (first, *_others) = sections(open_policy)
    data = sent_from(show(client, open_policy), **{f"{first.pk}-summary": "In short."})
    client.post(url(open_policy), data)
    said = client.post(url(open_policy), data, follow=True).content.decode()
    assert "Nothing was changed" in said


def test_page__does_not_write_in_a_locked_section(client, editor, open_policy):
    first, second, _third = sections(open_policy)
    data = sent_from(
        show(client, open_policy),
        **{f"{first.pk}-summary": "Mine.", f"{second.pk}-summary": "Of the second."},
    )
    SectionPage.objects.filter(pk=first.pk).update(locked=True, locked_by=make_user("Editors"))
    response = client.post(url(open_policy), data)
    assert response.status_code == 422
    assert "Mine.</textarea>" in response.content.decode()
    assert [each.summary for each in sections(open_policy)[:2]] == ["", "Of the second."]
    assert f'name="{first.pk}-summary"' not in show(client, open_policy)


def test_page__words_that_are_too_long_stay_on_the_screen(client, editor, open_policy):
    first, second, _third = sections(open_policy)
    long = "x" * 601
    data = sent_from(
        show(client, open_policy),
        **{f"{first.pk}-summary": long, f"{second.pk}-summary": "Of the second."},
    )
    response = client.post(url(open_policy), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert long in page
    assert "at most 600" in page
    assert [each.summary for each in sections(open_policy)[:2]] == ["", "Of the second."]


def test_page__hostile_words_and_ids_are_text(client, editor, open_policy):
    elsewhere = SectionPageFactory(summary="")
    (first, *_others) = sections(open_policy)
    data = sent_from(
        show(client, open_policy), **{f"{first.pk}-summary": "<script>alert(1)</script>"}
    )
    data["section"] = [*data["section"], "x", "9" * 30, str(elsewhere.pk)]
    data[f"{elsewhere.pk}-summary"] = "Not of this policy."
    assert client.post(url(open_policy), data).status_code == 302
    assert "<script>alert(1)" not in show(client, open_policy)
    elsewhere.refresh_from_db()
    assert elsewhere.summary == ""


def test_page__lists_those_that_lack_one_language_first(client, editor, open_policy):
    first, second, third = sections(open_policy)
    for page, words in ((first, ("A", "B")), (second, ("A", ""))):
        page.summary, page.summary_sw = words
        page.save_revision().publish()
    page = show(client, open_policy, "")
    assert re.findall(r'name="section" value="(\d+)"', page) == [str(second.pk), str(third.pk)]
    assert "Without plain words (2)" in page
    assert "All sections with a text (3)" in page


def test_page__old_words_that_fit_a_new_text_are_confirmed(client, editor, open_policy):
    (first, *_others) = sections(open_policy)
    first.summary = "In short."
    revision = first.save_revision()
    revision.publish()
    log(instance=first, action="policies.import", revision=revision)
    page = show(client, open_policy, "?show=older")
    assert re.findall(r'name="section" value="(\d+)"', page) == [str(first.pk)]
    data = sent_from(page, **{f"{first.pk}-still_fit": "on"})
    client.post(url(open_policy, "?show=older"), data)
    assert "WriteResult for an older text" not in show(client, open_policy)
    assert sections(open_policy)[0].summary == "In short."


def test_write__by_one_who_may_not_publish_is_a_draft(open_policy):
    writers = Group.objects.create(name="Writers")
    may_change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=writers, page=open_policy, permission=may_change)
    (first, *_others) = sections(open_policy)
    written = write_plain_words(
        section_id=first.pk,
        words=PlainWords("In short.", ""),
        seen=seen_mark(first),
        still_fit=False,
        user=make_user("Writers"),
    )
    first.refresh_from_db()
    assert (written, first.summary) == (WriteResult.DRAFT, "")


@pytest.mark.parametrize(
    ("reviewers", "expected"), [("Moderators", WriteResult.LOCKED), ("Editors", WriteResult.DRAFT)]
)
def test_write__while_a_review_is_under_way_publishes_nothing(
    editor, open_policy, reviewers, expected
):
    task = GroupApprovalTask.objects.create(name="Look it through")
    task.groups.set([Group.objects.get(name=reviewers)])
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    (first, *_others) = sections(open_policy)
    workflow.start(first, make_user("Superuser"))
    written = write_plain_words(
        section_id=first.pk,
        words=PlainWords("In short.", ""),
        seen=seen_mark(first),
        still_fit=False,
        user=editor,
    )
    assert written == expected
    first.refresh_from_db()
    assert first.summary == ""


def test_page__takes_as_many_queries_for_a_long_policy_as_for_a_short_one(client, db):
    sign_in(client, "Editors")
    counts = []
    for number in (22, 43):
        policy = make_published_policy(number)
        client.get(url(policy))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(policy)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_page__is_paged(client, editor):
    policy = make_published_policy(22)
    assert "1 to 20 of 22" in show(client, policy, "")
    assert "21 to 22 of 22" in show(client, policy, "?p=2")
