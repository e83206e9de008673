"""The link to a Redis server: which URLs are allowed, one retry, errors that tell no secret."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from chatward.errors import StoreError, nearest
from chatward.memory.stores.forking import Turns, watch

CONNECTIONS = 64
"""So many calls of one process are under way at once; more wait their turn."""

_SCHEMES = ("redis", "rediss", "unix")
_OPTIONS = (
    "client_name",
    "db",
    "password",
    "ssl_ca_certs",
    "ssl_ca_path",
    "ssl_cert_reqs",
    "ssl_certfile",
    "ssl_check_hostname",
    "ssl_keyfile",
    "username",
)

_FULL = "full: the server has reached its maxmemory"
_READ_ONLY = "read-only: the server is a replica"
_NOT_ALLOWED = "not allowed: this user may not run the command"

# Errors of redis-py, the special before the general, and what they mean.
_KINDS = (
    ("TimeoutError", "no answer within the timeout"),
    ("BusyLoadingError", "the server is still loading its data"),
    ("AuthenticationError", "not allowed: user name or password are wrong or missing"),
    ("AuthorizationError", "not allowed: user name or password are wrong or missing"),
    ("ConnectionError", "cannot be reached, or the connection was cut"),
    ("InvalidResponse", "its answer cannot be read"),
    ("OutOfMemoryError", _FULL),
    ("ReadOnlyError", _READ_ONLY),
    ("NoPermissionError", _NOT_ALLOWED),
)

# What the server says from within a script, and where redis-py has no error of its own.
_SAYS = (
    ("OOM", _FULL),
    ("READONLY", _READ_ONLY),
    ("WRONGTYPE", "damaged: a key holds something that Chatward did not write"),
    ("NOPERM", _NOT_ALLOWED),
    ("NOAUTH", "not allowed: the server asks for a password"),
    ("MISCONF", "cannot be written: the server cannot save to its disk"),
    ("MOVED", "a cluster node; the URL must name a single server or a proxy"),
)


class RedisLink:
    """Sends commands to one server.

    Args:
        url: `redis://` to this machine only, `unix://`, or `rediss://` to any.
        timeout_seconds: How long to wait for a connection or an answer, more than 0.

    Raises:
        StoreError: The URL cannot be used, or the package `redis` is not installed.

    """

    def __init__(self, url: str, timeout_seconds: float) -> None:
        self.server = _server(url)
        self._redis = _package()
        self._url = url
        self._timeout = timeout_seconds
        self.start()
        watch(self)

    def call(self, *command: str | bytes | int) -> Any:  # noqa: ANN401 (as many as commands)
        """Send a command and return the answer.

        A connection that turns out to be closed is replaced once; a timeout is final.

        Raises:
            StoreError: There was no answer, or it was an error.

        """
        errors = self._redis.exceptions
        try:
            with self.turns:
                return self._send(command)
        except errors.NoScriptError:
            raise
        except Exception as error:  # noqa: BLE001 (a garbled answer can raise anything in redis-py)
            raise self._error(error) from None

    def run(
        self,
        name: str,
        script: str,
        keys: Sequence[str | bytes],
        arguments: Sequence[str | bytes | int],
    ) -> Any:  # noqa: ANN401 (as many as scripts)
        """Run a script by its SHA-1, or by its text where the server does not know it yet.

        Raises:
            StoreError: There was no answer, or it was an error.

        """
        try:
            return self.call("EVALSHA", name, len(keys), *keys, *arguments)
        except self._redis.exceptions.NoScriptError:
            return self.call("EVAL", script, len(keys), *keys, *arguments)

    def close(self) -> None:
        """Close the connections; the next call opens them again."""
        self._client.connection_pool.disconnect(inuse_connections=False)

    def start(self) -> None:
        """Begin with no connection."""
        self.turns = Turns(CONNECTIONS, self._timeout)
        self._client = _client(self._redis, self._url, self._timeout)

    def unreadable(self) -> StoreError:
        """Return the error for an answer of another shape than the command has."""
        return StoreError(f"Redis store {self.server!r}: its answer cannot be read")

    def _send(self, command: tuple[str | bytes | int, ...]) -> Any:  # noqa: ANN401
        try:
            return self._client.execute_command(*command)
        except self._redis.exceptions.ConnectionError as error:
            if not _was_closed(error, self._redis.exceptions):
                raise
        return self._client.execute_command(*command)

    def _error(self, error: Exception) -> StoreError:
        return StoreError(f"Redis store {self.server!r}: {_meaning(error, self._redis.exceptions)}")


def _package() -> Any:  # noqa: ANN401 (there may be none)
    try:
        return import_module("redis")
    except ImportError:
        msg = "Redis store: the package redis is not installed: pip install 'chatward[redis]'"
        raise StoreError(msg) from None


def _was_closed(error: Exception, errors: Any) -> bool:  # noqa: ANN401
    """Tell whether there was a connection, and the server has closed it."""
    # Being refused, a wrong password, a server still loading: all of these are subclasses or
    # happen while connecting, and a second attempt would only take as long as the first.
    return type(error) is errors.ConnectionError and "connecting" not in str(error)


def _meaning(error: Exception, errors: Any) -> str:  # noqa: ANN401
    said = str(error)
    if "certificate" in said or "SSL" in said:
        return "the server's certificate was not accepted, or it does not speak TLS"
    for name, means in _KINDS:
        if isinstance(error, getattr(errors, name)):
            return means
    if isinstance(error, OSError):
        return "cannot be reached"
    return next((means for word, means in _SAYS if word in said), "the server refused a command")


def _server(url: str) -> str:
    """Return the server without user and password; refuse URLs that are not safe."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "localhost", parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        raise StoreError("Redis store: its URL cannot be read") from None
    if parts.scheme not in _SCHEMES:
        raise StoreError(f"Redis store: its URL must begin with {'://, '.join(_SCHEMES)}://")
    _require_known(options, tls=parts.scheme == "rediss")
    if parts.scheme == "unix":
        return "unix"
    if parts.scheme == "redis" and not _is_loopback(host):
        msg = "Redis store: redis:// is for this machine only; use rediss://, which is encrypted"
        raise StoreError(msg)
    _require_checked_certificate(options)
    return f"{parts.scheme}://{host}:{port or 6379}"


def _require_known(options: Iterable[str], *, tls: bool) -> None:
    allowed = [each for each in _OPTIONS if tls or not each.startswith("ssl_")]
    for name in options:
        if name not in allowed:
            raise StoreError(
                f"Redis store: unknown option in its URL; allowed are timeout_seconds,"
                f" {', '.join(allowed)}.{nearest(name, allowed)}"
            )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _require_checked_certificate(options: dict[str, str]) -> None:
    reqs = options.get("ssl_cert_reqs", "required")
    checks = options.get("ssl_check_hostname", "true")
    if reqs != "required" or checks.casefold() not in {"true", "1", "yes"}:
        raise StoreError(
            "Redis store: the server's certificate and its name must be checked;"
            " ssl_cert_reqs=required and ssl_check_hostname=true are the only values allowed"
        )


def without_options(url: str, names: Iterable[str]) -> str:
    """Return the URL without these options."""
    place, _, query = url.partition("?")
    options = parse_qsl(query, keep_blank_values=True)
    kept = urlencode([each for each in options if each[0] not in names])
    return f"{place}?{kept}" if kept else place


def _client(redis: Any, url: str, timeout_seconds: float) -> Any:  # noqa: ANN401
    settings: dict[str, object] = {
        "socket_timeout": timeout_seconds,
        "socket_connect_timeout": timeout_seconds,
        # Its own number of retries differs between releases; `call` retries where it is right.
        "retry": redis.retry.Retry(redis.backoff.NoBackoff(), 0),
        "max_connections": CONNECTIONS,
    }
    # What the URL says wins over the settings in redis-py, and its default for host names was off
    # in older releases; so these are said in the settings only.
    said = {"ssl_cert_reqs": "required", "ssl_check_hostname": True}
    if urlsplit(url).scheme == "rediss":
        settings |= said
    try:
        return redis.Redis.from_url(without_options(url, said), **settings)
    except (ValueError, TypeError):
        raise StoreError("Redis store: an option in its URL has a wrong value") from None
