"""What the ledger hands out: checkpoints, and proofs against them.

A checkpoint can be signed at any time, and is the same each time. Kept are those that a report or a
witness was shown, at most one a minute; only to these a witness's signature can be added.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F, Max

from comments import kept_page_parts
from comments.merkle.checker import (
    HASH,
    CheckFailed,
    EntryList,
    EntryProof,
    Growth,
    SignedNote,
    TreeHead,
    VerifierKey,
    checked_head,
)
from comments.merkle.tree import TreeNode, growth_path, inclusion_paths
from comments.models import Checkpoint, Comment, Ledger, LedgerEntry, Witness
from comments.register.ledger.entries import opening, tree_head
from comments.register.ledger.signing import all_verifier_keys, sign


class NotWitnessed(Exception):
    """A signature that is not kept; the message says why."""


def keep_checkpoint(ledger: Ledger, note: SignedNote | None = None) -> Checkpoint:
    """Where the ledger stands, or what was signed of it just now, kept."""
    note = note or sign(tree_head(ledger))
    size = TreeHead.parse(note.text).size
    kept, is_new = Checkpoint.objects.get_or_create(
        ledger=ledger, size=size, defaults={"note": str(note)}
    )
    if is_new:
        kept_page_parts.mark_checkpoint(ledger.pk)
    return kept


def keep_shown(policy_id: int, note: str) -> None:
    """A checkpoint that somebody was shown: whoever holds it can be told how the ledger went on."""
    if ledger := Ledger.objects.filter(policy=policy_id).first():
        keep_checkpoint(ledger, SignedNote.parse(note))


def keep_checkpoints() -> int:
    """One of every ledger that has grown since its last. Says how many."""
    kept = Max("checkpoints__size", default=0)
    grown = Ledger.objects.annotate(kept=kept).filter(size__gt=F("kept"))
    return len([keep_checkpoint(ledger) for ledger in grown])


@contextmanager
def sign_with_both(ledgers: Sequence[Ledger]) -> Iterator[None]:
    """While the key is replaced: the earlier key's last checkpoints are the new one's first."""
    kept = [keep_checkpoint(ledger) for ledger in ledgers]
    yield
    for checkpoint in kept:
        note = SignedNote.parse(checkpoint.note)
        again = sign(TreeHead.parse(note.text))
        checkpoint.note = str(SignedNote(note.text, (*note.signatures, *again.signatures)))
        checkpoint.save(update_fields=["note"])
        kept_page_parts.mark_checkpoint(checkpoint.ledger_id)


def newest_note(ledger: Ledger) -> SignedNote:
    """The newest checkpoint that is kept, or one signed now where none is."""
    kept = ledger.checkpoints.first()
    return SignedNote.parse(kept.note) if kept else sign(tree_head(ledger))


def proofs_of(comments: Sequence[Comment]) -> list[EntryProof]:
    """That each of a policy's comments, read `on_record`, is in the ledger.

    Against the newest checkpoint over all of them that a witness signed, else the newest that is
    kept, else one signed now.
    """
    if not comments:
        return []
    ledger = comments[0].ledger_entry.ledger
    note = _note_over(ledger, max(each.ledger_entry.position for each in comments))
    size = TreeHead.parse(note.text).size
    places = [each.ledger_entry.position - 1 for each in comments]
    paths = inclusion_paths(places, size, lambda nodes: _kept_hashes(ledger, nodes))
    return [
        EntryProof(opening(comment, comment.ledger_entry.salt), place, tuple(path), note)
        for comment, place, path in zip(comments, places, paths, strict=True)
    ]


def _note_over(ledger: Ledger, position: int) -> SignedNote:
    over = ledger.checkpoints.filter(size__gte=position)
    kept = over.filter(cosignatures__gt=0).first() or over.first()
    return SignedNote.parse(kept.note) if kept else sign(tree_head(ledger))


def growth_since(ledger: Ledger, old: int) -> Growth:
    """That the newest checkpoint only adds to one of ``old`` entries.

    Raises `CheckFailed` where there never was one as long.
    """
    note = newest_note(ledger)
    size = TreeHead.parse(note.text).size
    if old > size:
        raise CheckFailed(f"This ledger's newest checkpoint has {size} entries, not {old}.")
    path = growth_path(old, size, lambda nodes: _kept_hashes(ledger, nodes))
    return Growth(old, tuple(path), note)


def entry_list(ledger: Ledger) -> EntryList:
    """Every entry below the newest checkpoint: seals alone, nothing of anybody."""
    note = newest_note(ledger)
    size = TreeHead.parse(note.text).size
    entries = ledger.entries.filter(position__lte=size).order_by("position")
    seals = entries.values_list("commitment", flat=True).iterator(chunk_size=10_000)
    return EntryList(tuple(map(bytes.fromhex, seals)), note)


@transaction.atomic
def add_cosignature(ledger: Ledger, note: SignedNote) -> Witness:
    """Keep a witness's signature with the checkpoint that it is under.

    Raises `NotWitnessed` where no such checkpoint is kept or no accepted witness signed it.
    """
    try:
        head = checked_head(note, [key for key, _until in all_verifier_keys(ledger.origin)])
        kept = ledger.checkpoints.select_for_update().filter(size=head.size).first()
        if kept is None or SignedNote.parse(kept.note).text != note.text:
            raise NotWitnessed("No such checkpoint of this ledger is kept.")
        witness, key = _who_signed(note)
    except CheckFailed as error:
        raise NotWitnessed(str(error)) from error
    own = SignedNote.parse(kept.note)
    others = [each for each in own.signatures if (each.name, each.key_id) != (key.name, key.key_id)]
    added = [each for each in note.signatures if (each.name, each.key_id) == (key.name, key.key_id)]
    kept.note = str(SignedNote(own.text, (*others, added[0])))
    kept.cosignatures += len(others) == len(own.signatures)
    kept.save(update_fields=["note", "cosignatures"])
    kept_page_parts.mark_checkpoint(ledger.pk)
    return witness


def _who_signed(note: SignedNote) -> tuple[Witness, VerifierKey]:
    """Raises `NotWitnessed`, and `CheckFailed` where the signature is false."""
    for witness in Witness.objects.filter(is_active=True):
        key = VerifierKey.parse(witness.key)
        if note.signed_by(key) is not None:
            return witness, key
    raise NotWitnessed("No witness that is accepted here signed it.")


def _kept_hashes(ledger: Ledger, nodes: Sequence[TreeNode]) -> Mapping[TreeNode, bytes]:
    positions = {node.last_entry + 1 for node in nodes}
    entries = LedgerEntry.objects.filter(ledger=ledger, position__in=positions)
    kept = {each: bytes(hashes) for each, hashes in entries.values_list("position", "hashes")}
    return {
        node: kept[node.last_entry + 1][node.level * HASH : (node.level + 1) * HASH]
        for node in nodes
    }
