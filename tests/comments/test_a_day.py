"""A day in the life: three hundred views over every channel, and two moderators at once.

To the site as it is served, by processes of their own. In the evening every view is accounted for,
and whoever kept a receipt proves it with the checker alone.
"""

import base64
import csv
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from bs4 import BeautifulSoup, Tag
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from comments.channels.phone import sms
from comments.channels.phone.sms import read_what_is_left
from comments.channels.stamps import new_stamp
from comments.choices import Channel, HiddenReason, MessageState, State
from comments.models import Comment, PhoneMessage, Submission
from comments.register.ledger.entries import verify
from comments.register.ledger.signing import all_verifier_keys
from policies.models import PolicyPage
from reports.freeze import freeze
from reports.models import Report
from tests.factories import make_policy, make_user
from tests.web_process import collected_static_files, web_process

SECRET = "a-secret-of-the-tests-alone"
SECTIONS = 6
PRIVATE = "Zebedayo"  # whose words name him are hidden
EXPECTED = {
    Channel.WEB: 120,
    Channel.SMS: 50,
    Channel.USSD: 30,
    Channel.FLOW: 20,
    Channel.KOBO: 20,
    Channel.PAPER: 30,
    Channel.MEMORANDUM: 10,
    Channel.IMPORT: 20,
}
HIDDEN, WITHDRAWN, EDITED = 12, 8, 8
PATIENCE_S = 30


@dataclass
class Day:
    """The site, and what its people hold in their hands."""

    site: str
    policy: PolicyPage
    receipts: list[str] = field(default_factory=list)

    @property
    def versions(self) -> list[int]:
        entries = self.policy.current_edition.entries.order_by("position")
        return list(entries.values_list("version", flat=True))

    def person(self) -> "Person":
        return Person(self.site)

    def keep(self, page: requests.Response) -> str:
        """The receipt whose page a visit ended on."""
        code = re.search(r"/receipt/([^/]+)/$", page.url.partition("?")[0])
        assert code, (page.status_code, page.url, page.text[-3000:])
        self.receipts.append(code[1])
        return code[1]


class Person(requests.Session):
    """A browser without JavaScript: it follows links and fills in forms."""

    def __init__(self, site: str) -> None:
        super().__init__()
        self.site = site

    def look(self, path: str) -> BeautifulSoup:
        answer = self.get(f"{self.site}{path}", timeout=PATIENCE_S)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:2000])
        return BeautifulSoup(answer.text, "lxml")

    def fill_in(self, path: str, form: Tag | None = None, **said: object) -> requests.Response:
        """The form's own values but for what is said; again where the site asks for it."""
        data = {**(fields(form) if form else {}), **said}
        for _try in range(20):
            answer = self.post(f"{self.site}{path}", data=data, timeout=PATIENCE_S)
            if answer.status_code != 503:
                return answer
        return answer


def fields(form: Tag) -> dict[str, str]:
    """What a form would send as it stands."""
    values = {
        each["name"]: each.get("value", "")
        for each in form.find_all("input")
        if each.get("name") and each.get("type") in (None, "hidden", "text", "datetime-local")
    }
    for select in form.find_all("select"):
        chosen = select.find("option", selected=True)
        values[select["name"]] = chosen["value"] if chosen else ""
    return values


def on_the_web(day: Day, n: int) -> None:
    """A comment; every sixth sends it twice."""
    person, path = day.person(), f"/en/comment/{section_of(day, n)}/"
    form = person.look(path).find("textarea").find_parent("form")
    who = f" as {PRIVATE} of plot nine knows" if n < HIDDEN else ""
    said = {"stance": "support", "text": f"On the web {n}: dig the wells first{who}."}
    said["stamp"] = new_stamp(60)  # nobody here waits as long as a reader would
    sent = person.fill_in(path, form, **said)
    if n % 6 == 0:
        assert person.fill_in(path, form, **said).url == sent.url
    code = day.keep(sent)
    if HIDDEN <= n < HIDDEN + WITHDRAWN:
        path = f"/en/receipt/{code}/withdraw/{number_of(code)}/"
        person.fill_in(path, person.look(path).main.find("form"))
    elif n >= 120 - EDITED:
        path = f"/en/receipt/{code}/edit/{number_of(code)}/"
        form = person.look(path).find("textarea").find_parent("form")
        person.fill_in(path, form, stance="oppose", text=f"Thought over {n}: no wells.")


def number_of(code: str) -> int:
    return Comment.objects.get(submission__receipt=code.replace("-", "")).number


def section_of(day: Day, n: int) -> int:
    version = day.versions[n % SECTIONS]
    return day.policy.current_edition.entries.get(version=version).version.section.pk


def by_sms(day: Day, n: int) -> None:
    """A message, which every tenth gateway posts three times."""
    sent = {"id": f"sms-{n}", "from": f"+2547000{n:05}", "to": "22334"}
    sent["text"] = f"MAJI {n % SECTIONS + 1} Kwa simu {n}: visima kwanza."
    for _time in range(3 if n % 10 == 0 else 1):
        answer = day.person().fill_in(f"/phone/sms/{SECRET}/", **sent)
        assert answer.status_code == 200, answer.text


def by_ussd(day: Day, n: int) -> None:
    keys = ["2", "1", str(n % SECTIONS + 1), "3", f"Call {n}: pipes first.", "1"]
    for pressed in range(len(keys) + 1):
        answer = day.person().fill_in(
            f"/phone/ussd/{SECRET}/",
            sessionId=f"call-{n}",
            serviceCode="*384*1#",
            phoneNumber=f"+2547100{n:05}",
            text="*".join(keys[:pressed]),
        )
    assert answer.text.startswith("END "), answer.text


def by_flow(day: Day, n: int) -> None:
    said = {"policy": "maji", "section": str(n % SECTIONS + 1), "comment": f"Flow {n}: visima."}
    run = {
        "contact": {"uuid": f"c-{n}", "urn": f"tel:+2547200{n:05}"},
        "flow": {"uuid": "f-1", "name": "Views"},
        "results": {name: {"value": value} for name, value in said.items()},
    }
    answer = day.person().post(f"{day.site}/phone/flow/{SECRET}/", json=run, timeout=PATIENCE_S)
    assert answer.ok, answer.text
    day.receipts.append(answer.json()["receipt"])


def by_survey(day: Day, n: int) -> None:
    """Two views of one household."""
    login = base64.b64encode(f"maoni:{SECRET}".encode()).decode()
    views = [
        {
            "views/section": f"v{day.versions[(n + k) % SECTIONS]}",
            "views/stance": "oppose",
            "views/comment": f"Household {n}, view {k}.",
        }
        for k in (0, 1)
    ]
    sent = {
        "_id": n,
        "_uuid": f"5f3c1d5e-0000-4000-8000-{n:012}",
        "_submission_time": timezone.now().strftime("%Y-%m-%dT%H:%M:%S"),
        "edition": str(day.policy.current_edition.pk),
        "language": "sw",
        "views": views,
        "ward": "1012",
    }
    answer = day.person().post(
        f"{day.site}/phone/kobo/",
        json=sent,
        headers={"Authorization": f"Basic {login}"},
        timeout=PATIENCE_S,
    )
    assert answer.ok, answer.text


def on_paper(day: Day, clerk: Person, n: int) -> None:
    path = f"/admin/intake/{day.policy.current_edition.pk}/"
    received = timezone.localtime() - timedelta(minutes=n)
    form = clerk.look(path).find("textarea").find_parent("form")
    entered = clerk.fill_in(
        path,
        form,
        section=str(n % SECTIONS + 1),
        channel="paper",
        received_at=received.strftime("%Y-%m-%d %H:%M"),
        language="sw",
        stance="oppose",
        text=f"Kwa karatasi {n}: siku saba hazitoshi.",
        name="Mfano",
        ward="1012",
        stamp=new_stamp(),
    )
    assert entered.ok, (entered.status_code, entered.text[:3000])


def as_memorandum(day: Day, n: int) -> None:
    """Five changes asked for by an organisation."""
    person = day.person()
    start = f"/en/policy/{day.policy.slug}/memorandum/"
    about = person.look(start).find("input", {"name": "organisation_name"}).find_parent("form")
    at_table = person.fill_in(
        start,
        about,
        organisation_name=f"Illustrative Readers {n}",
        subject="Water for all",
        addressee="The Clerk of the assembly",
        summary="We ask for a duty.",
        signed_by="Akinyi Illustrative",
        role="Secretary",
        speaks_for="1200",
        email="readers@example.org",
    )
    table = at_table.url.removeprefix(day.site)
    rows = {"row-TOTAL_FORMS": "5", "row-INITIAL_FORMS": "0"}
    for k in range(5):
        rows[f"row-{k}-section"] = str(k + 1)
        rows[f"row-{k}-change"] = f"Memorandum {n}: shall, not may, {k}."
        rows[f"row-{k}-rationale"] = ""
    token = at_table.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    check = person.fill_in(table, **rows, csrfmiddlewaretoken=token)
    form = BeautifulSoup(check.text, "lxml").find("form", id="step")
    day.keep(person.fill_in(check.url.removeprefix(day.site), form, may_speak="on"))


def from_a_list(day: Day, folder: Path) -> None:
    """What a member organisation had gathered in a spreadsheet."""
    file = folder / "maoni.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["section", "text", "name"])
        rows.writerows([n % SECTIONS + 1, f"From a list {n}: wells.", ""] for n in range(20))
    for _twice in range(2):
        call_command("import_comments", str(file), policy=day.policy.slug)


@dataclass
class Moderator:
    """Opens the list, publishes what is shown and hides what names somebody, till nothing waits."""

    person: Person

    def work(self, day_is_over: threading.Event) -> None:
        while True:
            was_over = day_is_over.is_set()
            page = self.person.look(f"{LIST}?state=received")
            boxes = page.select("[name=id]")
            for named in (False, True):
                ticked = [box["value"] for box in boxes if (PRIVATE in row_of(box)) is named]
                if ticked:
                    self.act(page, "hide" if named else "publish", ticked)
            if was_over and not boxes:
                return

    def act(self, page: BeautifulSoup, action: str, ticked: list[str]) -> None:
        """Go on with what was ticked, look at it, and confirm."""
        form = page.select_one("#chosen")
        chosen = self.person.fill_in(f"{LIST}choose/", form, action=action, id=ticked)
        confirm = BeautifulSoup(chosen.text, "lxml").main.find("form", method="post")
        if confirm:
            reason = {"hidden_reason": HiddenReason.PERSONAL_DATA} if action == "hide" else {}
            self.person.fill_in(chosen.url.removeprefix(self.person.site), confirm, **reason)


LIST = "/admin/snippets/comments/comment/"


def row_of(box: Tag) -> str:
    return box.find_parent("tr").get_text(" ")


def signed_in(site: str, role: str) -> Person:
    browser = Client()
    browser.force_login(make_user(role))
    person = Person(site)
    person.cookies.set("sessionid", browser.cookies["sessionid"].value)
    return person


def proved(day: Day, folder: Path) -> int:
    """How many proofs the checker lets pass, as it is downloaded, in a process that has no site."""
    visitor = day.person()
    (folder / "checker.py").write_text(visitor.get(f"{day.site}/ledger/checker.py").text)
    proofs = folder / "proofs"
    proofs.mkdir()
    for submission in Submission.objects.prefetch_related("comments"):
        for comment in submission.comments.all():
            path = f"/en/receipt/{submission.printed_receipt}/proof/{comment.number}/"
            proof = visitor.get(f"{day.site}{path}", timeout=PATIENCE_S)
            assert proof.ok, (path, proof.status_code)
            (proofs / f"{comment.number}.tlog-proof").write_text(proof.text)
    keys = [str(key) for key, _until in all_verifier_keys(day.policy.ledger.origin)]
    options = [part for key in keys for part in ("--key", key)]
    program = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import checker\n"
        "options, files = sys.argv[2:], sorted(pathlib.Path(sys.argv[1], 'proofs').iterdir())\n"
        "for file in files:\n"
        "    sys.argv = ['checker.py', 'receipt', str(file), *options]\n"
        "    assert checker.main() == 0, file\n"
    )
    command = [sys.executable, "-I", "-c", program, str(folder), *options]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr[-2000:]
    return said.stdout.count("Entry ")


@pytest.mark.attack
def test_day__ends_with_every_view_counted_and_proved(transactional_db, tmp_path, monkeypatch):
    monkeypatch.setattr(sms, "LEFT_AFTER", timedelta(0))
    policy = make_policy(SECTIONS, reference="MAJI", title="Illustrative Water Policy")
    secrets = {f"{door}_SECRETS": SECRET for door in ("SMS", "USSD", "FLOW", "KOBO")}
    cache = f"filecache://{tmp_path}/cache"
    environment = {"CACHE_URL": cache, "DEBUG": "0", **secrets}
    with (
        collected_static_files(),
        web_process("--workers=2", "--threads=4", **environment) as site,
    ):
        day = Day(site, policy)
        clerk = signed_in(site, "Clerks")
        clerk.look(f"/admin/intake/{policy.current_edition.pk}/")  # her cookies, before she works
        everything = [
            *((on_the_web, day, n) for n in range(120)),
            *((by_sms, day, n) for n in range(50)),
            *((by_ussd, day, n) for n in range(30)),
            *((by_flow, day, n) for n in range(20)),
            *((by_survey, day, n) for n in range(10)),
            *((on_paper, day, clerk, n) for n in range(30)),
            *((as_memorandum, day, n) for n in range(2)),
            (from_a_list, day, tmp_path),
        ]
        random.Random(9).shuffle(everything)
        over = threading.Event()
        moderators = [Moderator(signed_in(site, "Moderators")) for _two in range(2)]
        with ThreadPoolExecutor(10) as people:
            at_work = [people.submit(closing, each.work, over) for each in moderators]
            sent = [people.submit(closing, *each) for each in everything]
            wait(sent)
            read_what_is_left()  # as the worker does, where the database was busy for too long
            over.set()
            for each in (*sent, *at_work):
                each.result()
        channels = Counter(Comment.objects.values_list("submission__channel", flat=True))
        others = PhoneMessage.objects.exclude(state=MessageState.TAKEN)
        assert channels == EXPECTED, list(others.values())
        assert proved(day, tmp_path) == 300
    known = {submission.printed_receipt for submission in Submission.objects.all()}
    assert len(set(day.receipts)) == len(day.receipts) > 100
    assert known.issuperset(day.receipts)
    assert_reconciled(policy, tmp_path)


def assert_reconciled(policy: PolicyPage, folder: Path) -> None:
    """What came is what is counted: by channel, by state, in the ledger and in a report."""
    states = Counter(Comment.objects.values_list("state", flat=True))
    left = {State.HIDDEN: HIDDEN, State.WITHDRAWN: WITHDRAWN}
    assert states == {State.PUBLISHED: 300 - HIDDEN - WITHDRAWN, **left}
    assert verify(policy) == []
    assert set(Comment.objects.filter(state=State.HIDDEN)) == set(
        Comment.objects.filter(text__contains=PRIVATE)
    )
    report = Report.objects.create(policy=policy, edition=policy.current_edition, language="en")
    dataset = freeze(report, folder / "dataset.jsonl.gz", progress=lambda _done: None).dataset
    total = dataset.header["reconciliation"]["all_channels"]
    assert (total["total"], total["published"]) == (300, 300 - HIDDEN - WITHDRAWN)


def closing(do: Callable[..., None], *args: object) -> None:
    try:
        do(*args)
    finally:
        connections.close_all()
