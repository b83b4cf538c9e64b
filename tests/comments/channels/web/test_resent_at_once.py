"""One form sent by many taps at once, as on a bad line, to the site as it is served."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode, urlsplit

import pytest

from comments.channels.stamps import new_stamp
from comments.models import Submission
from comments.register.ledger.entries import verify
from tests.factories import make_policy
from tests.web_process import collected_static_files, web_process

AT_ONCE = 200
TRIES = 20
TOKEN = "0123456789abcdef" * 2  # of the form: any browser may choose its own


@pytest.mark.attack
def test_resent__200_times_at_once_is_one_comment_and_200_times_its_receipt(
    transactional_db, tmp_path
):
    policy = make_policy(1)
    section = policy.current_edition.entries.get().version.section
    form = {
        "stance": "support",
        "text": "The notice should be read out at the baraza too.",
        "version": section.current_version.pk,
        "stamp": new_stamp(60),
        "csrfmiddlewaretoken": TOKEN,
    }
    cache = f"filecache://{tmp_path}/cache"
    with (
        collected_static_files(),
        web_process("--workers=2", "--threads=8", CACHE_URL=cache, DEBUG="0") as site,
        ThreadPoolExecutor(AT_ONCE) as taps,
    ):
        path = f"/en/comment/{section.pk}/"
        answers = list(taps.map(lambda _n: send(site, path, form), range(AT_ONCE)))
    receipt = Submission.objects.get().printed_receipt
    assert set(answers) == {(302, f"/en/receipt/{receipt}/")}
    assert verify(policy) == []


def send(site: str, path: str, form: dict[str, object]) -> tuple[int, str]:
    """Status and where it leads; who is told that the database is busy sends it again, as it says.

    Whoever waits longer than four seconds for others to finish writing is told that.
    """
    for _try in range(TRIES):
        status, location, page = post(site, path, form)
        if status != 503:
            return status, location
        assert str(form["stamp"]) in page
        assert str(form["text"]) in page
    return status, location


def post(site: str, path: str, form: dict[str, object]) -> tuple[int, str, str]:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}",
        "Origin": site,
    }
    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=120)) as connection:
        connection.request("POST", path, urlencode(form), headers)
        with connection.getresponse() as response:
            page = response.read().decode()
            return response.status, response.getheader("Location", ""), page
