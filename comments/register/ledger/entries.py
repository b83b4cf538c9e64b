"""The ledger: every comment received leaves an entry in its policy's Merkle tree.

An entry's *commitment* is SHA-256 over a random salt and the comment as received, so it gives
nothing away and yet fixes every word. The tree over the commitments is that of RFC 6962: its root
fixes them all with their order, and a few hashes prove that one of them is below it, or that a
longer ledger begins with a shorter one.

Names, organisations and tags are left out: a name may have to be erased one day, and a tag renamed.
So is what was not added to the text: a field that comments get later changes no earlier entry.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F

from comments.merkle.checker import (
    HASH,
    CheckFailed,
    SignedNote,
    TreeHead,
    VerifierKey,
    checked_head,
    commitment,
    grown,
    joined,
    leaf_hash,
)
from comments.models import Comment, Ledger, LedgerEntry
from comments.models.comment import IF_ANY
from comments.register.ledger.signing import verifier_keys
from policies.models import PolicyPage

# What an entry commits to besides what is stated `IF_ANY`, and where a comment has it.
STATED = {
    "block": "block_id",
    "channel": "submission__channel",
    "edition": "edition__number",
    "number": "number",
    "quote": "quote",
    "received_at": "received_at",
    "section": "section_key",
    "stance": "stance",
    "submission": "submission_id",
    "text": "text",
    "version": "version__content_hash",
    "ward": "submission__ward_id",
}
CHUNK = 2_000  # entries fetched at a time


def named(policy: PolicyPage) -> dict[str, str]:
    """What a new ledger is called for ever: by where it is published."""
    key = policy.translation_key.hex[:12]
    return {"key": key, "origin": f"{urlsplit(settings.PUBLIC_URL).netloc}/ledger/{key}"}


def lock_ledger(policy: PolicyPage) -> Ledger:
    """The policy's ledger, locked until the end of the transaction."""
    locked = Ledger.objects.select_for_update().filter(policy_id=policy.pk)
    try:
        return locked.get()
    except Ledger.DoesNotExist:
        Ledger.objects.get_or_create(policy_id=policy.pk, defaults=named(policy))
        return locked.get()


def tree_head(ledger: Ledger) -> TreeHead:
    """Where the ledger stands."""
    return TreeHead(ledger.origin, ledger.size, joined(_cut(ledger.peaks)))


def opening(comment: Comment, salt: str) -> bytes:
    """What shows that an entry is this comment's: the salt, a line end, the comment as received."""
    values = {name: attrgetter(at.replace("__", "."))(comment) for name, at in STATED.items()}
    return _opening(salt, values | {name: getattr(comment, name) for name in IF_ANY})


def _opening(salt: str, values: Mapping[str, Any]) -> bytes:
    received_at: datetime = values["received_at"]
    stated = {
        **values,
        "received_at": received_at.astimezone(UTC).isoformat(),
        "section": str(values["section"]),
        "ward": values["ward"] or "",
    }
    said = {name: words for name, words in stated.items() if name not in IF_ANY or words}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{salt}\n{canonical}".encode()


def append(ledger: Ledger, comments: Sequence[Comment]) -> None:
    """Add comments to the locked ledger. Their numbers must be the next positions, in order."""
    entries, peaks = [], _cut(ledger.peaks)
    for comment in comments:
        if comment.number != ledger.size + 1:
            raise ValueError(f"Comment {comment.number} cannot follow {ledger.size}.")
        salt = secrets.token_hex(16)
        seal = commitment(opening(comment, salt))
        peaks, completed = grown(peaks, ledger.size, leaf_hash(seal))
        ledger.size += 1
        entries.append(
            LedgerEntry(
                ledger=ledger,
                position=ledger.size,
                comment=comment,
                salt=salt,
                commitment=seal.hex(),
                hashes=b"".join(completed),
            )
        )
    ledger.peaks = b"".join(peaks)
    LedgerEntry.objects.bulk_create(entries)
    ledger.save(update_fields=["size", "peaks"])


def verify(policy: PolicyPage) -> list[str]:
    """Walk the whole ledger. Returns what does not add up, one line each; empty if all is well."""
    ledger = Ledger.objects.filter(policy=policy).first()
    if ledger is None:
        orphans = Comment.objects.filter(policy=policy).count()
        return [f"{orphans} comments without a ledger"] if orphans else []
    faults = [*_changed_comments(ledger), *_tree_faults(ledger)]
    unlinked = Comment.objects.filter(policy=policy, ledger_entry=None).count()
    if unlinked:
        faults.append(f"{unlinked} comments are not in the ledger")
    return faults


def _changed_comments(ledger: Ledger) -> Iterator[str]:
    at = {name: F(f"comment__{path}") for name, path in STATED.items()}
    at |= {name: F(f"comment__{name}") for name in IF_ANY}
    rows = ledger.entries.order_by("position").values("salt", "commitment", **at)
    for entry in cast(Iterator[dict[str, Any]], rows.iterator(chunk_size=CHUNK)):
        values = {name: entry[name] for name in at}
        if commitment(_opening(entry["salt"], values)).hex() != entry["commitment"]:
            yield f"comment {entry['number']} differs from what was received"


def _tree_faults(ledger: Ledger) -> Iterator[str]:
    """The first place where the tree breaks, and what was signed and is not so."""
    signed = {each.size: each.note for each in ledger.checkpoints.all()}
    keys = verifier_keys(ledger.origin)
    rows = ledger.entries.order_by("position").values_list("position", "commitment", "hashes")
    peaks, size = list[bytes](), 0
    for position, seal, hashes in rows.iterator(chunk_size=CHUNK):
        if position != size + 1:
            yield f"position {size + 1} is missing"
            return
        peaks, completed = grown(peaks, size, leaf_hash(bytes.fromhex(seal)))
        size = position
        if b"".join(completed) != bytes(hashes):
            yield f"the tree breaks at position {position}"
            return
        if note := signed.pop(size, None):
            yield from _unlike(note, TreeHead(ledger.origin, size, joined(peaks)), keys)
    if (size, b"".join(peaks)) != (ledger.size, bytes(ledger.peaks)):
        yield f"the entries end at {size}, the ledger says {ledger.size}"
    yield from (f"{n} entries were signed for, there are {size}" for n in sorted(signed) if n)


def _unlike(note: str, head: TreeHead, keys: Sequence[VerifierKey]) -> Iterator[str]:
    kept = SignedNote.parse(note)
    if kept.text != head.text:
        yield f"the first {head.size} entries are not those that were signed for"
    try:
        checked_head(kept, keys)
    except CheckFailed as error:
        yield f"the checkpoint over {head.size} entries: {error}"


def _cut(peaks: bytes | memoryview) -> list[bytes]:
    whole = bytes(peaks)
    return [whole[at : at + HASH] for at in range(0, len(whole), HASH)]
