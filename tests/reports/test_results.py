"""Reports in public."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from comments.models import RespondentTally
from policies.models import StandardUpdate
from reports import compiling
from reports.models import Report
from reports.services import ReportError, publish_report, request_report
from tests.factories import make_comment, make_policy, make_user
from tests.policies.readers_sample import close

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    policy = make_policy()
    make_comment(policy, state="published", text="Words for the report")
    made = request_report(
        policy=policy, edition=policy.current_edition, formats=["csv", "json"], user=None
    )
    while compiling.work_on(made.pk):
        pass
    made.refresh_from_db()
    return made


def page_of(report: Report) -> str:
    return reverse("reports:report", args=[report.uid])


def test_publish__opens_page_and_files_and_posts_an_update(client, report):
    assert client.get(page_of(report)).status_code == 404
    client.force_login(make_user("Analysts"))
    client.post(reverse("consultation-reports:publish", args=[report.pk]))
    client.logout()
    page = client.get(page_of(report)).content.decode()
    file = report.files.get(format="csv")
    assert reverse("reports:file", args=[report.uid, file.pk]) in page
    content = b"".join(client.get(reverse("reports:file", args=[report.uid, file.pk])))
    assert b"Words for the report" in content
    assert StandardUpdate.objects.get(kind="report").edition == report.edition
    assert page_of(report) in client.get(report.policy.url).content.decode()


def test_report__names_the_channels_in_the_readers_language(client, report):
    publish_report(report=report, user=None)
    assert report.language == "en"
    assert "Website</th>" in client.get(page_of(report)).content.decode()
    page = client.get(page_of(report).replace("/en/", "/sw/", 1)).content.decode()
    assert "Tovuti</th>" in page
    assert "Vichwa na lebo" in page


def test_report__says_how_people_were_asked_in_the_language_of_the_report(client, report):
    publish_report(report=report, user=None)
    page = client.get(page_of(report).replace("/en/", "/sw/", 1)).content.decode()
    assert "Jinsi watu walivyoulizwa" in page
    assert '<dd lang="en">On the site: Open the draft' in page


@pytest.fixture
def told():
    """A report of a consultation that has ended, and asked who was heard."""
    policy = make_policy()
    for _n in range(40):
        make_comment(policy, state="published")
    for answer, count in (("woman", 23), ("man", 2)):
        RespondentTally.objects.create(
            edition=policy.current_edition, question="gender", answer=answer, count=count
        )
    close(policy.current_edition)
    edition = policy.current_edition
    made = request_report(policy=policy, edition=edition, formats=["json"], user=None)
    while compiling.work_on(made.pk):
        pass
    made.refresh_from_db()
    publish_report(report=made, user=None)
    return made


def test_report__shows_who_has_been_heard_as_a_chart_and_a_table(client, told):
    page = BeautifulSoup(client.get(page_of(told)).content, "lxml")
    section = page.select_one("[aria-labelledby=heard]")
    assert "Woman: 25." in section.select_one("svg desc").text
    rows = [[cell.text.strip() for cell in row.select("th, td")] for row in section.select("tr")]
    assert rows[:3] == [["Gender", "Respondents"], ["Woman", "25"], ["Man", "not shown"]]


def test_report__shows_who_has_been_heard_in_its_own_language_on_others_pages(client, told):
    url = page_of(told).replace("/en/", "/sw/", 1)
    section = BeautifulSoup(client.get(url).content, "lxml").select_one("[aria-labelledby=heard]")
    assert section.select_one("figure")["lang"] == "en"
    assert section.select_one("h3").text == "Gender"


def test_report__without_figures_of_respondents_says_nothing_of_them(client, report):
    publish_report(report=report, user=None)
    assert 'id="heard"' not in client.get(page_of(report)).content.decode()


def test_file__of_a_report_that_is_not_public_is_not_found(client, report):
    file = report.files.first()
    assert client.get(reverse("reports:file", args=[report.uid, file.pk])).status_code == 404


def test_report__of_a_policy_no_longer_public_is_not_found(client, report):
    publish_report(report=report, user=None)
    report.policy.unpublish()
    assert client.get(page_of(report)).status_code == 404


def test_publish__of_a_filtered_report_is_refused(report):
    Report.objects.filter(pk=report.pk).update(filters={"stances": ["support"]})
    with pytest.raises(ReportError, match="every comment"):
        publish_report(report=report, user=None)


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Clerks", ""])
def test_publish__is_refused_to_other_roles(client, report, role):
    client.force_login(make_user(role))
    client.post(reverse("consultation-reports:publish", args=[report.pk]))
    report.refresh_from_db()
    assert report.published_at is None
