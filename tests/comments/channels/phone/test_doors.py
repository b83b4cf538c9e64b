"""Who is let in at the doors for gateways, and what they say to what is no message."""

import base64
import json
from ipaddress import ip_network

import pytest

from comments.models import Comment, PhoneMessage
from comments.register.ledger.entries import verify

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-the-tests-alone"
SMS = {"id": "1", "from": "+254700000123", "text": "MAJI 3 Wells first."}
USSD = {"sessionId": "1", "phoneNumber": "+254700000123", "text": ""}
FLOW = {
    "contact": {"uuid": "c", "urn": "tel:+254700000123"},
    "flow": {"uuid": "f"},
    "results": {
        "policy": {"value": "MAJI"},
        "section": {"value": "3"},
        "comment": {"value": "Wells first."},
    },
}
KOBO = {"_uuid": "u", "comment": "Wells first."}
DOORS = {"sms": SMS, "ussd": USSD, "flow": FLOW, "kobo": KOBO}


def knock(client, channel, secret=SECRET, sent=None, **headers):
    """Post what the gateway would: the secret of Kobo is a password, others are in the address."""
    sent = DOORS[channel] if sent is None else sent
    if channel == "kobo":
        login = base64.b64encode(f"maoni:{secret}".encode()).decode()
        headers = {"HTTP_AUTHORIZATION": f"Basic {login}", **headers}
    url = f"/phone/{channel}/" if channel == "kobo" else f"/phone/{channel}/{secret}/"
    if channel in ("sms", "ussd"):
        return client.post(url, sent, **headers)
    return client.post(url, json.dumps(sent), content_type="application/json", **headers)


@pytest.mark.parametrize("channel", DOORS)
def test_door__opens_to_its_secret_without_a_token_of_forms(gateway, policy, channel):
    assert knock(gateway, channel).status_code == 200


@pytest.mark.parametrize("channel", DOORS)
@pytest.mark.parametrize("secret", ["wrong", "a-secret-of-the-tests-alonE", "ümlaut"])
def test_door__is_closed_to_who_does_not_know_it(gateway, policy, channel, secret):
    assert knock(gateway, channel, secret).status_code == 403
    assert not PhoneMessage.objects.exists()


@pytest.mark.parametrize("channel", DOORS)
@pytest.mark.parametrize("secret", [SECRET, "", "None"])
def test_door__without_a_secret_is_closed_to_everybody(gateway, policy, settings, channel, secret):
    for settings.PHONE_SECRETS in ({}, {channel: []}):
        assert knock(gateway, channel, secret).status_code in (403, 404)


@pytest.mark.parametrize("channel", DOORS)
def test_door__knows_its_own_secret_and_no_other_channels(gateway, policy, settings, channel):
    settings.PHONE_SECRETS = {name: [f"{name}-{SECRET}"] for name in DOORS}
    other = next(name for name in DOORS if name != channel)
    assert knock(gateway, channel, f"{other}-{SECRET}").status_code == 403
    assert knock(gateway, channel, f"{channel}-{SECRET}").status_code == 200


def test_secrets__are_changed_without_a_moment_in_which_none_holds(gateway, policy, settings):
    settings.PHONE_SECRETS = {"sms": ["the-new-one-of-20-signs", SECRET]}
    assert knock(gateway, "sms").status_code == 200
    assert knock(gateway, "sms", "the-new-one-of-20-signs").status_code == 200
    settings.PHONE_SECRETS = {"sms": ["the-new-one-of-20-signs"]}
    assert knock(gateway, "sms").status_code == 403


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("192.0.2.7", 200),
        ("::ffff:192.0.2.7", 200),
        ("2001:db8::1", 200),
        ("192.0.3.7", 403),
        ("2001:db9::1", 403),
        ("nowhere", 403),
        ("", 403),
    ],
)
def test_networks__are_the_only_ones_that_are_let_in(gateway, policy, settings, address, status):
    settings.PHONE_NETWORKS = {"sms": [ip_network("192.0.2.0/24"), ip_network("2001:db8::/32")]}
    assert knock(gateway, "sms", REMOTE_ADDR=address).status_code == status
    assert knock(gateway, "ussd", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("header", ["Token {}", "Bearer {}", "token  {}"])
def test_flow__may_have_its_secret_in_a_header(gateway, policy, header):
    said = {"HTTP_AUTHORIZATION": header.format(SECRET)}
    sent = json.dumps(FLOW)
    for headers, status in ((said, 200), ({}, 403), ({"HTTP_AUTHORIZATION": "Basic !"}, 403)):
        response = gateway.post("/phone/flow/", sent, content_type="application/json", **headers)
        assert response.status_code == status


@pytest.mark.parametrize("channel", DOORS)
def test_door__is_for_posting(gateway, channel):
    assert gateway.get(f"/phone/{channel}/{'' if channel == 'kobo' else 'x/'}").status_code == 405


@pytest.mark.parametrize("channel", DOORS)
def test_door__says_plainly_what_is_too_much(gateway, policy, channel):
    big = {"text": "x" * 600_000, **({"sessionId": "1"} if channel == "ussd" else {})}
    response = knock(gateway, channel, sent=big)
    assert response.status_code == 413
    assert response["Content-Type"].startswith("text/plain")
    assert not PhoneMessage.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b"{}"])
@pytest.mark.parametrize("channel", ["flow", "kobo"])
def test_json_doors__say_plainly_what_they_take(gateway, policy, channel, body):
    login = base64.b64encode(f"maoni:{SECRET}".encode()).decode()
    headers = {"HTTP_AUTHORIZATION": f"Basic {login}"}
    url = f"/phone/{channel}/"
    response = gateway.post(url, body, content_type="application/json", **headers)
    assert response.status_code == 400
    assert response.json()["error"].startswith("Post JSON")


def test_sms_door__says_plainly_what_it_takes(gateway):
    assert knock(gateway, "sms", sent={"a": "b"}).status_code == 400


def test_sms_door__asks_a_bounded_number_of_questions(
    gateway, policy, django_assert_max_num_queries
):
    knock(gateway, "sms")
    with django_assert_max_num_queries(40):
        knock(gateway, "sms", sent={**SMS, "id": "2", "text": "MAJI 2 Pipes."})
    with django_assert_max_num_queries(20):
        knock(gateway, "ussd", sent={**USSD, "text": "1*1*0"})


def test_door__two_hundred_posts_of_one_address_are_all_there_once(gateway, policy):
    for n in range(200):
        sent = {"id": f"m{n // 2}", "from": f"+25470{n // 20}", "text": f"MAJI 1 Words {n // 2}"}
        assert knock(gateway, "sms", sent=sent).status_code == 200
    assert Comment.objects.count() == 100
    assert verify(policy) == []
