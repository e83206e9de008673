"""Audit events as log records of OpenTelemetry.

Only its API is used: the application sets up the SDK, its exporter and how records are batched;
until it does, records go nowhere. The SDK sends what waits when the process ends in good order,
not when it is killed, so this log stands beside one that keeps, not in its place.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from typing import Any

from chatward.audit.log import LOGGER, Event
from chatward.audit.otel_names import attributes_of, event_name
from chatward.errors import AuditError
from chatward.version import __version__

_INFO, _WARN, _ERROR, _FATAL = 9, 13, 17, 21
_NAMES = {_INFO: "INFO", _WARN: "WARN", _ERROR: "ERROR", _FATAL: "FATAL"}
_INCIDENTS = {"low": _INFO, "medium": _WARN, "high": _ERROR, "critical": _FATAL}
_WARNED_OF = frozenset({"block", "ask", "quarantine", "refused"})
_WRONG = frozenset({"degraded", "not-notified", "not-contained"})

_Emit = Callable[..., None]


class OtelLog:
    """Sends events to OpenTelemetry, one log record each.

    Args:
        logger_provider: Where to get a logger; None = the one set for the process, whenever that
            is done.

    Raises:
        AuditError: OpenTelemetry is not installed.

    """

    def __init__(self, logger_provider: Any = None) -> None:  # noqa: ANN401 (of any version)
        self._given = logger_provider
        self._api = _api()
        self._provider: object = None
        self._emit: _Emit = _nowhere

    def write(self, event: Event) -> None:
        """Hand one event to the SDK; returns once it has it.

        Raises:
            AuditError: The SDK did not take it.

        """
        fields = event.fields()
        try:
            self._emitter()(
                name=event_name(fields),
                timestamp=int(fields["time"] * 1e9),
                severity=severity_of(fields),
                attributes=attributes_of(fields),
            )
        except AuditError:
            raise
        except Exception as error:  # noqa: BLE001 (a processor may raise anything)
            msg = f"audit log of OpenTelemetry: {type(error).__name__}"
            raise AuditError(msg) from None

    def _emitter(self) -> _Emit:
        """Return what sends a record; a provider may be set after the guard was built."""
        provider = self._given or self._api.get_logger_provider()
        if provider is not self._provider:
            logger = provider.get_logger(LOGGER, __version__)
            self._emit = _emitter_of(logger, self._api)
            self._provider = provider
        return self._emit


def severity_of(fields: Mapping[str, Any]) -> int:
    """Return how grave an event is: 9 information, 13 warning, 17 error, 21 fatal."""
    event, did = fields["event"], fields.get("action", fields.get("did"))
    if event == "incident" and did in {"opened", "grew"}:
        return _INFO if fields.get("drill") else _INCIDENTS.get(fields["severity"], _ERROR)
    refused_policy = event == "policy" and did == "refused"
    if fields.get("failed") or fields.get("left") or refused_policy or {event, did} & _WRONG:
        return _ERROR
    return _WARN if {event, did} & _WARNED_OF else _INFO


def _emitter_of(logger: Any, api: Any) -> _Emit:  # noqa: ANN401 (of any version)
    """Return what sends a record through a logger, however its version wants it."""
    wanted = inspect.signature(logger.emit).parameters
    if "event_name" in wanted:  # from 1.38 on
        return _by_keywords(logger, api)
    # Before, an SDK could not send records of the API's own class.
    own = getattr(sys.modules[type(logger).__module__], "LogRecord", api.LogRecord)
    return _by_record(logger, api, own)


def _by_keywords(logger: Any, api: Any) -> _Emit:  # noqa: ANN401
    def emit(name: str, timestamp: int, severity: int, attributes: dict[str, Any]) -> None:
        logger.emit(
            timestamp=timestamp,
            severity_number=api.SeverityNumber(severity),
            severity_text=_NAMES[severity],
            body=name,
            attributes=attributes,
            event_name=name,
        )

    return emit


def _by_record(logger: Any, api: Any, record: Any) -> _Emit:  # noqa: ANN401
    takes = inspect.signature(record).parameters
    fixed = {"resource": logger.resource} if "resource" in takes else {}

    def emit(name: str, timestamp: int, severity: int, attributes: dict[str, Any]) -> None:
        named = {"event_name": name} if "event_name" in takes else {}
        logger.emit(
            record(
                timestamp=timestamp,
                severity_number=api.SeverityNumber(severity),
                severity_text=_NAMES[severity],
                body=name,
                attributes=attributes if named else {**attributes, "event.name": name},
                **named,
                **fixed,
                **({} if "context" in takes else _span()),
            )
        )

    return emit


def _span() -> dict[str, Any]:
    """Return which span the event belongs to, for versions that do not look themselves."""
    from opentelemetry.trace import get_current_span  # noqa: PLC0415 (only where installed)

    context = get_current_span().get_span_context()
    return {
        "trace_id": context.trace_id,
        "span_id": context.span_id,
        "trace_flags": context.trace_flags,
    }


def _nowhere(**_: object) -> None:
    """Send nothing."""


def _api() -> Any:  # noqa: ANN401 (of any version)
    try:
        from opentelemetry import _logs  # noqa: PLC0415 (only who wants it has it)
    except ImportError:
        msg = "OpenTelemetry is not installed: pip install 'chatward[otel]'"
        raise AuditError(msg) from None
    return _logs
