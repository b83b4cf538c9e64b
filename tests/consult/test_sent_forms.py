"""What was typed is given back where it could not be taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from comments.channels.stamps import new_stamp
from comments.models import Comment
from consult import outages
from consult.accounts import gate
from policies.models import PolicyPage
from tests.factories import make_policy, sign_in

pytestmark = pytest.mark.django_db
WORDS = "The notice should be read out at the baraza too."


@pytest.fixture(autouse=True)
def _no_outage_before(monkeypatch) -> None:
    monkeypatch.setattr(outages, "_lasts_until", 0.0)


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@contextmanager
def database_away() -> Iterator[None]:
    def fail(*_args: object) -> None:
        raise OperationalError("no connection")

    with connection.execute_wrapper(fail):
        yield


class _Page(HTMLParser):
    """The form of the page that sends the words again, and what it shows by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields, self.shown = "", {}, []
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        at = dict(attrs)
        if tag == "form" and at.get("method") == "post":
            self.action = at["action"]
        if tag == "input" and self.action:
            self.fields.setdefault(at["name"], []).append(at.get("value", ""))
        if tag in ("dt", "dd"):
            self._in = tag
            self.shown.append([tag, ""])

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == self._in else self._in

    def handle_data(self, data: str) -> None:
        if self._in:
            self.shown[-1][1] = f"{self.shown[-1][1]} {data.strip()}".strip()

    @property
    def named(self) -> dict[str, str]:
        """Each value by the name that stands before it."""
        return {
            self.shown[at - 1][1]: text for at, (tag, text) in enumerate(self.shown) if tag == "dd"
        }


def comment_form(policy: PolicyPage) -> tuple[str, dict]:
    section = policy.current_edition.entries.get(position=1).version.section
    data = {"text": WORDS, "stance": "oppose", "name": "Amina", "reason": "<b>many</b>"}
    data |= {"version": section.current_version.pk, "stamp": new_stamp(60)}
    return reverse("comments:comment", args=[section.pk]), data


def with_token(client: Client, address: str, data: dict) -> dict:
    client.get(address)
    return {**data, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("What do you think of this section?", "Your comment", "Why", "Your name")),
        ("sw", ("Una maoni gani kuhusu sehemu hii?", "Maoni yako", "Sababu", "Jina lako")),
    ],
)
def test_outage__names_each_field_as_the_form_does(reader, language, names):
    address, data = comment_form(make_policy())
    address = address.replace("/en/", f"/{language}/")
    sent = with_token(reader, address, data)
    with database_away():
        answer = reader.post(address, sent)
    page = _Page(answer.content.decode())
    assert answer.status_code == 503
    stance = {"en": "I oppose this", "sw": "Napinga"}[language]
    assert [page.named.get(name) for name in names] == [stance, WORDS, "<b>many</b>", "Amina"]
    assert not any(data["stamp"] in text for text in page.named.values())


def test_outage__words_come_back_to_who_has_a_session_that_cannot_be_read(client):
    """A citizen's second comment, a clerk: the session is asked for before the form's token is."""
    sign_in(client, "Clerks")
    reader = Client(raise_request_exception=False, enforce_csrf_checks=True)
    reader.cookies = client.cookies
    address, data = comment_form(make_policy())
    sent = with_token(reader, address, data)
    with database_away():
        answer = reader.post(address, sent)
    page = _Page(answer.content.decode())
    assert page.named["Your comment"] == WORDS
    reader.post(page.action, page.fields)
    assert Comment.objects.get().text == WORDS


def test_outage__a_clerks_words_come_back_named(client):
    sign_in(client, "Clerks")
    policy = make_policy()
    reader = Client(raise_request_exception=False)
    reader.cookies = client.cookies
    address = reverse("comments_intake:enter", args=[policy.current_edition.pk])
    with database_away():
        answer = reader.post(address, {"text": WORDS, "name": "Amina"})
    page = _Page(answer.content.decode())
    assert WORDS in page.named.values()
    assert page.fields["text"] == [WORDS]


def test_outage__no_password_is_written_into_the_page(reader):
    reader = Client(raise_request_exception=False)
    with database_away():
        answer = reader.post("/admin/users/1/", {"password1": "a secret of mine", "note": WORDS})
    page = answer.content.decode()
    assert "a secret of mine" not in page
    assert WORDS in page
    assert not _Page(page).action, "it would be sent again without what it needs"


FROM_HERE = [
    {"Origin": "http://testserver"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Referer": "http://testserver/en/comment/1/"},
]


@pytest.mark.parametrize("headers", FROM_HERE, ids=str)
@pytest.mark.parametrize("token", ["old", "cookie gone"])
def test_token__that_is_old_gives_the_words_back_and_takes_them_at_the_next_try(
    reader, headers, token
):
    address, data = comment_form(make_policy())
    sent = with_token(reader, address, data)
    if token == "old":
        sent["csrfmiddlewaretoken"] = "x" * 64
    else:
        del reader.cookies["csrftoken"]
    answer = reader.post(address, sent, headers=headers)
    page = _Page(answer.content.decode())
    assert answer.status_code == 403
    assert page.named["Your comment"] == WORDS
    assert reader.post(page.action, page.fields, headers=headers).status_code == 302
    assert Comment.objects.get().text == WORDS


def test_token__of_a_browser_that_hides_the_origin_gives_the_words_back(reader):
    address, data = comment_form(make_policy())
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    answer = reader.post(address, data, headers=headers)
    assert answer.status_code == 403
    assert _Page(answer.content.decode()).named["Your comment"] == WORDS


NOT_FROM_HERE = [
    {"Origin": "https://example.org"},
    {"Origin": "https://example.org", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site", "Referer": "http://testserver/"},
    {"Referer": "https://testserver/"},
    {"Referer": "http://testserver.example.org/"},
    {},
]


@pytest.mark.parametrize("headers", NOT_FROM_HERE, ids=str)
def test_token__of_another_site_shows_none_of_its_words(reader, headers):
    address, data = comment_form(make_policy())
    answer = reader.post(address, data, headers=headers)
    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()


@pytest.mark.parametrize("ended", ["idle", "gone"])
def test_session__that_is_over_leaves_staff_their_words(client, monkeypatch, ended):
    sign_in(client, "Clerks")
    policy = make_policy()
    address = reverse("comments_intake:enter", args=[policy.current_edition.pk])
    client.get(address)
    if ended == "idle":
        monkeypatch.setattr(gate, "_is_over", lambda _request: True)
    else:
        del client.cookies["sessionid"]
    answer = client.post(address, {"text": WORDS, "stance": "oppose", "name": "Amina"})
    page = _Page(answer.content.decode())
    assert answer.status_code == 403
    assert WORDS in page.named.values()
    assert page.action == address
    assert page.fields["text"] == [WORDS]
    assert reverse("account_login") in answer.content.decode()


def test_session__that_is_over_answers_what_a_page_fetches_as_before(client):
    answer = client.post(
        "/admin/pages/1/edit/", {"title": WORDS}, headers={"Sec-Fetch-Dest": "empty"}
    )
    assert answer.status_code == 302
    assert WORDS not in answer.content.decode()
