"""An edit is a new state of the same comment: what it said before stays, under the ledger too."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.choices import State
from comments.merkle.checker import commitment
from comments.models import Comment, EarlierWords, Ledger, LedgerEntry
from comments.register.editing import ChangedMeanwhileError, edit
from comments.register.ledger.checkpoints import proofs_of
from comments.register.ledger.entries import verify
from comments.register.ledger.signing import verifier_key
from comments.register.services import CommentError
from policies.models import Edition
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def words(text="Other words", **said) -> Comment:
    return Comment(**{"stance": "oppose", "text": text, **said})


def edited(comment, text="Other words", **said) -> Comment:
    seen = Comment.objects.get(pk=comment.pk)
    return edit(comment=seen, said=words(text, **said), tags=[], seen=seen.revision).comment


def test_edit__keeps_the_words_before_and_their_topics(policy):
    tag = policy.tags.get()
    comment = make_comment(policy, text="First words", reason="A reason", tags=[tag])
    now = edited(comment)
    assert (now.text, now.stance, now.reason, now.revision) == ("Other words", "oppose", "", 2)
    assert list(now.tags.all()) == []
    before = EarlierWords.objects.get()
    assert (before.text, before.reason, before.revision) == ("First words", "A reason", 1)
    assert list(before.tags.all()) == [tag]
    assert (before.stood_from, now.number) == (comment.received_at, comment.number)
    assert before.replaced_at <= now.edited_at


def test_edit__waits_for_a_moderator_anew_and_is_logged_without_words(policy):
    comment = make_comment(policy, state=State.PUBLISHED)
    assert edited(comment).state == State.RECEIVED
    entry = ModelLogEntry.objects.get(action="comments.edited")
    assert (entry.user, entry.data) == (None, {"before": "published", "revision": 2})


def test_edit__to_the_same_words_is_none(policy):
    comment = make_comment(policy, state=State.PUBLISHED, text="The same", stance="oppose")
    done = edit(comment=comment, said=words("The same"), tags=[], seen=1)
    assert (done.is_new, done.comment.state, done.comment.revision) == (False, "published", 1)
    assert LedgerEntry.objects.count() == 1


def test_edit__sent_twice_is_one(policy):
    comment = make_comment(policy)
    for is_new in (True, False):
        done = edit(comment=comment, said=words(), tags=[], seen=1)
        assert (done.is_new, done.comment.revision) == (is_new, 2)


def test_edit__two_at_once_the_second_is_told_and_nothing_is_lost(policy):
    comment = make_comment(policy)
    edit(comment=comment, said=words("From one phone"), tags=[], seen=1)
    with pytest.raises(ChangedMeanwhileError):
        edit(comment=comment, said=words("From another"), tags=[], seen=1)
    edit(comment=comment, said=words("From another"), tags=[], seen=2)
    assert [each.text for each in Comment.objects.get().states][:2] == [
        "From another",
        "From one phone",
    ]
    assert verify(policy) == []


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN])
def test_edit__of_what_was_hidden_or_withdrawn_is_refused(policy, state):
    with pytest.raises(CommentError, match="any more"):
        edited(make_comment(policy, state=state))


@pytest.mark.parametrize(("opens", "closes"), [(-3, -1), (1, 3)])
def test_edit__outside_the_window_is_refused(policy, opens, closes):
    comment = make_comment(policy)
    now = timezone.now()
    Edition.objects.update(
        opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes)
    )
    with pytest.raises(CommentError, match="not open"):
        edited(comment)
    assert Comment.objects.get().revision == 1


def test_edit__on_a_text_that_was_replaced_is_refused(policy):
    comment = make_comment(policy)
    section = comment.version.section
    section.body = [("paragraph", "<p>The corrected text.</p>")]
    section.save_revision().publish()
    with pytest.raises(CommentError, match="has changed"):
        edited(comment)


def test_ledger__has_each_state_and_numbers_count_comments(policy):
    first = make_comment(policy)
    edited(first)
    second = make_comment(policy)
    edited(first, "Third words")
    ledger = Ledger.objects.get(policy=policy)
    assert (second.number, ledger.comments, ledger.size) == (2, 2, 4)
    places = LedgerEntry.objects.order_by("position")
    assert list(places.values_list("comment__number", "revision")) == [
        (1, 1),
        (1, 2),
        (2, 1),
        (1, 3),
    ]
    assert verify(policy) == []


def test_proof__of_each_state_holds_for_the_words_that_it_had(policy, settings, tmp_path):
    settings.LEDGER_KEY = tmp_path / "ledger.key"
    edited(make_comment(policy, text="First words"), "Other words")
    comment = Comment.objects.on_record().get()
    entries = list(comment.ledger_entries.all())
    for entry, text in zip(entries, ("Other words", "First words"), strict=True):
        [proof] = proofs_of([entry])
        proof.check([verifier_key(entry.ledger.origin)], commitment(proof.extra))
        said = json.loads(proof.extra.partition(b"\n")[2])
        assert (said["text"], said.get("revision", 1)) == (text, entry.revision)
        assert ("edited_at" in said) == (entry.revision > 1)


def test_take_in__what_an_edited_form_brought_is_known_by_its_form(policy, edition):
    comment = make_comment(policy, external_id="form:1")
    edited(comment)
    again = make_comment(policy, external_id="form:1")
    assert (again.pk, again.text) == (comment.pk, "Other words")


@pytest.fixture
def twice_edited(policy):
    make_comment(policy, text="Words of another")
    comment = make_comment(policy, text="First words", reason="Why")
    edited(comment, "Other words")
    edited(comment, "Third words")
    return policy


@pytest.mark.parametrize("field", ["text", "stance", "quote", "block_id", "proposed", "reason"])
def test_verify__finds_any_changed_field_of_earlier_words(twice_edited, field):
    EarlierWords.objects.filter(revision=1).update(**{field: "x"})
    assert verify(twice_edited) == ["comment 2 differs from what was received"]


def test_verify__finds_a_changed_moment_of_earlier_words(twice_edited):
    EarlierWords.objects.filter(revision=2).update(stood_from=timezone.now())
    assert verify(twice_edited) == ["comment 2, state 2, differs from what was received"]


def test_verify__finds_swapped_earlier_words(twice_edited):
    for old, new in ((1, 9), (2, 1), (9, 2)):
        EarlierWords.objects.filter(revision=old).update(revision=new)
    assert len(verify(twice_edited)) == 2


def test_verify__finds_swapped_states_of_the_ledger(twice_edited):
    for old, new in ((1, 9), (2, 1), (9, 2)):
        LedgerEntry.objects.filter(comment__number=2, revision=old).update(revision=new)
    assert any("follows state" in fault for fault in verify(twice_edited))


def test_verify__finds_lost_words(twice_edited):
    EarlierWords.objects.filter(revision=1).delete()
    assert verify(twice_edited) == ["comment 2: the words of state 1 are lost"]


def test_verify__finds_a_state_that_was_never_sent(twice_edited):
    Comment.objects.filter(number=1).update(revision=2)
    assert "comment 1 has 2 states, the ledger 1" in verify(twice_edited)


def test_verify__finds_a_state_that_is_denied(twice_edited):
    before = EarlierWords.objects.get(revision=2)
    Comment.objects.filter(number=2).update(
        revision=2, text=before.text, edited_at=before.stood_from
    )
    before.delete()
    assert "comment 2 has 2 states, the ledger 3" in verify(twice_edited)


def test_verify__finds_a_wrong_count_of_comments(twice_edited):
    Ledger.objects.update(comments=3)
    assert verify(twice_edited) == ["the entries are of 2 comments, the ledger says 3"]


def test_verify__finds_swapped_numbers(twice_edited):
    for old, new in ((1, 9), (2, 1), (9, 2)):
        Comment.objects.filter(number=old).update(number=new)
    assert "comment 2 stands where comment 1 came in" in verify(twice_edited)
