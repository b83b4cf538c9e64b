"""What the ledger hands out: checkpoints, and proofs against them.

A checkpoint can be signed at any time, and is the same each time. Kept are those that a report or a
witness was shown, at most one a minute; only to these a witness's signature can be added.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Max

from comments import kept_page_parts
from comments.merkle.checker import (
    HASH,
    CheckFailed,
    EntryList,
    EntryProof,
    Growth,
    Signature,
    SignedNote,
    TreeHead,
    VerifierKey,
    checked_head,
)
from comments.merkle.tree import TreeNode, growth_path, inclusion_paths, root_at
from comments.models import Checkpoint, Ledger, LedgerEntry, Witness
from comments.register.ledger.entries import opening, tree_head
from comments.register.ledger.signing import sign, verifier_keys

AHEAD_S = 3600  # that a witness's clock may be ahead


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
        _sign_again(checkpoint)


@transaction.atomic
def _sign_again(checkpoint: Checkpoint) -> None:
    kept = Checkpoint.objects.select_for_update().get(pk=checkpoint.pk)
    note = SignedNote.parse(kept.note)
    again = sign(TreeHead.parse(note.text))
    kept.note = str(SignedNote(note.text, (*note.signatures, *again.signatures)))
    kept.save(update_fields=["note"])
    kept_page_parts.mark_checkpoint(kept.ledger_id)


def newest_note(ledger: Ledger) -> SignedNote:
    """The newest checkpoint that is kept, or one signed now where none is."""
    kept = ledger.checkpoints.first()
    return SignedNote.parse(kept.note) if kept else sign(tree_head(ledger))


def proofs_of(entries: Sequence[LedgerEntry]) -> list[EntryProof]:
    """That each of a ledger's entries, of comments read `on_record`, is in it.

    Against the newest checkpoint over all of them that a witness signed, else the newest that is
    kept, else one signed now. Without words where these were erased.
    """
    if not entries:
        return []
    ledger = entries[0].ledger
    note = _note_over(ledger, max(each.position for each in entries))
    size = TreeHead.parse(note.text).size
    places = [each.position - 1 for each in entries]
    paths = inclusion_paths(places, size, lambda nodes: _kept_hashes(ledger, nodes))
    return [
        EntryProof(opening(entry), place, tuple(path), note)
        for entry, place, path in zip(entries, places, paths, strict=True)
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
    """Every entry, so that any receipt finds its own: seals alone, nothing of anybody."""
    note = _note_over(ledger, ledger.size)
    size = TreeHead.parse(note.text).size
    entries = ledger.entries.filter(position__lte=size).order_by("position")
    seals = entries.values_list("commitment", flat=True).iterator(chunk_size=10_000)
    return EntryList(tuple(map(bytes.fromhex, seals)), note)


def check_kept(ledger: Ledger, note: SignedNote) -> None:
    """That the ledger begins with what a checkpoint says. Raises `CheckFailed`."""
    head = checked_head(note, verifier_keys(ledger.origin))
    if head.size > ledger.size:
        raise CheckFailed(f"The ledger had {head.size} entries: it was cut.")
    if head.root != root_at(head.size, lambda nodes: _kept_hashes(ledger, nodes)):
        raise CheckFailed(f"The first {head.size} entries are not those of its checkpoint.")


class Cosignature(NamedTuple):
    """An accepted witness's newest signature under a checkpoint."""

    witness: Witness
    key: VerifierKey
    moment: int
    signature: Signature


def add_cosignature(ledger: Ledger, note: SignedNote) -> Witness:
    """Keep witnesses' signatures with the checkpoint that they are under, of each its newest.

    A checkpoint comes back with those that it had. Raises `NotWitnessed` where no such checkpoint
    is kept or no accepted witness signed it.
    """
    try:
        head = checked_head(note, verifier_keys(ledger.origin))
        signed = list(_cosignatures(note))
    except CheckFailed as error:
        raise NotWitnessed(str(error)) from error
    if not signed:
        raise NotWitnessed("No witness that is accepted here signed it.")
    new = _keep_newer(ledger, head, note.text, signed)
    return (new or signed)[-1].witness


def _cosignatures(note: SignedNote) -> Iterator[Cosignature]:
    """Raises `CheckFailed` where one is false, or of a time that is not."""
    for witness in Witness.objects.filter(is_active=True):
        key = VerifierKey.parse(witness.key)
        if made := note.signatures_by(key):
            moment, signature = max(made)
            if not 0 < moment < time.time() + AHEAD_S:
                raise CheckFailed(f"The signature of {key.name} is of a time that has not been.")
            yield Cosignature(witness, key, moment, signature)


@transaction.atomic
def _keep_newer(
    ledger: Ledger, head: TreeHead, text: str, signed: Sequence[Cosignature]
) -> list[Cosignature]:
    """Those that were not kept before."""
    kept = ledger.checkpoints.select_for_update().filter(size=head.size).first()
    own = SignedNote.parse(kept.note) if kept else None
    if kept is None or own is None or own.text != text:
        raise NotWitnessed("No such checkpoint of this ledger is kept.")
    new = [each for each in signed if each.moment > (own.signed_by(each.key) or 0)]
    if new:
        others = [o for o in own.signatures if not any(o.is_under(each.key) for each in new)]
        kept.note = str(SignedNote(own.text, (*others, *(each.signature for each in new))))
        kept.cosignatures += len(others) + len(new) - len(own.signatures)
        kept.save(update_fields=["note", "cosignatures"])
        kept_page_parts.mark_checkpoint(ledger.pk)
    return new


def _kept_hashes(ledger: Ledger, nodes: Sequence[TreeNode]) -> Mapping[TreeNode, bytes]:
    positions = {node.last_entry + 1 for node in nodes}
    entries = LedgerEntry.objects.filter(ledger=ledger, position__in=positions)
    kept = {each: bytes(hashes) for each, hashes in entries.values_list("position", "hashes")}
    return {
        node: kept[node.last_entry + 1][node.level * HASH : (node.level + 1) * HASH]
        for node in nodes
    }
