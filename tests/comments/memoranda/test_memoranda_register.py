"""The public register of memoranda, and how staff keep it."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageViewRestriction

from comments.choices import MemorandumStatus
from comments.memoranda.services import enter_in_register
from comments.models import Comment, Memorandum
from tests.factories import make_comment, sign_in
from tests.policies.readers_sample import HOSTILE, queries

pytestmark = pytest.mark.django_db
ROLES = ("", "Editors", "Moderators", "Analysts", "Approvers", "Clerks", "Superuser")


def entered(status: str = "submitted", **fields) -> Memorandum:
    """A memorandum of staff's own, on no policy here."""
    words = {
        "organisation_name": "Illustrative Network",
        "subject": "Street lights",
        "addressee": "The Clerk",
        "handed_in_on": date(2026, 3, 1),
    }
    return enter_in_register(memorandum=Memorandum(status=status, **{**words, **fields}))


@pytest.fixture
def handed_in(policy) -> Memorandum:
    """One that came over the site, about a section of a policy."""
    comment = make_comment(policy, channel="memorandum", text="Shall, not may.", state="published")
    submission = Comment.objects.get(pk=comment.pk).submission
    return entered(policy=policy, submission=submission, summary="We ask for a duty.")


def page(client, path: str = "", language: str = "en", **query) -> str:
    return client.get(f"/{language}/memoranda/{path}", query).content.decode()


def test_register__lists_what_was_handed_in_and_no_draft(client):
    entered()
    entered("drafted", subject="Secret plans")
    shown = page(client)
    assert "Street lights" in shown
    assert "M-0001" in shown
    assert "Secret plans" not in shown
    assert Memorandum.objects.get(subject="Secret plans").number is None


@pytest.mark.parametrize("language", ["en", "sw"])
def test_register__has_twenty_a_page_by_status_and_year(client, language):
    for number in range(21):
        entered(subject=f"Subject {number:02d}.", handed_in_on=date(2025, 1, 1))
    entered("answered", subject="Answered one", reply="Yes.")
    assert page(client, language=language).count("<article") == 20
    assert page(client, language=language, page=2).count("<article") == 2
    answered = page(client, language=language, status="answered", year="2026")
    assert answered.count("<article") == 1
    assert "Answered one" in answered
    for nonsense in ({"status": "drafted"}, {"year": "x"}, {"year": "99999"}, {"page": "x"}):
        assert page(client, language=language, **nonsense).count("<article") == 20


def test_register__takes_as_many_questions_for_twenty_as_for_one(client, policy):
    entered(policy=policy)
    few = queries("/en/memoranda/?status=submitted")
    for _n in range(5):
        entered(policy=policy)
    assert queries("/en/memoranda/?status=submitted") == few


def test_register__names_nobody_whose_words_no_member_of_staff_has_read(client, handed_in):
    for path in ("", "1/"):
        shown = page(client, path)
        assert "M-0001" in shown
        for word in ("Street lights", "Illustrative Network", "We ask for a duty.", "Shall, not"):
            assert word not in shown


@pytest.mark.parametrize("status", MemorandumStatus.read())
def test_register__names_it_once_it_is_read_unless_it_is_withheld(client, handed_in, status):
    handed_in.status, handed_in.reply = status, "We shall look."
    enter_in_register(memorandum=handed_in)
    shown = page(client, "1/")
    for word in ("Street lights", "Illustrative Network", "We ask for a duty.", "Shall, not may."):
        assert word in shown
    assert ("We shall look." in shown) == (status == "answered")
    handed_in.is_withheld = True
    enter_in_register(memorandum=handed_in)
    assert "Street lights" not in page(client) + page(client, "1/")
    assert "We shall look." not in page(client, "1/")


def test_register__comment_that_is_not_published_is_not_shown(client, policy):
    comment = make_comment(policy, channel="memorandum", text="Shall, not may.")
    submission = Comment.objects.get(pk=comment.pk).submission
    entered("acknowledged", policy=policy, submission=submission)
    assert "Shall, not may." not in page(client, "1/")


def test_register__one_on_a_private_policy_is_not_named(client, policy):
    entered(policy=policy)
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    assert "<article" not in page(client)
    assert client.get("/en/memoranda/1/").status_code == 404


def test_register__leaves_out_what_is_said_on_a_private_section(client, handed_in):
    handed_in.status = "acknowledged"
    enter_in_register(memorandum=handed_in)
    section = handed_in.submission.comments.get().version.section
    assert section.title in page(client, "1/")
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    shown = page(client, "1/")
    assert "We ask for a duty." in shown
    assert "Shall, not may." not in shown
    assert section.title not in shown


def test_register__hostile_text_stays_text(client):
    entered(subject=f"{HOSTILE}"[:200], organisation_name=f"{HOSTILE}"[:160], summary=HOSTILE)
    for path in ("", "1/"):
        assert "<script>alert" not in page(client, path)


def test_register__draft_and_unknown_number_are_not_found(client):
    assert client.get("/en/memoranda/7/").status_code == 404


def form_of(memorandum: Memorandum | None = None, **fields) -> dict[str, str]:
    words = {
        "status": "drafted",
        "organisation_name": "Illustrative Network",
        "subject": "Street lights",
        "language": "en",
    }
    empty = ("policy", "organisation", "addressee", "summary", "background", "conclusion")
    empty += ("set_aside", "signed_by", "role", "mandate", "speaks_for", "handed_in_on")
    empty += ("reply", "replied_on")
    return dict.fromkeys(empty, "") | words | fields


ADD = "wagtailsnippets_comments_memorandum:add"
EDIT = "wagtailsnippets_comments_memorandum:edit"


@pytest.mark.parametrize("role", ROLES)
def test_admin__who_may_enter_see_and_answer(client, role):
    memorandum = entered()
    sign_in(client, role)
    may = {"Editors", "Clerks", "Superuser"}
    add = client.post(reverse(ADD), form_of(subject="Another"))
    assert Memorandum.objects.filter(subject="Another").exists() == (role in may), add.status_code
    answer = form_of(status="answered", reply="Agreed.", handed_in_on="2026-03-01")
    client.post(reverse(EDIT, args=[memorandum.pk]), answer)
    memorandum.refresh_from_db()
    assert (memorandum.status == "answered") == (role in may)
    listed = client.get(reverse("wagtailsnippets_comments_memorandum:list"))
    assert (listed.status_code == 200) == (role in may | {"Analysts"})


def test_admin__answer_is_logged_and_dated(client):
    memorandum = entered()
    user = sign_in(client, "Editors")
    answer = form_of(status="answered", reply="Agreed.", handed_in_on="2026-03-01")
    client.post(reverse(EDIT, args=[memorandum.pk]), answer)
    memorandum.refresh_from_db()
    assert memorandum.replied_on is not None
    entry = ModelLogEntry.objects.get(object_id=str(memorandum.pk))
    assert (entry.action, entry.user) == ("wagtail.edit", user)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": "answered"}, "reply"),
        ({"status": "submitted", "reply": "Agreed."}, "status"),
        ({"status": "drafted"}, "status"),
    ],
)
def test_admin__status_and_reply_fit_each_other(client, fields, field):
    memorandum = entered()
    sign_in(client, "Editors")
    response = client.post(reverse(EDIT, args=[memorandum.pk]), form_of(**fields))
    assert field in response.context["form"].errors
    memorandum.refresh_from_db()
    assert memorandum.status == "submitted"


def test_admin__words_of_one_that_was_handed_in_stay(client, handed_in):
    sign_in(client, "Editors")
    form = form_of(status="acknowledged", subject="Changed", summary="Changed")
    client.post(reverse(EDIT, args=[handed_in.pk]), form)
    handed_in.refresh_from_db()
    assert (handed_in.status, handed_in.subject) == ("acknowledged", "Street lights")
    assert handed_in.summary == "We ask for a duty."


@pytest.mark.parametrize("role", ROLES)
def test_document__is_for_those_who_see_memoranda_and_logged(client, role):
    memorandum = entered(document_name="ours.pdf")
    memorandum.document.save("ours.pdf", ContentFile(b"%PDF-1.7 words"))
    sign_in(client, role)
    response = client.get(reverse("comments_memoranda:document", args=[memorandum.pk]))
    if role in ("Editors", "Clerks", "Analysts", "Superuser"):
        assert b"".join(response.streaming_content) == b"%PDF-1.7 words"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Type"] == "application/octet-stream"
        entry = ModelLogEntry.objects.get(action="comments.document_opened")
        assert entry.object_id == str(memorandum.pk)
        shown = client.get(
            reverse("wagtailsnippets_comments_memorandum:inspect", args=[memorandum.pk])
        )
        assert "ours.pdf" in shown.content.decode()
    else:
        assert response.status_code in (302, 403)


def test_document__is_at_no_public_address(client):
    memorandum = entered()
    memorandum.document.save("ours.pdf", ContentFile(b"%PDF-1.7 words"))
    for prefix in ("media", "memoranda", "documents"):
        assert client.get(f"/{prefix}/{memorandum.document.name}").status_code in (302, 404)
