"""Codes that open what somebody has said do not stand in the log of requests."""

import logging
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from consult.access_log import AccessLogger, WithoutSecrets, without_secrets

CODE = "7KQ2M-X4T9P-3"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("comments:receipt", [CODE]),
        ("policies:follow_confirm", [CODE]),
        ("policies:follow_stop", [CODE]),
        ("account_reset_password_from_key", ["1", CODE]),
        ("phone:sms", [CODE]),
        ("phone:ussd", [CODE]),
        ("phone:flow_secret", [CODE]),
    ],
)
def test_log__cuts_every_code_that_stands_in_an_address(name, args):
    path = reverse(name, args=args)
    assert CODE not in without_secrets(f"GET {path}?a=b HTTP/1.1")
    assert CODE not in without_secrets(f"https://maoni.example.org{path}")


def test_log__leaves_other_addresses_as_they_are():
    for line in (
        "GET /en/receipt/ HTTP/1.1",
        "POST /en/receipt/finish/ HTTP/1.1",
        "GET /en/ HTTP/1.1",
        "POST /phone/kobo/ HTTP/1.1",
    ):
        assert without_secrets(line) == line


def test_filter__cuts_codes_from_what_django_says_of_an_address():
    said = logging.makeLogRecord(
        {"msg": "%s: %s %d", "args": ("Not Found", f"/en/receipt/{CODE}/", 404)}
    )
    assert WithoutSecrets().filter(said)
    assert said.getMessage() == "Not Found: /en/receipt/…/ 404"
    [handler] = settings.LOGGING["root"]["handlers"]
    assert settings.LOGGING["handlers"][handler]["filters"] == ["without_secrets"]


def test_gunicorn__uses_it_wherever_it_is_started_here():
    command = [sys.executable, "-m", "gunicorn", "--print-config", "consult.wsgi"]
    told = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert AccessLogger.__name__ in told.stdout, told.stderr
