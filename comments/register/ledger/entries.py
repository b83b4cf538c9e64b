"""The ledger: every comment received leaves an entry in its policy's Merkle tree.

So does each further state of its words, when its author edits it.

An entry's *commitment* is SHA-256 over a random salt and the comment as received, so it gives
nothing away and yet fixes every word. The tree over the commitments is that of RFC 6962: its root
fixes them all with their order, and a few hashes prove that one of them is below it, or that a
longer ledger begins with a shorter one.

Names, organisations and tags are left out: a name may have to be erased one day, and a tag renamed.
Where a comment's words are erased its salts go with them, and the entries stay, so that every other
proof holds.
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
from django.db.models import Exists, F, OuterRef, QuerySet

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
from comments.models import Comment, EarlierWords, Ledger, LedgerEntry
from comments.models.comment import IF_ANY
from comments.register.ledger.signing import verifier_keys
from policies.models import PolicyPage

# What an entry commits to besides what is stated `IF_ANY`: where a comment has it, and where its
# words do.
STATED = {
    "channel": "submission__channel",
    "edition": "edition__number",
    "number": "number",
    "received_at": "received_at",
    "section": "section_key",
    "submission": "submission_id",
    "version": "version__content_hash",
    "ward": "submission__ward_id",
}
WORDED = {"block": "block_id", "quote": "quote", "stance": "stance", "text": "text"}
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


def opening(entry: LedgerEntry) -> bytes:
    """What shows that an entry is a comment's: the salt, a line end, the comment as it was sent.

    Nothing where its words were erased.
    """
    if not entry.salt:
        return b""
    comment, said = entry.comment, entry.said
    values = {name: attrgetter(at.replace("__", "."))(comment) for name, at in STATED.items()}
    values |= {name: getattr(said, at) for name, at in WORDED.items()}
    values |= {name: getattr(said, name) for name in IF_ANY}
    edited_at = said.stood_from if isinstance(said, EarlierWords) else comment.edited_at
    return _opening(entry.salt, values, entry.revision, edited_at)


def _opening(
    salt: str, values: Mapping[str, Any], revision: int, edited_at: datetime | None
) -> bytes:
    """A comment's first state says nothing of states: entries from before there were any hold."""
    stated = {
        **values,
        "received_at": _utc(values["received_at"]),
        "section": str(values["section"]),
        "ward": values["ward"] or "",
    }
    said = {name: words for name, words in stated.items() if name not in IF_ANY or words}
    if revision > 1:
        said |= {"revision": revision, "edited_at": _utc(edited_at) if edited_at else ""}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{salt}\n{canonical}".encode()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def append(ledger: Ledger, comments: Sequence[Comment]) -> None:
    """Add comments, as they stand, to the locked ledger.

    New ones must have the next numbers, in order; one whose words are another state than before
    has the number that it had.
    """
    entries, peaks = [], _cut(ledger.peaks)
    for comment in comments:
        if comment.revision == 1:
            _count(ledger, comment)
        entry = LedgerEntry(ledger=ledger, comment=comment, revision=comment.revision)
        entry.salt = secrets.token_hex(16)
        seal = commitment(opening(entry))
        peaks, completed = grown(peaks, ledger.size, leaf_hash(seal))
        ledger.size += 1
        entry.position, entry.commitment = ledger.size, seal.hex()
        entry.hashes = b"".join(completed)
        entries.append(entry)
    ledger.peaks = b"".join(peaks)
    LedgerEntry.objects.bulk_create(entries)
    ledger.save(update_fields=["size", "comments", "peaks"])


def _count(ledger: Ledger, comment: Comment) -> None:
    if comment.number != ledger.comments + 1:
        raise ValueError(f"Comment {comment.number} cannot follow {ledger.comments}.")
    ledger.comments += 1


def verify(policy: PolicyPage) -> list[str]:
    """Walk the whole ledger. Returns what does not add up, one line each; empty if all is well."""
    ledger = Ledger.objects.filter(policy=policy).first()
    if ledger is None:
        orphans = Comment.objects.filter(policy=policy).count()
        return [f"{orphans} comments without a ledger"] if orphans else []
    faults = [*_changed_words(ledger), *_state_faults(ledger), *_tree_faults(ledger)]
    unlinked = Comment.objects.filter(policy=policy, ledger_entries=None).count()
    if unlinked:
        faults.append(f"{unlinked} comments are not in the ledger")
    return faults


def _changed_words(ledger: Ledger) -> Iterator[str]:
    """Where present and earlier words are not those that were sent, or that they were erased."""
    present = ledger.entries.filter(revision=F("comment__revision"))
    earlier = ledger.entries.filter(
        revision__lt=F("comment__revision"), comment__earlier_words__revision=F("revision")
    )
    yield from _changed_among(present, words="comment", edited_at="edited_at")
    yield from _changed_among(earlier, words="comment__earlier_words", edited_at="stood_from")


def _changed_among(entries: QuerySet[LedgerEntry], *, words: str, edited_at: str) -> Iterator[str]:
    said = {name: F(f"{words}__{at}") for name, at in WORDED.items()}
    said |= {name: F(f"{words}__{name}") for name in IF_ANY}
    at = said | {name: F(f"comment__{path}") for name, path in STATED.items()}
    times = {"edited_at": F(f"{words}__{edited_at}"), "erased_at": F("comment__erased_at")}
    columns = ("salt", "commitment", "revision")
    rows = entries.order_by("position").values(*columns, **at, **times)
    for row in cast(Iterator[dict[str, Any]], rows.iterator(chunk_size=CHUNK)):
        named_so = f"comment {row['number']}"
        named_so += f", state {row['revision']}," if row["revision"] > 1 else ""
        if row["erased_at"] or not row["salt"]:
            if not _is_erased(row):
                yield f"{named_so} is half erased, or was without saying so"
            continue
        values = {name: row[name] for name in at}
        extra = _opening(row["salt"], values, row["revision"], row["edited_at"])
        if commitment(extra).hex() != row["commitment"]:
            yield f"{named_so} differs from what was received"


def _is_erased(row: Mapping[str, Any]) -> bool:
    """Whether all went that goes with an erased comment, and it says so."""
    left = any(row[name] for name in ("salt", "text", "quote", *IF_ANY))
    return bool(row["erased_at"]) and not left


def _state_faults(ledger: Ledger) -> Iterator[str]:
    """Comments must be numbered as they came in, and each one's states follow one another."""
    rows = ledger.entries.order_by("position")
    places = rows.values_list("comment__number", "revision", "comment__revision")
    number, states = 0, dict[int, tuple[int, int]]()  # of what was edited: the last, and how many
    for each, revision, all_states in places.iterator(chunk_size=CHUNK):
        if revision == 1:
            number += 1
            if each != number:
                yield f"comment {each} stands where comment {number} came in"
                return
        if max(revision, all_states) > 1:
            last, _all = states.get(each, (0, 0))
            if revision != last + 1:
                yield f"comment {each}: state {revision} follows state {last}"
            states[each] = (revision, all_states)
    if number != ledger.comments:
        yield f"the entries are of {number} comments, the ledger says {ledger.comments}"
    for each, (last, all_states) in states.items():
        if last != all_states:
            yield f"comment {each} has {all_states} states, the ledger {last}"
    yield from _lost_words(ledger)


def _lost_words(ledger: Ledger) -> Iterator[str]:
    same = EarlierWords.objects.filter(comment=OuterRef("comment"), revision=OuterRef("revision"))
    lost = ledger.entries.filter(~Exists(same), revision__lt=F("comment__revision"))
    for number, revision in lost.values_list("comment__number", "revision").order_by("position"):
        yield f"comment {number}: the words of state {revision} are lost"


def erased_numbers(policy: PolicyPage) -> list[int]:
    """Of the comments whose words were erased: `verify` cannot say that they are as they came."""
    erased = Comment.objects.filter(policy=policy, erased_at__isnull=False)
    return list(erased.order_by("number").values_list("number", flat=True))


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
