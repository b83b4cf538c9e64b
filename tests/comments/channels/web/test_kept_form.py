"""The form is kept whole for everybody, and what is said in it is each reader's own."""

import gzip
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from comments.choices import FirstShown, State
from comments.models import Comment, ModerationRule
from comments.register.ledger.entries import verify
from consult.pages import kept_reads, page_cache
from policies.models import EditionPlan
from policies.publishing.services import change_window, publish_edition
from tests.comments.channels.web.test_views import filled, further, section_of, url_of
from tests.factories import make_policy
from tests.policies.readers_sample import change_text, close, translated

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(2, tags=("Youth",)))


@pytest.fixture(autouse=True)
def _kept(monkeypatch) -> None:
    """Keep pages and reads although the test is one transaction."""
    for module in (page_cache, kept_reads):
        monkeypatch.setattr(module, "connection", SimpleNamespace(in_atomic_block=False))


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    def commit(change) -> None:
        connection.run_on_commit = []
        with django_capture_on_commit_callbacks(execute=True):
            change()

    return commit


@pytest.fixture
def section(policy):
    return section_of(policy, 1)


class Reader(Client):
    """A browser whose forms are checked, as all are."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def open(self, section) -> dict[str, str]:
        """What is hidden in the form that this reader gets."""
        page = BeautifulSoup(self.get(url_of(section)).content, "lxml")
        return {each["name"]: each.get("value", "") for each in page.select("#view [type=hidden]")}

    def send(self, section, **fields):
        return self.post(url_of(section), filled(section, **fields))


def test_form__is_made_once_and_given_to_everybody_without_the_database(
    section, django_assert_num_queries
):
    Reader().open(section)
    with django_assert_num_queries(0):
        page = Client().get(url_of(section))
    assert page.status_code == 200
    assert section.title in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not page.has_header("ETag")
    assert "blank" not in page.content.decode().partition("<main")[2]


def test_form__has_a_stamp_and_a_token_of_each_readers_own(section):
    readers = [Reader() for _n in range(4)]
    forms = [each.open(section) for each in readers]
    assert len({each["stamp"] for each in forms}) == 4
    assert len({each["csrfmiddlewaretoken"] for each in forms}) == 4
    assert len({each.cookies[settings.CSRF_COOKIE_NAME].value for each in readers}) == 4


def test_form__is_compressed_to_the_same_page(section):
    reader = Reader()
    for _time in ("made", "kept"):
        packed = reader.get(url_of(section), headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert int(packed["Content-Length"]) == len(packed.content)
        page = gzip.decompress(packed.content)
        names = {each["name"] for each in BeautifulSoup(page, "lxml").select("#view [type=hidden]")}
        assert {"stamp", "csrfmiddlewaretoken", "version"} <= names
        assert page.endswith(b"</html>\n")


def test_form__that_was_kept_is_taken_in_from_its_reader_and_from_no_other(
    policy, section, monkeypatch
):
    Reader().open(section)
    reader, other = Reader(), Reader()
    form, foreign = reader.open(section), other.open(section)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60)
    stolen = form["csrfmiddlewaretoken"]
    assert other.send(section, **foreign | {"csrfmiddlewaretoken": stolen}).status_code == 403
    assert reader.send(section, **form).status_code == 302
    assert other.send(section, **foreign).status_code == 302
    assert Comment.objects.count() == 2
    assert verify(policy) == []


def test_form__of_a_visit_is_made_for_it_and_kept_for_nobody(client, section):
    client.post(url_of(section), filled(section, name="Amina W. (illustrative)"))
    for _time in ("nothing is kept yet", "another's is kept"):
        own = client.get(url_of(section)).content.decode()
        assert "Still Amina W. (illustrative)" in own
        assert "Amina" not in Client().get(url_of(section)).content.decode()


def test_form__in_kiswahili_is_another(section):
    translated(section, title="Sehemu ya kwanza")
    english, kiswahili = url_of(section), url_of(section).replace("/en/", "/sw/")
    for _time in ("made", "kept"):
        assert 'lang="en"' in Client().get(english).content.decode()[:200]
        local = Client().get(kiswahili, follow=True)
        assert "Sehemu ya kwanza" in local.content.decode()


def test_form__of_a_window_that_is_closed_is_closed_at_once(policy, section, committed):
    data = filled(section)
    Reader().open(section)
    committed(lambda: close(policy.current_edition))
    assert Client().get(url_of(section)).status_code == 403
    assert Client().post(url_of(section), data).status_code == 403


def test_form__of_a_window_that_ends_is_closed_at_that_moment(
    policy, section, committed, monkeypatch
):
    data = filled(section)
    end = timezone.now() + timedelta(hours=1)
    edition = policy.current_edition
    committed(
        lambda: change_window(edition=edition, closes_at=end, reason="It is enough.", user=None)
    )
    Reader().open(section)
    assert Client().get(url_of(section)).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert Client().get(url_of(section)).status_code == 403
    assert Client().post(url_of(section), data).status_code == 403
    assert not Comment.objects.exists()


def test_form__shows_a_new_text_at_once(section, committed):
    before = Reader().open(section)
    committed(lambda: change_text(section, "These are new words."))
    after = Reader().open(section)
    assert before["version"] != after["version"]
    assert "These are new words." in Client().get(url_of(section)).content.decode()


def test_form__of_a_section_made_private_is_gone_at_once(section, committed):
    Reader().open(section)
    committed(lambda: PageViewRestriction.objects.create(page=section, restriction_type="login"))
    assert Client().get(url_of(section)).status_code in (302, 404)
    assert Client().post(url_of(section), filled(section)).status_code == 404


def test_form__of_the_next_edition_says_so_to_who_reads_on(policy, section, committed):
    """What is in a process from before is not what a comment is taken in on."""
    data = filled(section)
    Reader().open(section)
    committed(lambda: close(policy.current_edition))
    later = EditionPlan(label="Second draft", opens_at=timezone.now())
    committed(lambda: publish_edition(policy=policy, plan=later))
    assert Client().post(url_of(section), data).status_code == 302
    assert Comment.objects.get().edition.label == "Second draft"


def test_post__asks_ten_questions(policy, section, django_assert_max_num_queries):
    for number in range(2):
        Client().post(url_of(section), filled(section, text=f"First words {number}.", ward="1012"))
    tags = [policy.tags.get().pk]
    data = filled(section, text="Further words.", tags=tags, ward="1012", name="A (illustrative)")
    with django_assert_max_num_queries(10):
        assert Client().post(url_of(section), data).status_code == 302
    assert Comment.objects.count() == 3


def test_post__that_is_shown_at_once_asks_for_no_rule(
    policy, section, committed, django_assert_max_num_queries
):
    """The eleventh is the entry of the log."""
    since = timezone.now() - timedelta(hours=1)
    rule = {"policy": policy, "shown": FirstShown.AT_ONCE, "since": since}
    committed(lambda: ModerationRule.objects.create(**rule))
    for number in range(2):
        Client().post(url_of(section), filled(section, text=f"First words {number}."))
    with django_assert_max_num_queries(11):
        assert Client().post(url_of(section), filled(section, text="Further words."))
    assert Comment.objects.filter(as_it_came=True).count() == 3


def test_form__says_at_once_what_a_new_rule_does(policy, section, committed):
    Reader().open(section)
    committed(lambda: ModerationRule.objects.create(policy=policy, shown=FirstShown.AT_ONCE))
    assert "Your comment is shown at once" in Reader().get(url_of(section)).content.decode()


def test_post__of_a_visit_asks_hardly_more(client, section, django_assert_max_num_queries):
    client.post(url_of(section), filled(section))
    client.post(url_of(section), further(section, text="Second words."))
    data = further(section, text="Third words.")
    with django_assert_max_num_queries(12):
        assert client.post(url_of(section), data).status_code == 302
    assert Comment.objects.filter(state=State.RECEIVED).count() == 3
