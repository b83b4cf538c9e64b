"""Time and queries of the public pages: a policy of 300 sections, a section with 1,000 comments.

Run from the project's root: ``python bench/pages.py [--sections 300] [--comments 1000]``. The
database and files are made in a folder of their own and removed. Pages are asked of the site in
this process, settled but not cached as a whole; the median of `TIMES`. "First" is with an empty
cache; "processor" is the median of this process alone, which a busy machine does not lengthen.
Printed as a table; nothing is asserted.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TIMES = 15


def start_django(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "consult.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "CACHE_URL": "locmemcache://",
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "1",
        "LOG_LEVEL": "ERROR",
        "SECRET_KEY": "for measurements alone",
    }
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False  # the files of styles are not collected here, so it was on until now
    call_command("migrate", verbosity=0)


def fill(sections: int, comments: int) -> None:
    """Two editions of a long policy, a third of its sections changed; and a much discussed one."""
    from tests.factories import make_many_comments, make_policy
    from tests.policies.reading import change_text, next_edition, section

    words = "The county shall hold public meetings in each ward every year. " * 8
    policy = make_policy(sections, slug="long", title="Long Policy")
    for number in range(1, sections + 1):
        change_text(section(policy, number), words, words)
    next_edition(policy, "Second draft")
    for number in range(1, sections + 1, 3):
        change_text(section(policy, number), words, words.replace("every", "twice a"))
    make_many_comments(make_policy(1, slug="short", title="Short Policy"), comments)


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that passed, and those that the processor worked for it."""
    start, worked = time.perf_counter(), time.process_time()
    ask()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def measure(name: str, path: str) -> None:
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    def ask() -> None:
        response = Client().get(path)
        if response.status_code != 200:
            sys.exit(f"{path}: {response.status_code}")

    ask()
    cache.clear()
    first, _worked = timed(ask)
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # now: the log is emptied at the next request
    runs = [timed(ask) for _ in range(TIMES)]
    median, worked = (statistics.median(column) for column in zip(*runs, strict=True))
    figures = f"{first:>9.0f} ms{median:>9.0f} ms{worked:>9.0f} ms"
    print(f"{name:<52}{queries:>8}{figures}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", type=int, default=300)
    parser.add_argument("--comments", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start_django(Path(folder))
        from policies.indexing import indexed_together

        with indexed_together():
            fill(options.sections, options.comments)
        print(f"{'page':<52}{'queries':>8}{'first':>12}{'median':>12}{'processor':>12}")
        n, m = options.sections, options.comments
        measure(f"policy, {n} sections (target 15, 80 ms)", "/en/policies/long/")
        measure(f"section, {m:,} comments (15, 60 ms)", "/en/policies/short/section-1/")
        measure(f"whole text, {n} sections", "/en/policy/long/editions/2/text/")
        measure(f"two editions compared, {n} sections", "/en/policy/long/compare/1/2/")
        measure("list of editions", "/en/policy/long/editions/")
        measure("search", "/en/search/?q=public+meetings")


if __name__ == "__main__":
    main()
