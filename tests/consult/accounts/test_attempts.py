"""Guessing is slow, costs the site little, and locks nobody out."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    ReferenceIndex,
)

from consult import rate_limits
from consult.accounts.attempts import SIGN_IN, limited, typed
from home.models import StandardPage
from tests.consult.accounts.signing_in import code_of, set_up_phone, sign_in_by_password
from tests.factories import make_policy, make_user

HERE, THERE = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture
def user(db):
    return make_user("Editors")


def status(client, name, password="wrong", **where):
    form = {"login": name, "password": password}
    return client.post(reverse("account_login"), form, **where).status_code


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Says the limits what time it is, in seconds since a day began."""
    begin = int(time.time()) // 86_400 * 86_400

    def is_now(seconds: float) -> None:
        is_now.at = begin + seconds
        monkeypatch.setattr(rate_limits, "time", SimpleNamespace(time=lambda: begin + seconds))

    is_now(0)
    return is_now


def test_sign_in__of_an_account_from_one_place_waits_after_five_wrong_tries(user, clock):
    tries = [status(Client(), user.username, **HERE) for _ in range(6)]
    assert tries == [200] * 5 + [429]
    response = sign_in_by_password(Client(), user, **HERE)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "you can try again" in response.content.decode()
    clock(68)
    assert sign_in_by_password(Client(), user, **HERE).status_code == 302


def test_limited__tries_under_way_at_once_are_as_many_as_one_after_another(rf, monkeypatch):
    answered = threading.Event()

    def hash_slowly(request):
        answered.wait(10)
        return HttpResponse()

    def try_once(_number):
        request = rf.post("/", {"login": "amina"}, **HERE)
        request.user = AnonymousUser()
        return view(request).status_code

    monkeypatch.setattr(
        "consult.accounts.attempts.too_many_tries", lambda *_args: HttpResponse(status=429)
    )
    view = limited(hash_slowly, SIGN_IN, typed("login"))
    with ThreadPoolExecutor(12) as pool:
        tries = as_completed([pool.submit(try_once, number) for number in range(12)])
        first = [each.result() for each in islice(tries, 7)]
        answered.set()
    assert first == [429] * 7


@pytest.mark.parametrize("outcome", [302, OSError, OperationalError])
def test_limited__gives_back_what_was_no_guess(rf, outcome):
    def answer(request):
        if outcome != 302:
            raise outcome
        return HttpResponse(status=outcome)

    view = limited(answer, SIGN_IN, typed("login"))
    request = rf.post("/", {"login": "amina"}, **HERE)
    request.user = AnonymousUser()
    for _number in range(8):
        if outcome == 302:
            assert view(request).status_code == 302
        else:
            with pytest.raises(outcome):
                view(request)


def test_limited__counts_a_try_that_ends_in_a_fault_of_ours(rf, monkeypatch):
    def fail(request):
        raise LookupError

    view = limited(fail, SIGN_IN, typed("login"))
    request = rf.post("/", {"login": "amina"}, **HERE)
    request.user = AnonymousUser()
    for _number in range(5):
        with pytest.raises(LookupError):
            view(request)
    refused = HttpResponse(status=429)
    monkeypatch.setattr("consult.accounts.attempts.too_many_tries", lambda *_args: refused)
    assert view(request) is refused


def test_too_many_tries__a_sentence_ends_with_one_stop(client, user, clock):
    for _number in range(6):
        status(client, user.username, **HERE)
    page = sign_in_by_password(client, user, **HERE).content.decode()
    assert "a.m." in page
    assert ".." not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    "headers", [{"X-Requested-With": "XMLHttpRequest"}, {"Accept": "application/json"}]
)
def test_sign_in__is_limited_in_whatever_form_the_answer_is_asked_for(user, headers):
    tries = [status(Client(), user.username, headers=headers, **HERE) for _ in range(6)]
    assert tries[5] == 429


def test_sign_in__waits_longer_the_longer_one_guesses(user, clock):
    waits = []
    for minute in range(0, 90, 5):
        clock(minute * 60)
        while status(Client(), user.username, **HERE) == 200:
            pass
        response = sign_in_by_password(Client(), user, **HERE)
        waits.append(response.context["again_at"].timestamp() - clock.at)
    assert 0 < waits[0] <= 68
    assert any(300 < wait <= 1_013 for wait in waits)
    assert 80_000 < waits[-1] <= 97_200


@pytest.mark.parametrize("turn", [60, 900, 86_400])
def test_sign_in__at_the_turn_of_a_window_lets_no_more_tries_through(user, clock, turn):
    clock(turn - 1)
    tries = [status(Client(), user.username, **HERE) for _ in range(4)]
    clock(turn)
    tries += [status(Client(), user.username, **HERE) for _ in range(2)]
    assert tries == [200] * 5 + [429]


def test_sign_in__of_made_up_names_is_limited_and_not_hashed(user, monkeypatch, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    hashed = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self, password, salt, iterations=None):
        hashed.append(password)
        return encode(self, password, salt, 1)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    tries = [status(Client(), f"nobody{number}", **HERE) for number in range(60)]
    assert tries.count(429) == 40
    assert len(hashed) == 20


def test_sign_in__does_not_make_others_elsewhere_wait(user):
    for number in range(30):
        status(Client(), f"nobody{number}", **HERE)
    assert sign_in_by_password(Client(), user, **THERE).status_code == 302


def test_sign_in__on_a_device_of_the_owner_is_not_kept_out_by_strangers(user):
    own = Client()
    sign_in_by_password(own, user, **HERE)
    own.post(reverse("account_logout"))
    for number in range(40):
        status(Client(), user.username, REMOTE_ADDR=f"203.0.113.{number}")
        status(Client(), user.username, **HERE)
    assert sign_in_by_password(Client(), user, **THERE).status_code == 429
    assert sign_in_by_password(own, user, **HERE).status_code == 302


def test_sign_in__a_device_knows_only_who_signed_in_on_it(user):
    thief = Client()
    sign_in_by_password(thief, make_user("Clerks"), **HERE)
    thief.post(reverse("account_logout"))
    assert [status(thief, user.username, **HERE) for _ in range(6)][-1] == 429


def test_sign_in__guesses_on_a_known_device_wait_as_well(user):
    own = Client()
    sign_in_by_password(own, user, **HERE)
    own.post(reverse("account_logout"))
    assert [status(own, user.username, **HERE) for _ in range(6)][-1] == 429


def test_sign_in__the_mailed_link_opens_a_way_for_who_is_kept_out(user):
    own = Client()
    own.post(reverse("account_reset_password"), {"email": user.email}, **THERE)
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/new/" in line)
    for number in range(40):
        status(Client(), user.username, REMOTE_ADDR=f"203.0.113.{number}")
    page = own.get("/" + link.split("/", 3)[3], follow=True, **THERE)
    new = {"password1": "kisima-cha-maji-7", "password2": "kisima-cha-maji-7"}
    assert own.post(page.redirect_chain[-1][0], new, **THERE).status_code == 302
    done = sign_in_by_password(own, user, password="kisima-cha-maji-7", **THERE)
    assert done.status_code == 302


def test_code__is_limited_too(transactional_db, client, settings):
    settings.SECOND_FACTOR = True
    user = make_user("Superuser")
    sign_in_by_password(client, user)
    secret = set_up_phone(client)
    thief = Client()
    sign_in_by_password(thief, user, **THERE)
    wrong = f"{(int(code_of(secret)) + 500_000) % 10**6:06}"
    url = reverse("mfa_authenticate")
    tries = [thief.post(url, {"code": wrong}, **THERE).status_code for _ in range(6)]
    assert tries == [200] * 5 + [429]


def test_mail__of_a_new_password_is_sent_seldom(user):
    url = reverse("account_reset_password")
    tries = [Client().post(url, {"email": user.email}, **HERE).status_code for _ in range(4)]
    assert tries == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_mail__goes_to_nobody_for_an_address_without_an_account_and_says_the_same(user):
    known, unknown = (
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (user.email, "nobody@example.org")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("language", ["en", "sw"])
def test_page_password__is_limited_when_wrong(db, language):
    policy = make_policy()
    kind = PageViewRestriction.PASSWORD
    restriction = PageViewRestriction.objects.create(
        page=policy, restriction_type=kind, password="siri"
    )
    url = f"/{language}/_util/authenticate_with_password/{restriction.pk}/{policy.pk}/"
    form = {"password": "wrong", "return_url": "/en/"}
    right = form | {"password": "siri"}
    assert {Client().post(url, right, **HERE).status_code for _ in range(30)} == {302}
    tries = [Client().post(url, form, **HERE).status_code for _ in range(21)]
    assert tries == [200] * 20 + [429]
    refused = Client().post(url, right, **HERE)
    assert refused.status_code == 429
    assert f'lang="{language}"' in refused.content.decode()
    assert Client().post(url, right, **THERE).status_code == 302


PASSWORD_PAGE = {
    "en": ("A password is needed", "is open to those who were given its password", "not correct"),
    "sw": ("Nenosiri linahitajika", "uko wazi kwa waliopewa nenosiri", "si sahihi"),
}


@pytest.mark.parametrize("language", PASSWORD_PAGE)
def test_password_page__of_a_private_page_is_one_of_the_house(client, db, language):
    policy = make_policy()
    kind = PageViewRestriction.PASSWORD
    PageViewRestriction.objects.create(page=policy, restriction_type=kind, password="siri")
    url = policy.url.replace("/en/", f"/{language}/")
    heading, lede, wrong = PASSWORD_PAGE[language]
    page = client.get(url, follow=True)
    text = page.content.decode()
    assert f"<h1>{heading}</h1>" in text
    assert lede in text
    assert 'class="site-header"' in text
    assert policy.title not in text
    again = client.post(page.context["action_url"], {"password": "x", "return_url": "/en/"})
    assert wrong in again.content.decode()


@pytest.mark.parametrize("language", PASSWORD_PAGE)
def test_password_page__of_a_document_is_one_of_the_house(client, db, language):
    kind = CollectionViewRestriction.PASSWORD
    collection = Collection.objects.get(depth=1).add_child(name="Closed")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, password="siri"
    )
    document = get_document_model().objects.create(title="Siri", collection=collection)
    document.file.save("closed.txt", ContentFile(b"closed"))
    link = f'<p><a linktype="document" id="{document.pk}">The paper</a></p>'
    home = Page.objects.get(depth=2, locale__language_code="en")
    linking = home.add_child(instance=StandardPage(title="Paper", body=[("paragraph", link)]))
    ReferenceIndex.create_or_update_for_object(linking)
    page = client.get(document.url, headers={"Accept-Language": language})
    text = page.content.decode()
    assert f"<h1>{PASSWORD_PAGE[language][0]}</h1>" in text
    assert document.title not in text
    form = {"password": "siri", "return_url": document.url}
    assert client.post(page.context["action_url"], form)["Location"] == document.url


WRONG = {
    "account_reauthenticate": {"password": "wrong"},
    "account_change_password": {"oldpassword": "wrong", "password1": "x", "password2": "x"},
    "mfa_activate_totp": {"code": "000000"},
}


@pytest.mark.parametrize("name", WRONG)
def test_account__each_page_that_takes_a_secret_is_limited(client, user, name):
    client.force_login(user)
    client.get(reverse(name))
    first = client.post(reverse(name), WRONG[name], **HERE).status_code  # by the connection still
    tries = [client.post(reverse(name), WRONG[name], **HERE).status_code for _ in range(6)]
    assert [first, *tries] == [200] * 6 + [429]


def test_document_password__is_limited_when_wrong(db):
    collection = Collection.objects.get(depth=1).add_child(name="Closed")
    kind = CollectionViewRestriction.PASSWORD
    closed = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, password="siri"
    )
    url = reverse("wagtaildocs_authenticate_with_password", args=[closed.pk])
    wrong = {"password": "wrong", "return_url": "/en/"}
    tries = [Client().post(url, wrong, **HERE).status_code for _ in range(21)]
    assert tries == [200] * 20 + [429]
    assert Client().post(url, wrong | {"password": "siri"}, **HERE).status_code == 429
    assert Client().post(url, wrong | {"password": "siri"}, **THERE).status_code == 302


@pytest.mark.parametrize("field", ["login", "password"])
def test_sign_in__with_a_name_or_password_without_end_is_refused(db, client, field):
    """SQLite compares no more than 50,000 characters without regard to case."""
    sent = {"login": "nobody", "password": "nothing", field: "a" * 60_000}
    response = client.post(reverse("account_login"), sent)
    assert response.status_code == 200
    assert "at most 1000 characters" in response.content.decode().replace(",", "")
