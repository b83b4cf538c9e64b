"""A file of comments in the browser, from the upload to the register."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from comments.channels.bulk import bulk_job
from comments.channels.bulk.bulk_job import work_on_bulk
from comments.models import Comment, CommentImport, Contact, Submission
from comments.register.ledger.entries import verify
from policies.models import Edition
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
Stage = CommentImport.Stage
LIST = "Kifungu;Maoni;Jina\n1;Siku saba hazitoshi.;Amina\n99;Hakuna kifungu hiki.;Juma\n"


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path, woken):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def clerk(client):
    return sign_in(client, "Clerks")


def url(name, *args):
    return reverse(f"comments_bulk:{name}", args=args)


def upload(client, edition, content, name="maoni.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(name, content)
    response = client.post(url("upload"), {"edition": edition.pk, "file": file})
    assert response.status_code == 302, response.content.decode()
    row = CommentImport.objects.first()
    assert work_on_bulk(row.pk)
    row.refresh_from_db()
    return row


def say(client, row, **fields):
    """Say what is what, as it was guessed but for these fields; the worker tries it."""
    form = client.get(url("plan", row.pk)).context["form"]
    data = {name: form[name].initial or "" for name in form.fields} | {"dates": "iso"}
    response = client.post(url("plan", row.pk), data | fields)
    if response.status_code == 302:
        work_on_bulk(row.pk)
        row.refresh_from_db()
    return response


def take_in(client, row):
    response = client.post(url("checked", row.pk), {"digest": row.outcome["digest"]})
    work_on_bulk(row.pk)
    row.refresh_from_db()
    return response


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_list__goes_from_upload_over_a_trial_into_the_register(client, clerk, edition):
    row = upload(client, edition, LIST)
    assert (row.stage, row.rows) == (Stage.PLANNING, 2)
    assert row.plan["columns"] == {"kifungu": "section", "maoni": "text", "jina": "name"}
    say(client, row)
    assert row.stage == Stage.CHECKED
    assert Comment.objects.count() == 0
    page = client.get(url("checked", row.pk)).content.decode()
    assert "Siku saba hazitoshi." in page
    assert "Row 3" in page
    take_in(client, row)
    assert row.stage == Stage.TAKEN_IN
    assert {k: row.outcome[k] for k in ("imported", "known", "rejected")} == {
        "imported": 1,
        "known": 0,
        "rejected": 1,
    }
    comment = Comment.objects.get()
    assert (comment.submission.name, comment.edition) == ("Amina", edition)
    assert verify(edition.policy) == []
    assert not row.source_path.exists()
    actions = set(ModelLogEntry.objects.values_list("action", "user__username"))
    assert ("comments.list_confirmed", clerk.username) in actions
    assert ("comments.list_taken_in", clerk.username) in actions


def test_list__a_second_time_adds_nothing(client, clerk, edition):
    for known in (0, 1):
        row = upload(client, edition, LIST)
        say(client, row)
        assert row.outcome["known"] == known
        if not known:
            take_in(client, row)
    page = client.get(url("checked", row.pk)).content.decode()
    assert "Take in" not in page
    assert Comment.objects.count() == 1


def test_list__refused_rows_come_back_with_their_reason(client, clerk, edition):
    row = upload(client, edition, LIST + '1;"=HYPERLINK(""x"")";Otieno\n1;a;b\n')
    say(client, row)
    answer = client.get(url("rejected", row.pk))
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [each[-2] for each in rows[1:]] == ["3", "5"]
    assert "99" in rows[1]
    take_in(client, row)
    client.post(url("forget", row.pk))
    assert not row.folder.exists()
    assert client.get(url("rejected", row.pk), follow=True).status_code == 404


def test_list__says_which_columns_are_missing_or_named_twice(client, clerk, edition):
    row = upload(client, edition, "a,b\n1,Siku saba hazitoshi.\n")
    response = say(client, row)
    assert response.status_code == 422
    assert "Say which column is “Section”." in response.content.decode()
    response = say(client, row, column_0="text", column_1="text")
    assert "More than one column is “Comment”." in response.content.decode()
    say(client, row, column_0="section", column_1="text")
    assert row.outcome["imported"] == 1


def test_list__how_dates_and_numbers_are_written_is_said_once(client, clerk, edition):
    yesterday = (timezone.localtime() - timedelta(days=1)).strftime("%d/%m/%Y")
    row = upload(client, edition, f"section,text,date\n1,Seven days are not enough.,{yesterday}\n")
    say(client, row)
    assert (row.outcome["imported"], row.outcome["rejected"]) == (0, 1)
    say(client, row, dates="day-first", as_written="on")
    assert (row.outcome["imported"], row.outcome["rejected"]) == (1, 0)
    assert row.plan["as_written"] is True


def test_confirm__takes_in_what_was_looked_at_and_nothing_else(client, clerk, edition):
    row = upload(client, edition, "section,text,note\n1,Seven days are few.,Another text here.\n")
    say(client, row)
    seen = row.outcome["digest"]
    say(client, row, column_1="", column_2="text")
    assert row.outcome["digest"] != seen
    response = client.post(url("checked", row.pk), {"digest": seen}, follow=True)
    assert "This is not what you have looked at" in response.content.decode()
    row.refresh_from_db()
    assert row.stage == Stage.CHECKED


def test_take_in__asks_again_where_a_text_changed_since(client, clerk, edition):
    row = upload(client, edition, LIST)
    say(client, row)
    client.post(url("checked", row.pk), {"digest": row.outcome["digest"]})
    entry = edition.entries.filter(replaced_at=None).last()
    type(entry).objects.filter(pk=entry.pk).update(replaced_at=timezone.now())
    work_on_bulk(row.pk)
    row.refresh_from_db()
    assert row.stage == Stage.PLANNING
    assert "changed since the list was tried" in client.get(url("plan", row.pk)).content.decode()
    assert Comment.objects.count() == 0


def test_take_in__goes_on_where_a_worker_was_lost(client, clerk, edition, monkeypatch):
    monkeypatch.setattr("comments.channels.spreadsheet.BATCH", 2)
    lines = "".join(f"1,View number {n} of the list.\n" for n in range(5))
    row = upload(client, edition, f"section,text\n{lines}")
    say(client, row)
    client.post(url("checked", row.pk), {"digest": row.outcome["digest"]})
    with monkeypatch.context() as broken:
        broken.setattr(bulk_job, "write_rejected", lambda *_: (_ for _ in ()).throw(OSError))
        work_on_bulk(row.pk)
    assert Comment.objects.count() == 5
    work_on_bulk(row.pk)
    row.refresh_from_db()
    assert (row.outcome["imported"], row.outcome["known"], row.taken) == (5, 0, 5)
    assert Comment.objects.count() == 5


def test_workbook__formulas_text_and_numbers_are_read_as_shown(client, clerk, edition):
    rows = (
        ["Section", "Comment"],
        ["1", "-5 days is no answer"],
        [1, "=1+1"],
        [],
        [2.0, "A view."],
    )
    row = upload(client, edition, sheet(*rows), "maoni.xlsx")
    assert row.failure == ""
    page = client.get(url("plan", row.pk)).content.decode()
    assert "Cells with formulas: 1." in page
    say(client, row)
    assert [each["text"] for each in row.outcome["preview"]] == ["-5 days is no answer", "A view."]
    assert [line for line, _problem in row.outcome["problems"]] == [3]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bad.xlsx", b"PK\x03\x04 no archive"),
        ("empty.xlsx", sheet()),
        ("bad.eml", b"\x00\xff" * 40),
        ("bad.csv", b"a,a\n1,2\n"),
    ],
)
def test_upload__what_cannot_be_read_fails_with_its_reason(client, clerk, edition, name, content):
    row = upload(client, edition, content, name)
    assert row.state == "failed"
    page = client.get(url("list", row.pk)).content.decode()
    assert row.failure.split(":")[0][:20] in page
    client.post(url("cancel", row.pk))
    assert not row.folder.exists()


def test_upload__a_large_file_is_refused_before_it_is_kept(client, clerk, edition, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    file = SimpleUploadedFile("mail.eml", b"x" * 1001)
    response = client.post(url("upload"), {"edition": edition.pk, "file": file})
    assert response.status_code == 422
    assert "Split it" in response.content.decode()
    assert CommentImport.objects.count() == 0


def test_lists__are_seen_by_who_uploaded_them_and_administrators(client, clerk, edition):
    row = upload(client, edition, LIST)
    client.force_login(make_user("Clerks"))
    assert client.get(url("plan", row.pk), follow=True).status_code == 404
    assert row.file_name not in client.get(url("lists")).content.decode()
    sign_in(client, "Superuser")
    assert client.get(url("plan", row.pk)).status_code == 200


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Analysts", "Approvers"])
def test_lists__are_for_those_who_enter_comments(client, edition, role):
    sign_in(client, role)
    assert client.get(url("lists")).status_code in (302, 403)
    file = SimpleUploadedFile("maoni.csv", LIST.encode())
    client.post(url("upload"), {"edition": edition.pk, "file": file})
    assert CommentImport.objects.count() == 0


def test_upload__phase(client, clerk, edition):
    now = timezone.now()
    Edition.objects.update(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    file = SimpleUploadedFile("maoni.csv", LIST.encode())
    response = client.post(url("upload"), {"edition": edition.pk, "file": file})
    assert response.status_code == 422
    Edition.objects.update(opens_at=now - timedelta(days=3), closes_at=now - timedelta(days=1))
    row = upload(client, edition, LIST)
    say(client, row)
    assert (row.outcome["imported"], row.outcome["rejected"]) == (0, 2)
    assert "The consultation has closed" in str(row.outcome["problems"])
    came = (now - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    row = upload(client, edition, f"section,text,date\n1,Siku saba hazitoshi.,{came}\n")
    say(client, row)
    assert row.outcome["imported"] == 1


def test_list__hostile_text_stays_text(client, clerk, edition):
    row = upload(client, edition, "section,text\n1,<script>alert(1)</script>\n")
    say(client, row)
    page = client.get(url("checked", row.pk)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_list__is_said_in_the_language_of_who_uploads(client, clerk, edition):
    UserProfile.objects.update_or_create(user=clerk, defaults={"preferred_language": "sw"})
    row = upload(client, edition, LIST)
    assert row.language == "sw"
    for name in ("lists", "upload"):
        assert client.get(url(name)).status_code == 200


MAILS = b"""From a@example.org Thu Nov 26 10:00:00 2026
From: Amina wa Mfano <amina@example.org>
Subject: Maoni
Date: %(date)s
Message-ID: <one@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<p>Siku saba <b>hazitoshi</b>.</p><script>x()</script><p>Ziwe kumi na nne.</p>
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="../saini.pdf"

%%PDF
--b--

From b@example.org Thu Nov 26 11:00:00 2026
From: b@example.org
Subject: Spam
Message-ID: <two@example.org>

Buy now, and buy much.
"""


def test_mails__are_assigned_to_sections_and_taken_in_as_one_submission(client, clerk, edition):
    date = (timezone.now() - timedelta(hours=2)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    row = upload(client, edition, MAILS % {b"date": date.encode()}, "inbox.mbox")
    assert (row.kind, row.rows) == ("mails", 2)
    page = client.get(url("plan", row.pk)).content.decode()
    assert "../saini.pdf" in page
    response = say(client, row, mail_1="1; 99")
    assert response.status_code == 422
    say(client, row, mail_1="1; 2")
    assert row.outcome["imported"] == 2
    take_in(client, row)
    submission = Submission.objects.get()
    assert (submission.channel, submission.name) == ("email", "Amina wa Mfano")
    assert Contact.objects.get().email == "amina@example.org"
    assert abs(submission.received_at - timezone.now()) < timedelta(hours=3)
    comments = Comment.objects.order_by("number")
    assert [each.external_id for each in comments] == ["one@example.org", "one@example.org#2"]
    assert {each.text for each in comments} == {"Siku saba hazitoshi.\nZiwe kumi na nne."}
    assert not row.folder.joinpath("table.csv").exists()


def test_mails__one_without_a_section_is_asked_for(client, clerk, edition):
    row = upload(client, edition, MAILS.split(b"\nFrom b@")[0].split(b"\n", 1)[1], "one.eml")
    assert row.rows == 1
    response = say(client, row)
    assert "Say of at least one e-mail" in response.content.decode()
