"""An organisation hands in a memorandum: three steps, one submission."""

from datetime import datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import docx
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from comments.choices import Channel, Stance
from comments.memoranda.services import clear_drafts, file_memorandum
from comments.models import Comment, Contact, Memorandum, MemorandumDraft, Submission
from comments.register.ledger.entries import verify
from consult import rate_limits
from consult.rate_limits import Limit
from policies.models import Edition
from tests.comments.memoranda.word_tables import memorandum_file, with_part
from tests.factories import make_policy

pytestmark = pytest.mark.django_db

ABOUT = {
    "organisation_name": "Illustrative Readers",
    "subject": "Libraries for all",
    "addressee": "The Clerk of the assembly",
    "summary": "We ask for a duty.",
    "signed_by": "Akinyi Illustrative",
    "role": "Secretary",
    "speaks_for": "1200",
    "email": "readers@example.org",
}


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(slug="water", title="Water Policy"))


@pytest.fixture
def start(policy) -> str:
    return reverse("comments:memorandum_start", args=[policy.slug])


def table(*rows, **more) -> dict[str, str]:
    """The form of the table, filled in."""
    fields = {"row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0", **more}
    for number, row in enumerate(rows):
        for name, text in zip(("section", "change", "rationale"), row, strict=True):
            fields[f"row-{number}-{name}"] = text
    return fields


def confirmed(client, url: str, **chosen) -> dict[str, str]:
    """The form of the last step as it is shown, agreed to."""
    form = BeautifulSoup(client.get(url).content, "lxml").find("form", id="step")
    fields = {each["name"]: each["value"] for each in form.find_all("input", type="hidden")}
    for select in form.find_all("select"):
        option = select.find("option", selected=True)
        fields[select["name"]] = option["value"] if option else ""
    return fields | {"may_speak": "on"} | chosen


def begun(client, start, *rows, **about) -> MemorandumDraft:
    client.post(start, ABOUT | about)
    draft = MemorandumDraft.objects.latest("pk")
    if rows:
        client.post(reverse("comments:memorandum_table", args=[draft.key]), table(*rows))
    draft.refresh_from_db()
    return draft


def address(draft, step: str = "check") -> str:
    return reverse(f"comments:memorandum_{step}", args=[draft.key])


def with_file(client, url, content: bytes, name: str = "ours.docx", **about):
    return client.post(url, ABOUT | about | {"document": SimpleUploadedFile(name, content)})


def test_memorandum__typed_becomes_one_submission_with_its_comments(client, policy, start):
    draft = begun(
        client, start, ("1", "Shall, not may.", "It binds."), ("Section 2", "Add schools.", "")
    )
    response = client.post(address(draft), confirmed(client, address(draft)))
    submission = Submission.objects.get()
    assert response["Location"].endswith(f"/receipt/{submission.printed_receipt}/?handed_in=yes")
    assert "Thank you: we have it" in client.get(response["Location"]).content.decode()
    assert submission.channel == Channel.MEMORANDUM
    assert [
        (comment.version.number, comment.text, comment.reason, comment.stance)
        for comment in submission.comments.order_by("number").select_related("version")
    ] == [
        ("1", "Shall, not may.", "It binds.", Stance.SUPPORT_WITH_CHANGES),
        ("2", "Add schools.", "", Stance.SUPPORT_WITH_CHANGES),
    ]
    memorandum = Memorandum.objects.get()
    assert (memorandum.ref, memorandum.status) == ("M-0001", "submitted")
    assert (memorandum.speaks_for, memorandum.summary) == (1200, "We ask for a duty.")
    assert Contact.objects.get().email == "readers@example.org"
    assert not verify(policy)
    draft.refresh_from_db()
    assert (draft.typed, draft.rows) == ({}, [])


def test_memorandum__sent_again_is_the_same(client, start):
    draft = begun(client, start, ("1", "Shall, not may.", "It binds."))
    form = confirmed(client, address(draft))
    first, again = (client.post(address(draft), form)["Location"] for _n in range(2))
    assert first == again
    assert Comment.objects.count() == Memorandum.objects.count() == 1


def test_file_memorandum__from_a_draft_that_was_looked_at_before_is_the_same(client, start):
    stale = begun(client, start, ("1", "Shall, not may.", "It binds."))
    client.post(address(stale), confirmed(client, address(stale)))
    assert file_memorandum(draft=stale) == Memorandum.objects.get()
    assert Comment.objects.count() == 1


def test_memorandum__numbers_follow_each_other(client, start):
    for _n in range(2):
        draft = begun(client, start, ("1", "Shall, not may.", ""))
        client.post(address(draft), confirmed(client, address(draft)))
    assert list(Memorandum.objects.values_list("number", flat=True)) == [2, 1]


def test_document__is_read_and_unsure_rows_are_asked(client, start):
    response = with_file(client, start, memorandum_file(), summary="")
    draft = MemorandumDraft.objects.get()
    assert response["Location"] == address(draft, "table")
    assert draft.typed["summary"] == "We ask for a duty instead of a power."
    assert [bool(row["target"]) for row in draft.rows] == [True, False, False, False]
    page = client.get(address(draft)).content.decode()
    assert page.count("We could not tell for sure") == 3
    assert "Perhaps meant" in page
    refused = client.post(address(draft), confirmed(client, address(draft)))
    assert refused.status_code == 422
    assert not Comment.objects.exists()


def test_document__without_a_filled_row_is_said_to_hold_none(client, start):
    empty = BytesIO()
    docx.Document().save(empty)
    response = with_file(client, start, empty.getvalue())
    page = client.get(response["Location"]).content.decode()
    assert "No filled row was found in a table of “ours.docx”" in page
    assert "Compare it with your file" not in page


def test_document__rows_on_no_section_are_kept_in_the_covering_text(client, start, edition):
    with_file(client, start, memorandum_file())
    draft = MemorandumDraft.objects.get()
    second = str(edition.entries.get(position=2).version_id)
    form = confirmed(client, address(draft), target_1=second, target_2=second, target_3="keep")
    client.post(address(draft), form)
    memorandum = Memorandum.objects.get()
    assert memorandum.set_aside == "The annex on boats\nDelete it.\nThere is no lake."
    assert Comment.objects.count() == 3
    assert memorandum.document_name == "ours.docx"
    with memorandum.document.open() as file:
        assert file.read(2) == b"PK"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (with_part(memorandum_file(), "word/vbaProject.bin", b"x"), "macros"),
        (
            with_part(
                memorandum_file(),
                "word/document.xml",
                b'<!DOCTYPE w [<!ENTITY a "aa">]><w xmlns="x">&a;</w>',
            ),
            "file",
        ),
        (memorandum_file([("1", f"Change {n}", "") for n in range(201)]), "200 rows"),
    ],
    ids=["macro", "DTD", "huge"],
)
def test_document__hostile_one_is_refused_and_the_words_are_kept(client, start, content, why):
    response = with_file(client, start, content)
    draft = MemorandumDraft.objects.get()
    assert response.status_code == 422
    assert why in response.content.decode()
    assert "We ask for a duty." in response.content.decode()
    assert draft.typed["subject"] == "Libraries for all"
    assert (draft.rows, draft.document.name) == ([], "")


def test_about__what_is_wrong_keeps_what_was_typed(client, start):
    response = client.post(start, ABOUT | {"email": "no address"})
    assert response.status_code == 422
    assert "Libraries for all" in response.content.decode()
    assert not MemorandumDraft.objects.exists()


def test_about__script_that_fills_in_the_hidden_field_is_refused(client, start):
    assert client.post(start, ABOUT | {"website": "http://spam.example"}).status_code == 422
    assert not MemorandumDraft.objects.exists()


def test_check__says_what_is_missing_and_keeps_all(client, start):
    draft = begun(client, start, ("1", "Shall, not may.", ""), subject="")
    response = client.post(address(draft), confirmed(client, address(draft)))
    assert response.status_code == 422
    assert "on what subject" in response.content.decode()
    assert not Submission.objects.exists()


def test_check__needs_the_word_of_who_sends_it(client, start):
    draft = begun(client, start, ("1", "Shall, not may.", ""))
    form = confirmed(client, address(draft))
    del form["may_speak"]
    assert client.post(address(draft), form).status_code == 422


def test_check__table_changed_in_another_window_is_looked_at_again(client, start):
    draft = begun(client, start, ("1", "Shall, not may.", ""))
    form = confirmed(client, address(draft))
    client.post(address(draft, "table"), table(("2", "Another.", "")))
    response = client.post(address(draft), form)
    assert response.status_code == 422
    assert "changed in another window" in response.content.decode()
    assert not Submission.objects.exists()


def test_table__more_rows_and_the_other_language_save_first(client, start):
    draft = begun(client, start)
    rows = table(("1", "Shall, not may.", ""), ("", "", ""))
    for name in ("more", "unsent"):
        response = client.post(address(draft, "table"), rows | {name: "yes"})
        assert response["Location"] == address(draft, "table")
    with translation.override("sw"):
        swahili = address(draft, "table")
    page = client.get(swahili)
    assert "Shall, not may." in page.content.decode()
    draft.refresh_from_db()
    assert len(draft.rows) == 1


def test_table__what_is_too_long_comes_back_whole(client, start):
    draft = begun(client, start)
    long = "word " * 1200
    response = client.post(address(draft, "table"), table(("1", long, "")))
    assert response.status_code == 422
    assert long.strip() in response.content.decode()


def test_window__closed_meanwhile_gives_the_words_back(client, policy, start):
    draft = begun(client, start, ("1", "Shall, not may.", ""))
    over = timezone.now() - timedelta(hours=1)
    Edition.objects.filter(policy=policy).update(closes_at=over)
    for url in (address(draft), start):
        response = client.post(url, ABOUT)
        assert response.status_code == 403
        assert "not open for comments" in response.content.decode()
    assert "Shall, not may." in client.get(address(draft)).content.decode()


def test_policy__made_private_is_not_named(client, policy, start):
    draft = begun(client, start, ("1", "Shall, not may.", ""))
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    assert client.get(start).status_code == 404
    for step in ("about", "table", "check"):
        response = client.get(address(draft, step))
        assert response.status_code == 403
        assert policy.title not in response.content.decode()
    assert "Shall, not may." in response.content.decode()


def test_draft__is_found_by_its_key_alone(client, start):
    draft = begun(client, start)
    assert client.get(address(draft, "about"))["Referrer-Policy"] == "strict-origin"
    wrong = reverse("comments:memorandum_about", args=["A" * 32])
    assert client.get(wrong).status_code == 404


def test_drafts__untouched_for_a_month_go_with_their_document(client, start):
    with_file(client, start, memorandum_file())
    draft = MemorandumDraft.objects.get()
    storage, name = draft.document.storage, draft.document.name
    assert clear_drafts() == 0
    old = timezone.now() - timedelta(days=31)
    MemorandumDraft.objects.update(touched_at=old)
    assert clear_drafts() == 1
    assert not storage.exists(name)


@pytest.mark.parametrize("language", ["en", "sw"])
def test_acknowledgement__is_a_tagged_file_with_the_number(client, start, language, tmp_path):
    draft = begun(client, start, ("1", "Shall, not <b>may</b>.", "It binds."))
    client.post(address(draft), confirmed(client, address(draft)))
    submission = Submission.objects.get()
    with translation.override(language):
        url = reverse("comments:memorandum_acknowledgement", args=[submission.printed_receipt])
    assert url in client.get(url.replace("memorandum/", "")).content.decode()
    file = tmp_path / "acknowledgement.pdf"
    file.write_bytes(b"".join(client.get(url).streaming_content))
    reader = PdfReader(file)
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    assert "M-0001" in text
    assert submission.printed_receipt in text
    assert "Shall, not <b>may</b>." in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith(language)


def test_acknowledgement__there_is_none_of_another_receipt(client, policy):
    from tests.factories import make_comment

    receipt = make_comment(policy).submission.printed_receipt
    url = reverse("comments:memorandum_acknowledgement", args=[receipt])
    assert client.get(url).status_code == 404


@pytest.fixture
def few(monkeypatch):
    for name in ("NEW_DRAFTS", "DOCUMENTS"):
        limit = Limit(name, most=1, seconds=600)
        monkeypatch.setattr(f"comments.memoranda.views.{name}", limit)


@pytest.mark.parametrize("now", ["2026-11-27T07:00:00Z", "2026-11-27T20:55:00Z"])
def test_limit__of_new_drafts_says_when_and_keeps_the_words(client, start, few, monkeypatch, now):
    moment = datetime.fromisoformat(now)
    monkeypatch.setattr(rate_limits, "time", SimpleNamespace(time=moment.timestamp))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert client.post(start, ABOUT).status_code == 302
    for _n in range(3):  # what is refused counts for nothing
        refused = Client().post(start, ABOUT | {"summary": "We ask once more."})
    page = refused.content.decode()
    assert refused.status_code == 429
    assert "We ask once more." in page
    expected = "10:12 a.m" if now < "2026-11-27T08" else "Saturday 28 November 2026, 12:07 a.m"
    assert f"Send this at {expected}." in page
    assert Client(REMOTE_ADDR="192.0.2.9").post(start, ABOUT).status_code == 302


def test_limit__of_documents_says_when_and_keeps_what_was_typed(client, start, few):
    assert with_file(client, start, memorandum_file()).status_code == 302
    draft = MemorandumDraft.objects.get()
    about = address(draft, "about")
    refused = with_file(client, about, memorandum_file(), subject="Books for all")
    assert refused.status_code == 422
    assert "Choose it again at " in refused.content.decode()
    draft.refresh_from_db()
    assert draft.typed["subject"] == "Books for all"
