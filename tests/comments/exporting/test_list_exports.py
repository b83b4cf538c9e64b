"""Lists of comments taken out as files: exactly what was found, for who asked, for a day."""

import csv
import io
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from comments.choices import HiddenReason, RedactionReason, State
from comments.exporting import services
from comments.exporting.export_job import work_on_export
from comments.exporting.services import cancel_export, export_list, forget_exports
from comments.flagged_words import FlaggedWords
from comments.models import Campaign, Comment, Contact, ListExport
from comments.moderation.redacting import redact
from comments.moderation.services import moderate
from comments.register.erasing import erase
from comments.register.services import withdraw
from consult.jobs.job import JobState
from home.models import Ward
from tests.factories import make_comment, make_many_comments, make_policy, make_user

NAMES = "wagtailsnippets_comments_comment:"
LIST = f"{NAMES}list"
HOSTILE = ("=1+1", "+254700000000", "@SUM(A1)", "-2+3", "\t=1", "' =cmd|' /C calc'!A0")


def has_calc() -> bool:
    program = Path(shutil.which("soffice") or "none").resolve()
    return (program.parent / "libsclo.so").exists()


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(tags=("Youth", "Water")))


@pytest.fixture
def moderator(client, db):
    user = make_user("Moderators")
    client.force_login(user)
    return user


@pytest.fixture
def many(monkeypatch):
    """Every list is long."""
    monkeypatch.setattr(services, "AT_ONCE", 0)


def ask(client, query: str = "", file_format: str = "csv"):
    return client.post(reverse(f"{NAMES}export") + query, {"format": file_format})


def fetch(client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200
    return b"".join(response)


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def taken_out(client, query: str = "") -> list[dict[str, str]]:
    return csv_rows(fetch(client, ask(client, query).url))


def numbers(client, query: str = "") -> list[str]:
    return [row["Number"] for row in taken_out(client, query)]


def asked_for(user, *, comments=None) -> ListExport:
    found = Comment.objects.order_by("pk") if comments is None else comments
    return export_list(comments=found, query="", filters=[], file_format="csv", user=user)


def test_export__holds_exactly_what_the_filters_select_in_the_lists_order(
    client, moderator, policy
):
    for n in range(6):
        make_comment(policy, section=n % 3 + 1, stance=("oppose", "support")[n % 2])
    for query in ("", "?stance=oppose", "?ordering=number", "?q=number+3", "?state=published"):
        shown = client.get(reverse(LIST) + query).context["object_list"]
        if not shown:
            assert ask(client, query).url == reverse(LIST) + query
            continue
        assert numbers(client, query) == [comment.ref for comment in shown], query


def test_export__says_what_a_moderator_needs_and_no_receipt_or_contact(client, moderator, policy):
    ward = Ward.objects.order_by("name").first()
    comment = make_comment(
        policy,
        section=2,
        stance="oppose",
        text="The fee is too high.",
        proposed="fifty shillings",
        reason="Few can pay.",
        quote="",
        name="Achieng W.",
        organisation="Market Women (illustrative)",
        ward=ward,
        language="sw",
        tags=[policy.tags.get(name="Youth"), policy.tags.get(name="Water")],
        state=State.HIDDEN,
        hidden_reason=HiddenReason.OFF_TOPIC,
    )
    Contact.objects.create(submission=comment.submission, phone="0712345678", email="a@example.org")
    comment.campaign = Campaign.objects.create(first=comment, size=3)
    comment.save(update_fields=["campaign"])
    content = fetch(client, ask(client).url)
    [row] = csv_rows(content)
    assert row == {
        "Number": comment.ref,
        "Received": timezone.localtime(comment.received_at).strftime("%Y-%m-%d %H:%M"),
        "Channel": "Website",
        "State": "Hidden",
        "Policy": policy.title,
        "Section": comment.version.number,
        "Section's title": comment.version.title,
        "Quoted words": "",
        "Comment": "The fee is too high.",
        "Proposed wording": "fifty shillings",
        "Reason": "Few can pay.",
        "Stance": "Oppose",
        "Topics": "Water; Youth",
        "Ward": str(ward),
        "Sub-county": str(ward.sub_county),
        "Name": "Achieng W.",
        "Speaks": "For an organisation",
        "Organisation": "Market Women (illustrative)",
        "Reason for hiding": "Not about this policy",
        "Campaign": comment.ref,
        "Language": "Kiswahili",
    }
    for secret in (comment.submission.receipt, "0712345678", "a@example.org"):
        assert secret.encode() not in content


def test_export__leaves_redacted_words_sealed(client, moderator, policy):
    comment = make_comment(policy, text="Ask Wanjala about it.")
    chosen = [FlaggedWords("Wanjala", RedactionReason.PERSON)]
    redact(comment=comment, chosen=chosen, user=moderator)
    [row] = taken_out(client)
    assert "Wanjala" not in row["Comment"]
    assert "name of a private person" in row["Comment"]


def test_csv__no_cell_is_calculated_and_no_control_character_is_left(client, moderator, policy):
    for text in HOSTILE:
        make_comment(policy, text=f"{text} and words", name=text[:20])
    make_comment(policy, text="a bell\x07 and a null\x00 sign")
    content = fetch(client, ask(client).url)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\x07" not in content
    assert b"\x00" not in content
    for row in csv_rows(content):
        for cell in row.values():
            assert cell.lstrip()[:1] not in tuple("=+-@"), cell


def test_xlsx__is_read_back_with_its_words_and_without_a_formula(client, moderator, policy):
    for text in HOSTILE:
        make_comment(policy, text=f"{text} and words")
    content = fetch(client, ask(client, "?stance=support", "xlsx").url)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Comments"]
    head, *rows = sheet.iter_rows()
    at = [cell.value for cell in head].index("Comment")
    said = {row[at].value for row in rows}
    assert said == {comment.text for comment in Comment.objects.all()}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert all(cell.value is None or cell.data_type == "s" for row in rows for cell in row)
    about = dict(book["About"].iter_rows(values_only=True))
    assert about["Comments"] == str(len(HOSTILE))
    assert about["Stance"] == "Support"


@pytest.mark.skipif(not has_calc(), reason="LibreOffice's Calc is not installed")
def test_files__libreoffice_reads_what_was_written(client, moderator, policy, tmp_path):
    for text in HOSTILE:
        make_comment(policy, text=f"{text} and words")
    for file_format in ("xlsx", "csv"):
        path = tmp_path / f"list.{file_format}"
        path.write_bytes(fetch(client, ask(client, "?ordering=number", file_format).url))
        rows = read_by_libreoffice(path)
        texts = [comment.text for comment in Comment.objects.order_by("number")]
        assert len(rows) == len(texts)
        for row, text in zip(rows, texts, strict=True):
            assert row["Comment"] in (text, f"'{text}")  # a guard, where it would be calculated


def read_by_libreoffice(path: Path) -> list[dict[str, str]]:
    """Its first sheet, as the program shows it."""
    out = path.parent / f"of-{path.suffix[1:]}"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    infilter = ["--infilter=CSV:44,34,76,1"] if path.suffix == ".csv" else []
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    command = ["soffice", profile, "--headless", *infilter, "--convert-to", form]
    command += ["--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return csv_rows((out / "list.csv").read_bytes())


def test_export__is_frozen_when_it_is_asked_for(client, moderator, policy, many):
    wanted = make_comment(policy, text="what was there")
    other = make_comment(policy, text="what changes")
    address = ask(client, "?state=received").url
    make_comment(policy, text="what came since")
    moderate(comments=[other], state=State.PUBLISHED, user=moderator)
    export = ListExport.objects.get()
    assert work_on_export(export.pk)
    page = client.get(address).content.decode()
    assert "1 comment has changed" in page
    url = reverse(f"{NAMES}export_file", args=[export.pk])
    rows = csv_rows(fetch(client, url))
    assert [row["Number"] for row in rows] == [other.ref, wanted.ref]
    assert rows[0]["State"] == "Published"


def test_export__a_long_one_is_a_workers_and_tells_how_far_it_is(client, moderator, policy, many):
    make_comment(policy)
    address = ask(client).url
    export = ListExport.objects.get()
    assert export.state == JobState.QUEUED
    assert address == reverse(f"{NAMES}exported", args=[export.pk])
    page = client.get(address).content.decode()
    assert "Waiting for a worker" in page
    assert not export.folder.exists()
    assert client.get(reverse(f"{NAMES}export_file", args=[export.pk])).url == address
    client.post(reverse(f"{NAMES}export_here", args=[export.pk]))
    page = client.get(address).content.decode()
    assert reverse(f"{NAMES}export_file", args=[export.pk]) in page


def test_export__tells_its_progress_while_it_is_made(moderator, policy, monkeypatch, many):
    make_many_comments(policy, 450)
    told = []
    monkeypatch.setattr(
        "comments.exporting.export_job.Heartbeat", lambda _job: lambda share: told.append(share)
    )
    work_on_export(asked_for(moderator).pk)
    assert told == sorted(told)
    assert len(told) > 2
    assert told[-1] == 1.0


def test_export__can_be_cancelled_until_it_is_made(client, moderator, policy, many):
    make_comment(policy)
    address = ask(client).url
    export = ListExport.objects.get()
    client.post(reverse(f"{NAMES}export_cancel", args=[export.pk]))
    assert not work_on_export(export.pk)
    assert "cancelled" in client.get(address).content.decode()
    made = asked_for(moderator)
    work_on_export(made.pk)
    with pytest.raises(services.ExportError):
        cancel_export(made)
    assert made.path.exists()


def test_export__whose_worker_lost_it_leaves_no_file(moderator, policy, monkeypatch, many):
    make_comment(policy)
    export = asked_for(moderator)
    rows = ListExport.objects.filter(pk=export.pk)

    def cancelled(_job):
        rows.cancel(cancelled_at=timezone.now())
        return lambda _share: None

    monkeypatch.setattr("comments.exporting.export_job.Heartbeat", cancelled)
    work_on_export(export.pk)
    export.refresh_from_db()
    assert not export.is_there
    assert not export.path.exists()


def test_file__is_for_who_asked_alone(client, moderator, policy):
    make_comment(policy)
    url = ask(client).url
    export = ListExport.objects.get()
    for other in (make_user("Moderators"), make_user("Analysts"), make_user("Superuser")):
        client.force_login(other)
        assert client.get(url).status_code in (302, 404)
        for name in ("exported", "export_status"):
            response = client.get(reverse(f"{NAMES}{name}", args=[export.pk]), follow=True)
            assert response.status_code == 404
        record = client.get(reverse(f"{NAMES}exports")).content.decode()
        assert str(moderator) in record
        assert reverse(f"{NAMES}exported", args=[export.pk]) not in record


def test_file__is_not_for_who_may_no_longer_see_the_list(client, moderator, policy):
    make_comment(policy)
    url = ask(client).url
    moderator.groups.clear()
    assert client.get(url).status_code in (302, 403)


@pytest.mark.parametrize("role", ["Editors", "Clerks", "Approvers"])
def test_export__is_for_those_who_may_see_the_list(client, policy, role):
    make_comment(policy)
    client.force_login(make_user(role))
    ask(client)
    assert not ListExport.objects.exists()


def test_file__is_removed_after_a_day_and_the_record_stays(client, moderator, policy):
    make_comment(policy, name="Achieng W.")
    url = ask(client, "?name=achieng&stance=support").url
    export = ListExport.objects.get()
    assert forget_exports() == 0
    ListExport.objects.update(finished_at=timezone.now() - services.KEPT - timedelta(seconds=1))
    assert forget_exports() == 1
    assert forget_exports() == 0
    assert not export.folder.exists()
    assert client.get(url).status_code == 302
    export.refresh_from_db()
    assert (export.keys, export.query, export.rows, export.asked_by) == ([], "", 1, moderator)
    record = client.get(reverse(f"{NAMES}exports")).content.decode()
    assert "Stance: Support" in record
    assert "achieng" not in record


def test_file__goes_with_what_a_respondent_has_erased(client, moderator, policy):
    comment = make_comment(policy)
    make_comment(policy, stance="oppose")
    held, other = ask(client).url, ask(client, "?stance=oppose").url
    erase(submission=comment.submission, reason="asked", user=moderator)
    assert client.get(held).status_code == 302
    assert fetch(client, other)


def test_file__goes_where_words_in_it_are_redacted(client, moderator, policy):
    comment = make_comment(policy, text="Achieng Wekesa took it.")
    make_comment(policy, stance="oppose")
    held, other = ask(client).url, ask(client, "?stance=oppose").url
    chosen = [FlaggedWords("Achieng Wekesa", RedactionReason.PERSON)]
    redact(comment=comment, chosen=chosen, user=moderator)
    assert client.get(held).status_code == 302
    assert fetch(client, other)
    assert "Achieng" not in str(taken_out(client))


def test_record__says_who_took_out_how_many_by_which_filters(client, moderator, policy):
    for _n in range(3):
        make_comment(policy, tags=[policy.tags.get(name="Youth")])
    make_comment(policy)
    tag = policy.tags.get(name="Youth").pk
    day = timezone.localdate().isoformat()
    query = (
        f"?policy={policy.pk}&tags={tag}&channel=web&channel=sms&received_at_after={day}&q=number"
    )
    ask(client, query)
    soup = BeautifulSoup(client.get(reverse(f"{NAMES}exports")).content, "lxml")
    said = " ".join(soup.select_one("table.listing").get_text(" ").split())
    for part in (
        str(moderator),
        "Words: number",
        f"Policy: {policy.title}",
        "Tags: Youth",
        "Channel: Website, SMS",
        "Received:",
        "CSV: Ready",
    ):
        assert part in said
    assert soup.select_one("table.listing").find_all("td")[2].get_text(strip=True) == "3"


def test_export__erased_and_withdrawn_comments_hold_no_words(client, moderator, policy):
    erased = make_comment(policy, text="words to be erased", name="Somebody")
    erase(submission=erased.submission, reason="asked", user=moderator)
    withdraw(comment=make_comment(policy))
    rows = taken_out(client, "?ordering=number")
    assert rows[0]["Comment"] == rows[0]["Name"] == ""
    assert "Erased on" in rows[0]["State"]
    assert rows[1]["State"] == "Withdrawn"


def test_export__takes_few_queries_a_batch(moderator, policy, django_assert_max_num_queries):
    make_many_comments(policy, 600)
    with django_assert_max_num_queries(20):
        assert asked_for(moderator).is_there


@pytest.mark.parametrize("file_format", ["", "pdf", "../x"])
def test_export__in_no_other_format(client, moderator, policy, file_format):
    make_comment(policy)
    assert ask(client, "", file_format).url == reverse(LIST)
    assert not ListExport.objects.exists()
