"""What `check --deploy` tells the owner of a site before it goes public."""

import stat
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError
from wagtail.models import Site

OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


@checks.register(checks.Tags.security, deploy=True)
def check_proxies(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    if not settings.HTTPS or settings.PROXY_COUNT:
        return []
    return [
        checks.Warning(
            "HTTPS is on and PROXY_COUNT is 0: all visitors count as one, the proxy.",
            hint="Set PROXY_COUNT to how many proxies of yours stand in front, usually 1.",
            id="consult.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_address(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    """PUBLIC_URL names the site, and the site knows it: sitemap and mails lead there."""
    named = urlsplit(settings.PUBLIC_URL).hostname or ""
    if named == "localhost":
        message = "PUBLIC_URL is not set: links in mails, notices and reports lead to localhost."
        return [checks.Warning(message, hint="Set PUBLIC_URL.", id="consult.W002")]
    try:
        site = Site.objects.filter(is_default_site=True).first()
    except DatabaseError:
        return []  # not migrated yet
    if site is None or site.hostname == named:
        return []
    return [
        checks.Warning(
            f"The sitemap names {site.hostname}, PUBLIC_URL {named}.",
            hint="`manage.py migrate` takes the address of PUBLIC_URL over.",
            id="consult.W003",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_database_file(app_configs: object, **kwargs: Any) -> list[checks.CheckMessage]:
    database = settings.DATABASES["default"]
    file = Path(str(database["NAME"]))
    if not database["ENGINE"].endswith("sqlite3") or not file.exists():
        return []
    if not file.stat().st_mode & OTHERS_READ:
        return []
    return [
        checks.Warning(
            f"Other accounts of this machine can read the database, {file}.",
            hint=f"chmod 600 {file}*",
            id="consult.W004",
        )
    ]
