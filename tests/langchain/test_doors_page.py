"""What docs/doors.md says and no other test proves: rarer cells, and what goes together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from langchain.agents import create_agent
from langchain_core.caches import InMemoryCache
from langchain_core.messages import HumanMessage
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from openai import BadRequestError
from pydantic import BaseModel
from scripted_agents import calls, guard_by, made, plays, says, texts, thread, wants

from chatward.testing.model_server import Reply
from chatward_langchain import (
    GuardCallback,
    GuardedRunnable,
    GuardInput,
    GuardMiddleware,
    GuardOutput,
    ModelFailed,
    guard_model,
    guard_tool,
    mask_json,
)

ROOT = Path(__file__).parents[2]
ANNA = "anna@example.org"
MAILING = 'releases: [{name: mail-to, kinds: [email-address], to: ["tool:send.to"]}]'


class Person(BaseModel):
    mail: str


class WrittenCache(InMemoryCache):
    """Writes down what it keeps at once, as caches on a disk do."""

    def __init__(self):
        super().__init__()
        self.written = []

    def update(self, prompt, llm_string, return_val):
        self.written.append((prompt, repr(return_val)))
        super().update(prompt, llm_string, return_val)


@pytest.fixture
def sent():
    return []


@pytest.fixture
def send(sent):
    @tool
    def send(to: str) -> str:
        """Send a mail."""
        sent.append(to)
        return f"sent to {to}"

    send.metadata = {"chatward_capabilities": ["sends-out"]}
    return send


def repeats(body):
    """Call the tool with what the user wrote last; then repeat what the tool said."""
    last = body["messages"][-1]
    if last["role"] == "tool":
        return Reply(last["content"])
    return wants(calls("send", to=last["content"].split()[-1]))


def kept(saver):
    """Everything that a saver holds."""
    return repr((saver.storage, saver.writes, getattr(saver, "blobs", None)))


# --- a callback -----------------------------------------------------------------------------


def test_a_callback_redacts_objects_in_whole_answers(openai, server, call):
    server.answer = lambda body: wants(calls("Person", mail=ANNA))
    person = openai(stream_usage=False).with_structured_output(Person, method="function_calling")
    assert person.invoke("who", call) == Person(mail="<EMAIL_ADDRESS>")


def test_a_callback_leaves_the_answer_in_the_cache_raw(openai, server, call, said, found):
    cache = WrittenCache()
    server.answer = lambda body: Reply(f"You: {ANNA}")
    answer = openai(cache=cache).invoke([HumanMessage(said)], call).content
    ((prompt, kept_answer),) = cache.written
    assert answer == "You: <EMAIL_ADDRESS>"
    assert ANNA in kept_answer
    assert not found(prompt)


def test_neither_a_callback_nor_steps_touch_the_providers_errors(openai, server, guard, call):
    server.answer = lambda body: Reply(f"no such user {ANNA}", status=400)
    for app, config in (
        (openai(), call),
        (GuardInput(guard) | openai() | GuardOutput(guard), None),
        (GuardedRunnable(openai(), guard), None),
    ):
        with pytest.raises(BadRequestError, match=ANNA):
            app.invoke([HumanMessage("hi")], config)


def test_a_callback_gives_nothing_back(openai, guard):
    given = {"callbacks": [GuardCallback(guard, conversation="callback-gives")]}
    answer = openai().invoke([HumanMessage(ANNA)], given).content
    assert re.fullmatch(r"You said: EMAIL_ADDRESS_1_\w{8}", answer)


def test_a_callback_looks_at_no_tool(send, sent, call):
    assert send.invoke({"to": ANNA}, call) == f"sent to {ANNA}"


# --- steps and the edge ---------------------------------------------------------------------


@pytest.mark.parametrize("around", ["steps", "edge"])
def test_behind_a_guarded_input_the_cache_holds_the_models_own_answer(
    openai, server, guard, said, found, around
):
    cache = WrittenCache()
    server.answer = lambda body: Reply(f"Ask {ANNA}")
    model = openai(cache=cache)
    steps = GuardInput(guard) | model | GuardOutput(guard)
    app = steps if around == "steps" else GuardedRunnable(model, guard)
    assert app.invoke([HumanMessage(said)]).content == "Ask <EMAIL_ADDRESS>"
    ((prompt, kept_answer),) = cache.written
    assert ANNA in kept_answer
    assert not found(prompt)


def test_in_a_graph_steps_leave_what_came_in(openai, guard):
    saver = InMemorySaver()
    step = GuardInput(guard) | openai() | GuardOutput(guard, restore=False)

    def node(state):
        return {"messages": [step.invoke(state["messages"])]}

    builder = StateGraph(MessagesState)
    builder.add_node("answer", node)
    builder.add_edge(START, "answer")
    graph = builder.compile(checkpointer=saver)
    came, answered = texts(graph.invoke(says(f"I am {ANNA}"), thread("steps")))
    assert came == f"I am {ANNA}"
    assert ANNA not in answered


def test_the_edge_leaves_tools_to_other_doors(openai, server, send, sent):
    guard = guard_by("tools: [{name: send, roles: [staff]}]")
    saver = InMemorySaver()
    app = GuardedRunnable(create_agent(openai(), [send], checkpointer=saver), guard)
    server.answer = repeats
    app.invoke(says("send to bob"), thread("edge"))
    assert sent == ["bob"]  # nobody asked whose tool it is

    @tool
    def look_up(who: str) -> str:
        """Look somebody up."""
        return f"{who} is {ANNA}"

    knowing = GuardedRunnable(create_agent(openai(), [look_up], checkpointer=saver), guard)
    plays(server, wants(calls("look_up", who="she")))
    knowing.invoke(says("who is she?"), thread("looked up"))
    assert ANNA in kept(saver)


def test_the_edge_answers_with_objects_that_hold_values(openai, server, guard):
    written = guard.inspect(ANNA, origin="user", conversation="objects").text
    server.answer = lambda body: wants(calls("Person", mail=written))
    person = openai(stream_usage=False).with_structured_output(Person, method="function_calling")
    app = GuardedRunnable(person, guard)
    assert app.invoke("who", thread("objects")) == Person(mail=ANNA)


# --- an agent -------------------------------------------------------------------------------


def test_the_model_of_an_agent_has_a_clean_cache(openai, server, guard, said, found):
    cache = InMemoryCache()
    server.answer = lambda body: Reply(f"You: {said}")
    agent = made(openai(cache=cache), [], GuardMiddleware(guard))
    agent.invoke(says(said), thread("cached"))
    assert cache._cache
    assert not found(cache._cache)


def test_an_agent_redacts_the_providers_errors(openai, server, guard):
    server.answer = lambda body: Reply(f"no such user {ANNA}", status=400)
    with pytest.raises(ModelFailed, match="<EMAIL_ADDRESS>"):
        made(openai(), [], GuardMiddleware(guard)).invoke(says("hi"), thread("failing"))


# --- together -------------------------------------------------------------------------------


def test_edge_middleware_and_clean_traces_leave_no_value_anywhere(
    openai, server, send, sent, spy, tracer
):
    guard = guard_by(MAILING)
    saver = InMemorySaver()
    server.answer = repeats
    agent = create_agent(openai(), [send], middleware=[GuardMiddleware(guard)], checkpointer=saver)
    app = GuardedRunnable(agent, guard)
    config = {**thread("together"), "callbacks": [spy, tracer]}
    state = app.invoke(says(f"Please mail {ANNA}"), config)
    assert f"sent to {ANNA}" in texts(state)[-1]
    assert sent == [ANNA]
    assert ANNA not in server.received
    assert ANNA not in kept(saver)
    assert ANNA not in repr(spy.seen)
    mask = mask_json(guard)
    assert ANNA in repr(tracer.sent)  # the tool's own run: this is what the clean client is for
    assert ANNA not in repr([mask(each) for each in tracer.sent])


def test_a_callback_beside_a_guarded_model_only_adds_events(openai, guard, call, audit):
    model = guard_model(openai(), guard)
    alone = model.invoke(f"I am {ANNA}").content
    before = len(audit)
    assert model.invoke(f"I am {ANNA}", call).content == alone
    assert len(audit) - before > before


def test_a_release_of_a_guarded_model_goes_into_the_state(openai, server, send, sent):
    guard = guard_by(MAILING)
    saver = InMemorySaver()
    server.answer = repeats
    agent = create_agent(guard_model(openai(), guard), [send], checkpointer=saver)
    written = guard.inspect(ANNA, origin="user", conversation="state").text
    agent.invoke(says(f"mail {written}"), thread("state"))
    assert sent == [ANNA]
    assert ANNA in kept(saver)


def test_a_guarded_tool_in_a_guarded_agent_counts_its_calls_twice(openai, server, send, sent):
    guard = guard_by("tools: [{name: send, capabilities: [], calls: 3}]")
    agent = made(openai(), [guard_tool(send, guard)], GuardMiddleware(guard))
    for _ in range(2):
        plays(server, wants(calls("send", to="bob")))
        agent.invoke(says("go on"), thread("twice"))
    assert sent == ["bob"]


def test_a_chain_round_the_edge_shows_what_the_edge_hides(openai, guard, tracer):
    app = GuardedRunnable(openai(), guard) | RunnableLambda(lambda answer: answer)
    app.invoke(f"I am {ANNA}", {**thread("outside"), "callbacks": [tracer]})
    assert ANNA in repr(tracer.sent)


# --- the page itself ------------------------------------------------------------------------


def test_the_page_names_every_door_and_no_other():
    page = (ROOT / "docs" / "doors.md").read_text("utf-8")
    table = page.split("## Names in audit events")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \| ", table, re.MULTILINE)
    named = set(re.findall(r"`([\w-]+)`", "\n".join(rows)))
    sources = [*ROOT.glob("core/**/*.py"), *ROOT.glob("integrations/*/*/**/*.py")]
    code = "\n".join(each.read_text("utf-8") for each in sources)
    assert named - {"door"} == set(re.findall(r'Door\("([\w-]+)"', code))


def test_the_tables_have_a_cell_for_each_door():
    page = (ROOT / "docs" / "doors.md").read_text("utf-8")
    for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(cells) == 1, table.splitlines()[0]
