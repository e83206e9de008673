"""The local model server speaks the protocol that the real client expects."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import openai as sdk
import pytest

from chatward.testing.model_server import ModelServer, Reply, ToolCall, said


@pytest.fixture
def client(server):
    with sdk.OpenAI(base_url=server.url, api_key="unused", max_retries=0) as made:
        yield made


def ask(client, text="hello", **options):
    messages = [{"role": "user", "content": text}]
    return client.chat.completions.create(model="local", messages=messages, **options)


def test_it_repeats_what_it_is_told_and_keeps_the_request(client, server):
    answer = ask(client, temperature=0.5)
    assert answer.choices[0].message.content == "You said: hello"
    assert answer.usage.total_tokens == 18
    assert server.requests[0]["temperature"] == 0.5
    assert '"hello"' in server.received


def test_it_streams_in_pieces_and_counts_only_when_asked(client):
    chunks = list(ask(client, stream=True))
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks]
    assert "".join(texts) == "You said: hello"
    assert max(map(len, texts)) == 3
    assert chunks[-1].choices[0].finish_reason == "stop"
    counted = list(ask(client, stream=True, stream_options={"include_usage": True}))
    assert counted[-1].usage.total_tokens == 18


def test_it_cuts_where_it_is_told(client, server):
    server.answer = lambda body: Reply("4111 1111", pieces=["41", "11 11", "11"])
    texts = [chunk.choices[0].delta.content for chunk in ask(client, stream=True)]
    assert texts[1:4] == ["41", "11 11", "11"]


def test_it_calls_tools(client, server):
    server.answer = lambda body: Reply(tool_calls=[ToolCall("c1", "send", '{"to": "x"}')])
    call = ask(client).choices[0].message.tool_calls[0]
    assert (call.id, call.function.name, call.function.arguments) == ("c1", "send", '{"to": "x"}')
    deltas = [chunk.choices[0].delta.tool_calls for chunk in ask(client, stream=True)]
    pieces = [delta[0].function.arguments for delta in deltas if delta]
    assert "".join(pieces) == '{"to": "x"}'


def test_it_gives_several_choices_and_probabilities(client):
    answer = ask(client, n=2, logprobs=True)
    assert [choice.message.content for choice in answer.choices] == ["You said: hello"] * 2
    assert answer.choices[0].logprobs.content[0].token == "You said: hello"


def test_it_fails_when_told_to_and_on_other_paths(client, server):
    server.answer = lambda body: Reply("too fast", status=429)
    with pytest.raises(sdk.RateLimitError, match="too fast"):
        ask(client)
    with pytest.raises(sdk.NotFoundError):
        client.post("/nothing", cast_to=object, body={})


def test_it_reads_parts_of_a_message(server):
    parts = [{"type": "text", "text": "a"}, {"type": "image_url"}, {"type": "text", "text": "b"}]
    assert said({"messages": [{"content": parts}]}) == "ab"
    assert said({"messages": [{"content": None}]}) == ""


def test_a_client_that_hangs_up_is_no_error(capfd):
    with ModelServer(chunk_chars=1, delay_seconds=0.01) as server:
        address = urlsplit(server.url)
        connection = http.client.HTTPConnection(address.hostname, address.port)
        body = {"stream": True, "messages": [{"role": "user", "content": "x" * 50}]}
        connection.request("POST", "/v1/chat/completions", json.dumps(body))
        connection.getresponse().read(1)
        connection.close()
    assert capfd.readouterr().err == ""


def test_it_runs_only_inside_its_block():
    with pytest.raises(RuntimeError, match="only inside its with block"):
        _ = ModelServer().url
