"""Which conversation a call belongs to, who the person in it is, and his role.

There is no shared default: a call that names no conversation is private to itself, and one that
names no role or user has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import ensure_config

from chatward.decision import Door

# LangGraph's key first, then that of RunnableWithMessageHistory; LangSmith reads both as well.
KEYS = ("thread_id", "session_id")
ROLE = "role"
USER = "user_id"

Conversing = str | Callable[[RunnableConfig], str | None]
"""Id of a conversation, or what returns it for the config of a call; None = private to the call."""


def conversation_of(explicit: Conversing | None, config: RunnableConfig | None) -> str | None:
    """Return the given id, or what the given function returns, else the config's own, else None.

    A config that a surrounding chain or graph has set counts too.
    """
    if callable(explicit):
        return _told(explicit(ensure_config(config)))
    if explicit is not None:
        return explicit
    return conversation_in(ensure_config(config).get("configurable"))


def _told(conversation: Any) -> str | None:
    """Return what a function told, as a string.

    Raises:
        TypeError: It is no id.

    """
    if conversation is None or isinstance(conversation, str):
        return conversation or None
    if isinstance(conversation, (int, UUID)):
        return str(conversation)
    raise TypeError(f"conversation= returned a {type(conversation).__name__}, not an id or None")


def conversation_in(values: Mapping[str, Any] | None) -> str | None:
    """Return the thread or session id in a mapping, as a string; None when there is none."""
    for key in KEYS:
        value = (values or {}).get(key)
        if isinstance(value, (str, int, UUID)) and str(value):
            return str(value)
    return None


def role_of(explicit: str | None, config: RunnableConfig | None) -> str | None:
    """Return the given role, else that of the config's `configurable`, else None."""
    if explicit is not None:
        return explicit
    return role_in(ensure_config(config).get("configurable"))


def role_in(values: Mapping[str, Any] | None) -> str | None:
    """Return the role in a mapping; None when there is none, or it is no name."""
    value = (values or {}).get(ROLE)
    return value if isinstance(value, str) and value else None


def asked_from(door: Door, config: RunnableConfig | None) -> Door:
    """Return the door with the person on it whom the config's `configurable` names, if it does."""
    user = user_in(ensure_config(config).get("configurable"))
    return door if user is None else replace(door, user=user)


def user_in(values: Mapping[str, Any] | None) -> str | None:
    """Return the id of the user in a mapping, as a string; None when there is none."""
    value = (values or {}).get(USER)
    return str(value) if isinstance(value, (str, int, UUID)) and str(value) else None
