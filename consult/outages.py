"""When the database cannot be asked for a moment, or the disk is full.

The site goes on as far as it can: who reads is shown kept pages (`consult.pages.page_cache`), and
who sends something hears within `PATIENCE_S` seconds that nothing was saved, with all the words
and a button that sends them again.
"""

import errno
import sqlite3
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from consult.sent_forms import given_back

PATIENCE_S = 4.0
"""How long a request waits for others to finish writing. Workers wait longer, see settings."""
HASTE_S = 0.5
"""How long it waits while an outage lasts, so that those who wait do not take every thread."""
REST_S = 5.0
"""How long an outage lasts at least, from its last sign."""
FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
RETRY_AFTER_S = 30
SQLITE_OUTAGES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
FAULTS_OF_OURS = ("22", "42")
"""Classes of PostgreSQL's codes that an `OperationalError` has where the query is at fault."""

serves_requests = False
"""Whether this process is one that people wait for."""
_lasts_until = 0.0


def is_outage(error: BaseException | None) -> bool:
    """Whether the fault lies below the site, and may be gone in a minute."""
    if isinstance(error, OSError):
        return error.errno in FULL_DISK
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_OUTAGES
    return not str(getattr(cause, "sqlstate", None) or "").startswith(FAULTS_OF_OURS)


def is_under_way() -> bool:
    """Whether this process met an outage a moment ago."""
    return time.monotonic() < _lasts_until


class PatienceMiddleware:
    """Let no request wait long for the database: threads that wait answer nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        global serves_requests
        serves_requests = True
        self.get_response = get_response
        connection_created.connect(_limit_wait, dispatch_uid="consult.outages")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if connection.connection is not None and getattr(connection, "patience", 0) != _patience():
            _limit_wait(connection)
        return self.get_response(request)


def _patience() -> float:
    return HASTE_S if is_under_way() else PATIENCE_S


def _limit_wait(connection: BaseDatabaseWrapper, **_kwargs: object) -> None:
    """Set how long the connection waits; a new one knows nothing of what the last was told."""
    seconds = _patience()
    milliseconds = int(seconds * 1000)
    sqlite = connection.vendor == "sqlite"
    sql = "PRAGMA busy_timeout = %d" if sqlite else "SET lock_timeout = %d"
    try:
        with connection.wrap_database_errors:
            connection.connection.cursor().execute(sql % milliseconds)
    except Error:
        return  # a connection that is broken: whoever uses it is told
    connection.patience = seconds  # type: ignore[attr-defined]


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for any error that nobody has caught; called while it is being handled."""
    global _lasts_until
    if not is_outage(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html"), status=500)
    _lasts_until = time.monotonic() + REST_S
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        told = {
            **given_back(request),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "is_reading": request.method in ("GET", "HEAD"),
            "LANGUAGE_CODE": language,
        }
        page = render_to_string("503.html", told)
    response = HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_S)})
    response["X-Frame-Options"] = "DENY"
    add_never_cache_headers(response)
    return response
