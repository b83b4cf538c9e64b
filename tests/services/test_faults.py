"""PostgreSQL and Redis fall silent, or are killed and start again, while people use the site.

Readers and writers go on all the while, as people do: who is told to try again sends the same form
once more. ``FAULT_SECONDS`` says how long a server is away.
"""

import http.client
import itertools
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client

from comments.channels.stamps import new_stamp
from comments.models import Comment
from comments.register.ledger.entries import verify
from consult.outages import PATIENCE_S
from reports.models import Report, ReportFile
from tests.database import MIGRATED
from tests.factories import make_policy, make_user
from tests.services.servers import Server
from tests.services.stack import Stack, stack_running
from tests.waiting import wait_until

pytestmark = pytest.mark.services

AWAY_S = float(os.environ.get("FAULT_SECONDS", "8"))
IN_TIME_S = PATIENCE_S + 1
BUSY_MACHINE = 3
MANY = 5
TOKEN = "0123456789abcdef" * 2  # of the form: any browser may choose its own
READERS, WRITERS = 3, 3


@dataclass
class Answer:
    asked_at: float
    seconds: float
    status: int
    page: str
    leads_to: str

    @property
    def answered_at(self) -> float:
        return self.asked_at + self.seconds

    @property
    def is_receipt(self) -> bool:
        return self.status == 302 and "/receipt/" in self.leads_to


@dataclass
class People:
    """Readers of two pages and writers of comments, until they are told to stop."""

    stack: Stack
    form: dict[str, object]
    paths: tuple[str, ...]
    address: str
    read: list[Answer] = field(default_factory=list)
    sent: list[Answer] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)
    home: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def wait_for_answers(self) -> None:
        """Until some have read and written from now on."""
        begin = time.monotonic()
        for answers, status in ((self.read, 200), (self.sent, 302)):
            wait_until(
                lambda got=answers, wanted=status: (
                    sum(each.asked_at > begin and each.status == wanted for each in list(got))
                    >= MANY
                ),
                timeout_s=120,
                what="people to be served",
            )

    def go_on_reading(self) -> None:
        for path in itertools.cycle(self.paths):
            self.read.append(ask(self.stack.site, path))
            if self.home.wait(0.1):
                return

    def go_on_writing(self) -> None:
        while not self.home.is_set():
            words = f"Point {next(self.numbers)}: read the notice out at the baraza too."
            self.send_until_it_is_received(self.form | {"text": words, "stamp": new_stamp(60)})

    def send_until_it_is_received(self, form: dict[str, object]) -> None:
        for _ in range(1000):
            answer = ask(self.stack.site, self.address, form)
            self.sent.append(answer)
            if answer.is_receipt:
                self.receipts[str(form["text"])] = answer.leads_to
                return
            time.sleep(0.3)


def ask(site: str, path: str, form: dict[str, object] | None = None, session: str = "") -> Answer:
    headers = {"Origin": site}
    cookies = f"sessionid={session}; csrftoken={TOKEN}" if session else f"csrftoken={TOKEN}"
    if form is not None:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        form = form | {"csrfmiddlewaretoken": TOKEN}
    begin = time.monotonic()
    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=120)) as line:
        line.request("GET" if form is None else "POST", path, form and urlencode(form), headers)
        response = line.getresponse()
        page = response.read().decode()
        leads_to = response.getheader("Location", "")
    return Answer(begin, time.monotonic() - begin, response.status, page, leads_to)


@pytest.fixture(scope="module")
def stack(request, django_db_setup, django_db_blocker) -> Iterator[Stack]:
    with (
        tempfile.TemporaryDirectory(prefix="maoni-faults-") as name,
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's account passes through to its own folder
        with stack_running(folder, request.config.stash[MIGRATED].name, monkeypatch) as running:
            yield running


@pytest.fixture
def policy(stack):
    return make_policy(1)


@pytest.fixture
def people(stack, policy) -> People:
    section = policy.current_edition.entries.get().version.section
    form = {"stance": "support", "version": section.current_version.pk}
    paths = (policy.get_url(), section.get_url())
    return People(stack, form, paths, f"/en/comment/{section.pk}/")


@pytest.fixture
def ask_for_report(stack, policy) -> Callable[[], Answer]:
    """Ask as an analyst does, with the form."""
    browser = Client()
    browser.force_login(make_user("Superuser"))
    session = browser.cookies["sessionid"].value
    path = f"/admin/consultation-reports/new/?edition={policy.current_edition.pk}"
    form = {"formats": "csv", "language": "en"}
    return lambda: ask(stack.site, path, form, session)


@contextmanager
def using_the_site(people: People) -> Iterator[None]:
    with ThreadPoolExecutor(READERS + WRITERS) as threads:
        work = [people.go_on_reading] * READERS + [people.go_on_writing] * WRITERS
        done = [threads.submit(each) for each in work]
        try:
            yield
        finally:
            people.home.set()
        for each in done:
            each.result()


@contextmanager
def silent(servers: list[Server]) -> Iterator[None]:
    for server in servers:
        server.fall_silent()
    try:
        yield
    finally:
        for server in servers:
            server.speak_again()


@contextmanager
def killed(servers: list[Server]) -> Iterator[None]:
    for server in servers:
        server.kill()
    try:
        yield
    finally:
        for server in servers:
            server.start()


@pytest.fixture(params=[silent, killed])
def away(request, stack) -> Callable[..., AbstractContextManager[None]]:
    return lambda names: request.param([stack[name] for name in names.split()])


@pytest.mark.parametrize("servers", ["database", "redis", "database redis"])
def test_site__goes_on_while_its_servers_are_away(
    servers, away, policy, people, ask_for_report, record_property
):
    jobs = []
    with using_the_site(people):
        people.wait_for_answers()
        jobs.append(ask_for_report())
        begin = time.monotonic()
        with away(servers):
            jobs.append(ask_for_report())
            time.sleep(AWAY_S)
        end = time.monotonic()
        people.wait_for_answers()
        jobs.append(ask_for_report())
    connection.close()

    for who, answers in (("readers", people.read), ("writers", people.sent), ("staff", jobs)):
        meanwhile = [each for each in answers if begin <= each.asked_at < end]
        record_property(f"{servers}, {who} meanwhile", said(meanwhile))
        assert {each.status for each in answers} <= {200, 302, 503}
        assert max(each.seconds for each in meanwhile) < BUSY_MACHINE * IN_TIME_S
    assert jobs[-1].status == 302
    healed = min(
        each.answered_at for each in people.sent if each.is_receipt and each.asked_at > end
    )
    record_property(f"{servers}, first receipt after, s", f"{healed - end:.1f}")

    reports = Report.objects.filter(policy=policy)
    wanted = sum(job.status == 302 for job in jobs)
    wait_until(lambda: reports.done().count() == wanted, timeout_s=120, what="the reports")
    record_property(f"{servers}, last report after, s", f"{time.monotonic() - end:.1f}")
    assert reports.count() == wanted
    assert ReportFile.objects.filter(report__policy=policy).count() == wanted

    assert verify(policy) == []
    texts = Comment.objects.filter(policy=policy).values_list("text", flat=True)
    assert sorted(texts) == sorted(people.receipts)
    for words, receipt in people.receipts.items():
        assert words in ask(people.stack.site, receipt).page


@pytest.mark.parametrize("servers", ["database"])
def test_post__that_could_not_be_saved_comes_back_with_its_words(servers, away, people):
    form = people.form | {"text": "Read the notice out at the baraza too.", "stamp": new_stamp(60)}
    ask(people.stack.site, people.address, people.form | {"text": "Seen.", "stamp": new_stamp(60)})
    with away(servers):
        answer = ask(people.stack.site, people.address, form)
    assert answer.status == 503
    assert "Send it again" in answer.page
    assert form["text"] in answer.page
    assert form["stamp"] in answer.page


def said(answers: list[Answer]) -> str:
    statuses = Counter(each.status for each in answers)
    seconds = sorted(each.seconds for each in answers)
    return f"{dict(statuses)}, median {median(seconds):.2f} s, slowest {seconds[-1]:.2f} s"
