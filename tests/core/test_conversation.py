"""The state of a conversation, and how decisions change it."""

import pytest

from chatward import Conversation
from chatward.action import Action
from chatward.decision import Decision
from chatward.finding import Finding
from chatward.memory.conversation import (
    FORGED,
    FORGED_ADDS_RISK_FROM,
    RISK_HALF_LIFE_SECONDS,
    after,
)
from chatward.passage import Origin


def said(**parts):
    return Decision(Action.ALLOW, "", "hello", reference=str(parts.pop("reference", "")), **parts)


def test_a_decision_is_counted_once_however_often_it_is_written():
    state = after(Conversation(), said(reference="r"), Origin.USER, 1.0)
    assert after(state, said(reference="r"), Origin.USER, 1.0) is state
    assert after(state, said(reference="s"), Origin.USER, 1.0).messages == 2


def test_risk_fades_with_time_and_not_with_a_clock_set_back():
    state = after(Conversation(), said(score=0.9), Origin.USER, 1_000.0)
    assert state.as_of(1_000.0 + RISK_HALF_LIFE_SECONDS).risk == pytest.approx(0.45)
    assert state.as_of(0.0).risk == state.risk
    assert after(state, said(), Origin.USER, 0.0).last_seen == 1_000.0


def test_three_forged_placeholders_raise_the_risk():
    forged = Finding(0, 5, FORGED, 1.0)
    state, risks = Conversation(), []
    for _ in range(FORGED_ADDS_RISK_FROM + 1):
        state = after(state, said(findings=(forged,)), Origin.MODEL, 0.0)
        risks.append(state.risk)
    assert risks[: FORGED_ADDS_RISK_FROM - 1] == [0.0, 0.0]
    assert 0.0 < risks[-2] < risks[-1]
