"""Events and logs of a guarded app: they hold placeholders, from the first to the last."""

from __future__ import annotations

import asyncio
import warnings

import pytest
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable
from langgraph.graph import START, MessagesState, StateGraph

from chatward import GuardBlocked
from chatward_langchain.edge import GuardedRunnable

CONFIG = {"configurable": {"thread_id": "edge events"}}
V3 = hasattr(Runnable, "stream_events")
VERSIONS = ["v1", "v2", "log"]


@pytest.fixture
def chain(openai):
    prompt = ChatPromptTemplate.from_messages([("human", "{q}")])
    return prompt | openai() | StrOutputParser()


@pytest.fixture
def graph(openai):
    graph = StateGraph(MessagesState)
    model = openai()

    def call(state, config):
        return {"messages": [model.invoke(state["messages"], config)]}

    graph.add_node("call", call)
    graph.add_edge(START, "call")
    return graph.compile()


def told(app, value, version):
    async def read():
        way = app.astream_log if version == "log" else app.astream_events
        options = {} if version == "log" else {"version": version}
        return [each async for each in way(value, CONFIG, **options)]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # versions 1 and logs are on their way out
        return asyncio.run(read())


@pytest.mark.parametrize("version", VERSIONS)
def test_events_hold_placeholders(guard, chain, said, found, version):
    events = told(GuardedRunnable(chain, guard), {"q": said}, version)
    assert "EMAIL_ADDRESS_1_" in repr(events[0] if version != "log" else events)
    assert not found(events)
    assert len(events) > 5


@pytest.mark.parametrize("version", VERSIONS)
def test_so_do_those_of_graphs(guard, graph, said, found, version):
    events = told(GuardedRunnable(graph, guard), {"messages": [("user", said)]}, version)
    assert "EMAIL_ADDRESS_1_" in repr(events)
    assert not found(events)


def test_without_the_edge_they_do_not(chain, said, found):
    assert len(found(told(chain, {"q": said}, "v2"))) == 3


@pytest.mark.parametrize("version", VERSIONS)
def test_of_a_refused_input_they_tell_the_refusal_alone(
    guard, chain, server, injection, tracer, version
):
    events = told(GuardedRunnable(chain, guard), {"q": injection}, version)
    assert guard.policy.refusal in repr(events)
    assert injection not in repr(events)
    assert server.requests == []


@pytest.mark.parametrize("version", VERSIONS)
def test_unless_it_is_raised(guard, chain, injection, version):
    with pytest.raises(GuardBlocked, match="prompt-injection"):
        told(GuardedRunnable(chain, guard, on_block="raise"), {"q": injection}, version)


def test_what_a_reader_picks_out_of_events_can_be_restored(guard, chain, said):
    events = told(GuardedRunnable(chain, guard), {"q": said}, "v2")
    restorer = guard.restorer(conversation="edge events")
    parts = [
        restorer.feed(each["data"]["chunk"])
        for each in events
        if each["event"] == "on_parser_stream"
    ]
    text = "".join(parts) + restorer.finish()
    assert text.startswith("You said: mail anna@example.org, card 4111 1111 1111 1111")


def test_a_reader_who_stops_early_stops_the_app(guard, chain):
    async def read():
        events = GuardedRunnable(chain, guard).astream_events({"q": "hi"}, CONFIG, version="v2")
        async for _ in events:
            break
        await events.aclose()

    asyncio.run(read())


# --- version 3 ------------------------------------------------------------------------------


@pytest.fixture
def quietly():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # in beta
        yield


@pytest.mark.skipif(not V3, reason="this langchain-core has no v3 events")
@pytest.mark.parametrize("whose", ["model", "graph"])
def test_events_of_version_3_hold_placeholders(guard, openai, graph, said, found, quietly, whose):
    app = GuardedRunnable(graph if whose == "graph" else openai(), guard)
    value = {"messages": [("user", said)]} if whose == "graph" else said
    events = list(app.stream_events(value, CONFIG, version="v3"))
    assert "EMAIL_ADDRESS_1_" in repr(events)
    assert not found(events)


@pytest.mark.skipif(not V3, reason="this langchain-core has no v3 events")
@pytest.mark.parametrize("whose", ["model", "graph"])
def test_so_do_awaited_ones(guard, openai, graph, said, found, quietly, whose):
    app = GuardedRunnable(graph if whose == "graph" else openai(), guard)
    value = {"messages": [("user", said)]} if whose == "graph" else said

    async def read():
        run = await app.astream_events(value, CONFIG, version="v3")
        events = [event async for event in run]
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))
        return events

    events = asyncio.run(read())
    assert "EMAIL_ADDRESS_1_" in repr(events)
    assert not found(events)


@pytest.mark.skipif(not V3, reason="this langchain-core has no v3 events")
def test_a_refused_input_raises_there(guard, openai, server, injection, quietly):
    app = GuardedRunnable(openai(), guard)
    with pytest.raises(GuardBlocked, match="prompt-injection"):
        app.stream_events(injection, CONFIG, version="v3")

    async def read():
        await app.astream_events(injection, CONFIG, version="v3")

    with pytest.raises(GuardBlocked, match="prompt-injection"):
        asyncio.run(read())
    assert server.requests == []


@pytest.mark.skipif(not V3, reason="this langchain-core has no v3 events")
def test_an_app_without_such_events_says_so(guard, chain, quietly):
    with pytest.raises(NotImplementedError):
        GuardedRunnable(chain, guard).stream_events({"q": "hi"}, CONFIG, version="v3")
