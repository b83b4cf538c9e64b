"""What many requests read and few change, kept in each process until the site changes.

What is kept is as good as a page that is kept whole, by the same version: any statement that writes
what pages show makes it read anew (`consult.pages.dependencies`). Threads share it, so nobody
changes it. What depends on the clock or on who asks is not kept, but worked out of it.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection

from consult.pages import dependencies

MOST = 300  # things of a kind; a section's text with its paragraphs takes some ten kilobytes

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class _Shelf(Generic[Key, Thing]):
    """What was read while the site had this version."""

    version: str = ""
    begun_at: float = field(default_factory=time.monotonic)
    things: dict[Key, Thing] = field(default_factory=dict)


class KeptReads(Generic[Key, Thing]):
    """Called as ``read`` is: it answers from what is kept where nothing has changed since."""

    def __init__(self, read: Callable[[Key], Thing]) -> None:
        self._read = read
        self._shelf: _Shelf[Key, Thing] = _Shelf()

    def __call__(self, key: Key) -> Thing:
        if not settings.PAGE_CACHE_SECONDS or connection.in_atomic_block:
            return self._read(key)  # inside a transaction nobody knows yet what will be committed
        things = self._present_things()
        if key in things:
            return things[key]
        thing = self._read(key)
        if thing is not None and len(things) < MOST:
            things[key] = thing
        return thing

    def _present_things(self) -> dict[Key, Thing]:
        """The version is asked for before anything is read under it."""
        version, shelf = dependencies.present_version(), self._shelf
        age_s = time.monotonic() - shelf.begun_at
        if shelf.version != version or age_s >= settings.PAGE_CACHE_SECONDS:
            self._shelf = shelf = _Shelf(version)
        return shelf.things
