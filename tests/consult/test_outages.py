"""What readers and writers get while the database is held up or away, or the disk is full."""

import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.core.cache import caches
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.channels.stamps import new_stamp
from comments.models import Comment
from consult import outages
from consult.pages import dependencies
from home.models import UpdatePage
from policies.models import Edition
from tests.factories import make_policy

WORDS = "The notice should be read out at the baraza too."
AT_ONCE_S = 1.0


@pytest.fixture(autouse=True)
def _no_outage_before(monkeypatch) -> None:
    monkeypatch.setattr(outages, "_lasts_until", 0.0)


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False)


@contextmanager
def others_write() -> Iterator[None]:
    """Another connection holds what a comment needs, for as long as it likes."""
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        if other.vendor == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        else:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE comments_comment IN ACCESS EXCLUSIVE MODE")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
            other.close()


@contextmanager
def database_away() -> Iterator[None]:
    """Every statement fails as it does where the server is gone."""

    def fail(*_args: object) -> None:
        raise OperationalError("no connection to the secret server")

    with connection.execute_wrapper(fail):
        yield


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process, or of those it starts, can grow."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


class _Form(HTMLParser):
    """The form of the page that sends the words again."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        at = dict(attrs)
        if tag == "form" and at.get("method") == "post":
            self.action = at["action"]
        if tag == "input":
            self.fields.setdefault(at["name"], []).append(at["value"])


def timed(ask: Callable) -> tuple:
    begin = time.monotonic()
    return ask(), time.monotonic() - begin


def _without_notice(page) -> bytes:
    """A page that stands in, but for the line that says so."""
    head, found, rest = page.content.partition(b'<div class="notice notice-warning">')
    assert found
    return head + rest.partition(b"</div>")[2].removeprefix(b"\n")


def comment_form(policy) -> tuple[str, dict]:
    section = policy.current_edition.entries.get(position=1).version.section
    data = {
        "text": WORDS,
        "stance": "support",
        "name": "Amina",
        "reason": "<b>many</b> cannot read",
    }
    data |= {"version": section.current_version.pk, "stamp": new_stamp(60)}
    return reverse("comments:comment", args=[section.pk]), data


def test_post__while_others_write_comes_back_in_time_with_its_words(transactional_db, reader):
    address, data = comment_form(make_policy())
    reader.get(address)
    with others_write():
        answer, seconds = timed(lambda: reader.post(address, data))
        again, at_once = timed(lambda: reader.post(address, data))
    page = answer.content.decode()
    assert (answer.status_code, again.status_code) == (503, 503)
    assert seconds < 5
    assert at_once < AT_ONCE_S + outages.HASTE_S, "an outage that is known is not waited for"
    assert answer["Retry-After"]
    assert WORDS in page
    assert "&lt;b&gt;many&lt;/b&gt; cannot read" in page

    form = _Form(page)
    receipt = reader.post(form.action, form.fields)
    assert receipt.status_code == 302
    comment = Comment.objects.get()
    assert (comment.text, comment.reason) == (WORDS, data["reason"])
    assert comment.submission.name == "Amina"


@pytest.mark.parametrize(("path", "words"), [("/en/", "try again"), ("/sw/", "jaribu tena")])
def test_page__that_cannot_be_made_says_so_in_the_readers_language(db, reader, path, words):
    with database_away():
        answer = reader.get(path)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert words in page.lower()
    assert "secret" not in page
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_password__is_not_written_into_the_page_that_says_to_try_again(db, reader):
    with database_away():
        answer = reader.post(
            reverse("account_login"), {"login": "amina", "password": "a secret of mine"}
        )
    assert answer.status_code == 503
    assert "a secret of mine" not in answer.content.decode()


def test_words__that_another_site_had_sent_are_not_shown(db):
    reader = Client(raise_request_exception=False, enforce_csrf_checks=True)
    with database_away():
        answer = reader.post("/en/receipt/", {"code": "words of a stranger"})
    assert "words of a stranger" not in answer.content.decode()


def test_wrong_query__is_a_fault_of_ours_and_no_outage(db):
    with (
        pytest.raises(DatabaseError) as raised,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM no_such_table")
    assert not outages.is_outage(raised.value)


def test_fault_of_our_own__is_still_told_as_one(rf):
    try:
        raise ValueError
    except ValueError:
        assert outages.server_error(rf.get("/en/")).status_code == 500


class TestKeptPage:
    """A page of a policy that was read before the database went away."""

    @pytest.fixture
    def policy(self, transactional_db):
        return make_policy()

    @pytest.fixture
    def kept(self, policy, reader) -> bytes:
        caches["pages"].clear()
        return reader.get(policy.get_url()).content

    def test_stands_in_for_one_that_cannot_be_made(self, policy, kept, reader):
        dependencies.mark_changed(dependencies.SITE)
        with database_away():
            first = reader.get(policy.get_url())
            second, seconds = timed(lambda: reader.get(policy.get_url()))
        assert first.status_code == second.status_code == 200
        assert first.content == second.content
        assert _without_notice(first) == kept
        assert seconds < AT_ONCE_S
        assert "max-age" not in second["Cache-Control"]

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "This page is as it was on 4 May 2026, 9:30 a.m."),
            ("sw", "Ukurasa huu unaonyeshwa kama ulivyokuwa 4 Mei 2026, 09:30, kwani"),
        ],
    )
    def test_says_as_of_when_it_is_for_its_time_may_be_over(
        self, policy, reader, monkeypatch, language, said
    ):
        address = policy.get_url().replace("/en/", f"/{language}/")
        at = datetime(2026, 5, 4, 9, 30, tzinfo=timezone.get_default_timezone())
        Edition.objects.update(opens_at=at - timedelta(days=1), closes_at=at + timedelta(hours=1))
        caches["pages"].clear()
        monkeypatch.setattr(timezone, "now", lambda: at)
        assert reader.get(address).status_code == 200
        monkeypatch.setattr(timezone, "now", lambda: at + timedelta(hours=2))
        with database_away():
            page = reader.get(address).content.decode()
        assert said in page

    def test_gives_way_as_soon_as_another_can_be_made(self, policy, kept, reader, monkeypatch):
        policy.title = "A New Name"
        policy.save_revision().publish()
        with database_away():
            assert _without_notice(reader.get(policy.get_url())) == kept
        monkeypatch.setattr(outages, "_lasts_until", 0.0)
        assert "A New Name" in reader.get(policy.get_url()).content.decode()

    @pytest.mark.parametrize("withhold", ["unpublish", "restrict", "delete"])
    def test_is_not_shown_again_once_it_was_withheld(self, policy, kept, reader, withhold):
        address = policy.get_url()
        policy.add_child(instance=UpdatePage(title="An update", locale=policy.locale))
        reader.get(address)
        {
            "unpublish": policy.unpublish,
            "restrict": lambda: policy.view_restrictions.create(restriction_type="login"),
            "delete": UpdatePage.objects.get().delete,
        }[withhold]()
        with database_away():
            answer = reader.get(address)
        assert answer.status_code == 503
        assert policy.title not in answer.content.decode()


@pytest.mark.parametrize("format_name", ["pdf", "docx", "txt", "akn"])
def test_download__says_that_the_disk_is_full(transactional_db, reader, format_name):
    policy = make_policy()
    address = reverse(
        "policies:download", args=[policy.slug, policy.current_edition.number, format_name]
    )
    with full_disk():
        answer = reader.get(address)
    assert answer.status_code == 503
    assert "could not be made" in answer.content.decode()
    file = reader.get(address)
    assert file.status_code == 200
    assert b"".join(file.streaming_content)


def test_comment__on_a_full_disk_comes_back_with_its_words(transactional_db, reader):
    """A database that is a server writes to a disk of its own."""
    address, data = comment_form(make_policy())
    with full_disk():
        answer = reader.post(address, data)
    if connection.vendor != "sqlite":
        assert Comment.objects.get().text == WORDS
        return
    assert answer.status_code == 503
    assert WORDS in answer.content.decode()
    assert not Comment.objects.exists()
