"""The last step of an import: from a reviewed outline to a policy."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from consult.jobs.job import JobState
from consult.jobs.progress import Teller, ask_to_stop
from consult.jobs.work import sweep
from home.models import Theme
from policies.imports import import_job
from policies.imports.import_job import work_on_import
from policies.models import PolicyImport, PolicyPage, PolicyTag, SectionPage
from policies.publishing.services import PolicyError
from tests.factories import PolicyPageFactory
from tests.factories.policies import policy_index
from tests.policies.importing import Stage, correct, create, plan, read, url

pytestmark = pytest.mark.usefixtures("woken")


def test_create__makes_a_draft(client, editor):
    row = create(client, read(client))
    assert (row.stage, row.state) == (Stage.MADE, JobState.DONE)
    policy = row.policy
    assert (policy.title, policy.live) == ("Illustrative Water Policy", False)
    assert policy.editions.count() == 0
    assert SectionPage.objects.descendant_of(policy).count() == 3
    assert not row.folder.exists()
    assert not row.outlines.exists()
    entry = PageLogEntry.objects.get(action="policies.import")
    assert (entry.user, entry.page_id, entry.data["sections"]) == (editor, policy.pk, 3)
    assert entry.data["words"]["arrived"] == entry.data["words"]["source"] > 0


def test_create__says_once_more_what_was_wrong_with_the_file(client, editor):
    text = "# Wells\n\nThecountyassemblyshallmeetineachward.\n"
    row = read(client, text, "wells.md")
    for name in ("outline", "create"):
        assert "spaces between words are missing" in client.get(url(name, row.pk)).content.decode()


def test_create__keeps_on_record_what_was_left_out(client, editor):
    row = read(client)
    correct(client, row, "drop", 2)
    create(client, row)
    entry = PageLogEntry.objects.get(action="policies.import")
    assert [item["reason"] for item in entry.data["left_out"]] == ["by_editor"]


def test_create__publishes_an_edition_after_remarks_on_its_window(client, editor):
    row = read(client)
    today = timezone.localtime()
    fields = plan(
        row,
        publish="yes",
        note="Tell us.",
        opens_at=today.strftime("%Y-%m-%dT%H:%M"),
        closes_at=(today + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
    )
    page = client.post(url("create", row.pk), fields).content.decode()
    assert "People have 3 days" in page
    confirmed = re.search(r'name="confirmed" value="([^"]*)"', page).group(1)
    assert confirmed
    row = create(client, row, **{**fields, "confirmed": confirmed.replace("&#x2B;", "+")})
    edition = row.policy.current_edition
    assert (edition.label, edition.note, edition.is_open) == ("First draft", "Tell us.", True)
    assert edition.entries.count() == 3
    assert "See it as the public does" in client.get(url("import", row.pk)).content.decode()


def test_create__times_are_those_of_the_place_whatever_the_account_says(client, editor):
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=editor, current_time_zone="America/New_York")
    row = read(client)
    fields = plan(row, publish="yes", opens_at="2030-01-01T08:00", closes_at="2030-03-01T17:00")
    row = create(client, row, **fields)
    edition = row.policy.current_edition
    assert edition.closes_at.isoformat() == "2030-03-01T14:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "required"),
        ({"publish": "yes", "label": ""}, "Give the edition a name"),
        ({"publish": "yes", "closes_at": "2030-01-01T08:00"}, "Say when comments open"),
        (
            {"publish": "yes", "opens_at": "2030-01-02T08:00", "closes_at": "2030-01-01T08:00"},
            "must close after they open",
        ),
        ({"publish": "yes", "opens_at": "soon"}, "valid date"),
    ],
)
def test_create__bad_input_is_said_beside_its_field(client, editor, fields, said):
    row = read(client)
    response = client.post(url("create", row.pk), plan(row, **fields))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert row.newest_outline.revision == 1


def test_create__of_a_draft_is_not_stopped_by_times_that_are_out_of_sight(client, editor):
    row = read(client)
    fields = {"opening": "now", "opens_at": "soon", "closes_at": "2020-01-01T08:00"}
    assert create(client, row, **fields).policy.editions.count() == 0


def test_create__of_an_outline_changed_meanwhile_is_told(client, editor):
    row = read(client)
    fields = plan(row)
    correct(client, row, "demote", 1)
    response = client.post(url("create", row.pk), fields, follow=True)
    assert "was changed meanwhile" in response.content.decode()
    row.refresh_from_db()
    assert row.stage == Stage.REVIEW


def test_create__failure_goes_back_to_the_review_with_nothing_made(client, editor, monkeypatch):
    def refuse(**kwargs):
        raise PolicyError("The edition cannot be.")

    monkeypatch.setattr(import_job, "publish_edition", refuse)
    row = create(
        client,
        read(client),
        publish="yes",
        opens_at="2030-01-01T08:00",
    )
    assert (row.stage, row.error) == (Stage.REVIEW, "The edition cannot be.")
    assert not PolicyPage.objects.exists()
    assert "The edition cannot be." in client.get(url("outline", row.pk)).content.decode()
    assert create(client, row).policy.title == "Illustrative Water Policy"


def test_create__cancelled_half_way_leaves_nothing(client, editor, monkeypatch):
    row = read(client)
    client.post(url("create", row.pk), plan(row))

    def cancel_meanwhile(teller, share):
        ask_to_stop(teller.job)
        PolicyImport.objects.filter(pk=row.pk).update(stage=Stage.CANCELLED, token=None)
        original(teller, share)

    original = Teller.__call__
    monkeypatch.setattr(Teller, "__call__", cancel_meanwhile)
    work_on_import(row.pk)
    assert not PolicyPage.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_create__of_a_killed_worker_is_done_by_the_next_once(client, editor, woken, monkeypatch):
    row = read(client)
    client.post(url("create", row.pk), plan(row))

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(PolicyImport, "finish", die)
        with pytest.raises(KeyboardInterrupt):
            work_on_import(row.pk)
    assert not PolicyPage.objects.exists()

    past = timezone.now() - timedelta(seconds=1)
    PolicyImport.objects.update(state=JobState.RUNNING, lease_until=past)  # as kill -9 leaves it
    woken.clear()
    sweep(PolicyImport)
    assert woken == [("policies.import", row.pk)]
    work_on_import(row.pk)
    assert not work_on_import(row.pk)
    assert PolicyPage.objects.count() == 1
    assert SectionPage.objects.count() == 3


FILLED = {
    "summary": "Water for every ward.",
    "legal_basis": "Article 196 of the Constitution",
    "responsible_body": "The committee on water",
    "what_happens_next": "They are read.\n\nThe <assembly> decides.",
    "reference": "iwp2",
}


def test_create__takes_what_the_notice_needs_and_what_belongs_to_the_policy(client, editor):
    tag = PolicyTag.objects.create(name="Wells", slug="wells")
    theme = Theme.objects.create(name="Water", slug="water")
    row = create(client, read(client), **FILLED, tags=[tag.pk], themes=[theme.pk])
    policy = PolicyPage.objects.get(pk=row.policy.pk)
    assert policy.summary == FILLED["summary"]
    assert policy.legal_basis == FILLED["legal_basis"]
    assert policy.responsible_body == FILLED["responsible_body"]
    assert policy.what_happens_next == (
        "<p>They are read.</p>\n\n<p>The &lt;assembly&gt; decides.</p>"
    )
    assert policy.reference == "IWP2"
    assert list(policy.tags.all()) == [tag]
    assert list(policy.themes.all()) == [theme]
    draft = policy.get_latest_revision_as_object()
    assert (list(draft.tags.all()), list(draft.themes.all())) == ([tag], [theme])


def test_create__makes_the_reference_from_the_title_where_it_is_empty(client, editor):
    PolicyPageFactory(reference="IWP")
    assert create(client, read(client)).policy.reference == "IWP2"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "Taken"}, "a policy with this title already"),
        ({"reference": "TKN"}, "Another policy has this reference"),
        ({"reference": "W/1"}, "Use letters and digits only"),
        ({"tags": ["99999"]}, "Select a valid choice"),
    ],
)
def test_create__what_cannot_be_is_said_and_nothing_typed_is_lost(client, editor, fields, said):
    PolicyPageFactory(title="Taken", slug="taken", reference="TKN", parent=policy_index())
    row = read(client)
    response = client.post(url("create", row.pk), plan(row, **{**FILLED, **fields}))
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    assert "Nothing you typed is lost" in page
    assert FILLED["responsible_body"] in page
    again = client.get(url("create", row.pk)).content.decode()
    assert FILLED["legal_basis"] in again
    assert "They are read." in again


def test_create__going_back_to_the_outline_keeps_what_was_typed(client, editor):
    row = read(client)
    fields = plan(row, **FILLED, title="", publish="yes", opens_at="2030-01-01T08:00", do="back")
    assert client.post(url("create", row.pk), fields).url == url("outline", row.pk)
    page = client.get(url("create", row.pk)).content.decode()
    assert FILLED["summary"] in page
    assert 'value="2030-01-01T08:00"' in page
    assert re.search(r'value="yes"[^>]*checked', page)


def test_create__kept_words_are_there_after_the_worker_failed(client, editor, monkeypatch):
    def refuse(*args, **kwargs):
        raise PolicyError("It cannot be.")

    with monkeypatch.context() as patch:
        patch.setattr(import_job, "create_policy", refuse)
        row = create(client, read(client), **FILLED)
    page = client.get(url("create", row.pk)).content.decode()
    assert "It cannot be." in page
    assert FILLED["legal_basis"] in page


def test_create__shows_what_is_missing_and_where_to_mend_it(client, editor):
    row = read(client)
    page = client.get(url("create", row.pk)).content.decode()
    assert "The notice names no legal basis" in page
    assert 'href="#id_legal_basis"' in page
    assert "Nobody signs the notice" in page
    assert "/admin/settings/home/contactsettings/" in page
    assert "3 sections are not explained in plain words" in page
    tried = client.post(url("create", row.pk), plan(row, **FILLED, title=""))
    assert "The notice names no legal basis" not in tried.content.decode()


def test_create__of_two_editors_the_second_is_sent_to_what_the_first_made(client, editor):
    row = read(client)
    fields = plan(row)
    client.post(url("create", row.pk), fields)
    response = client.post(url("create", row.pk), fields, follow=True)
    assert "no longer under review" in response.content.decode()
    work_on_import(row.pk)
    assert PolicyPage.objects.count() == 1


def test_create__what_was_confirmed_is_not_asked_again_after_another_refusal(client, editor):
    row = read(client)
    fields = plan(row, publish="yes", opens_at="2030-01-01T08:00", closes_at="2030-01-03T08:00")
    page = client.post(url("create", row.pk), fields)
    confirmed = page.context["confirmed"]
    correct(client, row, "demote", 1)
    refused = client.post(url("create", row.pk), {**fields, "confirmed": confirmed})
    assert "was changed meanwhile" in refused.content.decode()
    assert refused.context["confirmed"] == confirmed
    again = {**fields, "confirmed": confirmed, "revision": refused.context["revision"]}
    assert client.post(url("create", row.pk), again).url == url("import", row.pk)


def test_create__is_made_where_the_editor_may_make_it(client, editor):
    assert create(client, read(client)).policy.is_child_of(policy_index())


# What stands at the end


def test_done__of_a_draft_says_that_nothing_is_public_and_what_comes_next(client, editor):
    row = create(client, read(client))
    page = client.get(url("import", row.pk)).content.decode()
    assert "Nothing is public yet" in page
    assert "is a draft with 3 sections" in page
    assert url("publish", row.policy.pk) in page
    assert f"/admin/pages/add/home/meetingpage/{row.policy.pk}/" in page
    assert f"/admin/translation/submit/page/{row.policy.pk}/" in page
    assert "See it as the public does" not in page


def test_done__of_an_edition_says_what_is_public_and_offers_notice_and_poster(client, editor):
    times = {"opens_at": "2026-01-01T08:00", "closes_at": "2030-03-01T17:00"}
    row = create(client, read(client), publish="yes", **times)
    page = client.get(url("import", row.pk)).content.decode()
    assert "Public now" in page
    assert "with 3 sections, as “First draft”" in page
    assert "1 March 2030, 5:00 p.m." in page
    for language in ("en", "sw"):
        for kind in ("pdf", "docx", "poster"):
            assert f"/notice/{kind}/{language}/" in page
