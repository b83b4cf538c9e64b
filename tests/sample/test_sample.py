"""The sample content fits together: numbers, tags, wards, organisations and answers exist."""

import csv
import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from analysis.choices import DecisionKind
from comments.choices import Channel, Stance
from comments.models import Memorandum
from home.models import OrganisationKind
from policies.models import PolicyPage
from sample import consultation
from sample.synthetic import COLUMNS
from tests.factories import make_user
from texts.read import read_document

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample" / "data"


def read_json(name: str):
    return json.loads((SAMPLE / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def numbers() -> set[str]:
    text = (SAMPLE / "policy.md").read_text(encoding="utf-8")
    return set(re.findall(r"^#{2,3} (\d+(?:\.\d+)*)", text, flags=re.MULTILINE))


@pytest.fixture(scope="module")
def comments() -> list[dict[str, str]]:
    with (SAMPLE / "comments.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def places() -> tuple[set[str], set[str]]:
    areas = json.loads((ROOT / "home/data/kakamega.json").read_text(encoding="utf-8"))
    sub_counties = areas["sub_counties"]
    wards = {ward["code"] for area in sub_counties for ward in area["wards"]}
    return {area["code"] for area in sub_counties}, wards


def bilingual_values(value) -> list[dict[str, object]]:
    """Every pair of an English and a Kiswahili value at any depth."""
    if isinstance(value, list):
        return [pair for item in value for pair in bilingual_values(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if {"en", "sw"} & set(value) else []
    return own + [pair for item in value.values() for pair in bilingual_values(item)]


def test_policy__cross_references_point_to_sections_that_exist(numbers):
    text = (SAMPLE / "policy.md").read_text(encoding="utf-8")
    named = set(re.findall(r"sections? (\d+\.\d+)", text))
    assert named
    assert named <= numbers


def test_policy__says_first_that_it_is_illustrative():
    first = (SAMPLE / "policy.md").read_text(encoding="utf-8").split("\n\n")[1]
    assert "illustrative" in first
    assert "not the policy of the County Government" in first


def test_policy__defines_its_terms_as_an_importer_knows_them():
    sections = read_document(SAMPLE / "policy.md").sections
    (definitions,) = (section for section in sections if section.number == "1.3")
    blocks = [block for block in definitions.blocks if block["type"] == "definition"]
    terms = [block["value"]["term"] for block in blocks]
    assert (terms[0], terms[-1]) == ("“baraza”", "“responsible office”")
    assert len(terms) == len(definitions.blocks) - 1


def test_summaries__cover_every_section_in_both_languages(numbers):
    assert set(read_json("summaries.json")["sections"]) == numbers


@pytest.mark.parametrize("name", ["summaries.json", "site.json"])
def test_texts__have_both_languages_and_neither_is_empty(name):
    pairs = bilingual_values(read_json(name))
    assert pairs
    for pair in pairs:
        assert pair.get("en"), pair
        assert pair.get("sw"), pair
        assert type(pair["en"]) is type(pair["sw"])


def test_comments__every_value_exists(numbers, comments, places):
    tags = {tag["slug"] for tag in read_json("summaries.json")["tags"]}
    organisations = {each["name"] for each in read_json("site.json")["organisations"]}
    for row in comments:
        assert tuple(row) == COLUMNS
        assert row["section"] in numbers
        assert row["stance"] in Stance.values
        assert row["channel"] in Channel.values
        assert row["ward"] in {"", *places[1]}
        assert row["organisation"] in {"", *organisations}
        assert set(filter(None, row["tags"].split(";"))) <= tags
        assert 3 <= len(row["text"]) <= 5_000
    assert len({row["external_id"] for row in comments}) == len(comments)


def test_comments__lie_in_the_sample_window(comments):
    consultation = read_json("site.json")["consultation"]
    opens = datetime.fromisoformat(consultation["comments_csv_opens"])
    ages = [(datetime.fromisoformat(row["received_at"]) - opens).days for row in comments]
    assert min(ages) >= 0
    assert max(ages) < -consultation["opens_in_days"]


def test_decisions__are_on_comments_of_the_same_section(comments):
    sections = {row["external_id"]: row["section"] for row in comments}
    decided = []
    for decision in read_json("decisions.json")["decisions"]:
        assert decision["kind"] in DecisionKind.values
        assert decision["reason"]
        decided += decision["comments"]
        assert {sections[each] for each in decision["comments"]} == {decision["section"]}
    assert len(decided) == len(set(decided))


def test_site__codes_and_lengths_fit_the_models(places):
    site = read_json("site.json")
    themes = {theme["slug"] for theme in site["themes"]}
    assert len(themes) == 7
    for organisation in site["organisations"]:
        assert organisation["illustrative"] is True
        assert organisation["kind"] in OrganisationKind.values
        assert organisation["sub_county"] in places[0]
        assert set(organisation["themes"]) <= themes
    assert {meeting["ward"] for meeting in site["meetings"]} <= places[1]
    assert all(len(text) <= 120 for text in site["home"]["hero_title"].values())
    introductions = [site["home"]["hero_text"]]
    introductions += [page["introduction"] for page in site["pages"]]
    introductions += [page["introduction"] for page in site["updates"] + site["meetings"]]
    assert all(len(text) <= 300 for pair in introductions for text in pair.values())
    descriptions = [theme["description"] for theme in site["themes"]]
    assert all(len(text) <= 255 for pair in descriptions for text in pair.values())


def test_memoranda__are_on_sections_that_exist_and_marked_illustrative(numbers):
    data = read_json("memoranda.json")
    rows = data["on_policy"]["rows"]
    assert {row["section"] for row in rows if not row.get("is_kept")} <= numbers
    for each in (data["on_policy"], *data["register"]):
        assert "(illustrative)" in each["organisation_name"]
        assert "(illustrative)" in each["addressee"]


def test_memoranda__stand_in_the_register_each_by_its_date(db):
    editor = make_user("Editors")
    policy = consultation.load_policy(SAMPLE / "policy.md", illustrative=True, user=editor)
    consultation.open_consultation(policy, user=editor)
    consultation.load_memoranda(PolicyPage.objects.get(pk=policy.pk))
    in_order = list(Memorandum.objects.order_by("number"))
    assert [each.status for each in in_order] == ["answered", "acknowledged", "acknowledged"]
    assert in_order == sorted(in_order, key=lambda each: each.handed_in_on)
    assert all(each.illustrative and each.is_named for each in in_order)
    filed = in_order[-1]
    assert filed.submission.comments.count() == 4
    assert filed.set_aside == "The whole county\nLet schools teach how people take part."
