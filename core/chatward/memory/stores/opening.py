"""Open the store that a URL names."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote

from chatward.errors import StoreError, nearest
from chatward.memory.ports import Store
from chatward.memory.stores.apart import KeysApart
from chatward.memory.stores.in_process import InProcessStore
from chatward.memory.stores.redis import RedisStore
from chatward.memory.stores.redis_link import without_options
from chatward.memory.stores.sqlite import SqliteStore

_ALLOWED = (
    "memory:, sqlite:///relative.db, sqlite:////absolute.db, redis://HOST:PORT/DB,"
    " rediss://HOST:PORT/DB, unix:///path/of/socket, env:NAME, URL#keys=URL"
)
_SCHEMES = ("memory", "redis", "rediss", "sqlite", "unix")
_SQLITE = "sqlite:///"
NAMED = "env:"
KEYS = "#keys="
_YES_OR_NO = {"true": True, "false": False}


def open_store(url: str, clock: Callable[[], float] = time.time) -> Store:
    """Open a store by its URL; nothing is connected to or made before its first use.

    Args:
        url: `memory:`, `sqlite:///FILE` (options `timeout_seconds` and `fsync`), or `redis://`,
            `rediss://` or `unix://` (option `timeout_seconds`, and those of redis-py). A URL with
            a password belongs into the environment: `env:NAME` reads it from there. With
            `URL#keys=URL` keys lie in a store of their own.
        clock: Tells seconds since the epoch.

    Raises:
        StoreError: The URL cannot be used.

    """
    url = real_url(url)
    main, apart, keys = url.partition(KEYS)
    if apart:
        return KeysApart(open_store(main, clock), open_store(keys, clock))
    scheme = url.partition(":")[0]
    if url in {"memory:", "memory://"}:
        return InProcessStore(clock=clock)
    if url.startswith(_SQLITE):
        return _sqlite(url, clock)
    if scheme in {"redis", "rediss", "unix"}:
        return _redis(url, clock)
    guess = "" if scheme in _SCHEMES else nearest(scheme, _SCHEMES)
    raise StoreError(f"store: its URL cannot be used; allowed are {_ALLOWED}.{guess}")


def real_url(written: str) -> str:
    """Return a URL as it is written, or from the environment where it is written `env:NAME`.

    Raises:
        StoreError: The variable holds none.

    """
    if not written.startswith(NAMED):
        return written
    name = written.removeprefix(NAMED)
    url = os.environ.get(name)
    if not url:
        raise StoreError(f"store: the environment variable {name!r} is not set")
    return url


def _sqlite(url: str, clock: Callable[[], float]) -> SqliteStore:
    path, _, query = url[len(_SQLITE) :].partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    timeout = _timeout(options.pop("timeout_seconds", "5"))
    fsync = _YES_OR_NO.get(options.pop("fsync", "false").casefold())
    if options:
        known = ("fsync", "timeout_seconds")
        guess = nearest(next(iter(options)), known)
        raise StoreError(f"SQLite store: unknown option; allowed are {', '.join(known)}.{guess}")
    if fsync is None:
        raise StoreError("SQLite store: fsync must be true or false")
    if not path:
        raise StoreError("SQLite store: its URL names no file: sqlite:///FILE")
    return SqliteStore(unquote(path), clock=clock, timeout_seconds=timeout, fsync=fsync)


def _redis(url: str, clock: Callable[[], float]) -> RedisStore:
    options = dict(parse_qsl(url.partition("?")[2], keep_blank_values=True))
    timeout = _timeout(options.get("timeout_seconds", "2"))
    rest = without_options(url, ["timeout_seconds"])
    return RedisStore(rest, clock=clock, timeout_seconds=timeout)


def _timeout(written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= 3600:
        raise StoreError("store: timeout_seconds must be a number above 0 and at most 3600")
    return seconds
