"""Time and queries of the public pages: a policy of 300 sections, a section with 1,000 comments.

Each in English; in Kiswahili where the text is not translated and only its plain words are; and in
Kiswahili where every page is.

Run from the project's root: ``python bench/pages.py [--sections 300] [--comments 1000]``. The
database and files are made in a folder of their own and removed. Pages are asked of the site in
this process, settled but not kept as a whole; the median of `TIMES`. "First" is with an empty
cache; "processor" is the median of this process alone, which a busy machine does not lengthen.
Then gunicorn with two workers is asked by `READERS` at once for `LOAD_S` seconds, on this same
machine: without whole pages, with them, and by browsers that have the page. Printed as tables;
nothing is asserted.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TIMES = 15
READERS = 8
LOAD_S = 5
# The files of styles are not collected here, so DEBUG is on until the site has started.
SITE = """
from consult.wsgi import application
from django.conf import settings
settings.DEBUG = False
"""


def start_django(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "consult.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "CACHE_URL": f"filecache://{folder}/cache",
        "ALLOWED_HOSTS": "testserver,127.0.0.1",
        "DEBUG": "1",
        "LOG_LEVEL": "ERROR",
        "SECRET_KEY": "for measurements alone",
    }
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.DEBUG = False  # see `SITE`
    settings.PAGE_CACHE_SECONDS = 0
    call_command("migrate", verbosity=0)


def fill(sections: int, comments: int) -> None:
    """Two editions of a long policy, a third of its sections changed; and a much discussed one."""
    from policies.models import SectionPage
    from tests.factories import make_many_comments, make_policy
    from tests.policies.readers_sample import change_text, next_edition, section

    words = "The county shall hold public meetings in each ward every year. " * 8
    policy = make_policy(sections, slug="long", title="Long Policy")
    for number in range(1, sections + 1):
        change_text(section(policy, number), words, words)
    next_edition(policy, "Second draft")
    for number in range(1, sections + 1, 3):
        change_text(section(policy, number), words, words.replace("every", "twice a"))
    make_many_comments(make_policy(1, slug="short", title="Short Policy"), comments)
    SectionPage.objects.update(summary="What it says.", summary_sw="Inachosema.")
    fill_translated(sections, comments)


def fill_translated(sections: int, comments: int) -> None:
    """The same in number, each page in both languages."""
    from tests.factories import make_many_comments, make_policy
    from tests.policies.readers_sample import section, translated

    policy = make_policy(sections, slug="translated", title="Translated Policy")
    discussed = make_policy(1, slug="discussed", title="Discussed Policy")
    for each, count in ((policy, sections), (discussed, 1)):
        translated(each, title="Sera")
        for number in range(1, count + 1):
            translated(section(each, number), title=f"Sehemu {number}")
    make_many_comments(discussed, comments)


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


@contextmanager
def served(folder: Path, **environment: str) -> Iterator[int]:
    """The port of gunicorn with two workers, on the database that was filled."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "bench_site.py").write_text(SITE)
    command = [sys.executable, "-m", "gunicorn", "bench_site", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "error"]
    paths = {"PYTHONPATH": f"{folder}:{ROOT}", "DEBUG": "1"}
    process = subprocess.Popen([*command, *options], env=os.environ | paths | environment)
    try:
        for _ in range(300):
            time.sleep(0.1)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        process.terminate()
        process.wait(30)


def exchange(connection: socket.socket, question: bytes) -> bytes:
    """One request and the head of its answer; the body is read and dropped."""
    connection.sendall(question)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536) or sys.exit("the site closed the connection")
    head, _blank, body = answer.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
    left = length - len(body)
    while left > 0:
        left -= len(connection.recv(min(left, 65536)))
    return head


def question(path: str, etag: bytes = b"") -> bytes:
    same = b"If-None-Match: " + etag + b"\r\n" if etag else b""
    start = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
    return start.encode() + same + b"\r\n"


def read_for(port: int, asked: bytes, status: bytes, seconds: float) -> list[float]:
    """One reader's waits in seconds."""
    waits = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        end = time.perf_counter() + seconds
        while (start := time.perf_counter()) < end:
            head = exchange(connection, asked)
            waits.append(time.perf_counter() - start)
            if head.split()[1] != status:
                sys.exit(head.decode())
    return waits


def load(name: str, port: int, asked: bytes, status: bytes = b"200") -> None:
    with ThreadPoolExecutor(READERS) as readers:
        for seconds in (0.5, LOAD_S):  # the first settles the workers
            tasks = [readers.submit(read_for, port, asked, status, seconds) for _ in range(READERS)]
            waits = sorted(wait for task in tasks for wait in task.result())
    p95 = waits[int(len(waits) * 0.95)] * 1000
    print(f"{name:<52}{len(waits) / LOAD_S:>12,.0f}{p95:>9.1f} ms", flush=True)


def measure_serving(folder: Path, path: str) -> None:
    print(f"\n{path:<52}{'requests/s':>12}{'p95':>12}")
    with served(folder, PAGE_CACHE_SECONDS="0") as port:
        load("made each time", port, question(path))
    with served(folder) as port:
        load("from the cache", port, question(path))
        with socket.create_connection(("127.0.0.1", port)) as connection:
            head = exchange(connection, question(path))
        etag = head.partition(b"ETag: ")[2].split(b"\r\n")[0]
        load("304", port, question(path, etag), b"304")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", type=int, default=300)
    parser.add_argument("--comments", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start_django(Path(folder))
        from policies.publishing.indexing import indexed_together

        with indexed_together():
            fill(options.sections, options.comments)
        print(f"{'page':<52}{'queries':>8}{'first':>12}{'median':>12}{'processor':>12}")
        n, m = options.sections, options.comments
        for language, slugs in (
            ("English", ("en", "long", "short")),
            ("Kiswahili, plain words alone", ("sw", "long", "short")),
            ("Kiswahili, every page", ("sw", "translated", "discussed")),
        ):
            prefix, long, short = slugs
            print(f"{language} (target 15 queries; policy 80 ms, section 60 ms)")
            measure(f"  policy, {n} sections", f"/{prefix}/policies/{long}/")
            measure(f"  section, {m:,} comments", f"/{prefix}/policies/{short}/section-1/")
            measure(f"  section of a policy of {n}", f"/{prefix}/policies/{long}/section-2/")
            measure("  list of policies", f"/{prefix}/policies/")
            measure("  home", f"/{prefix}/")
        measure(f"whole text, {n} sections", "/en/policy/long/editions/2/text/")
        measure(f"two editions compared, {n} sections", "/en/policy/long/compare/1/2/")
        measure("list of editions", "/en/policy/long/editions/")
        measure("one edition", "/en/policy/long/editions/2/")
        measure("search", "/en/search/?q=public+meetings")
        for path in ("/en/policies/long/", "/en/policies/short/section-1/"):
            measure_serving(Path(folder), path)


if __name__ == "__main__":
    main()
