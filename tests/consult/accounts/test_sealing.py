"""Who reads the database makes no codes, and who loses the key is told what to do."""

import json
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from consult.accounts.sealing import SEALED_FIELDS, SealBroken, seal, unseal
from tests.consult.accounts.signing_in import code_of, set_up_phone, sign_in_by_password
from tests.factories import make_user


@pytest.fixture
def user(transactional_db, settings):
    settings.SECOND_FACTOR = True
    return make_user("Superuser")


@pytest.fixture
def secret(client, user):
    sign_in_by_password(client, user)
    secret = set_up_phone(client)
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    return secret


def signs_in(user, code):
    client = Client()
    sign_in_by_password(client, user)
    return client.post(reverse("mfa_authenticate"), {"code": code})


def test_database__holds_no_secret_that_makes_codes(secret):
    rows = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in rows
    codes = Authenticator.objects.get(type="recovery_codes")
    assert unseal(codes.data["seed"]) not in rows
    assert codes.wrap().get_unused_codes()


def test_unseal__opens_what_a_former_key_sealed_and_no_other(settings):
    sealed, former = seal("siri"), settings.SECRET_KEY
    assert "siri" not in sealed
    settings.SECRET_KEY = "another"
    with pytest.raises(SealBroken):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = ["older", former]
    assert unseal(sealed) == "siri"
    with pytest.raises(SealBroken):
        unseal("siri")


def test_sign_in__with_a_lost_key_says_what_to_do(user, secret, settings, caplog):
    settings.SECRET_KEY = "another"
    response = signs_in(user, code_of(secret))
    assert response.status_code == 500
    assert "reset_second_factor" in response.content.decode()
    assert "sealed with another SECRET_KEY" in caplog.text


@pytest.mark.parametrize(("kind", "part"), [("totp", "secret"), ("recovery_codes", "seed")])
def test_sign_in__with_one_broken_seal_is_by_the_other_factor_and_tries_are_limited(
    user, secret, kind, part
):
    right = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    if kind == "recovery_codes":
        right = code_of(secret)
    broken = Authenticator.objects.get(type=kind)
    broken.data[part] = Fernet(Fernet.generate_key()).encrypt(b"lost").decode()
    broken.save()
    assert signs_in(user, right).status_code == 302
    assert [signs_in(user, "nothing").status_code for _number in range(6)] == [200] * 5 + [429]


def test_sign_in__without_a_seal_that_opens_is_limited(user, secret, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], "another"
    assert [signs_in(user, "000000").status_code for _number in range(6)] == [500] * 5 + [429]


def test_seal_second_factors__lets_the_former_key_go(user, secret, settings):
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(CommandError, match="reset_second_factor"):
        call_command("seal_second_factors")
    settings.SECRET_KEY_FALLBACKS = [former]
    call_command("seal_second_factors")
    settings.SECRET_KEY_FALLBACKS = []
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert signs_in(user, code).status_code == 302


def test_migration__seals_what_stood_there_readable_once_and_goes_back(user, secret):
    migration = import_module("consult.migrations.0001_seal_second_factors")
    authenticators = Authenticator.objects.order_by("pk")
    migration.unseal_second_factors(apps, None)
    readable = [dict(each.data) for each in authenticators.all()]
    assert readable[0]["secret"] == secret
    for _time in range(2):
        migration.seal_second_factors(apps, None)
        sealed = [dict(each.data) for each in authenticators.all()]
        assert not any(before == after for before, after in zip(readable, sealed, strict=True))
    opened = [
        {name: unseal(part) if name in SEALED_FIELDS else part for name, part in each.items()}
        for each in sealed
    ]
    assert opened == readable
