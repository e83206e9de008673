"""What LangSmith's real client sends over the wire, with and without the guard."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace
from uuid import uuid4

import langsmith
import pytest
from langchain.agents import create_agent
from langchain_core.documents import Document
from langchain_core.output_parsers import StrOutputParser
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import tool
from langchain_core.tracers.langchain import LangChainTracer
from langsmith import Client, traceable, tracing_context
from langsmith.utils import get_env_var
from trace_server import trace_server

from chatward.testing.model_server import Reply, ToolCall
from chatward_langchain.traces import langsmith_anonymizer, mask_json
from chatward_langchain.traces_langsmith import langsmith_client

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:langsmith")

# How a client packs runs: many to a body, compressed or not, as one JSON list, or one by one.
PACKINGS = {
    "zstd": {"path": "/runs/multipart", "packing": "zstd"},
    "parts": {"path": "/runs/multipart", "packing": "plain"},
    "batch": {"path": "/runs/batch", "packing": "plain"},
    "single": {"path": "/runs", "packing": "plain"},
}


class Shelf(BaseRetriever):
    """Finds one document."""

    text: str

    def _get_relevant_documents(self, query, *, run_manager):
        return [Document(self.text, metadata={"author": self.text, self.text: 1})]


@tool
def look_up(who: str) -> str:
    """Look somebody up."""
    return f"found {who}"


def fail(value):
    raise ValueError(f"could not send {value}")


def pieces(text):
    yield from text


def answer(said):
    """Call a tool first, then repeat what was said."""

    def reply(body):
        if any(message["role"] == "tool" for message in body["messages"]) or "tools" not in body:
            return Reply(f"It is {said}.")
        return Reply(tool_calls=[ToolCall("c1", "look_up", json.dumps({"who": said}))])

    return reply


@pytest.fixture(params=sorted(PACKINGS))
def traced(request, monkeypatch):
    """A trace server and what the clients of this packing are made with."""
    off = "true" if request.param != "zstd" else "false"
    monkeypatch.setenv("LANGSMITH_DISABLE_RUN_COMPRESSION", off)
    monkeypatch.setenv("LANGSMITH_PROJECT", "tests")
    get_env_var.cache_clear()
    with trace_server(multipart=request.param != "batch") as sent:
        options = {"api_url": sent.url, "api_key": "unused"}
        options["auto_batch_tracing"] = request.param != "single"
        yield SimpleNamespace(sent=sent, options=options, **PACKINGS[request.param])
    get_env_var.cache_clear()


@pytest.fixture
def use(openai, server):
    """Use LangChain with a client, in every kind of run, with a text everywhere."""
    llm = openai()

    def run(client, said):
        server.answer = answer(said)
        config = {
            "callbacks": [LangChainTracer(client=client)],
            "tags": [said],
            "metadata": {"mail": said, said: "as a key", "nested": {"list": [said, {"a": said}]}},
            "run_name": f"for {said}",
        }
        inner = RunnableLambda(lambda text: f"so: {text}", name="inner")
        (inner | llm | StrOutputParser() | inner).invoke(said, config)
        list(llm.bind(stop=[said]).stream(said, config))
        Shelf(text=said).invoke(said, config)
        agent = create_agent(llm, [look_up], system_prompt=f"You serve {said}.")
        agent.invoke({"messages": [("human", said)]}, config)
        with pytest.raises(ValueError, match="could not send"):
            (inner | RunnableLambda(fail)).invoke(said, config)
        with tracing_context(enabled=True, client=client):
            assert "".join(traceable(pieces, client=client)(said)) == said

    return run


def arrived(client, sent):
    """Wait until all that a client has to send has arrived."""
    end = uuid4()  # with its place in a trace it goes through the queue, behind all others
    order = f"20250101T120000000000Z{end}"
    client.create_run("the-end", {}, "chain", id=end, trace_id=end, dotted_order=order)
    until = time.monotonic() + 20
    while "the-end" not in sent.text and time.monotonic() < until:
        client.flush()
        time.sleep(0.05)
    client.flush()
    client.cleanup()
    return sent.text


def test_a_plain_client_sends_the_values(traced, use, said, found):
    client = Client(**traced.options)
    use(client, said)
    assert len(found(arrived(client, traced.sent))) == 3
    assert any(
        path.endswith(traced.path) and packing == traced.packing
        for _, path, packing in traced.sent.calls
    )


def test_a_guarded_client_sends_none_of_them(traced, use, guard, said, found):
    client = langsmith_client(guard, **traced.options)
    use(client, said)
    text = arrived(client, traced.sent)
    assert found(text) == []
    for kind in ("<EMAIL_ADDRESS>", "<CREDIT_CARD>", "<AWS_ACCESS_KEY>"):
        assert kind in text
    for name in ("inner", "look_up", "ChatOpenAI", "could not send", "the-end"):
        assert name in text


def test_a_harmless_trace_is_sent_as_it_is(use, guard):
    mask = mask_json(guard)
    with trace_server(multipart=False) as sent:
        client = Client(api_url=sent.url, api_key="unused")
        use(client, "Good morning, where is platform 12?")
        arrived(client, sent)
    runs = [run for body in sent.bodies for run in json.loads(body).get("post", [])]
    assert len(runs) >= 15
    for run in runs:
        assert mask(run) == run


def test_the_anonymizer_cleans_inputs_and_outputs(guard, said, found):
    with trace_server() as sent:
        client = Client(api_url=sent.url, api_key="unused", anonymizer=langsmith_anonymizer(guard))
        tracer = LangChainTracer(client=client)
        chain = RunnableLambda(lambda text: {"said": [text]}) | RunnableLambda(str)
        chain.invoke({said: said}, {"callbacks": [tracer]})
        text = arrived(client, sent)
    assert found(text) == []
    assert "<EMAIL_ADDRESS>" in text


def test_an_anonymizer_of_your_own_sees_what_is_left(guard, said, found):
    seen = []

    def own(data):
        seen.append(data)
        return {**data, "own": "yes"}

    with trace_server() as sent:
        client = langsmith_client(guard, api_url=sent.url, api_key="unused", anonymizer=own)
        tracer = LangChainTracer(client=client)
        RunnableLambda(str).invoke(said, {"callbacks": [tracer]})
        text = arrived(client, sent)
    assert seen
    assert found(seen, text) == []
    assert '"own":"yes"' in text


def test_names_and_texts_of_attachments_are_scrubbed_and_pictures_kept(guard, said, found):
    picture = bytes(range(256))
    with trace_server() as sent:
        client = langsmith_client(
            guard, api_url=sent.url, api_key="unused", auto_batch_tracing=False
        )
        kept = client._clean(
            {"attachments": {said: ("text/plain", said.encode()), "p": ("image/png", picture)}}
        )
        client.cleanup()
    assert found(kept) == []
    assert kept["attachments"]["p"] == ("image/png", picture)


def test_runs_handed_over_in_a_list_are_scrubbed_too(guard, said, found):
    run = {
        "id": "0f0e4c9a-8d1b-4b7e-9c3a-2f1e0d9c8b7a",
        "trace_id": "0f0e4c9a-8d1b-4b7e-9c3a-2f1e0d9c8b7a",
        "dotted_order": "20250101T120000000000Z0f0e4c9a-8d1b-4b7e-9c3a-2f1e0d9c8b7a",
        "name": said,
        "run_type": "chain",
        "inputs": {"text": said},
        "extra": {"metadata": {"mail": said}},
    }
    with trace_server() as sent:
        client = langsmith_client(
            guard, api_url=sent.url, api_key="unused", auto_batch_tracing=False
        )
        client.batch_ingest_runs(create=[dict(run)], update=[dict(run, error=said)])
        client.multipart_ingest(create=[dict(run)])
        client.cleanup()
    assert found(sent.text) == []
    assert run["dotted_order"] in sent.text


@pytest.mark.skipif(not hasattr(langsmith, "configure"), reason="langsmith has no configure yet")
def test_tracing_that_is_switched_on_for_the_process_takes_the_client(guard, said, found):
    with trace_server() as sent:
        client = langsmith_client(guard, api_url=sent.url, api_key="unused")
        langsmith.configure(client=client, enabled=True)
        try:
            RunnableLambda(str).invoke(said)
        finally:
            langsmith.configure(client=None, enabled=None)
        text = arrived(client, sent)
    assert found(text) == []
    assert "<EMAIL_ADDRESS>" in text
