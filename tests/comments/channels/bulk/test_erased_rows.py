"""What a respondent asked to have erased is in no file of a list either; what others said is."""

from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.channels.bulk.bulk_job import work_on_bulk
from comments.channels.bulk.erased_rows import erase_with_lists
from comments.channels.bulk.services import forget_left
from comments.channels.csv_files import CsvError
from comments.models import Comment, CommentImport, Contact
from comments.register.erasing import EraseError
from comments.register.services import take_in as take_in_comments
from comments.tasks import sweep_phone
from consult.jobs.work import try_again
from tests.comments.channels.bulk.test_bulk_views import MAILS, say, sheet, take_in, upload, url
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
Stage = CommentImport.Stage
MARK = "zebra"
ROWS = f"section,text,name\n1,Seven days are few.,Juma\n1,{MARK} says this.,Amina\n1,Good.,\n"


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path, woken):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def clerk(client):
    return sign_in(client, "Clerks")


@pytest.fixture
def taken(client, clerk, edition):
    """A list that is in the register whole."""
    row = upload(client, edition, ROWS)
    say(client, row)
    take_in(client, row)
    assert Comment.objects.count() == 3
    return row


def erase_marked():
    return erase_of(Comment.objects.get(text__contains=MARK))


def erase_of(comment):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return erase_with_lists(
            submission=comment.submission, reason="asked", user=make_user("Superuser")
        )


def left(row) -> str:
    """All that is kept of a list."""
    row.refresh_from_db()
    files = [path.read_bytes() for path in row.folder.rglob("*") if path.is_file()]
    return repr([files, row.outcome, row.notes])


def test_erase__goes_from_a_second_copy_that_waits_to_be_confirmed(client, taken, edition):
    again = upload(client, edition, ROWS + "1,One more view.,Otieno\n")
    say(client, again)
    assert again.outcome["imported"] == 1
    assert MARK in left(again)
    erase_marked()
    assert MARK not in left(again)
    assert again.stage == Stage.PLANNING
    page = client.get(url("plan", again.pk)).content.decode()
    assert "as a respondent asked: try it again" in page
    say(client, again)
    assert [line for line, _problem in again.outcome["problems"]] == []
    take_in(client, again)
    assert {k: again.outcome[k] for k in ("imported", "known", "rejected")} == {
        "imported": 1,
        "known": 2,
        "rejected": 0,
    }
    assert Comment.objects.count() == 4


def test_erase__goes_from_the_refused_rows_of_who_says_the_same(client, clerk, edition):
    refused = upload(client, edition, f"{ROWS}99,{MARK} says this.,Amina\n99,Other words.,Juma\n")
    say(client, refused)
    take_in(client, refused)
    assert MARK in left(refused)
    erase_marked()
    assert MARK not in left(refused)
    assert "Other words." in left(refused)
    answer = client.get(url("rejected", refused.pk))
    assert "Other words." in b"".join(answer.streaming_content).decode()


def test_erase__leaves_the_same_words_of_somebody_else(client, taken, edition):
    again = upload(client, edition, f"section,text,name\n2,{MARK} says this.,Juma\n")
    erase_marked()
    assert MARK in left(again)
    say(client, again)
    assert again.outcome["imported"] == 1


UNION = "section,text,organisation,name,email\n"


def of_union(*people: str) -> str:
    """A list of who says the same for one organisation: illustrative names and addresses."""
    return UNION + "".join(f"1,{MARK} says this.,Farmers Union,{each}\n" for each in people)


@pytest.mark.parametrize(
    ("sent", "others", "left_over"),
    [
        ("Wanjiru,", ["Juma,", "Amina,", "Otieno,"], 3),
        ("Wanjiru,", [","], 1),
        (",", ["Juma,"], 1),
        (",", [","], 0),
        ("Wanjiru,", ["Wanjiru,", "Juma,"], 1),
    ],
)
def test_erase__tells_people_of_one_organisation_apart_by_name(
    client, clerk, edition, sent, others, left_over
):
    first = upload(client, edition, of_union(sent))
    say(client, first)
    take_in(client, first)
    again = upload(client, edition, of_union(*others))
    say(client, again)
    erased = erase_marked()
    assert again.table_path.read_text().count(MARK) == left_over
    assert erased.rows == len(others) - left_over


def test_erase__goes_by_the_address_whatever_the_name(client, taken, edition):
    comment = Comment.objects.get(text__contains=MARK)
    Contact.objects.create(submission=comment.submission, email="amina@example.org")
    again = upload(client, edition, of_union("A. wa Mfano,Amina@example.org", "Juma,j@example.org"))
    assert erase_marked().rows == 1
    assert left(again).count(MARK) == 1


def test_erase__that_fails_leaves_the_rows_of_all_lists(client, taken, edition, monkeypatch):
    lists = [upload(client, edition, ROWS) for _n in range(2)]
    before = [left(row) for row in lists]
    saved = CommentImport.save

    def fails_at_the_second(self, **how):
        saved(self, **how)
        if self.pk == lists[0].pk:
            raise OSError("The disk is full.")

    monkeypatch.setattr(CommentImport, "save", fails_at_the_second)
    with pytest.raises(OSError, match="full"):
        erase_marked()
    assert Comment.objects.filter(text__contains=MARK).exists()
    assert [left(row) for row in lists] == before


def half_taken(client, edition, monkeypatch, content):
    """A list whose first rows are in the register, and which failed then."""
    monkeypatch.setattr("comments.channels.spreadsheet.BATCH", 2)
    row = upload(client, edition, content)
    say(client, row)
    client.post(url("checked", row.pk), {"digest": row.outcome["digest"]})

    def fails_at_the_second(**sent):
        if Comment.objects.exists():
            raise CsvError("It went wrong.")
        return take_in_comments(**sent)

    with monkeypatch.context() as broken:
        broken.setattr("comments.channels.spreadsheet.take_in", fails_at_the_second)
        work_on_bulk(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.state, row.taken) == (Stage.TAKING_IN, "failed", 2)
    return row


def test_erase__a_list_that_is_half_taken_in_goes_on(client, clerk, edition, monkeypatch):
    row = half_taken(client, edition, monkeypatch, ROWS)
    erase_marked()
    assert MARK not in left(row)
    try_again(row)
    work_on_bulk(row.pk)
    row.refresh_from_db()
    assert (row.stage, row.failure) == (Stage.TAKEN_IN, "")
    assert (row.outcome["imported"], row.outcome["known"]) == (3, 0)
    assert Comment.objects.count() == 3


def test_erase__a_row_that_says_the_same_is_still_taken_in(client, clerk, edition, monkeypatch):
    same = f"1,{MARK},\n"
    row = half_taken(client, edition, monkeypatch, f"section,text,name\n{same}1,Good.,\n{same}")
    erase_marked()
    assert left(row).count(MARK) == 1
    try_again(row)
    work_on_bulk(row.pk)
    assert Comment.objects.filter(text=MARK).count() == 1


def test_erase__goes_from_mails(client, clerk, edition):
    mail = MAILS.replace(b"%(date)s", b"").replace(b"Siku saba", MARK.encode())
    first = upload(client, edition, mail, "inbox.mbox")
    say(client, first, mail_1="1; 2")
    take_in(client, first)
    again = upload(client, edition, mail, "inbox.mbox")
    assert MARK in left(again)
    [comment, _other] = Comment.objects.all()
    erase_of(comment)
    assert MARK not in left(again)
    assert "amina@example.org" not in left(again)
    assert "Buy now" in left(again)


def test_erase__waits_for_a_list_that_is_being_worked_on(client, taken, edition):
    CommentImport.objects.filter(pk=taken.pk).restart(stage=Stage.READING)
    with pytest.raises(EraseError, match="being read or taken in"):
        erase_marked()
    assert Comment.objects.filter(text__contains=MARK).exists()


def test_erase__on_the_page_goes_from_lists(client, taken, edition):
    again = upload(client, edition, ROWS)
    sign_in(client, "Superuser")
    comment = Comment.objects.get(text__contains=MARK)
    page = reverse("comments_erase", args=[comment.pk])
    assert "There is 1 such row now." in client.get(page).content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = client.post(page, {"reason": "asked", "is_sure": "on"}, follow=True)
    assert "1 row was removed from uploaded lists." in done.content.decode()
    entry = ModelLogEntry.objects.get(action="comments.erased")
    assert "and 1 row of uploaded lists" in str(entry.message)
    assert not Comment.objects.filter(text__contains=MARK).exists()
    assert MARK not in left(again)


def test_clear__refused_rows_and_files_that_cannot_be_read_are_kept_for_so_long(
    client, clerk, edition, settings
):
    refused = upload(client, edition, f"{ROWS}99,{MARK} again.,Juma\n")
    say(client, refused)
    take_in(client, refused)
    broken = upload(client, edition, b"\x00\xff" * 40, "bad.eml")
    waiting = upload(client, edition, ROWS)
    ago = timedelta(days=settings.SET_ASIDE_DAYS)
    assert forget_left(ago) == 0
    CommentImport.objects.update(finished_at=timezone.now() - ago - timedelta(hours=1))
    sweep_phone()
    assert [row.folder.exists() for row in (refused, broken, waiting)] == [False, False, True]


def test_read__keeps_no_second_copy_of_a_workbook(client, clerk, edition):
    row = upload(client, edition, sheet(["Section", "Comment"], ["1", MARK]), "maoni.xlsx")
    assert sorted(path.name for path in row.folder.iterdir()) == ["table.csv", "table.json"]
