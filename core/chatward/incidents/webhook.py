"""A channel that posts to an address, signed by the Standard Webhooks specification.

``webhook-id`` is the same for all attempts, ``webhook-timestamp`` and the body are signed with it:
HMAC-SHA256 under the secret that both sides know. Redirects are not followed; nothing of the
answer is read but its status.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import ssl
import time
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import msgspec

from chatward.errors import PolicyError
from chatward.incidents.entries import WebhookEntry
from chatward.incidents.message import Message
from chatward.incidents.not_told import NotTold

FIRST_WAIT_SECONDS = 0.5
"""Waited before the second or third attempt, as urllib3 counts, then twice as long each time."""

NAMED = "env:"
_PREFIX = "whsec_"
_LEAST_BYTES, _MOST_BYTES = 24, 64
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_TRIED_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class WebhookChannel:
    """Posts messages; tries again where nobody answers, or with a status that may pass.

    Raises:
        PolicyError: The address must not be used, the secret is missing or none, or urllib3 is
            not installed.

    """

    def __init__(self, name: str, entry: WebhookEntry) -> None:
        self._attempts = entry.attempts
        self._url = _checked(name, _named(name, "url", entry.url))
        self._secret = _secret(name, entry.secret)
        self._urllib3 = _urllib3()
        self._timeout = entry.timeout_seconds
        self._pool: tuple[int, Any] | None = None

    def __repr__(self) -> str:
        """Name the kind of channel, nothing else: an address may be a secret."""
        return "WebhookChannel()"

    def send(self, message: Message) -> None:
        """Post a message until it is taken or the attempts are used up."""
        body = msgspec.json.encode(message.fields())
        errors = self._urllib3.exceptions
        try:
            response = self._connections().request(
                "POST",
                self._url,
                body=body,
                headers=signed(self._secret, message.id, round(time.time()), body),
                retries=self._retries(),
                redirect=False,
                preload_content=False,
            )
        except errors.HTTPError as error:
            reason = getattr(error, "reason", None) or error
            msg = f"no answer: {type(reason).__name__}"
            raise NotTold(msg) from None
        response.close()
        if not 200 <= response.status < 300:
            msg = f"answered with status {response.status}"
            raise NotTold(msg)

    def _connections(self) -> Any:  # noqa: ANN401 (urllib3 is loaded where it is there)
        """Return connections of this process: a forked child must not use its parent's."""
        if self._pool is None or self._pool[0] != os.getpid():
            pool = self._urllib3.PoolManager(
                num_pools=1,
                timeout=self._urllib3.Timeout(connect=self._timeout, read=self._timeout),
                ssl_context=ssl.create_default_context(),
            )
            self._pool = (os.getpid(), pool)
        return self._pool[1]

    def _retries(self) -> Any:  # noqa: ANN401 (as above)
        return self._urllib3.Retry(
            total=self._attempts - 1,
            redirect=0,
            allowed_methods=None,
            status_forcelist=_TRIED_AGAIN,
            backoff_factor=FIRST_WAIT_SECONDS,
            raise_on_status=False,
            respect_retry_after_header=False,  # whoever answers must not say how long we wait
        )


def signed(secret: bytes, name: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a webhook.

    Args:
        secret: What both sides know.
        name: Id of the message.
        timestamp: Whole seconds since the epoch.
        body: The body, byte for byte.

    """
    content = f"{name}.{timestamp}.".encode() + body
    mac = base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
    return {
        "content-type": "application/json",
        "user-agent": "chatward",
        "webhook-id": name,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{mac}",
    }


def _checked(name: str, url: str) -> str:
    """Return an address that may be used.

    Raises:
        PolicyError: It is none, holds a password, or would go over a network in clear.

    """
    try:
        parts = urlsplit(url)
        host, user, _ = parts.hostname, parts.username, parts.port
    except ValueError:
        host = user = parts = None
    if parts is None or not host or parts.scheme not in {"https", "http"}:
        msg = f"channel {name!r}: its url is no address: https://HOST/PATH, or env:NAME"
        raise PolicyError(msg)
    if user is not None or parts.password is not None:
        msg = f"channel {name!r}: no user or password in its url; the signature tells who sends"
        raise PolicyError(msg)
    if parts.scheme == "http" and host not in _LOOPBACK:
        msg = f"channel {name!r}: its url must be https, unless it is on this machine"
        raise PolicyError(msg)
    return url


def _secret(name: str, written: str) -> bytes:
    """Return the secret that a variable holds, with or without its prefix ``whsec_``.

    Raises:
        PolicyError: It is written into the playbook, is not there, or is none.

    """
    if not written.startswith(NAMED):
        msg = f"channel {name!r}: a secret does not stand in a playbook: write env:NAME"
        raise PolicyError(msg)
    found = _named(name, "secret", written).strip().removeprefix(_PREFIX)
    try:
        secret = base64.b64decode(found, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not _LEAST_BYTES <= len(secret) <= _MOST_BYTES:
        msg = (
            f"channel {name!r}: the secret in {written.removeprefix(NAMED)!r} is not "
            f"{_LEAST_BYTES} to {_MOST_BYTES} bytes in base64, with {_PREFIX} before it or not"
        )
        raise PolicyError(msg)
    return secret


def _named(name: str, what: str, written: str) -> str:
    if not written.startswith(NAMED):
        return written
    variable = written.removeprefix(NAMED)
    value = os.environ.get(variable)
    if not value:
        msg = f"channel {name!r}, {what}: the environment variable {variable!r} is not set"
        raise PolicyError(msg)
    return value


def _urllib3() -> Any:  # noqa: ANN401 (loaded where it is there)
    try:
        return import_module("urllib3")
    except ImportError:
        msg = 'webhooks need urllib3: pip install "chatward[webhook]"'
        raise PolicyError(msg) from None
