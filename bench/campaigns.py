"""Time and memory of finding campaigns among many comments, and how well they are found.

Run from the project's root: ``python -m bench.campaigns [--comments 100000] [--responses CSV]``.
Half of the comments are written after one of 300 letters, with up to two words changed, a sentence
added, a greeting before; the other half is of words at random. Then, where the database is
`DATABASE_URL`'s or SQLite in a folder of its own, the same by the job, from rows to rows. Without
``--rows`` that is left out. ``--responses`` names a file of real texts (column ``--column``): how
many of them are found alike, and which, is printed to be looked at.
"""

import argparse
import csv
import random
import resource
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from bench.reports import fill, start_django

LETTERS = 300
VOCABULARY = 8_000
SHOWN = 20


def texts(count: int) -> list[tuple[int, str]]:
    """Each with the number of its letter, -1 where it is nobody else's."""
    rng = random.Random(1)
    words = [f"{rng.choice('bdgkmnprstwy')}a{n:x}" for n in range(VOCABULARY)]
    letters = [rng.choices(words, k=45) for _n in range(LETTERS)]
    made = []
    for n in range(count):
        if n % 2:
            made.append((-1, " ".join(rng.choices(words, k=rng.randint(3, 90)))))
            continue
        letter = rng.randrange(LETTERS)
        said = letters[letter].copy()
        for _change in range(rng.randint(0, 2)):
            said[rng.randrange(len(said))] = rng.choice(words)
        said += rng.choices(words, k=10) if rng.random() < 0.4 else []
        made.append((letter, " ".join(["Dear", "Committee", *said] if n % 3 else said)))
    return made


def measure(count: int) -> None:
    from comments.campaigns.look_alikes import first_alike
    from comments.campaigns.sketches import sketch

    made = texts(count)
    started = time.process_time()
    sketches = [sketch(text) for _letter, text in made]
    read = time.process_time()
    found = first_alike((n, kept) for n, kept in enumerate(sketches) if kept)
    grouped = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count:,}: read {read - started:.1f} s, grouped {grouped - read:.1f} s, {peak} MB")
    groups: dict[int, Counter[int]] = defaultdict(Counter)
    for n, first in found.items():
        groups[first][made[n][0]] += 1
    large = [each for each in groups.values() if each.total() >= 3]
    pure = sum(max(each.values()) for each in large) / sum(each.total() for each in large)
    of_letters = sum(letter >= 0 for letter, _text in made)
    reached = sum(n for each in large for letter, n in each.items() if letter >= 0) / of_letters
    best: Counter[int] = Counter()
    for each in large:
        for letter, n in each.items():
            best[letter] = max(best[letter], n)
    main = sum(n for letter, n in best.items() if letter >= 0) / of_letters
    print(f"{len(large)} groups of {LETTERS} letters: pure {pure:.4f}, found {reached:.4f}")
    print(f"in its letter's largest group {main:.4f}")


def measure_rows(count: int) -> None:
    """The job, over comments in the database."""
    from comments.campaigns.campaign_job import ask_where_due, work_on_search
    from comments.models import Campaign, CampaignSearch, Comment

    fill(20, count)
    rows = Comment.objects.order_by("pk").only("pk")
    changed = []
    for comment, (_letter, text) in zip(rows.iterator(), texts(count), strict=True):
        comment.text = text
        changed.append(comment)
    Comment.objects.bulk_update(changed, ["text"], batch_size=500)
    del changed
    for said in ("all", "none that is new"):
        ask_where_due()
        CampaignSearch.objects.all().update(state="queued")
        started = time.perf_counter()
        work_on_search(CampaignSearch.objects.get().pk)
        print(f"by the job, {said}: {time.perf_counter() - started:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{Campaign.objects.count()} campaigns; {peak} MB at the most")


def show_found(path: Path, column: str) -> None:
    from comments.campaigns.look_alikes import first_alike
    from comments.campaigns.sketches import sketch

    with path.open(encoding="utf-8", newline="") as file:
        said = [row[column] for row in csv.DictReader(file)]
    sketches = [(n, kept) for n, text in enumerate(said) if (kept := sketch(text))]
    later = {n: first for n, first in first_alike(sketches).items() if n != first}
    print(f"{path.name}: {len(said)}, long enough {len(sketches)}, like an earlier {len(later)}")
    for n, first in list(later.items())[:SHOWN]:
        print(f"  {said[first][:100]!r}\n  {said[n][:100]!r}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--responses", type=Path)
    parser.add_argument("--column", default="response")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-campaigns-") as name:
        start_django(Path(name))
        measure(options.comments)
        if options.responses:
            show_found(options.responses, options.column)
        if options.rows:
            measure_rows(options.comments)
