"""Caches that cost speed and nothing else when they are down.

What is kept in a cache can be made again. So a server that does not answer, or a full disk, is like
a cache in which nothing is found. After a failure the cache is left alone for `REST_S`, so that a
server that is silent delays a few requests and not each.

A value that cannot be read, or is of another type than is looked for (`kept_value`), is like none:
another version of the code may have kept it.
"""

import logging
import pickle
import random
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

from django.core.cache.backends import filebased, redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
REST_S = 5.0
FAILURES = (OSError, RedisError)
UNREADABLE = (
    pickle.UnpicklingError,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    TypeError,
    ValueError,
)
"""What Python raises for a value that it cannot make again, or not count up."""
CULL_ONE_IN = 50

Kept = TypeVar("Kept")

_rests_until: dict[object, float] = {}
_right: dict[str, Callable[[Any], bool]] = {}


def kept_value(cache: BaseCache, key: str, kind: type[Kept]) -> Kept | None:
    """What is kept under the key; None where nothing is, or nothing of this kind."""
    value = cache.get(key)
    return value if isinstance(value, kind) else None


def kept_values(cache: BaseCache, keys: Sequence[str], kind: type[Kept]) -> list[Kept | None]:
    """The same for several keys, asked for at once."""
    found = cache.get_many(keys)
    values = [found.get(key) for key in keys]
    return [value if isinstance(value, kind) else None for value in values]


class Busy(Exception):
    """Somebody else is at it."""


@contextmanager
def one_at_a_time(cache: BaseCache, name: str, seconds: float) -> Iterator[None]:
    """For what takes long and is kept then: whoever asks meanwhile gets `Busy`, not a second one.

    It counts for so many ``seconds`` at the longest, should the process die; without a cache it
    does not count.
    """
    key = f"busy:{name}"
    if not cache.add(key, True, seconds) and kept_value(cache, key, bool):
        raise Busy
    try:
        yield
    finally:
        cache.delete(key)


def expect(key: str, is_right: Callable[[Any], bool]) -> None:
    """Have a value that is not right taken for none under a key that a library looks up itself."""
    _right[key] = is_right


def _forgiving(
    name: str, otherwise: Callable[..., Any], *, reads: bool = False
) -> Callable[..., Any]:
    """The method of this name; ``otherwise`` says what it gives while the cache is down.

    One that ``reads`` gives it for a value that cannot be read, too.
    """

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < _rests_until.get(self.address, 0):
            return otherwise(*args, **kwargs)
        try:
            return getattr(super(Forgiving, self), name)(*args, **kwargs)
        except FAILURES as error:
            _rests_until[self.address] = time.monotonic() + REST_S
            logger.warning("The cache does not work, and is left alone for a while: %s", error)
            return otherwise(*args, **kwargs)
        except UNREADABLE:
            if not reads:
                raise
            return otherwise(*args, **kwargs)

    method.__name__ = name
    return method


def _nothing(*args: Any, **kwargs: Any) -> None:
    return None


def _not(*args: Any, **kwargs: Any) -> bool:
    return False


def _default(key: str, default: Any = None, version: int | None = None) -> Any:
    return default


def _none_of(keys: Iterable[str], *args: Any, **kwargs: Any) -> dict[str, Any]:
    return {}


def _all_failed(data: dict[str, Any], *args: Any, **kwargs: Any) -> list[str]:
    return list(data)


def _not_there(key: str, *args: Any, **kwargs: Any) -> NoReturn:
    raise ValueError(f"Key '{key}' not found")


class Forgiving(BaseCache):
    """Put before a cache backend, whose constructor is told an address or a folder first."""

    def __init__(self, address: Any, params: dict[str, Any]) -> None:
        super().__init__(address, params)  # type: ignore[call-arg]
        self.address = str(address)

    _read = _forgiving("get", _default, reads=True)
    get_many = _forgiving("get_many", _none_of, reads=True)
    set = _forgiving("set", _nothing)
    set_many = _forgiving("set_many", _all_failed)
    add = _forgiving("add", _not)
    incr = _forgiving("incr", _not_there, reads=True)
    touch = _forgiving("touch", _not)
    delete = _forgiving("delete", _not)
    delete_many = _forgiving("delete_many", _nothing)
    has_key = _forgiving("has_key", _not, reads=True)
    clear = _forgiving("clear", _nothing)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        value = self._read(key, default, version)
        return value if key not in _right or _right[key](value) else default


class _Files(filebased.FileBasedCache):
    def set_many(
        self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[str]:
        """Each with the files' own `set`: that of `Forgiving` would say nothing of a failure."""
        for key, value in data.items():
            filebased.FileBasedCache.set(self, key, value, timeout=timeout, version=version)
        return []


class FileBasedCache(Forgiving, _Files):
    def _cull(self) -> None:
        """Now and then: it lists the whole folder, which Django's does each time one is written."""
        if random.randrange(CULL_ONE_IN) == 0:  # noqa: S311
            super()._cull()  # type: ignore[misc]


class RedisCache(Forgiving, redis.RedisCache):
    pass
