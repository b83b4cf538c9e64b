"""What the owner of a site is told by `check --deploy`."""

import pytest
from django.core import checks
from django.db import connection
from wagtail.models import Site

from consult.site_address import take_over_public_url
from sample.accounts import make_accounts


def told() -> set[str]:
    ours = ("consult.", "sample.", "policies.")
    found = checks.run_checks(include_deployment_checks=True)
    return {check.id for check in found if check.id.startswith(ours)}


@pytest.fixture(autouse=True)
def public_site(db, settings, tmp_path, monkeypatch):
    file = str(tmp_path / "maoni.sqlite3")
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": file}
    monkeypatch.setitem(settings.DATABASES, "default", settings.DATABASES["default"] | database)
    settings.PUBLIC_URL = "https://maoni.example.org"
    settings.HTTPS, settings.PROXY_COUNT = True, 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    take_over_public_url()


def test_checks__say_nothing_of_a_site_that_is_set_up():
    assert told() == set()


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("PROXY_COUNT", 0, "consult.W001"),
        ("PUBLIC_URL", "http://localhost:8000", "consult.W002"),
        ("PUBLIC_URL", "https://elsewhere.example.org", "consult.W003"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "policies.W001"),
    ],
)
def test_checks__tell_of_a_setting(settings, name, value, check):
    setattr(settings, name, value)
    assert told() == {check}


def test_checks__tell_of_a_database_that_others_can_read(settings, tmp_path):
    file = tmp_path / "maoni.sqlite3"
    file.touch(mode=0o600)
    assert told() == set()
    file.chmod(0o644)
    assert told() == {"consult.W004"}


def test_checks__tell_of_sample_accounts_that_can_sign_in():
    accounts = make_accounts()
    assert told() == {"sample.W001"}
    for user in accounts.values():
        user.is_active = False
        user.save()
    assert told() == set()


def test_database_file__is_made_for_nobody_else(settings):
    file = settings.DATA_DIR / "maoni.sqlite3"
    if connection.vendor == "sqlite":
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("url", "hostname", "port", "root"),
    [
        ("https://maoni.example.org", "maoni.example.org", 443, "https://maoni.example.org"),
        ("http://10.0.0.5:8080", "10.0.0.5", 8080, "http://10.0.0.5:8080"),
    ],
)
def test_site__takes_its_address_from_public_url(settings, url, hostname, port, root):
    settings.PUBLIC_URL = url
    take_over_public_url()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_url) == (hostname, port, root)


def test_site__keeps_its_address_where_no_url_is_set(settings):
    settings.PUBLIC_URL = "http://localhost:8000"
    take_over_public_url()
    assert Site.objects.get().hostname == "maoni.example.org"
