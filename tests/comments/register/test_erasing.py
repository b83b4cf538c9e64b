"""What a respondent sent is erased: nothing of it is left, and everybody else's proof holds."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import TestCase
from wagtail.models import ModelLogEntry

from comments.attachments.sent_files import SentFile
from comments.attachments.services import attach
from comments.choices import State
from comments.flagged_words import FlaggedWords
from comments.merkle.checker import EntryProof, commitment
from comments.models import (
    Comment,
    Contact,
    EarlierWords,
    Ledger,
    LedgerEntry,
    Memorandum,
    Redaction,
    Submission,
)
from comments.models.attachment import FileKind
from comments.moderation.redacting import redact
from comments.register.editing import edit
from comments.register.erasing import EraseError, erase
from comments.register.ledger.checkpoints import keep_checkpoint, proofs_of
from comments.register.ledger.entries import verify
from comments.register.ledger.signing import verifier_key
from comments.register.services import CommentError
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db
MARK = "zebra"  # in all that goes


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.LEDGER_KEY = tmp_path / "ledger.key"


@pytest.fixture
def sent(policy):
    """A comment full of what goes, edited once, between two of others."""
    make_comment(policy, text="Somebody before", state=State.PUBLISHED)
    words = {name: f"{MARK} {name}" for name in ("text", "quote", "proposed", "reason")}
    comment = make_comment(policy, name=f"{MARK} name", organisation=f"{MARK} group", **words)
    Contact.objects.create(submission=comment.submission, email=f"{MARK}@example.org")
    Submission.objects.filter(pk=comment.submission_id).update(covering_text=MARK)
    said = Comment(stance="support", text=f"{MARK} once more")
    edit(comment=comment, said=said, tags=[], seen=1)
    make_comment(policy, text="Somebody after")
    return comment


def erased(comment, reason="asked"):
    return erase(submission=comment.submission, reason=reason, user=make_user("Editors"))


def stored() -> str:
    models = (Comment, EarlierWords, Submission, Contact, LedgerEntry, ModelLogEntry)
    return repr([list(model.objects.values()) for model in models])


def test_erase__leaves_nothing_of_the_words_nor_of_the_person(policy, sent):
    assert stored().count(MARK) == 9
    erased(sent)
    assert MARK not in stored()
    salts = LedgerEntry.objects.filter(comment=sent).values_list("salt", flat=True)
    assert list(salts) == ["", ""]
    assert not Contact.objects.exists()


def test_erase__keeps_number_place_stance_and_counts(policy, sent):
    Comment.objects.filter(pk=sent.pk).update(state=State.PUBLISHED)
    [comment] = erased(sent)
    assert (comment.number, comment.state, comment.stance) == (2, "published", "support")
    assert comment.erased_at
    assert comment.section_key == sent.section_key
    assert LedgerEntry.objects.filter(comment=sent).count() == 2


def test_erase__what_waits_counts_as_withdrawn(policy, sent):
    [comment] = erased(sent)
    assert Comment.objects.get(pk=comment.pk).state == State.WITHDRAWN


def test_erase__is_told_by_verify_as_erased_and_not_as_changed(policy, sent, capsys):
    erased(sent)
    assert verify(policy) == []
    call_command("verify_ledger", policy.slug)
    out = capsys.readouterr().out
    assert "3 comments in 4 states" in out
    assert "erased words, of which only the seal is left: 2." in out


def test_erase__leaves_every_proof_of_others_valid(policy, sent):
    ledger = Ledger.objects.get(policy=policy)
    others = Comment.objects.on_record().exclude(pk=sent.pk)
    before = [str(proof) for proof in proofs_of([each.ledger_entry for each in others])]
    note = keep_checkpoint(ledger).note
    erased(sent)
    after = [str(proof) for proof in proofs_of([each.ledger_entry for each in others.all()])]
    key = verifier_key(ledger.origin)
    for text in (*before, *after):
        proof = EntryProof.parse(text)
        proof.check([key], commitment(proof.extra))
    assert keep_checkpoint(Ledger.objects.get(policy=policy)).note == note


def test_erase__its_own_proof_holds_for_whoever_kept_the_words(policy, sent):
    entry = Comment.objects.on_record().get(pk=sent.pk).ledger_entry
    [kept] = proofs_of([entry])
    erased(sent)
    [now] = proofs_of([Comment.objects.on_record().get(pk=sent.pk).ledger_entry])
    assert now.extra == b""
    now.check([verifier_key(entry.ledger.origin)], commitment(kept.extra))


def test_erase__is_logged_with_its_reason(policy, sent):
    erased(sent, "guardian")
    entry = ModelLogEntry.objects.get(action="comments.erased")
    assert entry.data == {"before": "received", "reason": "guardian"}
    assert entry.user is not None


@pytest.mark.parametrize("reason", ["", "because"])
def test_erase__needs_a_reason_from_the_list(policy, sent, reason):
    with pytest.raises(EraseError, match="reason"):
        erased(sent, reason)
    assert MARK in stored()


def test_erase__a_second_time_is_refused(policy, sent):
    erased(sent)
    with pytest.raises(EraseError, match="before"):
        erase(submission=sent.submission, reason="asked", user=make_user("Moderators"))


def test_edit__of_what_was_erased_is_refused(policy, sent):
    erased(sent)
    comment = Comment.objects.get(pk=sent.pk)
    assert not comment.can_be_withdrawn
    with pytest.raises(CommentError):
        edit(comment=comment, said=Comment(stance="oppose", text="New"), tags=[], seen=2)


@pytest.mark.parametrize(
    "half", [{"salt": "0" * 32}, {"text": "words"}, {"erased_at": None, "erased_reason": ""}]
)
def test_verify__finds_what_is_erased_by_half(policy, sent, half):
    erased(sent)
    if "salt" in half:
        LedgerEntry.objects.filter(comment=sent, revision=2).update(**half)
    elif "text" in half:
        EarlierWords.objects.filter(comment=sent).update(**half)
    else:
        Comment.objects.filter(pk=sent.pk).update(**half)
    assert any("half erased" in fault for fault in verify(policy))


def test_verify__finds_an_entry_without_salt_that_nobody_erased(policy, sent):
    LedgerEntry.objects.filter(position=1).update(salt="")
    assert verify(policy) == ["comment 1 is half erased, or was without saying so"]


def test_erase__takes_files_redactions_and_a_memorandum_along(sent, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    attach(comment=sent, files=[SentFile(f"{MARK}.pdf", FileKind.PDF, b"%PDF-1.4 words", "d" * 64)])
    stored = sent.attachments.get().path
    now = Comment.objects.get(pk=sent.pk)
    redact(comment=now, chosen=[FlaggedWords("once more", "person")], user=make_user("Moderators"))
    memorandum = Memorandum.objects.create(
        submission=sent.submission,
        policy=sent.policy,
        number=1,
        status="acknowledged",
        handed_in_on="2026-11-02",
        organisation_name=MARK,
        subject=MARK,
        summary=MARK,
        signed_by=MARK,
        document=ContentFile(b"words", name="m.docx"),
    )
    document = Path(memorandum.document.path)
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase(submission=sent.submission, reason="asked", user=make_user("Editors"))
    memorandum.refresh_from_db()
    assert memorandum.is_withheld
    assert MARK not in str(vars(memorandum))
    assert not any([document.exists(), stored.exists()])
    assert [file.name for file in sent.attachments.all()] == [""]
    assert not Redaction.objects.exists()
    assert verify(sent.policy) == []
