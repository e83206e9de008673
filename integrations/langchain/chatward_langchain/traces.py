"""Scrub what goes to tracers: functions that LangSmith's client, Langfuse and others take.

Nothing here needs LangChain or a tracer to be installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from chatward import Guard
from chatward_langchain.traces_texts import WITHHELD, Texts
from chatward_langchain.traces_values import Values


class Mask(Protocol):
    """Takes a value as its only argument or as `data`, as Langfuse hands it over."""

    def __call__(self, data: Any = None, **said: Any) -> Any:
        """Return the value to send instead."""


def mask_json(guard: Guard) -> Mask:
    """Return a function that scrubs any JSON-like value.

    It never raises: what cannot be scrubbed becomes ``"[withheld]"``. Keys are scrubbed too. What
    the caller handed in is not changed.

    >>> mask = mask_json(Guard())
    >>> mask(data={"question": "Mail anna@example.org"})
    {'question': 'Mail <EMAIL_ADDRESS>'}

    Args:
        guard: Scrubs every text.

    """
    values = Values(Texts(guard))

    def mask(data: Any = None, **_said: Any) -> Any:
        return values.scrub(data)

    return mask


def langsmith_anonymizer(guard: Guard) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return a function for `langsmith.Client(anonymizer=...)`.

    LangSmith's client hands it inputs and outputs, and only from later versions on errors and
    metadata; never tags, names and invocation parameters. `langsmith_client` covers those.

    Args:
        guard: Scrubs every text.

    """
    return anonymizer_of(Values(Texts(guard)))


def anonymizer_of(values: Values) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return an anonymizer that shares what is remembered."""

    # LangSmith's client sends the raw error where the answer has no key of that name.
    def anonymize(data: Mapping[str, Any]) -> dict[str, Any]:
        clean = values.scrub(data)
        return clean if isinstance(clean, dict) else {"error": WITHHELD}

    return anonymize
