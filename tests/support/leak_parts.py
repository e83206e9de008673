"""The leak suite's bench: one run of an app with every sink attached, and what leaked in it."""

from __future__ import annotations

import io
import json
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from langchain_core.caches import InMemoryCache
from langchain_core.globals import get_debug, set_debug
from langchain_core.tracers.base import BaseTracer
from langchain_core.tracers.langchain import LangChainTracer
from langchain_openai import ChatOpenAI
from langsmith import Client
from retriever_parts import Everything
from trace_server import trace_server

from chatward import Guard
from chatward.testing import Planted, Sinks, disguised, planted
from chatward.testing.captured import capturing
from chatward.testing.model_server import Body, ModelServer, Reply, ToolCall, said
from chatward_langchain import GuardedRunnable, guard_model, langsmith_client

SETUPS = ("bare", "PIIMiddleware", "Chatward")
ORIGINS = ("user", "document", "tool", "model")
# How values are written where they come from.
WRITTEN = ("plain", "base64", "hex", "url")
# What can be recognised written so: a name is told by the words around it alone, so no detector
# knows one in an encoding.
VALUES = {"plain": ("name", "mail", "card", "phone", "key")}
VALUES |= dict.fromkeys(WRITTEN[1:], ("mail", "card", "phone", "key"))
WITH_OTEL = find_spec("opentelemetry") is not None and find_spec("opentelemetry.sdk") is not None
_SOURCES = {origin: planted(seed) for seed, origin in enumerate(ORIGINS, start=40)}


class Cell(NamedTuple):
    """One place where a value can be found."""

    scenario: str
    sink: str
    value: str
    origin: str
    written: str


@dataclass(frozen=True)
class Scenario:
    """A way to use LangChain.

    Attributes:
        run: Runs it once.
        sinks: The origins whose values reach each sink where nothing guards it. Not the user's
            own, where what is watched is shown to him alone.
        agent: Whether `PIIMiddleware` can be put into it.

    """

    run: Callable[[Run], None]
    sinks: Mapping[str, tuple[str, ...]]
    agent: bool = False


class Run:
    """One run: the app's parts for a set-up, what to say, and the sinks."""

    def __init__(self, setup: str, written: str, guard: Guard, folder: Path) -> None:
        self.setup = setup
        self.guarded = setup == "Chatward"
        self.guard = guard
        self.written = written
        self.folder = folder
        self.thread = uuid4().hex
        self.sinks = Sinks(planted(0))  # whose values nobody says
        self.callbacks: list[Any] = [Everything()]
        self.cache = InMemoryCache()
        self.server = ModelServer(self._answer, chunk_chars=7)  # so that every value is cut
        for origin, source in _SOURCES.items():
            for name, value in source.items():
                self.sinks.plant(f"{origin} {name}", value)
        self.sinks.watch("provider", self.server.requests)
        self.sinks.watch("callbacks", self.callbacks[0].told)
        self.sinks.watch("cache", self.cache)

    @contextmanager
    def on_console(self) -> Iterator[None]:
        """Let LangChain print all that it does, as developers do."""
        printed = io.StringIO()
        before = get_debug()
        set_debug(True)
        try:
            with redirect_stdout(printed):
                yield
        finally:
            set_debug(before)
        self.sinks.watch("console", printed.getvalue())

    def text(self, origin: str) -> str:
        """What an origin says: all its values, written as this run writes them."""
        items = _SOURCES[origin].items()
        return Planted(**{name: disguised(value, self.written) for name, value in items}).text

    @property
    def config(self) -> Any:
        """What the app is called with; new callbacks are in it as well."""
        return {"configurable": {"thread_id": self.thread}, "callbacks": list(self.callbacks)}

    def client(self, **options: Any) -> ChatOpenAI:
        """A real client of the model server, not guarded."""
        settings: dict[str, Any] = {"model": "local", "max_retries": 0, "cache": self.cache}
        return ChatOpenAI(base_url=self.server.url, api_key="unused", **settings, **options)

    def model(self) -> Any:
        """The model of a chain."""
        return guard_model(self.client(), self.guard) if self.guarded else self.client()

    def edge(self, app: Any) -> Any:
        """The app as it is called from outside."""
        return GuardedRunnable(app, self.guard) if self.guarded else app

    def _answer(self, body: Body) -> Reply:
        """Call the tool, or repeat what was said, with the model's own values each time."""
        text = f"You said: {said(body)} {self.text('model')}"
        if body.get("tools") and body["messages"][-1]["role"] != "tool":
            return Reply(tool_calls=[ToolCall("c1", "look_up", json.dumps({"who": text}))])
        return Reply(json.dumps({"said": text}) if "response_format" in body else text)


class Spans(BaseTracer):
    """Writes runs as spans, the way instrumentations do."""

    def __init__(self, provider: Any) -> None:
        super().__init__()
        self._tracer = provider.get_tracer("runs")

    def _persist_run(self, run: Any) -> None:
        attributes = {
            "input.value": json.dumps(run.inputs, default=repr),
            "output.value": json.dumps(run.outputs, default=repr),
            "error": run.error or "",
        }
        with self._tracer.start_as_current_span(run.name, attributes=attributes):
            for child in run.child_runs:
                self._persist_run(child)


@contextmanager
def _langsmith(run: Run) -> Iterator[None]:
    with trace_server() as sent:
        options = {"api_url": sent.url, "api_key": "unused"}
        client = langsmith_client(run.guard, **options) if run.guarded else Client(**options)
        run.callbacks.append(LangChainTracer(client=client))
        run.sinks.watch("langsmith", sent.bodies)
        yield
        _wait(client, sent)


def _wait(client: Client, sent: Any) -> None:
    """Wait until all that a client has to send has arrived."""
    end = uuid4()
    order = f"20250101T120000000000Z{end}"
    client.create_run("the-end", {}, "chain", id=end, trace_id=end, dotted_order=order)
    until = time.monotonic() + 20
    while "the-end" not in "".join(sent.bodies) and time.monotonic() < until:
        client.flush()
        time.sleep(0.02)
    client.cleanup()


@contextmanager
def _otel(run: Run) -> Iterator[None]:
    if not WITH_OTEL:
        yield
        return
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from chatward_langchain import guard_exporter

    memory = InMemorySpanExporter()
    exporter = guard_exporter(memory, run.guard) if run.guarded else memory
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    run.callbacks.append(Spans(provider))
    yield
    provider.shutdown()
    run.sinks.watch("otel", [span.to_json() for span in memory.get_finished_spans()])


def cells_of(name: str, scenario: Scenario, written: str) -> set[Cell]:
    """Every cell of a scenario: where values arrive when nothing guards them."""
    return {
        Cell(name, sink, value, origin, written)
        for sink, origins in scenario.sinks.items()
        for origin in origins
        for value in VALUES[written]
        if sink != "otel" or WITH_OTEL
    }


def leaked(
    name: str, scenario: Scenario, setup: str, written: str, guard: Guard, folder: Path
) -> set[Cell]:
    """Run a scenario and return the cells in which a value was found.

    Args:
        name: Its name, for the cells.
        scenario: What to run.
        setup: One of `SETUPS`.
        written: One of `WRITTEN`.
        guard: The guard of the set-up "Chatward".
        folder: An empty folder for what is written to the disk.

    """
    run = Run(setup, written, guard, folder)
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), run.server:
        warnings.simplefilter("ignore")  # v3 events are in beta
        with capturing(run.sinks), _langsmith(run), _otel(run):
            scenario.run(run)
    found = {(leak.sink, *leak.value.partition(" ")[::2]) for leak in run.sinks.found()}
    return {
        cell
        for cell in cells_of(name, scenario, written)
        if (cell.sink, cell.origin, cell.value) in found
    }
