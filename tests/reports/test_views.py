"""Reports in the admin: who may do what, and what they see."""

import pytest
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import ModelLogEntry

from consult.jobs.job import JobState
from reports import compiling
from reports.models import Report
from reports.viewsets import ReportViewSet
from tests.factories import make_comment, make_policy, make_user, sign_in

pytestmark = pytest.mark.usefixtures("woken")

ROLES = ("", "Editors", "Moderators", "Clerks", "Approvers", "Analysts", "Superuser")
MAY = ("Analysts", "Superuser")
GET = ("index", "index_results", "new", "report", "status", "download")
POST = ("again", "publish")


@pytest.fixture
def policy(db):
    policy = make_policy(3, tags=("Roads",))
    make_comment(policy, section=2, state="published", channel="sms")
    return policy


@pytest.fixture
def report(policy):
    return Report.objects.create(
        policy=policy, edition=policy.current_edition, formats=["csv", "json"]
    )


@pytest.fixture
def compiled(report):
    while compiling.work_on(report.pk):
        pass
    report.refresh_from_db()
    return report


@pytest.fixture
def analyst(client, db):
    return sign_in(client, "Analysts")


def address(name: str, report: Report) -> str:
    args = {
        "report": [report.pk],
        "status": [report.pk],
        "again": [report.pk],
        "publish": [report.pk],
        "download": [report.pk, report.files.first().pk] if report.files.exists() else [],
    }
    return reverse(f"consultation-reports:{name}", args=args.get(name))


def test_urls__are_all_in_the_matrix_below():
    names = {pattern.name for pattern in ReportViewSet().get_urlpatterns()}
    assert names == {*GET, *POST}


@pytest.mark.parametrize("role", ROLES)
def test_get__is_for_who_may(client, compiled, role):
    client.force_login(make_user(role))
    away = ("/en/account/sign-in/", reverse("wagtailadmin_home"))
    for name in GET:
        response = client.get(address(name, compiled))
        response.getvalue()
        if role in MAY:
            assert response.status_code in (200, 286), name
        else:
            assert response.status_code == 302, name
            assert response.url.startswith(away), name


@pytest.mark.parametrize("role", ROLES)
def test_post__is_for_who_may(client, report, role):
    Report.objects.filter(pk=report.pk).update(state=JobState.FAILED)
    client.force_login(make_user(role))
    client.post(address("new", report), {"formats": ["csv"], "language": "en"})
    assert (Report.objects.count() == 2) == (role in MAY)
    client.post(address("again", report))
    report.refresh_from_db()
    assert (report.state == JobState.QUEUED) == (role in MAY)


def test_new__leads_to_the_report_and_its_status_alone_says_how_far_it_is(client, report):
    client.force_login(make_user("Analysts"))
    asked = {"formats": ["csv"], "language": "en"}
    page = client.post(address("new", report), asked, follow=True)
    assert page.context["job"] == Report.objects.latest("pk")
    assert not list(page.context["messages"])


def test_any__sends_the_anonymous_to_the_login(client, compiled):
    for name in (*GET, *POST):
        for method in (client.get, client.post):
            response = method(address(name, compiled))
            assert response.status_code == 302, name
            assert response.url.startswith("/en/account/sign-in/"), name


@pytest.mark.parametrize("role", ROLES[1:])
def test_menu__shows_reports_to_who_may(client, db, role):
    client.force_login(make_user(role))
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ("/admin/consultation-reports/" in page) == (role in MAY)


def test_download__needs_its_own_permission(client, compiled, analyst):
    group = analyst.groups.first()
    group.permissions.remove(group.permissions.get(codename="download_report"))
    assert client.get(address("download", compiled)).status_code == 302
    page = client.get(address("report", compiled)).content.decode()
    assert address("download", compiled) not in page


def test_download__is_an_attachment_that_no_browser_sniffs(client, compiled, analyst):
    file = compiled.files.get(format="csv")
    response = client.get(reverse("consultation-reports:download", args=[compiled.pk, file.pk]))
    assert b"".join(response.streaming_content) == file.path.read_bytes()
    assert response["Content-Disposition"] == f'attachment; filename="{file.name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"].startswith("text/csv")
    assert "no-store" in response["Cache-Control"]
    entry = ModelLogEntry.objects.get(action="reports.download")
    assert (entry.user, entry.data) == (analyst, {"file": file.name})


def test_download__of_another_reports_file_is_not_found(client, compiled, analyst):
    other = Report.objects.create(policy=compiled.policy, edition=compiled.edition, formats=["csv"])
    file = compiled.files.first()
    url = reverse("consultation-reports:download", args=[other.pk, file.pk])
    assert client.get(url, follow=True).status_code == 404


def test_download__of_a_file_that_is_not_ready_is_not_found(client, compiled, analyst):
    compiled.files.update(state=JobState.RUNNING)
    response = client.get(address("download", compiled), follow=True)
    assert response.status_code == 404


def test_download__of_a_file_that_is_gone_says_so(client, compiled, analyst):
    compiled.files.first().path.unlink()
    response = client.get(address("download", compiled), follow=True)
    assert "ask for a new report" in response.content.decode()


def test_new__asks_for_the_edition_where_there_are_several(client, policy, analyst):
    other = make_policy(1, title="The Other Policy")
    page = client.get(reverse("consultation-reports:new"))
    assert "The Other Policy" in page.content.decode()
    assert "formats" not in page.context["form"].fields
    chosen = {"edition": other.current_edition.pk}
    page = client.get(reverse("consultation-reports:new"), chosen)
    assert page.context["edition"] == other.current_edition
    assert "formats" in page.context["form"].fields


@pytest.mark.parametrize("edition", ["", "99999", "x"])
def test_new__with_an_edition_that_is_none_asks_again(client, policy, analyst, edition):
    page = client.get(reverse("consultation-reports:new"), {"edition": edition})
    assert page.status_code == 200
    assert page.context["form"].errors["edition"]


def test_new__without_an_edition_says_what_to_do(client, db, analyst):
    page = client.get(reverse("consultation-reports:new")).content.decode()
    assert "publish an edition first" in page


def test_new__makes_the_report_with_its_filters(client, policy, analyst):
    keys = [str(e.version.section_key) for e in policy.current_edition.entries.all()]
    url = reverse("consultation-reports:new") + f"?edition={policy.current_edition.pk}"
    data = {
        "formats": ["pdf", "csv"],
        "language": "sw",
        "sections": [keys[1]],
        "states": ["published"],
        "tags": ["roads"],
        "received_from": "2026-03-01",
    }
    response = client.post(url, data)
    report = Report.objects.get()
    assert response.url == reverse("consultation-reports:report", args=[report.pk])
    assert (report.formats, report.language, report.created_by) == (["pdf", "csv"], "sw", analyst)
    assert report.filters == {
        "sections": [keys[1]],
        "states": ["published"],
        "tags": ["roads"],
        "received_from": "2026-03-01",
    }


def test_new__takes_the_sections_below_a_chosen_one(client, policy, analyst):
    entries = list(policy.current_edition.entries.all())
    for entry in entries[1:]:
        entry.level = 2
        entry.save()
    keys = [str(entry.version.section_key) for entry in entries]
    data = {"formats": ["csv"], "language": "en", "sections": [keys[0]]}
    client.post(reverse("consultation-reports:new"), data)
    assert sorted(Report.objects.get().filters["sections"]) == sorted(keys)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"formats": []}, "formats"),
        ({"formats": ["exe"]}, "formats"),
        ({"language": "xx"}, "language"),
        ({"tags": ["<script>"]}, "tags"),
        ({"sections": ["1"]}, "sections"),
        ({"received_from": "soon"}, "received_from"),
        ({"received_from": "2026-03-02", "received_to": "2026-03-01"}, "received_to"),
    ],
)
def test_new__says_what_is_wrong_and_makes_nothing(client, policy, analyst, wrong, field):
    data = {"formats": ["csv"], "language": "en", **wrong}
    page = client.post(reverse("consultation-reports:new"), data)
    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert not Report.objects.exists()


def test_report__shows_files_and_reconciliation(client, compiled, analyst):
    page = client.get(address("report", compiled)).content.decode()
    for file in compiled.files.all():
        assert reverse("consultation-reports:download", args=[compiled.pk, file.pk]) in page
    assert "SMS" in page
    assert escape(compiled.checkpoint) in page
    assert "hx-get" not in page, "nothing more to ask for"


def test_report__in_another_language_is_told_in_that_of_the_page(client, policy, analyst):
    filters = {"channels": ["web", "sms"], "languages": ["en"]}
    of = {"policy": policy, "edition": policy.current_edition, "formats": ["csv"]}
    report = Report.objects.create(**of, language="sw", filters=filters)
    compiling.work_on(report.pk)
    page = client.get(address("report", report)).content.decode()
    assert "<td>SMS</td>" in page
    assert "<dd>Website, SMS</dd>" in page
    assert "<dd>English</dd>" in page
    assert "Tovuti" not in page


def test_report__names_its_language(client, report, analyst):
    Report.objects.filter(pk=report.pk).update(language="sw")
    page = client.get(address("report", report)).content.decode()
    assert '<dd lang="sw">Kiswahili</dd>' in page


def test_index__leads_to_a_new_report(client, report, analyst):
    assert "New report" in client.get(address("index", report)).content.decode()


def test_report__asks_for_its_own_progress_and_has_a_link_to_reload(client, report, analyst):
    page = client.get(address("report", report)).content.decode()
    assert f'hx-get="{address("status", report)}"' in page
    assert f'href="{address("report", report)}">Reload' in page
    assert "Waiting for a worker" in page


def test_report__with_hostile_words_in_an_error_shows_them_as_text(client, report, analyst):
    Report.objects.filter(pk=report.pk).update(state=JobState.FAILED, error="<script>x</script>")
    page = client.get(address("report", report)).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_status__says_only_what_is_new_and_stops_at_the_end(client, report, analyst):
    url = address("status", report)
    first = client.get(url)
    assert first.status_code == 200
    assert "<html" not in first.content.decode()
    seen = "0 Waiting for a worker"
    assert seen in first.content.decode()
    assert client.get(url, {"seen": seen}).status_code == 204
    compiling.work_on(report.pk)
    moved = client.get(url, {"seen": seen})
    assert moved.status_code == 200
    assert "Writing the files: 0 of 2 ready" in moved.content.decode()
    assert "10 %" in moved.content.decode()
    while compiling.work_on(report.pk):
        pass
    assert client.get(url, {"seen": seen}).status_code == 286, "htmx stops asking"


def test_status__takes_as_many_queries_for_many_files_as_for_few(
    client, compiled, analyst, django_assert_max_num_queries
):
    client.get(address("status", compiled))
    with django_assert_max_num_queries(12):
        client.get(address("status", compiled))


def test_again__queues_what_failed_and_refuses_what_did_not(client, compiled, analyst):
    response = client.post(address("again", compiled), follow=True)
    assert "Only a failed report" in response.content.decode()
    compiled.files.filter(format="csv").update(state=JobState.FAILED, error="x")
    Report.objects.filter(pk=compiled.pk).update(state=JobState.FAILED, error="x")
    client.post(address("again", compiled))
    assert compiled.files.get(format="csv").state == JobState.QUEUED
    assert client.get(address("again", compiled)).status_code == 405


def test_list__shows_reports_in_a_constant_number_of_queries(
    client, compiled, analyst, django_assert_max_num_queries
):
    for _n in range(15):
        Report.objects.create(policy=compiled.policy, edition=compiled.edition, formats=["csv"])
    url = reverse("consultation-reports:index")
    assert compiled.policy.title in client.get(url).content.decode()
    with django_assert_max_num_queries(20):
        client.get(url)
