"""A stream agrees with the whole text, wherever it is cut."""

import types

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatward import Action, Guard, PassageError, StreamClosed, load_profile
from chatward.detectors import BUILTIN
from chatward.detectors.samples import fill
from chatward.kinds import LEAK
from chatward.matching.pattern import Pattern
from chatward.memory.conversation import FORGED
from chatward.policy.file import parse_policy
from chatward.redactors.clusters import LONGEST

GUARD = Guard()
# The same guard, but that it lets pass what GUARD blocks in earlier messages.
MILD = Guard(
    parse_policy(
        "extends: balanced\n"
        "rules: [{name: mild, action: allow, "
        "kinds: [instruction-override, jailbreak-persona, prompt-extraction, prompt-injection]}]",
        where="test",
    )
)

# Of the formats that are mostly data one sample each: they share their patterns.
SAMPLES = sorted(
    {
        fill(sample, 0)
        for d in BUILTIN
        if d.family != LEAK  # what leaks is blocked, not edited, and so may be
        and d.kind != "continued-attack"  # what a model says that gives in
        for sample in (d.caught[:1] if d.source else (*d.caught, *d.clean))
    }
)
GLUE = [
    " ",
    "\n",
    "",
    ", ",
    "-",
    "1",
    "a",
    ".",
    "@",
    "\u200b",
    "é",
    "e\u0301",
    "。",
    "4111 ",
    "my ",
]
PIECES = st.one_of(st.sampled_from(SAMPLES), st.sampled_from(GLUE), st.text(max_size=6))


@st.composite
def cut_texts(draw):
    """A text of samples, fragments of samples and anything, and how it is cut."""
    parts = []
    for piece in draw(st.lists(PIECES, max_size=6)):
        first = draw(st.integers(0, 3))
        parts.append(piece[: draw(st.integers(0, len(piece)))] if first == 0 else piece)
    text = "".join(parts)
    sizes = draw(st.lists(st.integers(1, 40), min_size=1, max_size=8))
    return text, sizes


def cut(text, sizes):
    place, turn = 0, 0
    while place < len(text):
        size = sizes[turn % len(sizes)]
        yield text[place : place + size]
        place, turn = place + size, turn + 1


def run(stream, pieces):
    return "".join([*map(stream.feed, pieces), stream.finish()])


@settings(max_examples=400, deadline=None)
@given(cut_texts())
@example(("see anna@example.org", [1]))
@example(("4111\u200b 1111 1111 1111 ", [3]))
@example(('my password is Sommer2026"key": "-----BEGIN PRIVATE KEY-----', [1]))
def test_the_joined_stream_is_the_edited_whole_text(case):
    text, sizes = case
    whole = GUARD.preview(text, origin="model")
    stream = GUARD.stream(origin="model")
    assert run(stream, cut(text, sizes)) == whole.text
    told = [f for f in whole.findings if f.action != Action.ALLOW or f.kind == FORGED]
    assert list(stream.decision.findings) == told
    assert stream.decision.edits == whole.edits
    assert stream.decision.action == whole.action


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_survives_one_code_point_at_a_time(sample):
    text = f"Well: {sample} and so on."
    whole = GUARD.preview(text, origin="model")
    assert run(GUARD.stream(origin="model"), text) == whole.text


@settings(max_examples=200, deadline=None)
@given(cut_texts())
def test_a_stream_that_blocks_emits_a_beginning_and_the_refusal(case):
    text, sizes = case
    whole = GUARD.preview(text, origin="history")
    said = run(stream := GUARD.stream(origin="history"), cut(text, sizes))
    if not whole.blocked:
        assert said == whole.text
        return
    assert stream.decision.blocked
    assert said.endswith(whole.text)
    stopping = [f for f in whole.findings if f.action.stops]
    placed = [f.start for f in stopping if f.kind != "prompt-injection"]
    beginning = said[: len(said) - len(whole.text)]
    if placed:
        assert beginning == edited_before(min(placed), text)
    else:  # only the model stops it, which is asked at the end
        assert MILD.preview(text, origin="history").text.startswith(beginning)


def edited_before(place, text):
    """What the whole text's edits make of its beginning; a text cut there may read otherwise."""
    edited = MILD.preview(text, origin="history")
    grown = sum(e.chars - (e.end - e.start) for e in edited.edits if e.end <= place)
    straddling = [e.start for e in edited.edits if e.start < place < e.end]
    return edited.text[: min([place, *straddling]) + grown]


def test_of_an_ordinary_sentence_little_is_held():
    stream = GUARD.stream(origin="model")
    fed = released = 0
    for char in "Hello there, how are you today? Your parcel left our house this morning.\n":
        fed += 1
        released += len(stream.feed(char))
        # A word or two could go on to be an address that is spelled out: "are at example dot com".
        assert fed - released <= 20
    assert fed - released <= 1


def test_a_finished_stream_takes_no_more():
    stream = GUARD.stream(origin="model")
    stream.finish()
    with pytest.raises(StreamClosed):
        stream.feed("x")


def test_after_a_block_nothing_more_comes_out():
    stream = GUARD.stream(origin="model", protected=["the canary sings at dawn"])
    said = run(stream, ["I know: the canary ", "sings at dawn", " and more", " text"])
    assert said == "I know: I cannot help with that."
    assert stream.decision.blocked


@settings(max_examples=100, deadline=None)
@given(cut_texts())
def test_within_a_conversation_a_stream_gives_the_users_own_values_their_placeholders(case):
    text, sizes = case
    guard = Guard()
    for value in ("anna@example.org", "4111 1111 1111 1111", "+49 30 901820"):
        guard.inspect(value, origin="user", conversation="c")
    whole = guard.preview(text, origin="model", conversation="c")
    stream = guard.stream(origin="model", conversation="c")
    restorer = guard.restorer(conversation="c")
    said = [stream.feed(piece) for piece in cut(text, sizes)] + [stream.finish()]
    assert "".join(said) == whole.text
    restored = "".join([*map(restorer.feed, said), restorer.finish()])
    assert restored == guard.restore(whole.text, conversation="c")


def test_an_endless_chain_of_matches_is_let_go_in_parts_and_wholly_redacted():
    chain = types.ModuleType("chain")
    chain.KIND, chain.FAMILY = "chain-kind", "personal"
    chain.PATTERNS = (Pattern("chain-kind", "x{3}"),)
    guard = Guard(detectors=[chain])
    text = "so " + "x" * (6 * LONGEST) + " end"
    whole = guard.preview(text, origin="model")
    stream = guard.stream(origin="model")
    pieces = list(cut(text, [997]))
    early = [stream.feed(piece) for piece in pieces[:-1]]
    assert "<CHAIN_KIND>" in "".join(early)
    assert "".join([*early, stream.feed(pieces[-1]), stream.finish()]) == whole.text
    assert "x" not in whole.text


def test_a_stream_in_monitor_mode_passes_every_piece_and_decides():
    guard = Guard(load_profile("monitor"))
    stream = guard.stream(origin="model")
    assert [stream.feed("mail bob@"), stream.feed("example.com"), stream.finish()] == [
        "mail bob@",
        "example.com",
        "",
    ]
    assert (stream.decision.action, stream.decision.enforced) == (Action.REDACT, False)


def test_untrusted_texts_are_not_streamed_but_inspected_whole():
    with pytest.raises(PassageError, match="inspect it whole"):
        GUARD.stream(origin="tool")


def test_the_decision_is_known_only_at_the_end():
    stream = GUARD.stream(origin="model")
    with pytest.raises(StreamClosed, match=r"after finish\(\)"):
        _ = stream.decision
