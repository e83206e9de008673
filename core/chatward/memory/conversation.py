"""What the guard remembers of a conversation: counts, times, risk, what its user said last.

Pure: a conversation is a value, every update returns a new one; the clock is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chatward.action import Action
from chatward.attacks import EXTRACTIONS
from chatward.decision import Decision
from chatward.passage import Origin

NEAR_MISS = 0.5
"""Injection score, inclusive, from which a text that passed counts as a near miss."""

RECENT_TURNS = 8
RECENT_CHARS = 800
"""So many user texts, and so much of them together, are looked at with the next one."""

RECENT_TIMES = 32
"""Of so many user texts the time is known."""

RISK_KEPT = 0.8
"""How much of the risk is left after one more user text."""

RISK_HALF_LIFE_SECONDS = 3_600.0
"""In this time without a text the risk falls to one half."""

DOUBT = 0.6
"""Scores below this add no risk: ordinary talk has some, too."""

CALLED_TOOLS = 200
OTHER_TOOLS = "*"
"""Of so many tools the calls are counted by name; those of all others together, under this."""

FORGED = "forged-placeholder"
FORGED_ADDS_RISK_FROM = 3
FORGED_RISK = 0.7
"""So many forged placeholders in a conversation raise its risk, and every one from then on."""


@dataclass(frozen=True, slots=True)
class Override:
    """A rule that a grant has set aside for this conversation.

    Attributes:
        rule: Its name.
        until: Clock time at which it holds again.
        once: It holds again after one decision.

    """

    rule: str
    until: float
    once: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of one conversation.

    Attributes:
        messages: User texts seen.
        blocks: Texts of anybody that were blocked.
        near_misses: User texts that passed with a high injection score.
        extractions: User texts that asked for what the bot must keep to itself, passed or not.
        forged: Placeholders seen that this conversation was never given.
        risk: What the scores of recent user texts add up to, older ones counting less.
        recent: The end of what the user said, as it was passed on; not in the repr.
        times: Clock times of the last user texts, seconds since the epoch, oldest first.
        quarantined: Why every text of the user is refused; empty where none is.
        incident: Id of an open incident that asks for a person to take over; empty where none does.
        overrides: Rules that a grant has set aside.
        intent: How unusual for the bot the last text's intent was, where that is known.
        tainted: Where the first untrusted text came from that the model has read, such as
            ``"document"`` or ``"tool:read_page"``; empty = none so far.
        private: Private data was given to the model, or pseudonyms that stand for some.
        calls: Tool calls that were allowed, by tool; `OTHER_TOOLS` stands for the rest.
        last_seen: Clock time of the last text, seconds since the epoch.
        last_reference: Of the last decision; so that none is counted twice.

    """

    messages: int = 0
    blocks: int = 0
    near_misses: int = 0
    extractions: int = 0
    forged: int = 0
    risk: float = 0.0
    recent: tuple[str, ...] = field(default=(), repr=False)
    times: tuple[float, ...] = ()
    quarantined: str = ""
    incident: str = ""
    overrides: tuple[Override, ...] = ()
    intent: float = 0.0
    tainted: str = ""
    private: bool = False
    calls: Mapping[str, int] = field(default_factory=dict, hash=False)
    last_seen: float = 0.0
    last_reference: str = ""

    def since_last(self, now: float) -> float | None:
        """Return the seconds since the user's last text; None before his first."""
        return max(0.0, now - self.times[-1]) if self.times else None

    def as_of(self, now: float) -> Conversation:
        """Return the conversation as it is now: time has taken from its risk and its overrides.

        A clock that was set back takes nothing.
        """
        if not self.risk and not self.overrides:
            return self
        passed = max(0.0, now - self.last_seen)
        kept = 0.5 ** (passed / RISK_HALF_LIFE_SECONDS)
        return replace(
            self,
            risk=self.risk * kept,
            overrides=tuple(each for each in self.overrides if now < each.until),
        )


def after(
    conversation: Conversation, decision: Decision, origin: Origin, now: float
) -> Conversation:
    """Return the conversation after one more decision; the same one where it is counted already."""
    if decision.reference and decision.reference == conversation.last_reference:
        return conversation
    if decision.known_good:
        decision = replace(decision, score=0.0)  # nobody comes nearer to anything by it
    past = conversation.as_of(now)
    said = origin is Origin.USER
    # History tells a refused text again with every turn; it was counted when it was said.
    refused = decision.blocked and origin is not Origin.HISTORY
    near = said and not decision.blocked and decision.score >= NEAR_MISS
    heard = said and not decision.blocked
    forged = 0 if origin is Origin.HISTORY else _count(decision, FORGED)
    overrides = past.overrides and tuple(
        each for each in past.overrides if not (each.once and each.rule in decision.overridden)
    )
    return Conversation(  # every text pays for this: `replace` takes three times as long
        messages=past.messages + said,
        blocks=past.blocks + refused,
        near_misses=past.near_misses + near,
        extractions=past.extractions + (said and _asks_for_secrets(decision)),
        forged=past.forged + forged,
        risk=_risk_after(past, decision, forged, said=said),
        recent=_recent(past.recent, decision.text) if heard else past.recent,
        times=(*past.times, now)[-RECENT_TIMES:] if said else past.times,
        quarantined=past.quarantined,
        incident=past.incident,
        overrides=overrides,
        intent=0.0 if said else past.intent,
        tainted=past.tainted or _taint(decision, origin),
        private=past.private or _brings_private(decision),
        calls=past.calls,
        last_seen=max(now, past.last_seen),
        last_reference=decision.reference,
    )


def with_result(conversation: Conversation, tainted: str, *, private: bool) -> Conversation:
    """Return the conversation after the result of a tool.

    Args:
        conversation: Before it.
        tainted: Where it comes from; empty = it can be trusted.
        private: It holds private data.

    """
    return replace(
        conversation,
        tainted=conversation.tainted or tainted,
        private=conversation.private or private,
    )


def with_call(conversation: Conversation, tool: str) -> Conversation:
    """Return the conversation after one more call of a tool."""
    calls = dict(conversation.calls)
    name = tool if tool in calls or len(calls) < CALLED_TOOLS else OTHER_TOOLS
    calls[name] = calls.get(name, 0) + 1
    return replace(conversation, calls=calls)


def risk_with(conversation: Conversation, score: float) -> float:
    """Return the risk once a user text of this score is added."""
    return RISK_KEPT * conversation.risk + (score if score >= DOUBT else 0.0)


def _risk_after(past: Conversation, decision: Decision, forged: int, *, said: bool) -> float:
    risk = risk_with(past, decision.score) if said else past.risk
    counted = past.forged + forged - max(past.forged, FORGED_ADDS_RISK_FROM - 1)
    return risk + FORGED_RISK * max(0, min(forged, counted))


def _taint(decision: Decision, origin: Origin) -> str:
    """Return what taints the conversation: a document that went on to the model."""
    return origin.value if origin is Origin.DOCUMENT and not decision.blocked else ""


def _brings_private(decision: Decision) -> bool:
    """Tell whether values were put behind pseudonyms: a release may bring them to a tool."""
    return any(each.action is Action.PSEUDONYMISE for each in decision.findings)


def _count(decision: Decision, kind: str) -> int:
    return sum(each.kind == kind for each in decision.findings)


def _asks_for_secrets(decision: Decision) -> bool:
    return decision.score >= NEAR_MISS and decision.family in EXTRACTIONS


def _recent(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return the last texts that together are short enough; of the oldest its end."""
    kept = [_storable(text[-RECENT_CHARS:])]
    left = RECENT_CHARS - len(kept[0])
    for each in reversed(texts[1 - RECENT_TURNS :]):
        if left <= 0:
            break
        kept.append(each[-left:])
        left -= len(each)
    return tuple(reversed(kept))


def _storable(text: str) -> str:
    """Return a text without lone surrogates, which no store could take."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
