"""What an editor is told to look at before an edition opens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from home.models import ContactSettings, MeetingPage
from policies.models import EditionPlan, PolicyPage, SectionPage
from policies.publishing.checklist import (
    StaffLink,
    Weight,
    remarks_on,
    remarks_on_new_text,
    remarks_on_window,
    subject_of_outline,
    subjects_of,
)
from policies.publishing.services import publish_edition
from tests.factories import (
    PolicyPageFactory,
    SectionPageFactory,
    make_policy,
    make_published_policy,
)
from tests.policies.readers_sample import close, section, translated
from texts.outline.model import Outline, Section
from texts.source import ImageData


@pytest.fixture
def draft(db) -> PolicyPage:
    """A policy of which nothing is public yet."""
    policy = PolicyPageFactory(live=False)
    for number in ("1", "2"):
        page = SectionPageFactory(parent=policy, number=number, live=False, first_published_at=None)
        page.save_revision()
    return policy


def remarks(policy: PolicyPage) -> list:
    (subject,) = subjects_of([PolicyPage.objects.get(pk=policy.pk)])
    return remarks_on(subject)


def texts(found) -> str:
    return " ".join(str(remark.text) for remark in found)


def contacts(**fields) -> None:
    site = Site.objects.get(is_default_site=True)
    ContactSettings.objects.update_or_create(site=site, defaults=fields)


def test_checklist__names_what_is_missing_and_where_it_is_mended(draft):
    first, second = SectionPage.objects.descendant_of(draft)
    first.body = [("image", {"image": None, "alt": "", "caption": ""})]
    first.save_revision()
    second.summary, second.summary_sw = "In plain words.", "Kwa ufupi."
    second.save_revision()
    found = remarks(draft)
    said = texts(found)
    assert "1 section has an image that is not described" in said
    assert "1 section has no text" in said
    assert "not explained" not in said
    assert "nothing in Kiswahili" not in said
    no_text = next(remark for remark in found if "no text" in remark.text)
    assert [link.url for link in no_text.links] == [f"/admin/pages/{first.pk}/edit/"]


def test_checklist__sections_with_words_are_to_be_explained_in_both_languages(draft):
    said = texts(remarks(draft))
    assert "2 sections are not explained in plain words" in said
    assert "2 sections have nothing in Kiswahili" in said


def test_checklist__many_plain_words_are_written_on_one_page(draft):
    found = next(remark for remark in remarks(draft) if "plain words" in remark.text)
    (link,) = found.links
    assert link.url == f"/admin/policies/{draft.pk}/plain-words/"


def test_checklist__says_that_the_kiswahili_notice_would_be_in_english(db):
    policy = make_published_policy(1)
    words = "notice in Kiswahili would have"
    policy.summary = "Water for all."
    policy.save_revision().publish()
    found = next(remark for remark in remarks(policy) if words in remark.text)
    assert found.links[0].url.startswith("/admin/translation/submit/page/")
    local = translated(policy, title="Sera ya Maji")
    assert words in texts(remarks(policy))
    local.summary = "Maji kwa wote."
    local.save_revision().publish()
    assert words not in texts(remarks(policy))


def test_checklist__heaviest_first(draft):
    weights = [remark.weight for remark in remarks(draft)]
    assert weights == sorted(weights)
    assert set(weights) == {Weight.NEEDED, Weight.BETTER, Weight.HINT}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"telephone": "+254 700 000000"}, "no way to comment"),
        ({"signatory": "A. Clerk"}, "Nobody signs"),
    ],
)
def test_checklist__contacts_of_the_notice(draft, fields, said):
    assert said in texts(remarks(draft))
    contacts(**fields)
    assert said not in texts(remarks(draft))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"summary": "Water for all."}, "no summary"),
        ({"legal_basis": "Article 196"}, "no legal basis"),
        ({"what_happens_next": "<p>They are read.</p>"}, "what happens to the comments"),
        ({"responsible_body": "The Governor"}, "no authority that is responsible"),
        ({"views": "both"}, "whether views are given in writing"),
    ],
)
def test_checklist__fields_of_the_policy_count_as_the_draft_has_them(db, fields, said):
    policy = make_policy(1, summary="")
    assert said in texts(remarks(policy))
    for name, value in fields.items():
        setattr(policy, name, value)
    policy.save_revision()
    assert said not in texts(remarks(policy))


def test_checklist__a_meeting_is_a_hint_until_one_is_announced(draft):
    hint = next(remark for remark in remarks(draft) if "meeting" in remark.text)
    assert hint.weight == Weight.HINT
    meeting = MeetingPage(title="Baraza", starts_at=timezone.now(), venue="Hall", slug="baraza")
    meeting.ends_at = timezone.now() + timedelta(hours=2)
    draft.add_child(instance=meeting)
    vague = next(remark for remark in remarks(draft) if "1 meeting does not say" in remark.text)
    assert vague.text == "1 meeting does not say: how people take part, the language."
    assert [link.url for link in vague.links] == [f"/admin/pages/{meeting.pk}/edit/"]
    meeting.mode, meeting.languages = "in_person", "Kiswahili, Luhya"
    meeting.save()
    assert " meeting " not in texts(remarks(draft)).replace("in a meeting", "")


def test_checklist__says_of_each_meeting_what_it_lacks_and_of_those_alike_once(draft):
    now = timezone.now()
    lacking = {
        "Baraza": {"mode": "in_person", "languages": "Luhya"},
        "Hall": {"mode": "in_person", "ends_at": now + timedelta(2)},
        "School": {"mode": "in_person", "ends_at": now + timedelta(2)},
    }
    for title, said in lacking.items():
        slug = title.lower()
        meeting = MeetingPage(title=title, slug=slug, venue="Hall", starts_at=now + timedelta(1))
        for name, value in said.items():
            setattr(meeting, name, value)
        draft.add_child(instance=meeting)
    found = [remark for remark in remarks(draft) if "say:" in remark.text]
    assert [(remark.text, [link.label for link in remark.links]) for remark in found] == [
        ("1 meeting does not say: the time of the end.", ["Baraza"]),
        ("2 meetings do not say: the language.", ["Hall", "School"]),
    ]


def test_checklist__takes_the_same_queries_for_one_policy_as_for_many(db):
    def count(policies: list[PolicyPage]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(subjects_of(policies)) == len(policies)
        return len(captured)

    for sections in (12, 2, 3):
        policy = make_policy(sections)
        for page in [policy, *SectionPage.objects.descendant_of(policy)]:
            page.summary = "In plain words."
            page.save_revision()
    policies = list(PolicyPage.objects.all())
    assert count(policies) == count(policies[:1])


def test_checklist__a_part_that_holds_sections_needs_no_text(db):
    policy = PolicyPageFactory()
    part = SectionPageFactory(parent=policy, body=[])
    SectionPageFactory(parent=part)
    said = texts(remarks(policy))
    assert "no text" not in said
    assert "1 section is not explained" in said


def test_checklist__of_an_outline_leads_to_its_sections_and_to_the_form(db):
    image = {"type": "image", "value": ImageData("a.png", b"")}
    outline = Outline(sections=[Section("1", "Wells"), Section("2", "Map", blocks=[image])])
    subject = subject_of_outline(
        outline,
        filled={"summary"},
        field_link=lambda name: StaffLink(name, f"#id_{name}"),
        section_url=lambda index: f"/outline/{index}/",
    )
    found = remarks_on(subject)
    no_text = next(remark for remark in found if "no text" in remark.text)
    assert [link.url for link in no_text.links] == ["/outline/0/", "/outline/1/"]
    law = next(remark for remark in found if "legal basis" in remark.text)
    assert (law.field, law.links[0].url) == ("id_legal_basis", "#id_legal_basis")
    assert "no summary" not in texts(found)
    assert "not described in words" in texts(found)


@pytest.mark.parametrize("alt", ["", "The arms"])
def test_checklist__looks_at_pictures_before_the_first_section(draft, alt):
    picture = {"type": "image", "value": {"image": 1, "alt": alt, "caption": ""}}
    said = "before the first section is not described"
    draft.front_matter = [picture]
    draft.save_revision()
    remark = next((each for each in remarks(draft) if said in each.text), None)
    assert bool(remark) == (not alt)
    if remark:
        address = f"/admin/pages/{draft.pk}/edit/#id_front_matter-label"
        assert [link.url for link in remark.links] == [address]
    kept = {"type": "image", "value": ImageData("a.png", b"", alt)}
    outline = Outline(sections=[Section("1", "Wells")], front_matter=[kept])
    subject = subject_of_outline(
        outline, filled=(), field_link=StaffLink, section_url=lambda index: f"/outline/{index}/"
    )
    assert (said in texts(remarks_on(subject))) == (not alt)


def test_checklist__of_a_new_text_asks_for_no_words_that_come_after_it(draft):
    (subject,) = subjects_of([draft])
    text = subject_of_outline(
        Outline(sections=[Section("1", "Wells")]),
        filled=(),
        field_link=StaffLink,
        section_url=lambda index: f"/outline/{index}/",
    )
    said = texts(remarks_on_new_text(subject, text))
    assert "no legal basis" in said
    assert "no way to comment" in said
    assert "1 section has no text" in said
    assert "plain words" not in said


def test_checklist__says_what_is_odd_about_a_window():
    now = timezone.now()
    day = timedelta(days=1)
    assert "nobody can comment" in texts(remarks_on_window(None, None))
    assert "until you close it" in texts(remarks_on_window(now, None))
    assert "is over" in texts(remarks_on_window(now - 9 * day, now - day))
    assert "1 day " in texts(remarks_on_window(now, now + day))
    assert not remarks_on_window(now, now + 30 * day)


# Kiswahili


OLDER = "1 Kiswahili text is older"


def publish_words(page: SectionPage, words: str) -> None:
    page = SectionPage.objects.get(pk=page.pk)
    page.body = [("paragraph", f"<p>{words}</p>")]
    page.save_revision().publish()


def test_kiswahili__is_older_once_the_english_words_changed(db):
    policy = make_published_policy(2)
    local = translated(section(policy, 1), title="Sehemu ya 1")
    publish_words(local, "Kaunti itafanya.")
    assert OLDER not in texts(remarks(policy))
    publish_words(section(policy, 1), "The county shall do something else.")
    older = next(remark for remark in remarks(policy) if OLDER in remark.text)
    assert older.links[0].url == f"/admin/pages/{local.pk}/edit/"
    publish_words(local, "Kaunti itafanya jambo lingine.")
    assert OLDER not in texts(remarks(policy))


def test_kiswahili__published_again_without_a_change_was_read_against_the_new_words(db):
    policy = make_published_policy(1)
    local = translated(section(policy, 1), title="Sehemu ya 1")
    publish_words(local, "Kaunti itafanya.")
    publish_words(section(policy, 1), "The county shall do it.")
    publish_words(local, "Kaunti itafanya.")
    assert local.versions.count() == 2
    assert OLDER not in texts(remarks(policy))


def test_kiswahili__is_not_older_where_the_english_words_came_back(db):
    policy = make_published_policy(1)
    first = section(policy, 1).body.raw_data[0]["value"].removeprefix("<p>").removesuffix("</p>")
    local = translated(section(policy, 1), title="Sehemu ya 1")
    publish_words(local, "Kaunti itafanya.")
    publish_words(section(policy, 1), "Something else.")
    publish_words(section(policy, 1), first)
    assert OLDER not in texts(remarks(policy))


def test_kiswahili__would_be_older_with_the_english_draft_unless_it_has_one_too(db):
    policy = make_published_policy(1)
    local = translated(section(policy, 1), title="Sehemu ya 1")
    publish_words(local, "Kaunti itafanya.")
    page = section(policy, 1)
    page.body = [("paragraph", "<p>Other words.</p>")]
    page.save_revision()
    assert OLDER in texts(remarks(policy))
    SectionPage.objects.get(pk=local.pk).save_revision()
    assert OLDER not in texts(remarks(policy))
    close(policy.current_edition)
    publish_edition(policy=policy, plan=EditionPlan(label="Second"))
    assert OLDER not in texts(remarks(policy))
