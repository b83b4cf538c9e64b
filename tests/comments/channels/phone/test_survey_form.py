"""The XLSForm of an open edition."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from comments.channels.phone import survey_fields
from comments.channels.phone.survey_form import survey_path, write_survey
from policies.models import Edition
from tests.factories import make_policy

pytestmark = pytest.mark.django_db


def url_of(edition):
    return reverse("comments:survey", args=[edition.policy.slug, edition.number])


def rows_of(path, sheet):
    head, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture
def form(edition, tmp_path) -> Path:
    path = tmp_path / "form.xlsx"
    write_survey(edition, path)
    return path


def test_form__asks_what_the_door_reads(form):
    names = {row["name"] for row in rows_of(form, "survey")}
    asked = {value for name, value in vars(survey_fields).items() if name.isupper()}
    assert asked <= names


def test_form__has_every_section_as_a_choice_in_both_languages(form, edition):
    choices = [row for row in rows_of(form, "choices") if row["list_name"] == "sections"]
    versions = [entry.version for entry in edition.entries.all()]
    assert [row["name"] for row in choices] == [f"v{each.pk}" for each in versions]
    assert [row["label::English (en)"] for row in choices] == [each.heading for each in versions]
    assert all(row["label::Kiswahili (sw)"] for row in choices)


def test_form__names_wards_and_stances(form):
    lists = {}
    for row in rows_of(form, "choices"):
        lists.setdefault(row["list_name"], []).append(row["name"])
    assert {"languages", "yes_no", "stances", "sections", "wards"} == lists.keys()
    assert len(lists["wards"]) == 60
    assert all(len(set(names)) == len(names) for names in lists.values())


def test_form__has_no_formula_in_it(tmp_path):
    policy = make_policy(sections=1, title="=1+1", reference="FOM")
    path = tmp_path / "form.xlsx"
    write_survey(policy.current_edition, path)
    book = openpyxl.load_workbook(path)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
    }


def test_form__is_a_survey_for_those_who_read_such_forms(form):
    pyxform = pytest.importorskip("pyxform.xls2xform")
    made = pyxform.convert(str(form), warnings=(warnings := []))
    assert "<h:html" in made.xform
    assert [each for each in warnings if "label" in each.lower()] == []


def test_download__is_for_open_editions(client, edition):
    response = client.get(url_of(edition))
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith('-survey.xlsx"')
    assert b"".join(response.streaming_content)[:2] == b"PK"
    Edition.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert client.get(url_of(edition)).status_code == 404


def test_download__names_no_private_section(edition):
    before = survey_path(edition)
    section = edition.entries.first().version.section
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    after = survey_path(edition)
    assert before != after
    names = {row["name"] for row in rows_of(after, "choices")}
    assert f"v{edition.entries.first().version_id}" not in names
