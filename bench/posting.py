"""How many comments the site takes in a second, and how often it gives out the form for one.

Run from the project's root: ``python -m bench.posting [--posts 3000] [--postgresql]``. Gunicorn
with two workers of four threads, as production runs it, on a database, cache and files of its own,
which are removed; with ``--postgresql`` on servers of PostgreSQL and Redis that are started for it.
The clients run on this same machine. Each post is a form of its own from an address of its own. At
the end every comment that was thanked for is looked for in the database, and the ledger is
verified. Processor time is that of gunicorn's processes. Printed as a table; it ends with 1 where a
comment was refused or is missing, and asserts nothing of the times.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlencode

from bench.pages import ROOT, exchange

WARM_UP = 64
TOKEN = "0123456789abcdef" * 2  # of the form: any browser may choose its own
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Answered(NamedTuple):
    """What came back of one request: where it led, and how long it took."""

    status: str
    location: str
    wait_s: float


def start_django(folder: Path, **environment: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "consult.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "CACHE_URL": f"filecache://{folder}/cache",
        "ALLOWED_HOSTS": "127.0.0.1",
        "PROXY_COUNT": "1",
        "LOG_LEVEL": "CRITICAL",
        "SECRET_KEY": "for measurements alone",
        **environment,
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def services(folder: Path) -> Iterator[dict[str, str]]:
    """PostgreSQL, which waits for the disk as on a server, and Redis: what names them."""
    from tests.services.servers import postgresql, redis_server

    folder.chmod(0o755)  # PostgreSQL runs under an account of its own
    with postgresql(folder, ["max_connections=50"]) as database, redis_server(folder) as redis:
        yield {"DATABASE_URL": database.url, "CACHE_URL": redis.url}


class Site:
    """Gunicorn as it serves, and how long its processes have worked."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "consult.wsgi"]
        options = ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level"]
        at = ["error", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen([*command, *options, *at], cwd=ROOT)

    def __enter__(self) -> Self:
        for _ in range(300):
            time.sleep(0.1)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(30)

    def worked_s(self) -> float:
        pid = self.process.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return sum(map(_worked_s, workers))


def _worked_s(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def forms(section_ids: Sequence[int], versions: dict[int, int], tags: list[int], n: int) -> list:
    """``n`` requests, each a form that was opened a minute ago: address and what is sent."""
    from comments.channels.stamps import new_stamp

    made = []
    for number in range(n):
        section = section_ids[number % len(section_ids)]
        fields = {
            "stance": "oppose",
            "text": f"The notice should be read out at the baraza too, says number {number}.",
            "reason": "Not everybody reads the newspaper.",
            "tags": tags[number % len(tags)],
            "name": f"Illustrative Person {number}",
            "ward": "1012",
            "version": versions[section],
            "stamp": new_stamp(60),
            "csrfmiddlewaretoken": TOKEN,
        }
        made.append(_request(section, number, urlencode(fields).encode()))
    return made


def _request(section: int, number: int, body: bytes) -> bytes:
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    head = (
        f"POST /en/comment/{section}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"X-Forwarded-For: {address}\r\nCookie: csrftoken={TOKEN}\r\nOrigin: http://127.0.0.1\r\n\r\n"
    )
    return head.encode() + body


def ask(port: int, requests: Sequence[bytes]) -> list[Answered]:
    """One client's requests, one after the other over one connection."""
    answers = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for each in requests:
            started = time.perf_counter()
            head = exchange(connection, each).decode()
            waited = time.perf_counter() - started
            location = head.partition("Location: ")[2].partition("\r\n")[0]
            answers.append(Answered(head.split()[1], location, waited))
    return answers


def ask_at_once(port: int, requests: Sequence[bytes], clients: int) -> list[Answered]:
    """So many clients', each with its share, over a connection of its own."""
    shares = [requests[n::clients] for n in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        return [each for some in pool.map(lambda share: ask(port, share), shares) for each in some]


def load(label: str, site: Site, requests: Sequence[bytes], clients: int) -> list[Answered]:
    """Ask all of it by so many clients at once, and print a row."""
    worked, started = site.worked_s(), time.perf_counter()
    answers = ask_at_once(site.port, requests, clients)
    passed, worked = time.perf_counter() - started, site.worked_s() - worked
    waits = sorted(each.wait_s * 1000 for each in answers)
    p50, p95 = (waits[int(len(waits) * part)] for part in (0.5, 0.95))
    errors = sum(each.status[0] not in "23" for each in answers)
    each_ms = worked / len(answers) * 1000
    figures = f"{len(answers) / passed:>8,.0f}/s{p50:>9.1f} ms{p95:>9.1f} ms{errors:>8}"
    print(f"{label:<40}{figures}{each_ms:>11.2f} ms", flush=True)
    return answers


def missing(answers: Sequence[Answered]) -> list[str]:
    """What does not add up: receipts that were given and open nothing, and faults of the ledger."""
    from comments.models import Ledger, Submission
    from comments.models.receipt_codes import parse_receipt
    from comments.register.ledger.entries import verify

    given = {parse_receipt(each.location.split("/")[3]) for each in answers if each.location}
    known = set(Submission.objects.exclude(comments=None).values_list("receipt", flat=True))
    ledger = Ledger.objects.select_related("policy").get()
    counted = [] if ledger.size == len(known) else [f"{ledger.size} entries of {len(known)}"]
    return [*(given - known), *counted, *verify(ledger.policy)]


def fill(sections: int) -> Callable[[int], list[bytes]]:
    """A policy that is open; what makes so many forms for it."""
    from policies.models import SectionPage
    from tests.factories import make_policy
    from tests.policies.readers_sample import change_text, section

    words = "The county shall hold public meetings in each ward every year. " * 8
    policy = make_policy(sections, tags=("Health", "Roads", "Water", "Youth", "Cost"))
    for number in range(1, sections + 1):
        change_text(section(policy, number), words, words)
    pages = SectionPage.objects.all()
    versions = {page.pk: page.current_version.pk for page in pages if page.current_version}
    tags = list(policy.tags.values_list("pk", flat=True))
    return lambda n: forms(list(versions), versions, tags, n)


def main(options: argparse.Namespace, folder: Path) -> None:
    with ExitStack() as stack:
        start_django(folder, **stack.enter_context(services(folder)) if options.postgresql else {})
        make_forms = fill(options.sections)
        site = stack.enter_context(Site(folder))
        print(f"{'':<40}{'a second':>10}{'p50':>12}{'p95':>12}{'errors':>8}{'processor':>14}")
        posts = make_forms(options.posts + WARM_UP)
        settled = ask_at_once(site.port, posts[:WARM_UP], options.clients)
        answers = load("posts", site, posts[WARM_UP:], options.clients)
        page = posts[0].split()[1].decode()
        form = f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        load("the form", site, [form] * options.posts, options.clients)
        faults = missing([*settled, *answers])
        print(f"{len(settled) + len(answers):,} sent, faults: {', '.join(faults) or 'none'}")
        if faults or any(each.status != "302" for each in answers):
            sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--posts", type=int, default=3_000)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--sections", type=int, default=40)
    parser.add_argument("--postgresql", action="store_true")
    with tempfile.TemporaryDirectory(prefix="bench-posting-") as name:
        main(parser.parse_args(), Path(name))
