"""Attachments in answers: whole and streamed, from the model and out of chains."""

from __future__ import annotations

import asyncio

import pytest
from attachment_parts import ACTIONS, CODE, LEFT_OUT, STYLES, WORDS, guard_that, told
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.runnables import RunnableLambda

from chatward import GuardBlocked
from chatward_langchain import GuardedRunnable, GuardOutput, guard_model
from chatward_langchain.media import attachments_in

REFUSAL = "I cannot help with that."
SOUND = {"id": "a1", "data": CODE, "transcript": "mail anna@example.org"}


def invoked(step, value):
    return step.invoke(value)


def streamed(step, value):
    first, *others = list(step.stream(value))
    return first + others if others else first


def ainvoked(step, value):
    return asyncio.run(step.ainvoke(value))


def astreamed(step, value):
    async def read():
        return [chunk async for chunk in step.astream(value)]

    first, *others = asyncio.run(read())
    return first + others if others else first


WAYS = {"invoke": invoked, "stream": streamed, "ainvoke": ainvoked, "astream": astreamed}


@pytest.fixture(params=sorted(WAYS))
def answered(request):
    return WAYS[request.param]


def answer_with(block):
    return [
        AIMessageChunk([{"type": "text", "text": "here: ", "index": 0}], id="a"),
        AIMessageChunk([{**block, "index": 1}], id="a"),
        AIMessageChunk([{"type": "text", "text": "and more", "index": 2}], id="a"),
    ]


def texts(message):
    return [each.get("text") for each in message.content if each.get("type") == "text"]


def by_index(message):
    return sorted(message.content, key=lambda block: block["index"])


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("style", sorted(STYLES))
@pytest.mark.parametrize("door", ["model", "output", "edge"])
def test_an_answer_passes_by_policy(word, style, door, answered, scripted, audit):
    block, guard = STYLES[style], guard_that(word)
    model = scripted(chunks=answer_with(block))
    step = {
        "model": lambda: guard_model(model, guard),
        "output": lambda: model | GuardOutput(guard),
        "edge": lambda: GuardedRunnable(model, guard),
    }[door]()
    answer = answered(step, "show me")
    assert told(audit) == [("model", [["image", 1]], ACTIONS[word])]
    if word == "refuse":
        assert attachments_in(answer.content) == ()
        assert REFUSAL in str(answer.content)
        assert "and more" not in str(answer.content)
        assert answer.response_metadata["chatward"]["rule"] == "attachments"
        return
    assert attachments_in(answer.content) == ((("image", 1),) if word == "allow" else ())
    if word == "strip":
        assert CODE not in repr(answer)
        assert texts(answer) == ["here: ", LEFT_OUT, "and more"]
    else:
        assert by_index(answer)[1] == {**block, "index": 1}
        assert texts(answer) == ["here: ", "and more"]


@pytest.mark.parametrize("word", WORDS)
def test_a_spoken_answer_passes_by_policy(word, answered, scripted, audit):
    model = scripted(chunks=[AIMessageChunk("", id="a", additional_kwargs={"audio": SOUND})])
    answer = answered(guard_model(model, guard_that(word)), "say it")
    assert told(audit) == [("model", [["audio", 1]], ACTIONS[word])]
    sound = answer.additional_kwargs.get("audio")
    if word == "allow":
        assert sound == {**SOUND, "transcript": "mail <EMAIL_ADDRESS>"}
    else:
        assert sound is None
        expected = "[left out: audio]\nmail <EMAIL_ADDRESS>" if word == "strip" else REFUSAL
        assert answer.content == expected


def test_a_refusal_is_raised_where_refusals_are(answered, scripted, audit):
    model = scripted(chunks=answer_with(STYLES["v1"]))
    with pytest.raises(GuardBlocked, match="rule 'attachments': found image"):
        answered(guard_model(model, guard_that("refuse"), on_block="raise"), "show me")
    assert told(audit) == [("model", [["image", 1]], "block")]


def test_what_streamed_before_a_refusal_is_all_that_did(scripted):
    chunks = [*answer_with(STYLES["v1"]), AIMessageChunk("", id="a", chunk_position="last")]
    passed = list(guard_model(scripted(chunks=chunks), guard_that("refuse")).stream("show me"))
    assert "".join(chunk.text for chunk in passed) == f"here: {REFUSAL}"


def test_pieces_of_one_picture_are_one_attachment(scripted, audit):
    first, second = {**STYLES["v1"], "index": 1}, {"base64": "aGVs", "index": 1}
    chunks = [AIMessageChunk([first], id="a"), AIMessageChunk([second], id="a")]
    answer = streamed(guard_model(scripted(chunks=chunks), guard_that("strip")), "show me")
    assert texts(answer) == [LEFT_OUT]
    assert len(answer.content) == 1
    assert told(audit) == [("model", [["image", 1]], "sanitise")]


def test_an_answer_that_is_cut_off_is_on_record_with_what_it_showed(scripted, audit):
    stream = guard_model(scripted(chunks=answer_with(STYLES["v1"])), guard_that("allow")).stream(
        "x"
    )
    next(stream)
    next(stream)
    stream.close()
    assert told(audit) == [("model", [["image", 1]], "allow")]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("value", [b"\x89PN", STYLES["anthropic"]], ids=["bytes", "block"])
def test_what_a_chain_returns_besides_messages_passes_by_policy(word, value, audit):
    chain = RunnableLambda(lambda _: {"shown": [value]}) | GuardOutput(guard_that(word))
    kind = "bytes" if isinstance(value, bytes) else "image"
    (shown,) = chain.invoke("show me")["shown"]
    assert (shown == value) is (word == "allow")
    assert told(audit) == [("model", [[kind, 1]], ACTIONS[word])]
    said = {"allow": "", "strip": f"[left out: {kind}]", "refuse": REFUSAL}[word]
    assert said in str(shown)


def test_a_document_that_comes_out_with_bytes_is_refused_as_a_whole():
    document = Document("It rains.", metadata={"scan": b"\x89"})
    (passed,) = GuardOutput(guard_that("refuse")).invoke([document])
    assert passed.page_content == REFUSAL
    assert b"\x89" not in passed.metadata.values()


# --- properties -------------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        [
            {"type": "text", "text": "mail anna@example.org "},
            {"type": "text", "text": "plain "},
            *STYLES.values(),
            {"type": "from-tomorrow", "x": CODE},
        ]
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(pieces=PIECES, word=st.sampled_from(WORDS))
def test_a_stream_lets_pass_what_the_whole_answer_does(scripted, pieces, word):
    chunks = [AIMessageChunk([{**each, "index": at}], id="a") for at, each in enumerate(pieces)]
    model = guard_model(scripted(chunks=chunks), guard_that(word))
    whole, joined = model.invoke("x"), streamed(model, "x")
    if word == "refuse" and attachments_in(pieces):
        assert whole.content == REFUSAL
        assert REFUSAL in str(joined.content)
        assert attachments_in(joined.content) == ()
    else:
        assert by_index(joined) == by_index(whole)


@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.sampled_from(["hello ", "anna@example.org", "", " you"]), max_size=5))
def test_a_streamed_voice_leaves_the_same_words_as_a_whole_one(scripted, words):
    sounds = [{"id": "a1" if not at else None, "transcript": each} for at, each in enumerate(words)]
    sounds = sounds or [{"id": "a1"}]
    chunks = [
        AIMessageChunk(
            "", id="a", additional_kwargs={"audio": {k: v for k, v in each.items() if v}}
        )
        for each in sounds
    ]
    model = guard_model(scripted(chunks=chunks), guard_that("strip"))
    whole, joined = model.invoke("x"), streamed(model, "x")
    assert joined.content == whole.content
    assert "audio" not in {**whole.additional_kwargs, **joined.additional_kwargs}


def test_a_message_that_is_not_the_models_is_its_word_once_it_comes_out(audit):
    answer = GuardOutput(guard_that("strip")).invoke(AIMessage([STYLES["v1"]]))
    assert texts(answer) == [LEFT_OUT]
    assert told(audit) == [("model", [["image", 1]], "sanitise")]
