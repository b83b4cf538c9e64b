"""The tree of commitments: nothing received can be changed, dropped or reordered unnoticed."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from comments.models import Comment, Ledger, LedgerEntry, Submission
from comments.models.comment import ADDED, IF_ANY
from comments.register.editing import edit
from comments.register.erasing import erase
from comments.register.ledger import entries
from comments.register.ledger.checkpoints import keep_checkpoint
from tests.factories import make_commented_policy, make_user, rewrite_ledger

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(make_commented_policy)


def test_verify__of_an_untouched_ledger_finds_nothing(policy):
    assert entries.verify(policy) == []
    assert Ledger.objects.get(policy=policy).size == 5


def test_verify__finds_a_changed_word(policy):
    Comment.objects.filter(number=3).update(text="View number three")
    assert entries.verify(policy) == ["comment 3 differs from what was received"]


@pytest.mark.parametrize("field", ["stance", "quote", "block_id", *ADDED])
def test_verify__finds_any_changed_field(policy, field):
    Comment.objects.filter(number=1).update(**{field: "x"})
    assert entries.verify(policy) == ["comment 1 differs from what was received"]


def test_verify__bears_that_comments_get_another_field(policy, monkeypatch):
    monkeypatch.setattr(entries, "IF_ANY", (*IF_ANY, "block_id"))
    assert entries.verify(policy) == []


def test_verify__finds_a_dropped_entry(policy):
    LedgerEntry.objects.filter(position=2).delete()
    faults = entries.verify(policy)
    assert "position 2 is missing" in faults
    assert "1 comments are not in the ledger" in faults


def test_verify__finds_a_cut_end(policy):
    LedgerEntry.objects.filter(position=5).delete()
    assert any("end at 4" in fault for fault in entries.verify(policy))


def test_verify__finds_swapped_commitments(policy):
    one, two = LedgerEntry.objects.filter(position__in=(1, 2)).order_by("position")
    LedgerEntry.objects.filter(pk=one.pk).update(commitment=two.commitment, salt=two.salt)
    assert "the tree breaks at position 1" in entries.verify(policy)


def test_verify__finds_what_was_rewritten_with_all_its_hashes(policy):
    """Whoever has the database computes the tree anew; what was signed before gives it away."""
    keep_checkpoint(Ledger.objects.get(policy=policy))
    rewrite_ledger(policy, number=2, text="Words that nobody sent")
    assert entries.verify(policy) == ["the first 5 entries are not those that were signed for"]


def test_verify__finds_a_database_older_than_what_was_signed(policy):
    keep_checkpoint(Ledger.objects.get(policy=policy))
    LedgerEntry.objects.filter(position__gt=3).delete()
    Comment.objects.filter(number__gt=3)._raw_delete("default")
    rewrite_ledger(policy, number=1, text="View number 0")
    assert entries.verify(policy) == ["5 entries were signed for, there are 3"]


def test_verify__finds_a_changed_channel_and_a_moved_comment(policy):
    first, second = Comment.objects.order_by("number")[:2]
    Submission.objects.filter(pk=first.submission_id).update(channel="sms")
    Comment.objects.filter(pk=second.pk).update(submission=first.submission_id)
    assert len(entries.verify(policy)) == 2


def test_command__says_whether_it_adds_up(policy, capsys):
    call_command("verify_ledger", policy.slug)
    assert "5 comments" in capsys.readouterr().out
    Comment.objects.filter(number=3).update(text="Other words")
    with pytest.raises(CommandError, match="comment 3"):
        call_command("verify_ledger", policy.slug)


def test_verify__does_not_mind_moderation(policy):
    Comment.objects.filter(number=1).update(state="published")
    assert entries.verify(policy) == []


def test_append__refuses_a_number_out_of_turn(policy):
    comment = Comment.objects.get(number=5)
    with pytest.raises(ValueError, match="cannot follow"):
        entries.append(entries.lock_ledger(policy), [comment])


def test_migration__plants_a_tree_over_the_same_commitments_in_the_same_order(policy):
    before = list(LedgerEntry.objects.order_by("position").values("commitment", "hashes"))
    LedgerEntry.objects.update(hashes=b"")
    Ledger.objects.update(peaks=b"", key="", origin="")
    import_module("comments.migrations.0003_ledger_as_a_tree").plant(apps, None)
    assert list(LedgerEntry.objects.order_by("position").values("commitment", "hashes")) == before
    assert entries.verify(policy) == []
    assert Ledger.objects.get().origin.endswith(f"/ledger/{policy.translation_key.hex[:12]}")


def test_migration__counts_comments_as_each_had_one_entry(policy):
    migration = import_module("comments.migrations.0010_count_comments")
    Ledger.objects.update(comments=0)
    migration.count(apps, None)
    assert entries.verify(policy) == []
    migration.refuse_where_words_went(apps, None)
    comment = Comment.objects.get(number=1)
    edit(comment=comment, said=Comment(stance="oppose", text="Other words"), tags=[], seen=1)
    with pytest.raises(RuntimeError, match="edited"):
        migration.refuse_where_words_went(apps, None)


def test_migration__does_not_go_back_where_words_were_erased(policy):
    comment = Comment.objects.get(number=1)
    erase(submission=comment.submission, reason="asked", user=make_user("Editors"))
    with pytest.raises(RuntimeError, match="erased"):
        import_module("comments.migrations.0010_count_comments").refuse_where_words_went(apps, None)
