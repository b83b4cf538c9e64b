"""A policy whose keyword is MAJI, and doors with secrets."""

import itertools

import pytest
from django.test import Client

from tests.factories import make_policy

SECRET = "a-secret-of-the-tests-alone"
NUMBER = "+254700000123"
_ids = itertools.count()


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(reference="MAJI", title="Illustrative Water Policy"))


@pytest.fixture(autouse=True)
def doors(settings):
    """All open, each with this secret."""
    settings.PHONE_SECRETS = {name: [SECRET] for name in ("sms", "ussd", "flow", "kobo")}


@pytest.fixture
def gateway():
    """A client that is held to the same checks as a browser's forms."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def sms(gateway):
    """``sms("MAJI 3 words")``: post an SMS, with an id of its own unless one is given."""

    def post(text, *, secret=SECRET, **fields):
        sent = {"id": f"sms-{next(_ids)}", "text": text, "from": NUMBER, "to": "22334", **fields}
        return gateway.post(f"/phone/sms/{secret}/", sent)

    return post


@pytest.fixture
def ussd(gateway):
    """``ussd("session", "1*1*3")``: the next screen."""

    def post(session, text, *, number=NUMBER):
        sent = {"sessionId": session, "serviceCode": "*384*1#", "phoneNumber": number, "text": text}
        return gateway.post(f"/phone/ussd/{SECRET}/", sent).content.decode()

    return post
