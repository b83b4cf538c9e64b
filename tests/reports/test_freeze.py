"""What a report's dataset holds."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from comments.choices import State
from comments.models import Campaign, Comment, Contact, Ledger, Memorandum
from comments.moderation.services import moderate
from comments.register.editing import edit
from comments.register.erasing import erase
from comments.register.ledger.entries import tree_head
from comments.register.ledger.signing import sign
from comments.register.services import withdraw
from home.models import Ward
from policies.models import PolicyPage, PolicyTag
from policies.publishing.services import record_version
from reports.dataset import DatasetError
from reports.dataset_row import COLUMNS
from reports.freeze import freeze
from reports.models import Report
from reports.renderers import report_content
from reports.snapshot import snapshot
from tests.factories import make_comment, make_decision, make_many_comments, make_policy, make_user
from tests.policies.readers_sample import (
    change_text,
    close,
    make_two_editions,
    next_edition,
    translated,
)
from tests.policies.readers_sample import section as section_of

STATES = ("published", "received", "hidden", "withdrawn")


@pytest.fixture
def policy(db):
    return make_policy(3, tags=("Roads", "Water"), reference="PPP")


@pytest.fixture
def frozen(policy, tmp_path):
    """Freeze the policy's newest edition with the given filters; the dataset."""

    def make(*, language: str = "en", progress=lambda _done: None, **filters):
        report = Report.objects.create(
            policy=policy, edition=policy.current_edition, language=language, filters=filters
        )
        return freeze(report, tmp_path / f"{report.pk}.jsonl.gz", progress=progress).dataset

    return make


def refs(dataset) -> list[str]:
    return [row["ref"] for row in dataset.rows()]


def test_freeze__words_of_a_defined_term_keep_their_quotation_marks(policy, frozen):
    term = "“spring” means water that rises;"
    page = section_of(policy, 2)
    page.body = [("definition", {"term": "“spring”", "text": "means water that rises;"})]
    page.save()
    record_version(page)
    make_comment(policy, section=2, state=State.PUBLISHED, quote=term)
    (row,) = frozen().rows()
    assert row["quote"] == term
    assert term in str(frozen().header)


def test_freeze__has_every_field_of_a_published_comment(policy, frozen):
    ward = Ward.objects.select_related("sub_county").first()
    comment = make_comment(
        policy,
        section=2,
        state=State.PUBLISHED,
        stance="support_with_changes",
        quote="The county",
        text="=cmd|' /C calc'!A0",
        proposed="Say when.",
        reason="People need time.",
        tags=list(policy.tags.all()),
        name="Illustrative Person",
        organisation="Illustrative Group",
        kind="group",
        people=12,
        ward=ward,
        channel="sms",
        language="sw",
        received_at=datetime(2026, 3, 1, 21, 30, tzinfo=UTC),
    )
    for digest in "ab":
        comment.attachments.create(name="a.pdf", kind="pdf", size=9, digest=digest, stored=digest)
    make_decision(
        comment,
        kind="accepted",
        reason="It is right.",
        wording="within 21 days",
        is_published=True,
    )

    dataset = frozen()

    (row,) = dataset.rows()
    assert {column: row[column] for column in COLUMNS} == {
        "ref": "PPP-0001",
        "section_number": "2",
        "section_title": "Section 2",
        "section_version": "1",
        "edition": "First draft",
        "stance": "support_with_changes",
        "quote": "The county",
        "text": "=cmd|' /C calc'!A0",
        "proposed": "Say when.",
        "reason": "People need time.",
        "files": "2",
        "tags": ["Roads", "Water"],
        "name": "Illustrative Person",
        "organisation": "Illustrative Group",
        "kind": "group",
        "people": "12",
        "ward": ward.name,
        "sub_county": ward.sub_county.name,
        "channel": "sms",
        "language": "sw",
        "received_at": "2026-03-02T00:30:00+03:00",
        "campaign": "",
        "edited_on": "",
        "erased": "",
        "state": "published",
        "hidden_reason": "",
        "decision": "accepted",
        "decision_reason": "It is right.",
    }
    assert dataset.sections[1]["decisions"] == [
        {"kind": "accepted", "reason": "It is right.", "wording": "within 21 days"}
    ]
    text = "The county shall do Section 2."
    assert dataset.sections[1]["text"] == [{"kind": "paragraph", "text": text, "level": 0}]


def test_freeze__calls_a_stance_alike_in_filters_and_labels(policy, frozen):
    header = frozen(stances=["support_with_changes"], language="sw").header
    name = header["labels"]["stance"]["support_with_changes"]
    assert [value for _label, value in header["filters"]] == [name]


def test_freeze__keeps_the_order_of_sections_then_of_numbers(policy, frozen):
    for section in (3, 1, 2, 1, 3):
        make_comment(policy, section=section)
    assert refs(frozen()) == ["PPP-0002", "PPP-0004", "PPP-0003", "PPP-0001", "PPP-0005"]


@pytest.mark.parametrize("state", ["received", "hidden", "withdrawn"])
def test_freeze__has_neither_words_nor_name_of_what_is_not_published(policy, frozen, state):
    make_comment(
        policy, state=state, quote="secret", text="secret", proposed="secret", reason="secret",
        name="secret", organisation="secret",
    )  # fmt: skip
    dataset = frozen()
    (row,) = dataset.rows()
    assert row["state"] == state
    assert "secret" not in str(row)
    assert len(dataset) == 1


def test_freeze__never_has_contact_details(policy, frozen):
    comment = make_comment(policy, state=State.PUBLISHED)
    Contact.objects.create(
        submission=comment.submission, phone="+254700000001", email="me@example.org"
    )
    dataset = frozen()
    everything = b"".join(dataset.lines()) + str(dataset.header).encode()
    assert b"+254700000001" not in everything
    assert b"me@example.org" not in everything
    assert comment.submission.receipt.encode() not in everything


def test_freeze__leaves_out_answers_that_are_not_published(policy, frozen):
    comment = make_comment(policy, state=State.PUBLISHED)
    make_decision(comment, reason="Not yet public.")
    dataset = frozen()
    (row,) = dataset.rows()
    assert (row["decision"], row["decision_reason"], dataset.sections[0]["decisions"]) == (
        "",
        "",
        [],
    )


def test_freeze__reconciles_by_channel_and_names_the_ledger(policy, frozen):
    for channel in ("web", "sms"):
        for state in STATES:
            make_comment(policy, channel=channel, state=state)
    make_comment(policy, channel="sms", state=State.PUBLISHED)

    header = frozen().header

    lines = {line["channel"]: line for line in header["reconciliation"]["channels"]}
    one_each = {"total": 4, "published": 1, "hidden": 1, "withdrawn": 1, "waiting": 1}
    assert lines["web"].items() >= one_each.items()
    assert lines["sms"].items() >= {**one_each, "total": 5, "published": 2}.items()
    ledger = Ledger.objects.get(policy=policy)
    assert header["ledger"] == {"size": 9, "checkpoint": str(sign(tree_head(ledger)))}
    assert header["illustrative"] is True


def test_freeze__counts_who_signed_memoranda_apart_from_the_comments(policy, frozen):
    for number, people in enumerate((1200, 30, None), start=1):
        comment = make_comment(policy, channel="memorandum", section=number)
        Memorandum.objects.create(
            number=number,
            status="submitted",
            handed_in_on=date(2026, 11, 3),
            submission=Comment.objects.get(pk=comment.pk).submission,
            speaks_for=people,
        )
    make_comment(policy)

    dataset = frozen()

    assert dataset.header["represented"] == {"memoranda": 2, "people": 1230}
    assert len(dataset) == 4
    with report_content.in_language(dataset):
        [table] = [t for t in report_content.number_tables(dataset) if t.key == "represented"]
    assert table.rows == [["Memorandum", 2, 1230]]


def test_freeze__fails_loudly_where_the_ledger_has_more_than_the_database(policy, frozen):
    make_comment(policy)
    for told, cut in (({"comments": 2}, "2 comments in 1 states"), ({"size": 2}, "1 .* in 2")):
        Ledger.objects.filter(policy=policy).update(**{"comments": 1, "size": 1} | told)
        with pytest.raises(DatasetError, match=f"{cut}.*, the database 1 in 1"):
            frozen()


def test_freeze__has_the_words_that_stood_and_says_that_they_were_edited(policy, frozen):
    comment = make_comment(policy, text="First words", state=State.PUBLISHED)
    before = frozen()
    said = Comment(stance="oppose", text="Other words")
    edit(comment=comment, said=said, tags=[], seen=1)
    moderate(comments=[Comment.objects.get()], state=State.PUBLISHED, user=None)
    (then,), (now,) = before.rows(), frozen().rows()
    assert (then["text"], then["stance"], then["edited_on"]) == ("First words", "support", "")
    today = timezone.localdate().isoformat()
    assert (now["text"], now["stance"], now["edited_on"]) == ("Other words", "oppose", today)


def test_freeze__counts_comments_and_not_the_entries_of_the_ledger(policy, frozen):
    comment = make_comment(policy, state=State.PUBLISHED)
    edit(comment=comment, said=Comment(stance="oppose", text="Words"), tags=[], seen=1)
    withdraw(comment=Comment.objects.get())
    header = frozen().header
    assert header["ledger"]["size"] == 2
    one = {"total": 1, "published": 0, "hidden": 0, "withdrawn": 1, "waiting": 0}
    assert header["reconciliation"]["all_channels"] == one


@pytest.mark.parametrize("language", ["en", "sw"])
def test_freeze__says_of_erased_words_when_and_why_they_went(policy, frozen, language):
    comment = make_comment(policy, text="Words of one", name="Amina", state=State.PUBLISHED)
    erase(submission=comment.submission, reason="asked", user=make_user("Editors"))
    (row,) = frozen(language=language).rows()
    assert (row["text"], row["name"], row["state"], row["stance"]) == (
        "",
        "",
        "published",
        "support",
    )
    with translation.override(language):
        assert row["erased"] == Comment.objects.get().erased != ""


def test_freeze__fails_loudly_where_rows_and_counts_differ(policy, frozen, monkeypatch):
    make_comment(policy)
    monkeypatch.setattr("reports.freeze.FrozenSource.rows", lambda self: iter(()))
    with pytest.raises(DatasetError, match="does not add up"):
        frozen()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"states": ["hidden"]}, [2]),
        ({"stances": ["oppose"]}, [3]),
        ({"tags": ["roads"]}, [1]),
        ({"tags": ["roads", "water"]}, [1, 2]),
        ({"channels": ["sms", "paper"]}, [2, 3]),
        ({"languages": ["sw"]}, [2]),
        ({"wards": ["first"]}, [1]),
        ({"sub_counties": ["last"]}, [3]),
        ({"wards": ["first"], "sub_counties": ["last"]}, [1, 3]),
        ({"received_from": "2026-03-02"}, [2, 3]),
        ({"received_to": "2026-03-02"}, [1, 2]),
        ({"sections": [2, 3]}, [2, 3]),
        ({"states": ["hidden"], "languages": ["en"]}, []),
    ],
)
def test_freeze__narrows_by_each_filter(policy, frozen, filters, expected):
    roads, water = PolicyTag.objects.get(name="Roads"), PolicyTag.objects.get(name="Water")
    first, last = Ward.objects.first(), Ward.objects.last()
    day = [datetime(2026, 3, n, 12, tzinfo=UTC) for n in (1, 2, 3)]
    make_comment(policy, section=1, state="published", tags=[roads, water], ward=first,
                 received_at=day[0])  # fmt: skip
    make_comment(policy, section=2, state="hidden", tags=[water], channel="sms", language="sw",
                 received_at=day[1])  # fmt: skip
    make_comment(policy, section=3, stance="oppose", ward=last, channel="paper",
                 received_at=day[2])  # fmt: skip
    codes = {"first": first.pk, "last": last.sub_county_id}
    entries = policy.current_edition.entries.select_related("version")
    codes |= {entry.position: str(entry.version.section_key) for entry in entries}
    filters = {
        name: [codes.get(value, value) for value in values] if isinstance(values, list) else values
        for name, values in filters.items()
    }

    dataset = frozen(**filters)

    assert refs(dataset) == [f"PPP-{n:04d}" for n in expected]
    assert bool(dataset.header["filters"]) == bool(filters)
    shown = len(filters.get("sections", codes and entries))
    assert len(dataset.sections) == shown, "other sections are not in a narrowed report"


def test_freeze__counts_comments_on_a_text_that_was_replaced(policy, frozen):
    make_comment(policy, section=1, state="published")
    section = policy.current_edition.entries.get(position=1).version.section
    section.body = [("paragraph", "<p>The corrected text.</p>")]
    section.save_revision().publish()
    make_comment(policy, section=1, state="published")

    dataset = frozen()

    assert [row["section_version"] for row in dataset.rows()] == ["1", "2"]
    assert [section["version"] for section in dataset.sections] == ["2", "1", "1"]
    assert dataset.sections[0]["text"][0]["text"] == "The corrected text."


def test_freeze__speaks_the_reports_language(policy, frozen):
    PolicyTag.objects.filter(name="Water").update(name_sw="Maji")
    make_comment(policy, state="published", tags=list(policy.tags.all()))
    (row,) = frozen(language="sw").rows()
    assert row["tags"] == ["Maji", "Roads"]


def test_freeze__bears_the_title_and_the_edition_that_readers_of_its_language_see(policy, frozen):
    local = translated(policy, title="Sera ya Maji", slug="maji")
    policy.editions.update(label_sw="Rasimu ya kwanza")
    make_comment(policy, state="published")
    dataset = frozen(language="sw")
    assert dataset.header["policy"]["title"] == "Sera ya Maji"
    assert dataset.header["policy"]["url"].endswith("/sw/policies/maji/")
    assert dataset.header["edition"]["label"] == "Rasimu ya kwanza"
    assert [row["edition"] for row in dataset.rows()] == ["Rasimu ya kwanza"]
    assert frozen().header["policy"]["title"] == policy.title
    assert frozen().header["edition"]["label"] == "First draft"
    local.unpublish()
    assert frozen(language="sw").header["policy"]["title"] == policy.title


def test_freeze__takes_as_many_queries_for_many_comments_as_for_few(policy, frozen):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            frozen()
        return len(captured)

    make_many_comments(policy, 6)
    queries()  # fills caches
    few = queries()
    make_many_comments(policy, 2500)
    assert queries() == few


def test_freeze__reports_its_progress(policy, frozen):
    make_many_comments(policy, 1000)
    told: list[float] = []
    frozen(progress=told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1
    assert len(told) > 3


def test_freeze__leaves_no_file_when_it_fails(policy, frozen, tmp_path):
    make_many_comments(policy, 500)

    def stop(progress):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        frozen(progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_snapshot__does_not_see_what_comes_later_and_holds_nobody_up():
    policy = make_policy(1)
    make_comment(policy)
    with snapshot() as alias:
        before = Comment.objects.using(alias).count()
        make_comment(policy)  # takes the write lock meanwhile
        assert Comment.objects.using(alias).count() == before == 1
    assert Comment.objects.count() == 2


def test_freeze__counts_and_lists_what_nobody_was_asked_about(db, tmp_path):
    policy = make_two_editions()
    asked = policy.current_edition
    close(asked)
    change_text(section_of(policy, 2), "Other words that nobody has read.")
    report = Report.objects.create(policy=policy, edition=asked, language="en", filters={})
    path = tmp_path / "data"
    assert "unasked" not in freeze(report, path, progress=lambda share: None).dataset.header
    next_edition(PolicyPage.objects.get(pk=policy.pk), "Adopted", opens_at=None, closes_at=None)
    dataset = freeze(report, path, progress=lambda share: None).dataset
    assert dataset.header["unasked"] == {
        "edition": "Adopted",
        "since": "Final",
        "sections": [{"heading": "2 Section 2", "change": "changed"}],
    }
    facts = dict(report_content.cover_facts(dataset))
    assert "1 section of “Adopted”" in facts["Nobody was asked about"]
    assert "2 Section 2 (changed)" in facts["Nobody was asked about"]


def test_freeze__tells_which_comments_say_nearly_the_same(policy, frozen):
    first, *others = [
        make_comment(policy, text=f"Give {n} days of notice.", state=State.PUBLISHED)
        for n in (21, 30, 14)
    ]
    make_comment(policy, text="Something else.", state=State.PUBLISHED)
    letters = Campaign.objects.create(first=first, size=3)
    Comment.objects.filter(pk__in=[first.pk, *(each.pk for each in others)]).update(
        campaign=letters
    )
    Comment.objects.filter(pk=others[0].pk).update(state=State.RECEIVED)
    dataset = frozen()
    assert [row["campaign"] for row in dataset.rows()] == ["PPP-0001"] * 3 + [""]
    assert dataset.counts["by_campaign"] == [
        {"key": "PPP-0001", "label": "Give 21 days of notice.", "total": 3, "published": 2}
    ]


def test_freeze__says_nothing_of_a_campaigns_words_where_its_first_is_hidden(policy, frozen):
    comments = [make_comment(policy, text="Nobody reads this.") for _n in range(3)]
    letters = Campaign.objects.create(first=comments[0], size=3)
    Comment.objects.update(campaign=letters)
    dataset = frozen()
    assert dataset.counts["by_campaign"][0]["label"] == ""
    tables = {table.key: table for table in report_content.number_tables(dataset)}
    assert tables["by_campaign"].rows == [["PPP-0001", report_content.EMPTY, 3, 0]]


def test_campaigns__of_which_a_report_has_one_comment_are_none_there(policy, frozen):
    comments = [
        make_comment(policy, section=section, text="The same.", state=State.PUBLISHED)
        for section in (1, 2, 2)
    ]
    Comment.objects.update(campaign=Campaign.objects.create(first=comments[0], size=3))
    keys = [str(comments[0].section_key)]
    tables = report_content.number_tables(frozen(sections=keys))
    assert "by_campaign" not in {table.key for table in tables}


def test_campaigns__beyond_the_largest_are_counted_in_the_note(policy, frozen, monkeypatch):
    monkeypatch.setattr(report_content, "CAMPAIGNS", 1)
    for size in (2, 4, 3):
        comments = [make_comment(policy, text="Letter.") for _n in range(size)]
        letters = Campaign.objects.create(first=comments[0], size=size)
        Comment.objects.filter(pk__in=[each.pk for each in comments]).update(campaign=letters)
    tables = {table.key: table for table in report_content.number_tables(frozen())}
    assert [row[2] for row in tables["by_campaign"].rows] == [4]
    assert "2 smaller groups are left out" in tables["by_campaign"].note
