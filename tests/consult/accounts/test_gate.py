"""Nothing of the admin answers before a second factor has opened the session."""

import re
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from consult.accounts import gate
from tests.consult.accounts.signing_in import code_of, set_up_phone, sign_in_by_password
from tests.factories import make_user

SIGN_IN = "/en/account/sign-in/"
OPEN_TO_ALL = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_login"}


@pytest.fixture(autouse=True)
def second_factor(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def superuser(transactional_db):
    return make_user("Superuser")


@pytest.fixture
def phone(client, superuser):
    """The secret of an app that has just been set up; the client is signed in with it."""
    sign_in_by_password(client, superuser)
    return set_up_phone(client)


def admin_routes() -> Iterator[tuple[str, str]]:
    """``(name, path)`` of every address of the admin, with 1 or x for what varies."""
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern).startswith("admin/"):
            yield from _walk(pattern, "/")


def _walk(pattern: URLPattern | URLResolver, prefix: str) -> Iterator[tuple[str, str]]:
    route = prefix + str(pattern.pattern)
    if isinstance(pattern, URLResolver):
        for inner in pattern.url_patterns:
            yield from _walk(inner, route)
    else:
        route = re.sub(r"\(\?P<\w+>[^)]*\)|<(int|number|str|slug):\w+>", "1", route)
        route = re.sub(r"<uuid:\w+>", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", route)
        route = re.sub(r"<path:\w+>|<\w+>", "1", route)
        yield pattern.name or "", re.sub(r"[\\^$]", "", route)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "header", [{}, {"HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"}]
)
def test_gate__no_address_of_the_admin_answers_to_a_password_alone(
    client, superuser, method, header
):
    sign_in_by_password(client, superuser)
    routes = list(admin_routes())
    assert len(routes) > 250
    for name, path in routes:
        if name in OPEN_TO_ALL:
            continue
        response = getattr(client, method)(path, headers=header)
        if response.status_code in (301, 302):
            where = response["Location"]
            assert "/account/" in where or where.startswith(("/admin/", "/en/admin/")), path
        else:
            assert response.status_code in (403, 404, 405), f"{path}: {response.status_code}"


def test_gate__leads_who_has_no_second_factor_to_set_one_up(client, superuser):
    assert sign_in_by_password(client, superuser)["Location"] == "/admin/"
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_index")
    set_up_phone(client)
    assert client.get("/admin/").status_code == 200


def test_gate__takes_who_has_only_given_a_password_for_a_stranger_on_public_pages(
    client, superuser
):
    sign_in_by_password(client, superuser)
    assert client.get("/en/").wsgi_request.user.is_anonymous


def test_sign_in__asks_for_the_code_and_takes_no_other(client, superuser, phone):
    other = Client()
    assert sign_in_by_password(other, superuser)["Location"] == reverse("mfa_authenticate")
    assert other.get("/admin/")["Location"].startswith(SIGN_IN)
    right = code_of(phone)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert other.post(reverse("mfa_authenticate"), {"code": wrong}).status_code == 200
    # The code with which the app was set up has been used.
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    response = other.post(reverse("mfa_authenticate"), {"code": right})
    assert response["Location"] == "/admin/"
    assert other.get("/admin/").status_code == 200


def test_sign_in__takes_each_code_once_without_a_cache_too(client, superuser, phone):
    """Nor an earlier one after it."""
    right, answers = code_of(phone, steps=1), []
    with patch.object(totp.cache, "add", return_value=False):
        for code in (right, right, code_of(phone)):
            other = Client()
            sign_in_by_password(other, superuser)
            answers.append(other.post(reverse("mfa_authenticate"), {"code": code}).status_code)
    assert answers == [302, 200, 200]


def test_setting_up__ends_at_the_recovery_codes_without_another_password(client, superuser):
    sign_in_by_password(client, superuser)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    form = {"code": code_of(secret)}
    page = client.post(reverse("mfa_activate_totp"), form, follow=True)
    assert [path for path, _status in page.redirect_chain] == [reverse("mfa_view_recovery_codes")]
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert all(code in page.content.decode() for code in codes)
    saved = client.get(reverse("mfa_download_recovery_codes"))
    assert codes[0] in saved.content.decode()


@pytest.mark.parametrize(
    ("path", "headers"), [("/admin/", {}), ("/admin/pages/", {"Sec-Fetch-Dest": "document"})]
)
def test_gate__leads_to_the_recovery_codes_until_they_were_shown(
    client, superuser, phone, path, headers
):
    codes = Authenticator.objects.get(type="recovery_codes")
    codes.data.pop("viewed_at")
    codes.save()
    assert client.get("/admin/pages/").status_code == 200
    assert client.post(path, headers=headers).status_code != 302
    page = client.get(path, headers=headers, follow=True)
    assert page.redirect_chain[0][0] == reverse("mfa_view_recovery_codes")
    assert codes.wrap().get_unused_codes()[0] in page.content.decode()
    assert client.get("/admin/", headers=headers).status_code == 200


def test_recovery_codes__that_were_shown_are_behind_the_password(
    client, superuser, phone, monkeypatch
):
    now = gate.time.time()
    monkeypatch.setattr(gate.time, "time", lambda: now + 301)
    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_add_webauthn"])
def test_second_factor__is_changed_behind_the_password_alone(client, superuser, phone, name):
    assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))


def test_sign_in__says_of_a_wrong_recovery_code_what_to_do(client, superuser, phone):
    other = Client()
    sign_in_by_password(other, superuser)
    for code, words in (("1234-5678", "take the next one"), ("12345", "each half minute")):
        page = other.post(reverse("mfa_authenticate"), {"code": code}).content.decode()
        assert words in page


def test_sign_in__offers_no_security_key_to_who_has_none(client, superuser, phone):
    other = Client()
    sign_in_by_password(other, superuser)
    page = other.get(reverse("mfa_authenticate")).content.decode()
    assert "security key" not in page
    assert "<script" not in page.split("js/maoni.js")[1]


NO_KEYS = (
    "",
    "{}",
    "[]",
    "7",
    '{"id": "x"}',
    '{"id": "x", "rawId": "é", "type": "public-key", "response": {}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "eA"}}',
)


@pytest.mark.parametrize("credential", NO_KEYS)
def test_sign_in__refuses_what_is_no_key(client, superuser, phone, credential):
    other = Client()
    sign_in_by_password(other, superuser)
    page = other.post(reverse("mfa_authenticate"), {"credential": credential})
    assert "Please correct this" in page.content.decode()


@pytest.mark.parametrize("credential", NO_KEYS)
def test_key__that_is_none_is_not_set_up(client, superuser, credential):
    sign_in_by_password(client, superuser)
    client.get(reverse("mfa_add_webauthn"))
    page = client.post(reverse("mfa_add_webauthn"), {"credential": credential})
    assert "Please correct this" in page.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("host", "known_as"),
    [("maoni.example.org", "example.org"), ("example.org", "example.org"), ("localhost", None)],
)
def test_key__is_the_sites_on_all_hosts_below_its_address(
    client, superuser, settings, host, known_as
):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://example.org", ["*"]
    where = {"headers": {"Host": f"{host}:8000"}}
    sign_in_by_password(client, superuser, **where)
    options = client.get(reverse("mfa_add_webauthn"), **where).context["js_data"]
    about = options["creation_options"]["publicKey"]["rp"]
    assert about == {"id": known_as or host, "name": settings.WAGTAIL_SITE_NAME}


def test_phone__on_which_the_app_is_opens_it_by_a_link(client, superuser):
    sign_in_by_password(client, superuser)
    page = client.get(reverse("mfa_activate_totp"))
    assert 'href="otpauth://totp/' in page.content.decode()
    assert f"secret={page.context['form'].secret}" in page.content.decode()


def test_sign_in__takes_each_recovery_code_once(client, superuser, phone):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for expected in (302, 200):
        other = Client()
        sign_in_by_password(other, superuser)
        response = other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert response.status_code == expected


def test_gate__a_session_of_another_second_factor_is_over(client, superuser, phone):
    Authenticator.objects.all().delete()
    sign_in_by_password(Client(), superuser)
    assert client.get("/admin/")["Location"].startswith(SIGN_IN)
    another = Client()
    sign_in_by_password(another, superuser)
    set_up_phone(another)
    assert client.get("/admin/").status_code == 302


def test_gate__a_session_that_wagtail_or_django_opened_is_none(client, superuser, phone):
    other = Client()
    other.force_login(superuser)
    assert other.get("/admin/")["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize(("passed_s", "is_over"), [(3600, False), (2 * 3600 + 61, True)])
def test_gate__ends_a_session_that_was_left_idle(
    client, superuser, phone, passed_s, is_over, monkeypatch
):
    client.get("/admin/")
    now = gate.time.time()
    monkeypatch.setattr(gate.time, "time", lambda: now + passed_s)
    assert client.get("/admin/").status_code == (302 if is_over else 200)


def test_gate__ends_a_session_that_is_old_though_it_was_used(client, superuser, phone, monkeypatch):
    client.get("/admin/")
    began = gate.time.time()
    for hour in range(1, 12):
        monkeypatch.setattr(gate.time, "time", lambda hour=hour: began + hour * 3600)
        assert client.get("/admin/").status_code == 200
    monkeypatch.setattr(gate.time, "time", lambda: began + 12 * 3600 + 10)
    page = client.get("/admin/", follow=True)
    assert "signed out after a while" in page.content.decode()


def test_password__when_changed_signs_out_everywhere_else(client, superuser, settings):
    settings.SECOND_FACTOR = False
    other = Client()
    for each in (client, other):
        sign_in_by_password(each, superuser)
        assert each.get("/admin/").status_code == 200
    new = {"password1": "kisima-cha-maji-7", "password2": "kisima-cha-maji-7"}
    form = {"oldpassword": "a-password-for-tests", **new}
    response = client.post(reverse("account_change_password"), form)
    assert response.status_code == 302, response.context["form"].errors
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "You are signed out everywhere else." in page.content.decode()
    assert other.get("/admin/").status_code == 302


@pytest.mark.parametrize("old", ["/admin/login/", "/en/_util/login/"])
def test_sign_in__is_the_only_way_in(client, superuser, old):
    response = client.post(
        old, {"username": superuser.username, "password": "a-password-for-tests"}
    )
    assert response["Location"].startswith(SIGN_IN)
    assert client.get("/admin/password_reset/", follow=True).status_code == 404
