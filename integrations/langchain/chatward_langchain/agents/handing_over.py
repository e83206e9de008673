"""A person takes over where an incident asks for that: the graph stops until he says how."""

from __future__ import annotations

import secrets
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphBubbleUp

from chatward import Action, ChatwardError, Decision
from chatward_langchain.agents.running import ask_person
from chatward_langchain.asking import Turn

INCIDENT = "incident"
"""The rule behind a turn that a person has ended."""


def incident_of(turn: Turn) -> str:
    """Return the id of the incident that asks for a person; empty where none does."""
    if turn.conversation is None:
        return ""
    try:
        return turn.guard.standing(turn.conversation).incident
    except ChatwardError:  # the store is down, which the policy has spoken about at the text
        return ""


def ask_to_go_on(turn: Turn, incident: str, config: RunnableConfig | None) -> bool:
    """Stop the graph for a person; tell whether he lets it go on.

    He resumes it with ``{"approved": True}``; anything else ends the turn.
    """
    question: dict[str, Any] = {
        "type": "chatward.hand-over",
        "incident": incident,
        "why": "an incident asks for a person; answer {'approved': True} to go on",
    }
    try:
        return ask_person(question, config)
    except GraphBubbleUp:
        _note(turn, "asked", incident)
        raise


def settled(turn: Turn, incident: str, *, goes_on: bool) -> Decision | None:
    """Put on record what the person said; return the refusal where he did not let it go on."""
    _note(turn, "resumed" if goes_on else "ended", incident)
    if goes_on:
        return None
    reference = secrets.token_hex(8)
    text = turn.guard.policy.says_no(reference)
    return Decision(Action.BLOCK, INCIDENT, text, reference=reference)


def _note(turn: Turn, did: str, incident: str) -> None:
    turn.guard.note_hand_off(
        turn.conversation, did=did, why=f"incident {incident}", settles=did != "asked"
    )
