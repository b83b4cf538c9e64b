"""What the public pages are made from, and when it last changed.

Each part of the site that changes on its own has a *version*: a random word in the shared cache,
replaced once a change to it is committed. `SITE` is the part that everything is made from but what
an app names itself (`depends_on`, `mark_changed`). Its changes need no call: every statement that
writes is seen here, whichever service, admin page or command sent it, unless the app has said that
its table is shown to nobody (`ignore_tables`).

`WITHHELD` changes where something that was public is public no longer: every page depends on it
too, so that none from before is shown again, not even while the database cannot be asked.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest
from django.utils import timezone

from consult.pages.caches import kept_value

SITE = "site"
WITHHELD = "withheld"  # a page or file was taken from the public, whichever
VERSION_S = 24 * 3600  # one that nobody asked for so long may go: its pages are made anew

_WRITES = re.compile(
    r'\s*(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE)\s+"?(\w+)',
    re.IGNORECASE,
)
_SET = re.compile(r'"(\w+)" = ')
_ALL: frozenset[str] = frozenset()
# Table, or beginning of a table's name → the columns that are shown to nobody, or `_ALL`.
_ignored: dict[str, frozenset[str]] = {}
_unsent: set[str] = set()


@dataclass
class PageDependencies:
    """A page while it is made: what it is made of, and until when it stays as it is.

    ``parts`` is ``{name: (version, seconds)}``: how long the page may be shown after that part
    has changed. ``blanks`` are the marks in it that stand for what is said anew to everybody, see
    `consult.pages.blanks`.
    """

    started_at: datetime = field(default_factory=lambda: timezone.now())
    until: datetime | None = None
    parts: dict[str, tuple[str, float]] = field(default_factory=dict)
    page_number: int | None = None
    blanks: dict[str, Callable[[HttpRequest], str]] = field(default_factory=dict)


_gathering: ContextVar[PageDependencies | None] = ContextVar("gathering", default=None)


@contextmanager
def gather() -> Iterator[PageDependencies]:
    """Gather what the page that is made inside depends on."""
    page = PageDependencies()
    page.parts |= {part: (part_version(part), 0) for part in (SITE, WITHHELD)}
    token = _gathering.set(page)
    try:
        yield page
    finally:
        _gathering.reset(token)


def page_being_made() -> PageDependencies | None:
    """What is gathered of the page that is made now and may be kept, if one is."""
    return _gathering.get()


def depends_on(part: str, *, may_lag_s: float = 0) -> None:
    """The page being made shows this part; call it before the part is read.

    With ``may_lag_s``, a page that is not older may still be shown after the part has changed.
    """
    page = _gathering.get()
    if page is not None and part not in page.parts:
        page.parts[part] = (part_version(part), may_lag_s)


def valid_until(moment: datetime | None) -> None:
    """The page being made will be another from this moment on. The past is ignored."""
    page = _gathering.get()
    if page is not None and moment is not None and moment > page.started_at:
        page.until = min(moment, page.until or moment)


def shows_list_page(number: int) -> None:
    """The page being made is this one of a list's pages: its address may name it."""
    page = _gathering.get()
    if page is not None:
        page.page_number = number


def part_version(part: str = SITE) -> str:
    """The part's present version; the page being made keeps to the one it began with."""
    page = _gathering.get()
    if page is not None and part in page.parts:
        return page.parts[part][0]
    cache = caches["pages"]
    key = _key(part)
    if (found := kept_value(cache, key, str)) is None:
        if cache.get(key) is not None:
            cache.delete(key)
        cache.add(key, _new(), VERSION_S)
        found = kept_value(cache, key, str) or _new()
    return found


def part_versions(parts: Iterable[str]) -> dict[str, str]:
    """The present versions of those parts that have one, asked for at once."""
    if _unsent:
        _renew([])
    names = {_key(part): part for part in parts}
    return {names[key]: found for key, found in caches["pages"].get_many(names).items()}


def present_version() -> str:
    """The site's version now, also while a page is made that began with an earlier one."""
    return part_versions([SITE]).get(SITE) or part_version()


def mark_changed(*parts: str) -> None:
    """Pages made of these parts are made anew, once the present transaction is committed."""
    if default_connection.in_atomic_block:
        default_connection.on_commit(lambda: _renew(parts), robust=True)
    else:
        _renew(parts)


def _renew(parts: Iterable[str]) -> None:
    """Where the cache is down, the same is tried again before this process next reads versions."""
    new = {key: _new() for key in (*map(_key, parts), *_unsent)}
    _unsent.difference_update(new)
    _unsent.update(caches["pages"].set_many(new, VERSION_S))


def _key(part: str) -> str:
    return f"version:{part}"


def _new() -> str:
    return uuid.uuid4().hex


def ignore_tables(*tables: str, columns: Iterable[str] = ()) -> None:
    """No page shows these tables, or these ``columns`` of them; or the app says `mark_changed`.

    ``name_`` with a line at its end stands for every table whose name begins so.
    """
    _ignored.update(dict.fromkeys(tables, frozenset(columns)))


def changes_pages(sql: str) -> bool:
    """Whether a statement changes what pages may show."""
    match = _WRITES.match(sql)
    if match is None:
        return False
    kind, table = match[1].upper(), match[2].lower()
    names = (table, *(table[: end + 1] for end, sign in enumerate(table) if sign == "_"))
    columns = next((_ignored[name] for name in names if name in _ignored), None)
    if columns is None:
        return True
    if columns == _ALL:
        return False
    assigned = _SET.findall(sql[match.end() :].partition(" WHERE ")[0])
    return kind != "UPDATE" or not assigned or not columns.issuperset(assigned)


def watch_writes(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """See every statement of a new connection."""
    wrappers = connection.execute_wrappers
    if _note_writes not in wrappers:
        wrappers.append(_note_writes)


def _note_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    result = execute(sql, params, many, context)
    if isinstance(sql, str) and changes_pages(sql) and _touched_rows(sql, context["cursor"]):
        _site_changed(context["connection"])
    return result


def _touched_rows(sql: str, cursor: CursorWrapper) -> bool:
    """Workers' sweeps update no row most of the time. SQLite counts what it returns afterwards."""
    return cursor.rowcount != 0 or " RETURNING " in sql


def _site_changed(connection: BaseDatabaseWrapper) -> None:
    """Renew the site's version; at the end of the transaction, and once for all its statements."""
    if not connection.in_atomic_block:
        _renew_site()
        return
    waiting, place = connection.run_on_commit, getattr(connection, "place_of_renewal", -1)
    if not (0 <= place < len(waiting) and waiting[place][1] is _renew_site):
        connection.place_of_renewal = len(waiting)  # type: ignore[attr-defined]
        connection.on_commit(_renew_site, robust=True)


def _renew_site() -> None:
    _renew([SITE])
