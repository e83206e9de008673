"""Grants: leave to do one thing with one conversation, for minutes.

A grant is a signed token. Whoever holds it can do what it says, and nobody can change what it
says. That it was used up or revoked is kept in the store until it would have ended anyway.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

import msgspec

from chatward.errors import GrantError, nearest
from chatward.memory.memory import Memory
from chatward.memory.ports import Change
from chatward.memory.rooms import GRANTS

READ_VAULT = "read-vault"
READ_QUARANTINE = "read-quarantine"
END_QUARANTINE = "end-quarantine"
OVERRIDE_RULE = "override-rule:"
CALL_TOOL = "call-tool:"
PURPOSES = (
    READ_VAULT,
    READ_QUARANTINE,
    END_QUARANTINE,
    f"{OVERRIDE_RULE}RULE",
    f"{CALL_TOOL}NAME",
)
_ABOUT = (OVERRIDE_RULE, CALL_TOOL)

LONGEST_MINUTES = 60.0
_PREFIX = "cwg1"
_MARK = "mark"
_USED, _REVOKED = b"used", b"revoked"


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a grant says.

    Attributes:
        id: Names it in the audit log.
        owner: What the store calls the conversation.
        purpose: One of `PURPOSES`.
        until: Clock time at which it ends, seconds since the epoch.
        once: Whether it can be used once only.
        note: Why it was issued.

    """

    id: str
    owner: str
    purpose: str
    until: float
    once: bool
    note: str


class Grants:
    """Issues, checks and revokes grants."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def issue(
        self, owner: str, purpose: str, now: float, minutes: float, note: str, *, once: bool
    ) -> tuple[Grant, str]:
        """Return a new grant, and the token that stands for it.

        Raises:
            GrantError: The purpose is unknown, or it would live too long.

        """
        _check_purpose(purpose)
        if not 0.0 < minutes <= LONGEST_MINUTES:
            msg = f"a grant lives {LONGEST_MINUTES:g} minutes at most, and more than none"
            raise GrantError(msg)
        grant = Grant(secrets.token_hex(8), owner, purpose, now + minutes * 60.0, once, note)
        payload = msgspec.json.encode(grant)
        return grant, ".".join((_PREFIX, _written(payload), _written(self._signature(payload))))

    def read(self, token: str) -> Grant:
        """Return what a token says, whether it can still be used or not.

        Raises:
            GrantError: It was not issued under this master key, or was changed.

        """
        try:
            prefix, payload, signature = token.strip().split(".")
            content = _read(payload)
            genuine = hmac.compare_digest(_read(signature), self._signature(content))
        except (ValueError, binascii.Error):
            prefix, content, genuine = "", b"", False
        if prefix != _PREFIX or not genuine:
            msg = "the grant was not issued under this master key, or was changed"
            raise GrantError(msg)
        return msgspec.json.decode(content, type=Grant)

    def check(self, grant: Grant, owner: str, purpose: str, now: float) -> None:
        """Refuse a grant that does not allow what is asked for.

        Raises:
            GrantError: It is over, used up, revoked, or for something else.

        """
        if grant.owner != owner:
            msg = "the grant is for another conversation"
            raise GrantError(msg)
        if grant.purpose != purpose:
            msg = f"the grant is for {grant.purpose!r}, not for {purpose!r}"
            raise GrantError(msg)
        if now >= grant.until:
            msg = "the grant is over; have a new one issued"
            raise GrantError(msg)
        mark = self._mark(grant)
        if mark is not None:
            msg = f"the grant was {mark.decode()}"
            raise GrantError(msg)

    def use_up(self, grant: Grant, now: float) -> None:
        """Mark a grant that can be used once only as used.

        Raises:
            GrantError: Somebody else was quicker.

        """
        if grant.once and not self._set_mark(grant, None, _USED, now):
            msg = "the grant was used"
            raise GrantError(msg)

    def revoke(self, grant: Grant, now: float) -> None:
        """See to it that a grant cannot be used any more."""
        mark = self._mark(grant)
        while mark != _REVOKED and not self._set_mark(grant, mark, _REVOKED, now):
            mark = self._mark(grant)

    def _mark(self, grant: Grant) -> bytes | None:
        (mark,) = self._memory.store.read(_owner(grant), [(GRANTS, _MARK)])
        return mark

    def _set_mark(self, grant: Grant, was: bytes | None, mark: bytes, now: float) -> bool:
        life = max(60.0, grant.until - now + 60.0)  # a little longer: clocks differ
        change = Change(GRANTS, _MARK, was, mark)
        return self._memory.store.write(_owner(grant), [change], {GRANTS: life})

    def _signature(self, payload: bytes) -> bytes:
        return hmac.new(self._memory.keys.subkey("grants"), payload, hashlib.sha256).digest()


def _check_purpose(purpose: str) -> None:
    about = (purpose.removeprefix(each) for each in _ABOUT)
    if purpose in PURPOSES[:3] or any(name not in {purpose, ""} for name in about):
        return
    allowed = ", ".join(PURPOSES)
    msg = f"unknown purpose {purpose!r}; use one of {allowed}.{nearest(purpose, PURPOSES)}"
    raise GrantError(msg)


def _owner(grant: Grant) -> str:
    # Not the conversation's: that it was used outlives a conversation that is forgotten.
    return f"grant-{grant.id}"


def _written(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _read(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
