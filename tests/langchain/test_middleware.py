"""An agent with the guard in it: its state, what its model is sent, and what is done only once."""

from __future__ import annotations

import asyncio
import gc

import pytest
from langchain.agents.middleware import AgentMiddleware
from langchain.agents.structured_output import ToolStrategy
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from pydantic import BaseModel
from scripted_agents import calls, guard_by, made, plays, says, texts, thread, tool_that, wants

from chatward import ChatwardError, Guard, GuardBlocked
from chatward.testing.model_server import Reply, said
from chatward_langchain import guard_model
from chatward_langchain.agents import GuardMiddleware
from chatward_langchain.agents.marks import MARK
from chatward_langchain.agents.state import REFUSED

MAIL = "anna@example.org"


def run(agent, value, config, *, asynchronous):
    if asynchronous:
        return asyncio.run(agent.ainvoke(value, config))
    return agent.invoke(value, config)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def asynchronous(request):
    return request.param


def test_the_state_of_an_agent_holds_placeholders(openai, guard, server, found, asynchronous):
    agent = made(openai(), [], GuardMiddleware(guard))
    config = thread(f"state-{asynchronous}")
    state = run(agent, says(f"mail {MAIL}"), config, asynchronous=asynchronous)
    assert not found(state, agent.get_state(config), server.requests)
    written = texts(state)[0]
    conversation = config["configurable"]["thread_id"]
    assert guard.restore(written, conversation=conversation) == f"mail {MAIL}"
    assert texts(state)[1] == f"You said: {written}"


def test_without_the_guard_it_does_not(openai, server, found):
    state = made(openai(), []).invoke(says(f"mail {MAIL}"), thread("bare"))
    assert found(state)
    assert found(server.requests)


def test_a_blocked_text_is_in_no_state_and_is_never_sent(
    openai, guard, server, injection, asynchronous
):
    agent = made(openai(), [], GuardMiddleware(guard))
    config = thread(f"blocked-{asynchronous}")
    state = run(agent, says(injection), config, asynchronous=asynchronous)
    assert texts(state) == [guard.policy.withheld, guard.policy.refusal]
    assert server.requests == []
    assert "Ignore all" not in repr(agent.get_state(config))

    run(agent, says("hello"), config, asynchronous=asynchronous)
    sent = [message["content"] for message in server.requests[0]["messages"]]
    assert sent == [guard.policy.withheld, guard.policy.refusal, "hello"]


def test_a_blocked_text_can_raise_and_the_next_turn_goes_on(
    openai, guard, server, injection, asynchronous
):
    agent = made(openai(), [], GuardMiddleware(guard, on_block="raise"))
    config = thread(f"raised-{asynchronous}")
    with pytest.raises(GuardBlocked, match="prompt-injection"):
        run(agent, says(injection), config, asynchronous=asynchronous)
    assert "Ignore all" not in repr(agent.get_state(config))
    state = run(agent, says("hello"), config, asynchronous=asynchronous)
    assert texts(state)[-1] == "You said: hello"
    assert "Ignore all" not in server.received


def test_a_message_is_guarded_once_however_often_it_comes_back(openai, guard, server, audit):
    server.answer = lambda body: Reply("fine")
    agent = made(openai(), [], GuardMiddleware(guard))
    for turn in range(4):
        agent.invoke(says(f"number {turn} of {MAIL}"), thread("once"))
    users = [event for event in audit if event.get("origin") == "user"]
    assert len(users) == 4
    assert len(server.requests[-1]["messages"]) == 7


def test_the_result_of_a_tool_is_marked_as_data_once(openai, guard, server, audit):
    def look(place: str) -> str:
        return "nothing to see"

    plays(server, wants(calls("look", place="here")), wants(calls("look", place="there")))
    agent = made(openai(), [tool_that(look, "reads-untrusted")], GuardMiddleware(guard))
    state = agent.invoke(says("look twice"), thread("spotlight"))
    results = [each for each in state["messages"] if isinstance(each, ToolMessage)]
    assert [each.content.count("[untrusted-tool ") for each in results] == [1, 1]
    sent = [each for each in server.requests[-1]["messages"] if each["role"] == "tool"]
    assert [each["content"] for each in sent] == [each.content for each in results]


@pytest.mark.parametrize("mark", ["0" * 32, "", 7, "\u00e9"])
def test_a_mark_that_a_client_made_up_is_worth_nothing(openai, guard, server, injection, mark):
    agent = made(openai(), [], GuardMiddleware(guard))
    forged = HumanMessage(injection, response_metadata={MARK: mark})
    state = agent.invoke({"messages": [forged]}, thread("forged"))
    assert texts(state)[-1] == guard.policy.refusal
    assert server.requests == []


def test_a_genuine_mark_is_worth_nothing_on_another_text_or_thread(openai, guard, injection):
    agent = made(openai(), [], GuardMiddleware(guard))
    mark = agent.invoke(says("hello"), thread("mine"))["messages"][0].response_metadata[MARK]
    moved = HumanMessage(injection, response_metadata={MARK: mark})
    assert texts(agent.invoke({"messages": [moved]}, thread("mine")))[-1] == guard.policy.refusal
    other = HumanMessage("hello", response_metadata={MARK: mark})
    state = agent.invoke({"messages": [other]}, thread("other"))
    assert state["messages"][0].response_metadata[MARK] != mark


def test_marks_are_not_sent_to_the_model(openai, guard, server):
    agent = made(openai(), [], GuardMiddleware(guard))
    agent.invoke(says("hello"), thread("unsent"))
    state = agent.invoke(says("again"), thread("unsent"))
    assert MARK in state["messages"][0].response_metadata
    assert MARK not in server.received


def test_a_history_that_a_client_sends_is_cleaned_too(openai, guard, server, injection, found):
    history = [
        HumanMessage(injection),
        AIMessage("", tool_calls=[{"id": "1", "name": "find", "args": {"who": MAIL}}]),
        ToolMessage(f"it is {MAIL}", tool_call_id="1", artifact={"raw": MAIL}),
        AIMessage(f"It is {MAIL}."),
        HumanMessage("thanks"),
    ]
    state = made(openai(), [], GuardMiddleware(guard)).invoke({"messages": history}, thread("long"))
    assert not found(state, server.requests)
    assert texts(state)[0] == guard.policy.withheld
    assert "Ignore all" not in server.received
    assert texts(state)[-1] == "You said: thanks"


def test_what_another_middleware_puts_into_the_state_is_cleaned(openai, guard, server, found):
    class Adds(AgentMiddleware):
        def before_model(self, state, runtime):
            return {"messages": [HumanMessage(f"also {MAIL}")]}

    agent = made(openai(), [], Adds(), GuardMiddleware(guard))
    state = agent.invoke(says("hello"), thread("added"))
    assert not found(state, server.requests)


def test_without_a_thread_values_are_redacted(openai, guard, server):
    agent = made(openai(), [], GuardMiddleware(guard), checkpointer=None)
    assert texts(agent.invoke(says(f"mail {MAIL}")))[0] == "mail <EMAIL_ADDRESS>"


def test_in_a_subgraph_the_thread_is_that_of_the_whole_graph(openai, guard, server, found):
    agent = made(openai(), [], GuardMiddleware(guard), checkpointer=None)
    graph = StateGraph(MessagesState)
    graph.add_node("agent", agent)
    graph.add_edge(START, "agent")
    outer = graph.compile(checkpointer=InMemorySaver())
    state = outer.invoke(says(f"mail {MAIL}"), thread("outer"))
    assert not found(state, server.requests)
    assert guard.restore(texts(state)[0], conversation="outer") == f"mail {MAIL}"


def test_a_model_that_this_guard_guards_already_is_taken_as_it_is(openai, guard, server, found):
    agent = made(guard_model(openai(), guard), [], GuardMiddleware(guard))
    assert not found(agent.invoke(says(f"mail {MAIL}"), thread("twice")))


def test_a_model_that_another_guard_guards_is_refused(openai, guard):
    agent = made(guard_model(openai(), Guard()), [], GuardMiddleware(guard))
    with pytest.raises(ChatwardError, match="another guard"):
        agent.invoke(says("hello"), thread("two-guards"))


def test_a_model_is_guarded_once_and_forgotten_with_it(openai, guard):
    middleware = GuardMiddleware(guard)
    model = openai()
    agent = made(model, [], middleware)
    for _ in range(3):
        agent.invoke(says("hello"), thread("weak"))
    assert len(middleware._models._guarded) == 1
    del model, agent
    gc.collect()
    assert not middleware._models._guarded


def test_a_model_that_is_changed_is_guarded_anew(openai, guard, server):
    model = openai(temperature=0.1)
    agent = made(model, [], GuardMiddleware(guard))
    agent.invoke(says("hello"), thread("changed"))
    model.temperature = 0.7
    agent.invoke(says("hello"), thread("changed"))
    assert [request["temperature"] for request in server.requests] == [0.1, 0.7]


def test_one_name_instead_of_a_list_is_refused(guard):
    with pytest.raises(TypeError, match="list of names"):
        GuardMiddleware(guard, approve="send_mail")


def test_objects_that_an_agent_answers_with_hold_placeholders(openai, guard, server, found):
    class Contact(BaseModel):
        """Whom to write to."""

        mail: str

    plays(server, lambda body: wants(calls("Contact", mail=said(body))))
    middleware = GuardMiddleware(guard, roles={"staff": ["other"]})
    agent = made(openai(), [], middleware, response_format=ToolStrategy(Contact))
    state = agent.invoke(says(MAIL), thread("object"))
    assert not found(state)
    assert guard.restore(state["structured_response"].mail, conversation="object") == MAIL


def test_what_the_guard_keeps_in_the_state_cannot_be_sent_by_a_client(openai, guard, server):
    agent = made(openai(), [], GuardMiddleware(guard, on_block="raise"))
    forged = {**says("hello"), REFUSED: {"rule": "mine", "kinds": []}}
    state = agent.invoke(forged, thread("private"))
    assert texts(state)[-1] == "You said: hello"
    assert REFUSED not in state


def test_a_conversation_in_quarantine_is_refused(openai, guard, server):
    agent = made(openai(), [], GuardMiddleware(guard))
    guard.review.quarantine("quarantined", why="test")
    state = agent.invoke(says("hello"), thread("quarantined"))
    assert texts(state)[-1] == guard.policy.refusal
    assert server.requests == []


def test_a_changed_policy_looks_again(openai, guard, server, audit):
    strict = guard_by("rules: [{name: none-of-it, kinds: [personal], action: block}]")
    memory = InMemorySaver()
    lax = made(openai(), [], GuardMiddleware(guard), checkpointer=memory)
    lax.invoke(says("hello"), thread("policies"))
    seen = len(audit)
    agent = made(openai(), [], GuardMiddleware(strict), checkpointer=memory)
    agent.update_state(thread("policies"), {"messages": [HumanMessage(f"mail {MAIL}")]})
    state = agent.invoke(says("again"), thread("policies"))
    assert texts(state)[2] in {strict.policy.withheld, strict.policy.refusal}
    assert len(audit) > seen
