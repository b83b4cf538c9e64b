"""Time of a ledger: appending to it, proofs, verifying the whole, and the checker on its list.

Run from the project's root: ``python -m bench.ledgers [--comments 100000]``, on a database of its
own. Processor seconds, printed as a table; nothing is asserted.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench.reports import fill, start_django

PROOFS = 1_000
Result = TypeVar("Result")


def timed(label: str, target: str, run: Callable[[], Result]) -> Result:
    started = time.process_time()
    result = run()
    print(f"{label:<44}{time.process_time() - started:>8.2f} s  {target}")
    return result


def main(comments: int) -> None:
    from django.db import transaction

    from comments.merkle.checker import EntryList
    from comments.models import Comment, Ledger
    from comments.register.ledger.checkpoints import entry_list, keep_checkpoint, proofs_of
    from comments.register.ledger.entries import append, lock_ledger, verify
    from comments.register.ledger.signing import verifier_key

    policy = fill(40, comments).policy
    Ledger.objects.update(size=0, comments=0)
    related = Comment.objects.select_related("submission", "version", "edition")

    def append_all() -> None:
        for first in range(0, comments, PROOFS):
            with transaction.atomic():
                several = related.filter(number__gt=first, number__lte=first + PROOFS)
                append(lock_ledger(policy), list(several.order_by("number")))

    timed(f"{comments:,} comments read and appended", "", append_all)
    ledger = Ledger.objects.get(policy=policy)
    timed("one checkpoint", "", lambda: keep_checkpoint(ledger))
    several = Comment.objects.on_record().order_by("?")[:PROOFS]
    some = [entry for comment in several for entry in comment.ledger_entries.all()]
    proofs = timed(f"{PROOFS:,} proofs at once", "target 0.5 s", lambda: proofs_of(some))
    timed("one proof", "", lambda: proofs_of(some[:1]))
    assert timed("the whole verified", "target 5 s for 100,000", lambda: verify(policy)) == []
    text = timed("the list of seals", "", lambda: str(entry_list(ledger)))
    key = verifier_key(ledger.origin)
    timed("the list checked as the checker does", "", lambda: EntryList.parse(text).check([key]))
    longest = max(len(str(proof._replace(extra=b"")).encode()) for proof in proofs)
    print(f"longest proof without its words {longest:,} bytes, list {len(text):,} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--comments", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-ledgers-") as name:
        start_django(Path(name))
        main(options.comments)
