"""Spans leave through a guarded exporter as scrubbed copies."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("opentelemetry.sdk")

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, Status, StatusCode

from chatward_langchain.tracing_otel import guard_exporter


def fail(span, said):
    span.add_event("gen_ai.choice", {"message": said})
    span.set_status(Status(StatusCode.ERROR, said))
    raise ValueError(said)


def spans_of(exporter_of, said, number=4111111111111111):
    """Record what instrumentations record, with a text everywhere; return the spans exported."""
    memory = InMemorySpanExporter()
    provider = TracerProvider(
        resource=Resource({"service.name": "bot", "process.command_args": ["serve", said]}),
        span_limits=SpanLimits(max_span_attributes=9, max_events=3),
    )
    provider.add_span_processor(SimpleSpanProcessor(exporter_of(memory)))
    tracer = provider.get_tracer("chain", "1.0")
    with tracer.start_as_current_span("before") as before:
        link = Link(before.get_span_context(), {"reason": said})
    messages = json.dumps([{"role": "user", "content": said, "card": number}])
    attributes = {
        "gen_ai.prompt.0.content": said,
        "gen_ai.input.messages": messages,
        "gen_ai.usage.input_tokens": 1234567,
        "input.value": json.dumps({"to": said}).replace("@", "\\u0040"),
        "langsmith.metadata.user": said,
        "llm.tags": [said, "tag"],
        said: True,
    }
    with (
        pytest.raises(ValueError, match="mail"),
        tracer.start_as_current_span(f"for {said}", links=[link], attributes=attributes) as span,
    ):
        fail(span, said)
    provider.shutdown()
    return memory.get_finished_spans()


def written(spans):
    return "\n".join(span.to_json() for span in spans)


def test_a_plain_exporter_sends_the_values(said, found):
    assert len(found(written(spans_of(lambda exporter: exporter, said)))) == 3


def test_a_guarded_exporter_sends_none_of_them(guard, said, guarded, found):
    spans = spans_of(lambda exporter: guard_exporter(exporter, guard), said)
    assert found(written(spans)) == []
    span = spans[1]
    assert span.name == f"for {guarded}"
    assert span.attributes["gen_ai.prompt.0.content"] == guarded
    assert span.attributes["llm.tags"] == (guarded, "tag")
    assert json.loads(span.attributes["gen_ai.input.messages"]) == [
        {"role": "user", "content": guarded, "card": "<CREDIT_CARD>"}
    ]
    assert span.status.description.endswith(guarded)
    assert [event.name for event in span.events] == ["gen_ai.choice", "exception"]
    assert guarded in span.events[1].attributes["exception.stacktrace"]


def test_all_but_the_texts_stays(guard, said):
    plain = spans_of(lambda exporter: exporter, "good mail", 12)
    clean = spans_of(lambda exporter: guard_exporter(exporter, guard), "good mail", 12)
    for before, after in zip(plain, clean, strict=True):
        assert after.attributes == before.attributes
        assert after.kind == before.kind
        assert after.resource.attributes == before.resource.attributes
        assert after.instrumentation_scope == before.instrumentation_scope
        assert after.status.status_code == before.status.status_code
        assert after.end_time > after.start_time
        assert after.links == () or after.links[0].attributes == before.links[0].attributes


def test_what_a_span_dropped_is_still_counted(guard):
    memory = InMemorySpanExporter()
    provider = TracerProvider(span_limits=SpanLimits(max_span_attributes=1, max_events=1))
    provider.add_span_processor(SimpleSpanProcessor(guard_exporter(memory, guard)))
    with provider.get_tracer("t").start_as_current_span("s") as span:
        for number in range(3):
            span.set_attribute(f"a{number}", "x")
            span.add_event("e")
    provider.force_flush()
    (span,) = memory.get_finished_spans()
    assert (span.dropped_attributes, span.dropped_events, span.dropped_links) == (2, 2, 0)


def test_without_the_sdk_the_error_says_what_to_install():
    code = (
        "import sys; sys.modules['opentelemetry.sdk'] = None\n"
        "try: import chatward_langchain.tracing_otel\n"
        "except ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install opentelemetry-sdk" in done.stdout


def test_the_other_doors_load_no_tracer():
    code = (
        "import sys, chatward_langchain.traces as t; t.mask_json; t.langsmith_anonymizer\n"
        "print([name for name in ('langsmith', 'opentelemetry.sdk', 'langchain_core') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
