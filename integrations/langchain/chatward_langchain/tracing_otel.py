"""An exporter of OpenTelemetry spans that passes on scrubbed copies.

Every text of a span is scrubbed, whoever named its attribute: `gen_ai.*`, OpenInference,
LangSmith, Langfuse. Spans that have ended cannot be changed, so the exporter is the place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

try:
    from opentelemetry.attributes import BoundedAttributes
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import Event, ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
    from opentelemetry.trace import Link, Status
except ModuleNotFoundError as error:
    raise ImportError(
        "guard_exporter needs the OpenTelemetry SDK, which is not installed; "
        "run: pip install opentelemetry-sdk"
    ) from error

from chatward import Guard
from chatward_langchain.traces_texts import Texts
from chatward_langchain.traces_values import Values


def guard_exporter(exporter: SpanExporter, guard: Guard) -> SpanExporter:
    """Return an exporter that scrubs spans and hands them to yours.

    Args:
        exporter: Sends the spans.
        guard: Scrubs every text.

    """
    return CleanExporter(exporter, Values(Texts(guard)))


class CleanExporter(SpanExporter):
    """Exporter that sees spans first; made by `guard_exporter`."""

    def __init__(self, exporter: SpanExporter, values: Values) -> None:
        self._exporter = exporter
        self._values = values

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export scrubbed copies."""
        return self._exporter.export([CleanSpan(span, self._values) for span in spans])

    def shutdown(self) -> None:
        """Shut the exporter down."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Have the exporter send what it holds."""
        return self._exporter.force_flush(timeout_millis)


class CleanSpan(ReadableSpan):
    """Scrubbed copy of a span that has ended."""

    def __init__(self, span: ReadableSpan, values: Values) -> None:
        super().__init__(
            name=_text(span.name, values),
            context=span.context,
            parent=span.parent,
            resource=_resource(span.resource, values),
            attributes=_attributes(span.attributes, values, span.dropped_attributes),
            events=[_event(event, values) for event in span.events],
            links=[_link(link, values) for link in span.links],
            kind=span.kind,
            status=_status(span.status, values),
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )
        self._dropped = span.dropped_events, span.dropped_links

    @property
    def dropped_events(self) -> int:
        """How many events the span could not hold."""
        return self._dropped[0]

    @property
    def dropped_links(self) -> int:
        """How many links the span could not hold."""
        return self._dropped[1]


def _text(text: str, values: Values) -> str:
    return str(values.scrub(text))


def _attributes(old: Mapping[str, Any] | None, values: Values, dropped: int) -> BoundedAttributes:
    new = BoundedAttributes(attributes=values.scrub(dict(old or {})))
    new.dropped = dropped
    return new


def _event(event: Event, values: Values) -> Event:
    attributes = _attributes(event.attributes, values, event.dropped_attributes)
    return Event(_text(event.name, values), attributes, event.timestamp)


def _link(link: Link, values: Values) -> Link:
    return Link(link.context, _attributes(link.attributes, values, link.dropped_attributes))


def _status(status: Status, values: Values) -> Status:
    if not status.description:
        return status
    return Status(status.status_code, _text(status.description, values))


def _resource(resource: Resource, values: Values) -> Resource:
    attributes = _attributes(resource.attributes, values, 0)
    return Resource(attributes, resource.schema_url)
