"""The local model server speaks Anthropic's protocol as the real client expects it."""

from __future__ import annotations

import anthropic as sdk
import pytest

from chatward.testing.anthropic_server import AnthropicServer, ThoughtfulReply, signature
from chatward.testing.model_server import Reply, ToolCall

pytest_plugins = ["anthropic_fixtures"]

EVERYTHING = ThoughtfulReply(
    "It rains.",
    tool_calls=[ToolCall("toolu_1", "send", '{"to": "x"}')],
    thinking="hm, rain",
    cited=["wet"],
)


@pytest.fixture
def client(claude_server):
    with sdk.Anthropic(base_url=claude_server.url, api_key="unused", max_retries=0) as made:
        yield made


def ask(client, content="hello", **options):
    messages = [{"role": "user", "content": content}]
    return client.messages.create(model="local", max_tokens=9, messages=messages, **options)


def test_it_repeats_what_it_is_told_and_keeps_the_request(client, claude_server):
    answer = ask(client, system="Be brief.")
    assert answer.content[0].text == "You said: hello"
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (7, 11)
    assert claude_server.requests[0]["system"] == "Be brief."


def test_blocks_of_every_kind_come_whole(client, claude_server):
    claude_server.answer = lambda body: EVERYTHING
    thought, text, call = ask(client).content
    assert (thought.thinking, thought.signature) == ("hm, rain", signature("hm, rain"))
    assert (text.text, text.citations[0].cited_text) == ("It rains.", "wet")
    assert (call.id, call.name, call.input) == ("toolu_1", "send", {"to": "x"})


def test_and_streamed_in_pieces(client, claude_server):
    claude_server.answer = lambda body: EVERYTHING
    with client.messages.stream(
        model="local", max_tokens=9, messages=[{"role": "user", "content": "hello"}]
    ) as stream:
        deltas = [event.delta for event in stream if event.type == "content_block_delta"]
        whole = stream.get_final_message()
    assert [block.type for block in whole.content] == ["thinking", "text", "tool_use"]
    assert whole.stop_reason == "tool_use"
    assert next(delta.thinking for delta in deltas if delta.type == "thinking_delta") == "hm,"
    assert [delta.partial_json for delta in deltas if delta.type == "input_json_delta"] == [
        '{"t',
        'o":',
        ' "x',
        '"}',
    ]


def test_it_cuts_where_it_is_told(client, claude_server):
    claude_server.answer = lambda body: Reply("4111 1111", pieces=["41", "11 11", "11"])
    events = [event for event in ask(client, stream=True) if event.type == "content_block_delta"]
    assert [event.delta.text for event in events] == ["41", "11 11", "11"]


def test_it_takes_back_the_thoughts_that_it_signed_and_no_others(client, claude_server):
    claude_server.answer = lambda body: ThoughtfulReply("hi", thinking="hm")
    thought = {"type": "thinking", "thinking": "hm", "signature": signature("hm")}
    for shown, accepted in ((thought, True), ({**thought, "thinking": "oh"}, False)):
        messages = [
            {"role": "user", "content": "hello"},
            {"role": "assistant", "content": [shown]},
            {"role": "user", "content": "and?"},
        ]
        if accepted:
            client.messages.create(model="local", max_tokens=9, messages=messages)
        else:
            with pytest.raises(sdk.BadRequestError, match=r"messages\.1\.content\.0: Invalid"):
                client.messages.create(model="local", max_tokens=9, messages=messages)


@pytest.mark.parametrize(
    ("status", "error"), [(429, sdk.RateLimitError), (500, sdk.InternalServerError)]
)
def test_it_fails_when_told_to(client, claude_server, status, error):
    claude_server.answer = lambda body: Reply("too fast", status=status)
    with pytest.raises(error, match="too fast"):
        ask(client)


def test_other_paths_are_not_found(client):
    with pytest.raises(sdk.NotFoundError):
        client.post("/v1/nothing", cast_to=object, body={})


def test_it_runs_only_inside_its_block():
    with pytest.raises(RuntimeError, match="only inside its with block"):
        _ = AnthropicServer().url
