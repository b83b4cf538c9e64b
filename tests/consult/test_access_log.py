"""Codes that open what somebody has said do not stand in the log of requests."""

import logging
import subprocess
import sys
from collections.abc import Iterator

from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse

from consult.access_log import AccessLogger, WithoutSecrets, without_secrets

CODE = "7KQ2M-X4T9P-3"
# What parameters of addresses are called that open something to whoever has them.
SECRETS = {"code", "token", "secret", "key", "draft_key"}


def secret_addresses() -> Iterator[str]:
    """An address of every pattern that has a secret in it, each secret being `CODE`."""
    values = dict.fromkeys(SECRETS, CODE) | {"uidb36": "1"}
    for name, parameters in named_parameters(get_resolver().url_patterns, ""):
        if SECRETS.intersection(parameters):
            yield reverse(name, kwargs={each: values.get(each, 1) for each in parameters})


def named_parameters(patterns: list, namespace: str) -> Iterator[tuple[str, list[str]]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            if str(each.pattern) != "admin/":
                yield from named_parameters(each.url_patterns, inside)
        elif each.name:
            yield f"{namespace}{each.name}", list(each.pattern.converters)


def test_log__cuts_every_code_that_stands_in_an_address():
    found = list(secret_addresses())
    assert len(found) >= 18
    for path in found:
        assert CODE not in without_secrets(f"GET {path}?a=b HTTP/1.1"), path
        assert CODE not in without_secrets(f"https://maoni.example.org{path}"), path


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
