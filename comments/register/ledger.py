"""The ledger: every comment received leaves a link in its policy's chain.

A link's *commitment* is SHA-256 over a random salt and the comment as received, so it gives
nothing away and yet fixes every word; its *head* is SHA-256 over the head before, the position
and the commitment, so no comment can be dropped, added or reordered without changing every later
head. The head at the moment of compiling is printed in each report.

Names, organisations and tags are left out: a name may have to be erased one day, and a tag renamed.
So is what was not added to the text: a field that comments get later changes no earlier link.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import UTC

from comments.models import Comment, Ledger, LedgerEntry
from comments.models.comment import ADDED
from policies.models import PolicyPage


def genesis(policy: PolicyPage) -> str:
    """The head of an empty chain: 64 hex digits that differ between policies."""
    return hashlib.sha256(f"maoni:{policy.translation_key}".encode()).hexdigest()


def lock_ledger(policy: PolicyPage) -> Ledger:
    """The policy's ledger, locked until the end of the transaction."""
    Ledger.objects.get_or_create(policy=policy, defaults={"head": genesis(policy)})
    return Ledger.objects.select_for_update().get(policy=policy)


def commitment(comment: Comment, salt: str) -> str:
    """64 hex digits that fix the comment as received."""
    submission = comment.submission
    fields = {
        "block": comment.block_id,
        "channel": submission.channel,
        "edition": comment.edition.number,
        "number": comment.number,
        "quote": comment.quote,
        "received_at": comment.received_at.astimezone(UTC).isoformat(),
        "section": str(comment.section_key),
        "stance": comment.stance,
        "submission": comment.submission_id,
        "text": comment.text,
        "version": comment.version.content_hash,
        "ward": submission.ward_id or "",
        **{name: words for name in ADDED if (words := getattr(comment, name))},
    }
    canonical = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{canonical}".encode()).hexdigest()


def next_head(head: str, position: int, link: str) -> str:
    """The head after ``link`` has been added at ``position``."""
    return hashlib.sha256(f"{head}\n{position}\n{link}".encode()).hexdigest()


def append(ledger: Ledger, comments: Sequence[Comment]) -> None:
    """Add comments to the locked chain. Their numbers must be the next positions, in order."""
    entries = []
    for comment in comments:
        if comment.number != ledger.position + 1:
            raise ValueError(f"Comment {comment.number} cannot follow {ledger.position}.")
        salt = secrets.token_hex(16)
        link = commitment(comment, salt)
        ledger.position += 1
        ledger.head = next_head(ledger.head, ledger.position, link)
        entries.append(
            LedgerEntry(
                ledger=ledger,
                position=ledger.position,
                comment=comment,
                salt=salt,
                commitment=link,
                head=ledger.head,
            )
        )
    LedgerEntry.objects.bulk_create(entries)
    ledger.save(update_fields=["position", "head"])


def verify(policy: PolicyPage) -> list[str]:
    """Walk the whole chain. Returns what does not add up, one line each; empty if all is well."""
    ledger = Ledger.objects.filter(policy=policy).first()
    if ledger is None:
        orphans = Comment.objects.filter(policy=policy).count()
        return [f"{orphans} comments without a ledger"] if orphans else []
    faults: list[str] = []
    head, position = genesis(policy), 0
    entries = ledger.entries.select_related(
        "comment__version", "comment__edition", "comment__submission"
    )
    for entry in entries.order_by("position").iterator(chunk_size=1000):
        position += 1
        if entry.position != position:
            faults.append(f"position {position} is missing")
            position = entry.position
        if commitment(entry.comment, entry.salt) != entry.commitment:
            faults.append(f"comment {entry.comment.number} differs from what was received")
        head = next_head(head, entry.position, entry.commitment)
        if head != entry.head:
            faults.append(f"the chain breaks at position {entry.position}")
            head = entry.head
    if (position, head) != (ledger.position, ledger.head):
        faults.append(f"the chain ends at {position}, the ledger says {ledger.position}")
    unlinked = Comment.objects.filter(policy=policy, ledger_entry=None).count()
    if unlinked:
        faults.append(f"{unlinked} comments are not in the ledger")
    return faults
