"""A comment is looked at before it is sent, without JavaScript: nothing is taken in by that."""

import pytest
from bs4 import BeautifulSoup

from comments.models import Comment
from tests.comments.channels.web.test_views import filled, url_of
from tests.policies.readers_sample import close

pytestmark = pytest.mark.django_db
HOSTILE = "<b>bold</b> & {% now %}"


@pytest.fixture
def section(policy):
    return policy.current_edition.entries.get(position=1).version.section


def previewed(client, section, **fields):
    return client.post(url_of(section), filled(section, preview="yes", **fields))


def hidden(page) -> dict:
    form = BeautifulSoup(page.content, "html.parser").select_one("form#view")
    return {each["name"]: each["value"] for each in form.select("input[type=hidden]")}


def test_form__has_a_second_button(client, section):
    page = BeautifulSoup(client.get(url_of(section)).content, "html.parser")
    buttons = [
        each.get("name") for each in page.select("form#view button[name], form#view p button")
    ]
    assert buttons[-2:] == [None, "preview"]


@pytest.mark.parametrize("language", ["en", "sw"])
def test_preview__shows_it_as_it_will_stand_and_takes_nothing_in(client, policy, section, language):
    tag = policy.tags.get()
    data = filled(section, preview="yes", text=HOSTILE, name="Amina W.", tags=[tag.pk], ward="1012")
    page = client.post(f"/{language}/comment/{section.pk}/", data)
    text = page.content.decode()
    assert page.status_code == 200
    assert not Comment.objects.exists()
    assert HOSTILE not in text
    assert "&lt;b&gt;bold" in text
    assert "Amina W." in text
    assert tag.name in BeautifulSoup(text, "html.parser").select_one(".tags").text


def test_preview__sends_the_same_form_with_its_stamp(client, section):
    data = filled(section, text=HOSTILE, name="Amina W.")
    kept = hidden(client.post(url_of(section), data | {"preview": "yes"}))
    assert {name: kept[name] for name in data} == {name: str(data[name]) for name in data}
    first = client.post(url_of(section), kept)
    again = client.post(url_of(section), kept)
    assert (first.status_code, again["Location"]) == (302, first["Location"])
    assert Comment.objects.get().text == HOSTILE


def test_preview__can_be_changed(client, section):
    kept = hidden(previewed(client, section, text="Typed before."))
    page = client.post(url_of(section), kept | {"unsent": "yes"})
    typed = BeautifulSoup(page.content, "html.parser").select_one("textarea[name=text]").text
    assert typed.strip() == "Typed before."
    assert not Comment.objects.exists()


def test_preview__of_what_is_wrong_says_so(client, section):
    assert previewed(client, section, text="").status_code == 422


def test_preview__after_the_window_gives_the_words_back(client, edition, section):
    data = filled(section, preview="yes", text="Typed late.")
    close(edition)
    page = client.post(url_of(section), data)
    assert page.status_code == 403
    assert "Typed late." in page.content.decode()
