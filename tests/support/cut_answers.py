"""Answers of a model and every way to cut them; shared by the tests of streams."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st
from langchain_core.messages import AIMessageChunk

from chatward import Guard
from chatward_langchain import guard_model

GUARD = Guard()
FRAGMENTS = st.sampled_from(
    [
        "anna@example.org",
        "a.b+c@mail.example.co.uk",
        "4111 1111 1111 1111",
        "4111111111111111",
        "AKIAQYLPMN5HHHFPZAM2",
        "192.0.2.17",
        "write to ",
        "@",
        ".",
        ",",
        " ",
        "\n",
        "-",
        "1",
        "é",
        "<EMAIL_ADDRESS>",
        "\u200b",
        "![x](https://example.org/a?d=abcdefghijklmnopqrstuvwxyz)",
    ]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=6), max_size=9).map("".join)


@st.composite
def pieces(draw, texts=TEXTS):
    """A text, and the text cut at random places."""
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=len(text) + 1)))
    places = [0, *cuts, len(text)]
    return text, [text[a:b] for a, b in pairwise(places)]


def whole(text):
    return GUARD.preview(text, origin="model").text


def streamed(scripted, chunks, **options):
    model = guard_model(scripted(chunks=chunks), GUARD, **options)
    passed = list(model.stream("hello"))
    assert passed[-1].chunk_position == "last"
    return passed, passed[0] + passed[1:] if passed[1:] else passed[0]


def call_chunk(name=None, args="", id=None, index=0):  # noqa: A002 (langchain-core's word)
    chunk = {"name": name, "args": args, "id": id, "index": index, "type": "tool_call_chunk"}
    return AIMessageChunk(content="", tool_call_chunks=[chunk], id="a")
