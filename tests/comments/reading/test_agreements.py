"""Readers agree with comments: once a device, while views are asked for."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from comments.choices import State
from comments.models import Agreement, Comment
from comments.reading.devices import DEVICE
from comments.reading.services import AgreementError, agree
from comments.reading.views import AGREEMENTS
from comments.register.editing import edit
from consult.signed_cookies import LONGEST
from tests.factories import make_comment, make_policy


@pytest.fixture(scope="module")
def made(make_once):
    def make():
        policy = make_policy()
        make_comment(policy, text="One that is shown.", state=State.PUBLISHED)
        make_comment(policy, text="One that waits.")
        return policy

    return make_once(make)


@pytest.fixture
def comment(policy):
    return Comment.objects.get(policy=policy, number=1)


@pytest.fixture
def url(policy):
    return reverse("comments:agree", args=[policy.slug, 1])


def agreed(comment):
    comment.refresh_from_db()
    assert comment.agreed == Agreement.objects.filter(comment=comment).count()
    return comment.agreed


def test_agree__counts_once_a_device(client, url, comment):
    for _n in range(3):
        assert client.post(url).status_code == 302
    assert agreed(comment) == 1
    assert Client().post(url).status_code == 302
    assert agreed(comment) == 2


def test_agree__shows_that_one_does_and_takes_it_back(client, url, comment):
    page = client.post(url, follow=True).content.decode()
    assert "1 reader agrees" in " ".join(page.split())
    assert "I no longer agree" in page
    page = client.post(url, {"no_longer": "1"}, follow=True).content.decode()
    assert "reader agrees" not in page
    assert agreed(comment) == 0


def test_agree__leads_back_to_the_list_where_one_was(client, url, policy):
    response = client.post(url, {"list": "1", "stance": "support", "next": "//evil.example"})
    assert response.url == (
        f"{reverse('comments:list', args=[policy.slug])}?stance=support#{policy.reference}-0001"
    )


def test_agree__a_made_up_cookie_is_a_new_device(client, url, comment):
    client.cookies[DEVICE.name] = "x" * 5000
    client.post(url)
    assert agreed(comment) == 1
    assert len(client.cookies[DEVICE.name].value) < LONGEST


def test_agree__not_with_what_is_not_shown(client, policy):
    response = client.post(reverse("comments:agree", args=[policy.slug, 2]))
    assert response.status_code == 403
    assert "One that waits." not in response.content.decode()
    assert not Agreement.objects.exists()


def test_agree__not_after_the_window_has_closed(client, url, comment, edition):
    moment = edition.opens_at + timedelta(minutes=1)
    type(edition).objects.filter(pk=edition.pk).update(closes_at=moment)
    assert client.post(url).status_code == 403
    with pytest.raises(AgreementError):
        agree(comment=comment, device="d")
    assert agreed(comment) == 0


def test_agree__over_the_limit_says_when_to_try_again(url, comment, monkeypatch):
    monkeypatch.setattr("comments.reading.views.AGREEMENTS", type(AGREEMENTS)("agreements", 1, 600))
    assert Client().post(url).status_code == 302
    assert Client().post(url).status_code == 429
    assert agreed(comment) == 1


def test_agree__needs_the_forms_token(url, comment):
    assert Client(enforce_csrf_checks=True).post(url).status_code == 403
    assert agreed(comment) == 0


def test_section__leads_to_where_one_can_agree(client, comment, policy):
    page = client.get(comment.version.section.url).content.decode()
    assert reverse("comments:one", args=[policy.slug, 1]) in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("name", ["list", "one"])
def test_page__has_a_form_to_agree_that_its_reader_can_send(comment, policy, name):
    client = Client(enforce_csrf_checks=True)
    args = [policy.slug] if name == "list" else [policy.slug, 1]
    page = BeautifulSoup(client.get(reverse(f"comments:{name}", args=args)).content, "lxml")
    form = page.select_one(".agree form")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    answer = client.post(form["action"], sent)
    assert answer.url.startswith(reverse(f"comments:{name}", args=args))
    assert agreed(comment) == 1


def test_edit__ends_what_readers_agreed_with(client, url, comment):
    client.post(url)
    edit(
        comment=comment, said=Comment(stance="oppose", text="Quite another view."), tags=[], seen=1
    )
    assert agreed(comment) == 0
