"""Every text that a section has had."""

import pytest

from tests.factories import make_policy
from tests.policies.readers_sample import change_text, get, queries, section, served

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    policy = make_policy(sections=2, slug="water")
    change_text(section(policy, 1), "Second text.")
    change_text(section(policy, 1), "Second and third text.")
    return section(policy, 1)


def test_history__tells_every_text_the_newest_first_with_what_changed(page):
    shown = served(f"/en/policy/water/history/{page.pk}/").select("main section")
    assert len(shown) == 3
    assert "and third" in shown[0].select_one("ins").get_text()
    assert not shown[-1].select("ins, del")
    assert "First draft" in shown[-1].get_text()


def test_history__heading_belongs_to_the_newest_text(page):
    change_text(page, "x", title="Renamed")
    assert served(f"/en/policy/water/history/{page.pk}/").h1.get_text() == "1 Renamed"


def test_history__removed_section_keeps_its_own(page):
    page.unpublish()
    text = served(f"/en/policy/water/history/{page.pk}/").select_one(".page-head").get_text()
    assert "no longer part" in text


def test_history__of_another_policys_section_is_not_found(page):
    other = section(make_policy(sections=1, slug="land"), 1)
    assert get(f"/en/policy/water/history/{other.pk}/").status_code == 404
    assert get("/en/policy/water/history/999999/").status_code == 404


def test_history__queries_do_not_grow_with_texts_and_they_come_in_pages(page):
    few = queries(f"/en/policy/water/history/{page.pk}/")
    for number in range(9):
        change_text(page, f"Text {number}.")
    assert queries(f"/en/policy/water/history/{page.pk}/") == few <= 15
    assert len(served(f"/en/policy/water/history/{page.pk}/").select("main section")) == 10
    assert len(served(f"/en/policy/water/history/{page.pk}/", page="2").select("main section")) == 2


def test_section_page__leads_to_its_history(page):
    hrefs = {a["href"] for a in served("/en/policies/water/section-1/").select("main a")}
    assert f"/en/policy/water/history/{page.pk}/" in hrefs
