"""For whom a respondent speaks, under which words, and what only figures know of them."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from comments.models import AskedAbout, Comment, ConsentText, RespondentTally, Submission
from comments.register.erasing import erase
from comments.register.respondent_counts import answer_counts
from home.models import Organisation
from reports.freeze import freeze
from reports.models import Report
from reports.renderers import RENDERERS
from reports.renderers.report_content import number_tables
from tests.comments.channels.web.test_views import filled, further, url_of
from tests.factories import make_comment, make_user
from tests.policies.readers_sample import close

pytestmark = pytest.mark.django_db
GROUP = {"kind": "group", "organisation": "Illustrative Women", "people": "14", "role": "Treasurer"}
ANSWERS = {"age_band": "18_34", "gender": "woman", "disability": "no"}


@pytest.fixture
def section(policy):
    return policy.current_edition.entries.first().version.section


@pytest.fixture
def asked(policy):
    return AskedAbout.objects.create(policy=policy, age_band=True, gender=True)


def tallied():
    rows = RespondentTally.objects.values_list("question", "answer", "count")
    return sorted(rows)


def test_post__for_a_group_says_how_many_people_it_has(client, section):
    client.post(url_of(section), filled(section, **GROUP))
    submission = Submission.objects.get()
    assert (submission.kind, submission.people, submission.role) == ("group", 14, "Treasurer")
    assert submission.respondent == "Illustrative Women, for 14 people"
    receipt = client.get(reverse("comments:receipt", args=[submission.printed_receipt]))
    page = receipt.content.decode()
    assert "for 14 people" in page
    assert "Treasurer" not in page


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({}, "individual"),
        ({"organisation": "Illustrative Readers"}, "organisation"),
        ({"people": "3"}, "group"),
    ],
)
def test_post__without_a_choice_speaks_for_what_it_names(client, section, said, kind):
    client.post(url_of(section), filled(section, **said))
    assert Submission.objects.get().kind == kind


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "group"}, "Say how many people"),
        ({"kind": "group", "people": "1"}, "greater than or equal to 2"),
        ({"kind": "group", "people": "9" * 30}, "less than or equal to"),
        ({"kind": "organisation"}, "Give the name"),
        ({"kind": "<b>"}, "not one of the available choices"),
    ],
)
def test_post__that_leaves_out_for_whom_keeps_the_words_and_says_so(client, section, said, why):
    response = client.post(url_of(section), filled(section, **said))
    assert response.status_code == 422
    page = response.content.decode()
    assert why in page
    assert "The notice should be read out" in page
    assert not Comment.objects.exists()


@pytest.fixture
def member():
    return Organisation.objects.create(name="Mfano Watch (illustrative)", is_member=True)


def test_form__lets_whoever_chose_a_group_go_back_to_themselves(client, section):
    form = BeautifulSoup(client.get(url_of(section)).content, "lxml")
    first = form.select("[name=kind]")[0]
    assert (first["value"], first.has_attr("checked")) == ("", True)
    assert not form.find("summary", string="I speak for an organisation or a group").parent.get(
        "open"
    )
    client.post(url_of(section), filled(section, kind=""))
    assert Submission.objects.get().kind == "individual"


def test_form__offers_the_networks_members_and_nobody_else(client, section):
    name = {"name": "member"}
    assert not BeautifulSoup(client.get(url_of(section)).content, "lxml").find("select", name)
    Organisation.objects.create(name="Not a member (illustrative)")
    member = Organisation.objects.create(name="Mfano Watch (illustrative)", is_member=True)
    form = BeautifulSoup(client.get(url_of(section)).content, "lxml").find("select", name)
    offered = [(option["value"], option.text) for option in form.select("option")]
    assert offered == [("", "Not in this list"), (str(member.pk), member.name)]


def test_post__for_a_member_that_was_chosen_bears_its_name_and_is_of_the_register(
    client, section, member
):
    client.post(url_of(section), filled(section, kind="organisation", member=member.pk))
    submission = Submission.objects.get()
    assert (submission.organisation, submission.respondent) == (member, member.name)
    assert submission.kind == "organisation"


def test_post__a_typed_name_is_of_no_organisation_of_the_register(client, section, member):
    client.post(url_of(section), filled(section, organisation=member.name))
    assert Submission.objects.get().organisation is None


@pytest.mark.parametrize("said", [{"member": "9" * 30}, {"member": "x"}, {"organisation": "Other"}])
def test_post__for_no_member_or_for_two_names_is_refused(client, section, member, said):
    response = client.post(url_of(section), filled(section, **{"member": member.pk, **said}))
    assert response.status_code == 422
    assert "The notice should be read out" in response.content.decode()
    assert not Comment.objects.exists()


def test_preview__for_a_member_shows_its_name_and_brings_it_along(client, section, member):
    said = filled(section, member=member.pk, preview="yes")
    page = BeautifulSoup(client.post(url_of(section), said).content, "lxml")
    assert member.name in page.find("article").get_text()
    assert page.select_one("[name=member]")["value"] == str(member.pk)


def test_form__asks_for_the_figures_only_what_the_policy_turned_on(client, section, asked):
    form = BeautifulSoup(client.get(url_of(section)).content, "lxml").find(id="view")
    assert form.select_one("[name=age_band][data-not-kept]")
    assert form.select_one("[name=gender]")
    assert not form.select_one("[name=disability]")


def test_answers__are_counted_once_a_respondent_and_kept_with_nothing(client, section, asked):
    client.post(url_of(section), filled(section, **ANSWERS))
    client.post(url_of(section), further(section, text="Another of mine.", **ANSWERS))
    assert tallied() == [("age_band", "18_34", 1), ("gender", "woman", 1)]
    related = {field.related_model for field in RespondentTally._meta.get_fields()}
    assert not {Submission, Comment} & related


def test_answers__that_are_none_are_refused_and_not_asked_for_are_not_counted(
    client, section, asked
):
    refused = client.post(url_of(section), filled(section, age_band="2000"))
    assert refused.status_code == 422
    asked.delete()
    client.post(url_of(section), filled(section, **ANSWERS))
    assert tallied() == []


def test_consent__is_that_of_the_words_which_the_form_showed(client, section):
    first = ConsentText.objects.get()
    form = BeautifulSoup(client.get(url_of(section)).content, "lxml").find(id="view")
    assert form.select_one("[name=consent]")["value"] == str(first.pk)
    assert first.text_en in form.get_text(" ", strip=True)
    ConsentText.objects.create(text_en="Newer words.", text_sw="Maneno mapya.")
    client.post(url_of(section), filled(section, consent=first.pk))
    Client().post(url_of(section), filled(section, consent=10**6, text="Of made-up words."))
    consents = Submission.objects.order_by("pk").values_list("consent", flat=True)
    assert list(consents) == [first.pk, None]
    with translation.override("sw"):
        assert ConsentText.objects.first().text == "Maneno mapya."


def test_erase__takes_the_role_and_leaves_for_whom(client, section):
    client.post(url_of(section), filled(section, **GROUP))
    submission = Submission.objects.get()
    erase(submission=submission, reason="asked", user=make_user("Superuser"))
    submission.refresh_from_db()
    assert (submission.role, submission.organisation_name) == ("", "")
    assert (submission.kind, submission.people) == ("group", 14)


def made(policy, tmp_path, **filters):
    edition = policy.current_edition
    report = Report.objects.create(policy=policy, edition=edition, language="en", filters=filters)
    return freeze(report, tmp_path / f"{report.pk}.gz", progress=lambda _done: None).dataset


def test_report__tells_groups_and_answers_apart_from_the_comments(policy, tmp_path):
    for _n in range(3):
        make_comment(policy, kind="group", people=20, state="published")
    edition = policy.current_edition
    for answer, count in (("woman", 23), ("man", 2)):
        RespondentTally.objects.create(
            edition=edition, question="gender", answer=answer, count=count
        )
    assert "respondents" not in made(policy, tmp_path).header
    close(edition)
    assert "respondents" not in made(policy, tmp_path, states=["published"]).header
    dataset = made(policy, tmp_path)
    assert dataset.header["groups"] == {"groups": 3, "people": 60}
    assert answer_counts(edition)["gender"] == {"woman": 23, "man": 2, "other": 0}
    tables = {table.key: table for table in number_tables(dataset)}
    assert tables["by_kind"].rows == [["For a group", 3, 3]]
    assert tables["groups"].rows == [["Groups", 3, 60]]
    answers = tables["respondents_1"].rows
    assert answers[1:] == [["Man", "not shown"], ["In another way", "not shown"]]
    out = tmp_path / "report.json"
    RENDERERS["json"].render(dataset, 1, out, progress=lambda _done: None)
    assert '"people": "20"' in out.read_text()


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Analysts", "Clerks"])
def test_questions__are_turned_on_by_editors_alone(client, policy, role):
    client.force_login(make_user(role))
    add = reverse("wagtailsnippets_comments_askedabout:add")
    client.post(add, {"policy": policy.pk, "gender": "on"})
    assert AskedAbout.objects.exists() == (role == "Editors")


def test_consent_words__are_added_and_never_changed(client):
    client.force_login(make_user("Superuser"))
    words = ConsentText.objects.get()
    add = reverse("wagtailsnippets_comments_consenttext:add")
    client.post(add, {"text_en": "New.", "text_sw": "Mapya."})
    edit = reverse("wagtailsnippets_comments_consenttext:edit", args=[words.pk])
    client.post(edit, {"text_en": "Changed.", "text_sw": "Mengine."})
    words.refresh_from_db()
    assert words.text_en != "Changed."
    assert ConsentText.objects.count() == 2
