"""What is known to go wrong where LangChain is guarded, and no other file of this suite shows."""

from __future__ import annotations

import inspect

import pytest
from langchain.agents.middleware import AgentMiddleware, SummarizationMiddleware
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from scripted_agents import guard_by, made, plays, says, thread

from chatward import GuardBlocked
from chatward.testing.model_server import Reply
from chatward_langchain import GuardCallback, guard_model
from chatward_langchain.agents import GuardMiddleware

MAIL = "anna@example.org"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
ORDERS = """
rules:
- {name: orders, kinds: [prompt-injection, split-injection], origins: [user], action: allow}
"""
IMAGES = {
    "image_url": {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}},
    "of version 1": {"type": "image", "base64": PIXEL, "mime_type": "image/png"},
    "of version 0": {
        "type": "image",
        "source_type": "base64",
        "data": PIXEL,
        "mime_type": "image/png",
    },
}


@pytest.fixture(params=sorted(IMAGES))
def with_image(request):
    return HumanMessage([{"type": "text", "text": f"mail {MAIL}"}, IMAGES[request.param]])


def test_beside_an_image_a_text_is_guarded_in_every_way(openai, guard, server, way, with_image):
    """Callbacks are shown a copy of such a message, so that a change there has no effect."""
    way(guard_model(openai(), guard), [with_image], None)
    assert "anna@" not in server.received
    assert PIXEL in server.received


def test_a_callback_never_lets_it_pass_unseen(openai, guard, server, with_image):
    try:
        openai().invoke([with_image], {"callbacks": [GuardCallback(guard)]})
    except GuardBlocked:
        assert server.requests == []
    assert "anna@" not in server.received


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("mail", ["anna@example.co", "anna@example.com", "anna@example.com.au"])
def test_a_match_that_grows_is_waited_for(openai, guard, server, size, mail):
    """Else what first looks like an address is replaced, and the rest of it flows out."""
    server.answer = lambda body: Reply(f"Write to {mail} or call 192.0.2.123.")
    server.chunk_chars = size
    app = made(openai(), [], GuardMiddleware(guard))
    name = f"grows {size} {mail}"
    pieces = app.stream(says("hi"), thread(name), stream_mode="messages")
    told = "".join(chunk.content for chunk, _ in pieces)
    whole = f"Write to {mail} or call 192.0.2.123."
    assert told == guard.inspect(whole, origin="model", conversation=name).text
    assert told.startswith("Write to <EMAIL_ADDRESS> or call ")


def test_a_model_that_calls_callbacks_itself_shows_them_nothing(scripted, guard, spy, found):
    class Telling(scripted):
        """Some models tell callbacks of tokens themselves, with the manager they are given."""

        def _stream(self, messages, stop=None, run_manager=None, **kwargs):
            for chunk in self.chunks:
                generation = ChatGenerationChunk(message=chunk)
                if run_manager:
                    run_manager.on_llm_new_token(chunk.content, chunk=generation)
                yield generation

    chunks = [AIMessageChunk(piece, id="a") for piece in ("mail anna@", "example.org", " now")]
    plain = Telling(chunks=chunks)
    joined = "".join(chunk.content for chunk in guard_model(plain, guard).stream("hi", _to(spy)))
    assert joined == "".join(spy.tokens) == "mail <EMAIL_ADDRESS> now"
    assert not found(spy.seen)
    list(plain.stream("hi", _to(spy)))
    assert found("".join(spy.tokens))


def _to(spy):
    return {"callbacks": [spy]}


def test_many_values_side_by_side_are_all_found(openai, guard, server, way, text):
    """Where neighbours are merged before they are replaced, all but the first come out."""
    mails = [f"person{at}@example.org" for at in range(12)]
    for between in (" ", ", ", "\n"):
        server.requests.clear()
        said = between.join(mails)
        answer = way(guard_model(openai(), guard), said, None)
        assert "@example" not in server.received
        assert text(answer).count("<EMAIL_ADDRESS>") == len(mails)


@pytest.mark.parametrize("place", ["metadata", "name", "kwargs"])
def test_what_rides_along_with_an_answer_is_guarded(scripted, guard, way, place, spy, found):
    fields = {
        "metadata": {"response_metadata": {"note": f"for {MAIL}"}},
        "name": {"name": f"for {MAIL}"},
        "kwargs": {"additional_kwargs": {"refusal": f"for {MAIL}"}},
    }
    chunk = AIMessageChunk("hello", id="a", **fields[place])
    answer = way(guard_model(scripted(chunks=[chunk]), guard), "hi", _to(spy))
    assert not found(answer, spy.ends, spy.chunks, spy.events)
    assert found(scripted(chunks=[chunk]).invoke("hi"))


WRAPS = ("wrap_model_call", "wrap_tool_call")
HOOKS = [name for name in vars(AgentMiddleware) if name.startswith(("before_", "after_", "wrap_"))]


@pytest.mark.parametrize("hook", sorted(HOOKS))
def test_every_hook_exists_in_both_colours_with_the_names_of_the_framework(hook):
    """The framework passes by keyword, and calls a wrap in the colour of the call."""
    mine = vars(GuardMiddleware)
    assert (hook in mine) == (f"a{hook}" in mine)
    if hook in mine:
        for name in (hook, f"a{hook}"):
            theirs = inspect.signature(getattr(AgentMiddleware, name)).parameters
            named = list(inspect.signature(mine[name]).parameters)
            assert named[: len(theirs)] == list(theirs)
            assert set(named[len(theirs) :]) <= {"config"}  # which the graph brings
    else:
        assert hook not in WRAPS


@pytest.mark.parametrize("guarded", [True, False])
def test_a_summariser_has_a_model_of_its_own(openai, guard, server, found, guarded):
    """What it is sent was cleaned when it came in; what it says streams as its model says it.

    Its prompt is an order with the whole conversation in it, so its guard has to let orders pass.
    """
    history = [HumanMessage(f"mail {MAIL} {at}") for at in range(6)]
    history[1::2] = [AIMessage(f"noted {MAIL}")] * 3
    plays(server, Reply(f"in short, {MAIL} and bob@example.com"), Reply("done"))
    summariser = _summariser(guard_model(openai(), guard_by(ORDERS)) if guarded else openai())
    app = made(openai(), [], summariser, GuardMiddleware(guard), checkpointer=None)
    config = thread(f"summary {guarded}")
    stream = app.stream({"messages": history}, config, stream_mode=["messages", "updates"])
    pieces = list(stream)
    assert len(server.requests) == 2
    assert not found(server.received)
    told = "".join(piece[0].content for mode, piece in pieces if mode == "messages")
    assert ("bob@example.com" in told + repr(pieces)) != guarded
    assert "bob@example.com" not in repr(server.requests[1])


def _summariser(model):
    """Later releases renamed how it is told when to begin and what to keep."""
    if "trigger" in inspect.signature(SummarizationMiddleware).parameters:
        return SummarizationMiddleware(model, trigger=("messages", 4), keep=("messages", 1))
    return SummarizationMiddleware(model, max_tokens_before_summary=10, messages_to_keep=1)


def test_an_exception_says_nothing_of_what_was_refused(openai, guard, injection):
    with pytest.raises(GuardBlocked) as refused:
        guard_model(openai(), guard, on_block="raise").invoke(f"{injection} {MAIL}")
    shown = f"{refused.value} {refused.value!r} {refused.value.args}"
    assert "previous instructions" not in shown
    assert MAIL not in shown
    assert isinstance(refused.value, ValueError)  # LangGraph does not retry those
    assert not hasattr(refused.value, "response")  # langchain-core copies it into traces
