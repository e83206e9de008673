"""Attachments on their way to a model: the policy decides, at every door and in every style."""

from __future__ import annotations

import asyncio

import pytest
from attachment_parts import ACTIONS, CODE, LEFT_OUT, STYLES, WORDS, guard_that, told
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langchain_core.prompt_values import ImagePromptValue
from langchain_core.runnables import RunnableLambda

from chatward import Guard, GuardBlocked
from chatward_langchain import GuardedRunnable, GuardInput, guard_model
from chatward_langchain.media import attachments_in

LOOK = {"type": "text", "text": "look"}
GIVEN = {
    "invoke": lambda step, value: step.invoke(value),
    "ainvoke": lambda step, value: asyncio.run(step.ainvoke(value)),
    "stream": lambda step, value: list(step.stream(value))[-1],
    "batch": lambda step, value: step.batch([value])[0],
}


@pytest.fixture
def parrot(scripted):
    return scripted(chunks=[AIMessageChunk("fine", id="a")])


@pytest.fixture(params=sorted(GIVEN))
def given_to(request):
    return GIVEN[request.param]


@pytest.fixture(params=sorted(STYLES))
def block(request):
    return STYLES[request.param]


@pytest.mark.parametrize("word", WORDS)
def test_a_model_gets_what_the_user_sent_by_policy(word, block, parrot, way, text, audit):
    message = HumanMessage([LOOK, block])
    answer = way(guard_model(parrot, guard_that(word)), [message], None)
    assert told(audit) == [("user", [["image", 1]], ACTIONS[word])]
    assert message.content == [LOOK, block]
    if word == "refuse":
        assert not parrot.received
        assert "I cannot help with that." in text(answer)
        return
    ((received,),) = parrot.received
    assert received.content[0] == LOOK
    expected = block if word == "allow" else {"type": "text", "text": LEFT_OUT}
    assert received.content[1] == expected


def test_a_refusal_is_raised_where_refusals_are(parrot, block):
    model = guard_model(parrot, guard_that("refuse"), on_block="raise")
    with pytest.raises(GuardBlocked, match="rule 'attachments': found image"):
        model.invoke([HumanMessage([block])])


def test_a_refusal_names_the_event(parrot, audit):
    answer = guard_model(parrot, guard_that("refuse")).invoke([HumanMessage([STYLES["v1"]])])
    (event,) = (each for each in audit if each["event"] == "attachment")
    assert answer.response_metadata["chatward"] == {
        "action": "block",
        "rule": "attachments",
        "reference": event["reference"],
    }


@pytest.mark.parametrize("word", WORDS)
def test_of_tools_and_of_earlier_messages_the_call_goes_on(word, block, parrot, audit):
    sound = {"id": "a1", "data": CODE, "transcript": "the words"}
    guard = guard_that(word)
    guard_model(parrot, guard).invoke(
        [
            HumanMessage([LOOK, block]),
            AIMessage("", additional_kwargs={"audio": sound}),
            HumanMessage("and now?"),
            ToolMessage([block], tool_call_id="1"),
        ]
    )
    ((earlier, spoken, now, result),) = parrot.received
    assert now.content == "and now?"
    if word == "allow":
        assert earlier.content[1] == block
        assert attachments_in(result.content) == (("image", 1),)
        assert result.content[0] == block or "url" in block  # an address is put between marks
        assert spoken.additional_kwargs["audio"] == sound
        assert told(audit) == [("tool", [["image", 1]], "allow")]
        return
    assert CODE not in repr(parrot.received)
    assert not any(
        attachments_in(each.content, each.additional_kwargs) for each in (earlier, spoken, result)
    )
    assert told(audit) == [
        ("history", [["image", 1]], ACTIONS[word]),
        ("history", [["audio", 1]], ACTIONS[word]),
        ("tool", [["image", 1]], ACTIONS[word]),
    ]
    if word == "refuse":
        assert earlier.content == spoken.content == result.content == guard.policy.withheld
    else:
        assert spoken.content == "[left out: audio]\nthe words"
        assert LEFT_OUT in result.content[0]["text"]


def test_what_passed_is_not_on_record_again_with_every_turn(parrot, audit):
    turns = [
        HumanMessage([STYLES["v1"]]),
        AIMessage("", tool_calls=[{"id": "1", "name": "look", "args": {}}]),
        ToolMessage([STYLES["v1"]], tool_call_id="1"),
        AIMessage("seen"),
    ]
    guard_model(parrot, guard_that("allow")).invoke([*turns, HumanMessage("thanks")])
    assert told(audit) == []


def test_what_one_door_has_decided_passes_the_next_without_another_record(parrot, audit):
    guard = guard_that("allow")
    chain = GuardInput(guard) | guard_model(parrot, guard)
    config = {"configurable": {"thread_id": "c1"}}
    for _ in range(2):
        chain.invoke([HumanMessage([LOOK, STYLES["v1"]])], config)
    assert told(audit) == [("user", [["image", 1]], "allow")] * 2
    assert {each["door"] for each in audit if each["event"] == "attachment"} == {"langchain-input"}
    stricter = guard_model(parrot, guard_that("refuse"))
    assert (
        "cannot help"
        in (GuardInput(guard) | stricter).invoke([HumanMessage([STYLES["v1"]])], config).text
    )


def test_captions_are_screened_and_addresses_of_tools_stay_as_they_are(guard, scripted):
    captioned = {**STYLES["v1"], "caption": "mail anna@example.org"}
    model = scripted(chunks=[AIMessageChunk("fine")])
    guard_model(model, guard).invoke([HumanMessage([captioned])])
    ((received,),) = model.received
    assert received.content == [{**captioned, "caption": "mail <EMAIL_ADDRESS>"}]


def test_a_quarantined_user_shows_nothing_either(parrot, audit):
    guard = Guard()
    guard.review.quarantine("c1", why="test")
    config = {"configurable": {"thread_id": "c1"}}
    answer = guard_model(parrot, guard).invoke([HumanMessage([STYLES["v1"]])], config)
    assert not parrot.received
    assert answer.response_metadata["chatward"]["rule"] == "quarantined"


# --- steps and the edge -----------------------------------------------------------------------


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("door", ["input", "edge"])
def test_a_chain_gets_what_the_user_sent_by_policy(word, block, door, given_to, audit):
    seen = []
    chain = RunnableLambda(lambda value: (seen.append(value), AIMessage("fine"))[1])
    guard = guard_that(word)
    guarded = GuardInput(guard) | chain if door == "input" else GuardedRunnable(chain, guard)
    value = [HumanMessage([LOOK, block])]
    if word == "refuse":
        with pytest.raises(GuardBlocked, match="rule 'attachments': found image"):
            given_to(guarded, value)
        assert not seen
    else:
        given_to(guarded, value)
        ((received,),) = seen
        left = {"type": "text", "text": LEFT_OUT}
        assert received.content == [LOOK, block if word == "allow" else left]
    assert told(audit)[0] == ("user", [["image", 1]], ACTIONS[word])


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("origin", ["user", "document"])
@pytest.mark.parametrize(("value", "kind"), [(STYLES["openai"], "image"), (b"\x89PN", "bytes")])
def test_attachments_outside_of_messages_are_some_too(word, origin, value, kind, audit):
    guard = guard_that(word)
    step = GuardInput(guard, origins={"shown": origin})
    given_value = {"shown": [value], "number": 3}
    if word == "refuse" and origin == "user":
        with pytest.raises(GuardBlocked, match=f"found {kind}"):
            step.invoke(given_value)
    else:
        (passed,) = step.invoke(given_value)["shown"]
        line = {"strip": f"[left out: {kind}]", "refuse": guard.policy.withheld}.get(word)
        said = line if kind == "bytes" else {"type": "text", "text": line}
        assert passed == (value if word == "allow" else said)
    assert told(audit) == [(origin, [[kind, 1]], ACTIONS[word])]


def test_a_prompt_that_is_a_picture_is_an_attachment():
    prompt = ImagePromptValue(image_url={"url": f"data:image/png;base64,{CODE}"})
    with pytest.raises(GuardBlocked, match="found image"):
        GuardInput(guard_that("refuse")).invoke(prompt)
    assert CODE not in repr(GuardInput(guard_that("strip")).invoke(prompt))


@pytest.mark.parametrize("word", WORDS)
def test_bytes_in_metadata_of_a_document_are_an_attachment(word, audit):
    guard = guard_that(word)
    document = Document("It rains.", metadata={"page": 3, "scans": [b"\x89"], "of": STYLES["v1"]})
    passed = GuardInput(guard).invoke([document])[0]
    assert told(audit) == [("document", [["bytes", 1], ["image", 1]], ACTIONS[word])]
    assert passed.metadata["page"] == 3
    assert (passed.metadata["scans"] == [b"\x89"]) is (word == "allow")
    assert ("It rains." in passed.page_content) is (word != "refuse")


def test_where_the_policy_only_monitors_nothing_changes(parrot, audit):
    monitor = guard_that("refuse", "mode: monitor\n")
    message = HumanMessage([LOOK, STYLES["v1"]])
    answer = guard_model(parrot, monitor).invoke([message])
    assert answer.content == "fine"
    assert parrot.received == [[message]]
    (event,) = (each for each in audit if each["event"] == "attachment")
    assert (event["action"], event["enforced"], event["door"]) == (
        "block",
        False,
        "langchain-model",
    )


@settings(max_examples=40)
@given(
    blocks=st.lists(st.sampled_from([LOOK, *STYLES.values(), {"type": "new", "x": CODE}])),
    kind=st.sampled_from([HumanMessage, AIMessage]),
)
def test_whatever_is_sent_strip_lets_no_attachment_through_and_all_text(blocks, kind):
    step = GuardInput(guard_that("strip"))
    (passed,) = step.invoke([kind(blocks)])
    assert attachments_in(passed.content) == ()
    assert [each for each in passed.content if each == LOOK] == [
        each for each in blocks if each == LOOK
    ]


def test_what_has_no_attachment_asks_nothing(audit):
    guard_model(FakeListChatModel(responses=["fine"]), guard_that("refuse")).invoke("hello")
    assert told(audit) == []
