"""Made-up requests to the site as it is served: none ends in a fault of ours, none takes long.

``ATTACK_REQUESTS`` says how many; the same seed makes the same requests.
"""

import http.client
import os
import random
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.marked_site import addresses, make_site
from tests.web_process import collected_static_files, web_process

REQUESTS = int(os.environ.get("ATTACK_REQUESTS", "400"))
SLOWEST_S = 5.0
SEED = 2010
TOKEN = "0123456789abcdef" * 2  # of a form: any browser may choose its own
LONG = 60_000
VALUES = [
    "",
    " ",
    "\x00",
    "'\"><script>alert(1)</script>",
    "{{ 7|add:7 }}{% debug %}",
    "=HYPERLINK(1)",
    "../../../../etc/passwd",
    "%s%n%d",
    "9" * 30,
    "-1",
    "1e309",
    "NaN",
    "٣",
    "²",
    "true",
    "[]",
    '{"$ne": 1}',
    "\u202e\u2066abc",
    "\ud7ff\ufffe",
    "a\u0301\u0316" * 2000,
    "a\u0315\u0300" * 2000,
    "Z\u0351\u036b" * 10_000,
    "ﷺ" * 5000,
    "(" * 5000,
    "[" * 20_000,
    " \n" * 20_000,
    "<b " * 10_000,
    "a" * LONG,
    "a@" * 5000,
    "2026-02-30T25:61",
    "MN-2" + "A" * 200,
    "\r\nSet-Cookie: a=b",
]
HEADERS = [
    ("Accept-Language", "sw;q=" + "9" * 500),
    ("Accept-Language", ",".join(["x-" + "a" * 8] * 300)),
    ("Cookie", "sessionid=" + "x" * 3000),
    ("Cookie", "maoni_visit=1:2:3; messages=" + "W" * 2000),
    ("Cookie", "=;;;==; a"),
    ("Content-Type", "text/html; charset=no-such-charset"),
    ("Content-Type", "application/x-www-form-urlencoded; charset=utf-7"),
    ("Content-Type", "multipart/form-data; boundary=" + "b" * 300),
    ("Content-Type", "multipart/form-data"),
    ("Content-Type", "application/json"),
    ("Host", "evil.example"),
    ("Host", "localhost:0"),
    ("Host", "[::1"),
    ("If-Modified-Since", "Thu, 99 Foo 0000 99:99:99 GMT"),
    ("If-None-Match", '"' * 2000),
    ("HX-Request", "true"),
    ("HX-Current-URL", "http://[::"),
    ("Origin", "null"),
    ("Range", "bytes=" + "0-1," * 500),
    ("Referer", "http://[/"),
    ("X-Forwarded-For", "," * 1000),
    ("X-Forwarded-Proto", "javascript"),
    ("Script-Name", "/evil"),
    ("X-HTTP-Method-Override", "TRACE"),
]
METHODS = ["GET"] * 8 + ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"]


@dataclass
class Form:
    """A form that a stranger is shown, with what its fields hold."""

    path: str
    fields: dict[str, str]


@dataclass
class Attack:
    """What was sent and how it went."""

    site: str
    statuses: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
        said = f"{method} {path[:200]} {sorted(headers.items())} {body[:300]!r}"[:700]
        begin = time.monotonic()
        status, content = self._ask(method, path, body, headers)
        seconds = time.monotonic() - begin
        self.statuses[status] += 1
        self.slowest = max(self.slowest, (seconds, said))
        if status >= 500 and status not in (501, 505):
            self.faults.append(f"{status}: {said}")
        if seconds > SLOWEST_S:
            self.faults.append(f"{seconds:.1f} s: {said}")
        return content

    def _ask(self, method: str, path: str, body: bytes, headers: dict) -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=60)) as line:
            skip = "Host" in headers
            line.putrequest(method, path, skip_host=skip, skip_accept_encoding=True)
            for name, value in headers.items():
                line.putheader(name, value.encode("latin-1", "replace"))
            if body or method == "POST":
                line.putheader("Content-Length", str(len(body)))
            line.endheaders(body)
            with line.getresponse() as response:
                return response.status, response.read()


def forms_of(attack: Attack, paths: list[str]) -> list[Form]:
    found: dict[str, Form] = {}
    for path in paths:
        content = attack.send("GET", path)
        if not content.lstrip().lower().startswith(b"<!doctype html"):
            continue
        page = BeautifulSoup(content, "lxml")
        for form in page.select("form[method=post]"):
            fields = {
                each["name"]: str(each.get("value") or "")
                for each in form.select("[name]")
                if each["name"] != "csrfmiddlewaretoken"
            }
            to = str(form.get("action") or path)
            found.setdefault(to + ",".join(fields), Form(to, fields))
    return list(found.values())


def made_up(dice: random.Random, attack: Attack, paths: list[str], forms: list[Form]) -> None:
    """Send one request."""
    headers = dict(dice.sample(HEADERS, dice.choice([0, 0, 1, 2])))
    if dice.random() < 0.5:
        form = dice.choice(forms)
        fields = dict(form.fields)
        for name in dice.sample(sorted(fields), min(len(fields), dice.choice([1, 1, 2, 9]))):
            fields[name] = dice.choice(VALUES)
        body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN}, errors="replace").encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={TOKEN}",
            "Origin": attack.site,
        } | headers
        attack.send("POST", form.path, body, **headers)
        return
    path = dice.choice(paths)
    if dice.random() < 0.5:
        name = dice.choice(["q", "page", "policy", "old", "new", "paragraph", "words", "lang", "x"])
        value = quote(dice.choice(VALUES)[:3000], errors="replace")
        path += ("&" if "?" in path else "?") + f"{name}={value}"
    elif dice.random() < 0.5:
        parts = path.split("/")
        parts[dice.randrange(1, len(parts))] = quote(dice.choice(VALUES)[:500], safe="")
        path = "/".join(parts)
    attack.send(dice.choice(METHODS), path, **headers)


@pytest.mark.attack
def test_site__answers_whatever_is_made_up_without_a_fault_and_in_time(
    transactional_db, tmp_path, record_property
):
    paths = [url for _name, url in addresses(make_site())]
    cache = f"filecache://{tmp_path}/cache"
    with (
        collected_static_files(),
        web_process("--workers=2", "--threads=4", CACHE_URL=cache, DEBUG="0") as site,
    ):
        attack = Attack(site)
        forms = forms_of(attack, paths)
        dice = random.Random(SEED)
        for _ in range(REQUESTS):
            made_up(dice, attack, paths, forms)
    seconds, worst = attack.slowest
    record_property("addresses, forms", f"{len(paths)}, {len(forms)}")
    record_property("made-up requests", REQUESTS)
    record_property("answers by status", dict(sorted(attack.statuses.items())))
    record_property("slowest answer, s", f"{seconds:.2f}")
    assert len(forms) > 3
    assert not attack.faults, "\n".join(attack.faults[:20]) + f"\nslowest: {worst}"
