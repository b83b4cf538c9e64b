"""Reports in public."""

import pytest
from django.urls import reverse

from policies.models import StandardUpdate
from reports import compiling
from reports.models import Report
from reports.services import ReportError, publish_report, request_report
from tests.factories import make_comment, make_policy, make_user

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
