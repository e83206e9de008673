"""Audit logs made up for reports: of the real events, so that they follow the schema."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from chatward.audit.call_events import CallEvent
from chatward.audit.event import AuditEvent
from chatward.audit.incident_events import AppealEvent, DrillEvent, IncidentEvent
from chatward.audit.log import Event
from chatward.audit.memory_events import ReleaseEvent, RetentionEvent
from chatward.audit.running_events import (
    DegradedEvent,
    PolicyEvent,
    SegmentEvent,
    ShadowEvent,
    TrafficEvent,
)
from chatward.audit.text_features import TextFeatures

START = 1_699_920_000.0  # a midnight, UTC
DAY, HOUR = 86_400, 3_600
POLICY = ("shop", "4", "e6d0ad258ee3c403")
_FEATURES = TextFeatures(entropy=4.1, scripts={"latin": 1.0}, language="en", hidden_chars=0)


def decision(time: float = START, **said: Any) -> AuditEvent:
    """One decision; whatever is not said is that of a harmless text."""
    usual: dict[str, Any] = {
        "time": time,
        "reference": "a6b768b744879af7",
        "program": "0.1.0",
        "bot": "shop",
        "door": "langchain-model",
        "stage": "input",
        "origin": "user",
        "source": "",
        "conversation": "5d0c1f6b27a98e43",
        "user": None,
        "role": None,
        "action": "allow",
        "enforced": True,
        "rule": "",
        "threshold": 0.0,
        "score": 0.02,
        "family": "",
        "model": "1 a1b2c3d4e5f60718",
        "findings": [],
        "regulations": [],
        "edits": [],
        "transformations": [],
        "failed": [],
        "fail_mode": "",
        "overridden": [],
        "known_good": False,
        "cannot": [],
        "text_chars": 40,
        "features": _FEATURES,
        "text_digest": "b6238e33490929cb",
        "policy": POLICY,
        "key": "master",
        "duration_micros": 400,
    }
    return AuditEvent(**{**usual, **said})


def blocked(time: float = START, **said: Any) -> AuditEvent:
    """A text that was refused as an attack."""
    found = [("prompt-injection", 0, 40, 0.93, "block", "plain")]
    usual = {"action": "block", "rule": "prompt-injection", "score": 0.93, "family": "override"}
    return decision(time, **{**usual, "findings": found, **said})


def hidden(time: float = START, **said: Any) -> AuditEvent:
    """A text in which an address became a pseudonym."""
    found = [("email-address", 5, 21, 1.0, "pseudonymise", "plain")]
    tags = ["GDPR 4(1)", "HIPAA F"]
    usual = {"action": "pseudonymise", "rule": "personal-data-in", "regulations": tags}
    return decision(time, **{**usual, "findings": found, **said})


def traffic(time: float, stage: str, texts: int) -> TrafficEvent:
    return TrafficEvent(time=time, reference="t", stage=stage, texts=texts, seconds=10.0)


def incident(time: float, did: str, seconds: float = 0.0, **said: Any) -> IncidentEvent:
    usual: dict[str, Any] = {
        "incident": "i1",
        "rule": "many-refusals",
        "severity": "high",
        "conversation": "5d0c1f6b27a98e43",
        "count": 5,
        "references": ["a6b768b744879af7"],
    }
    return IncidentEvent(time=time, reference="i", did=did, seconds=seconds, **{**usual, **said})


def retention(time: float, left: int = 0) -> RetentionEvent:
    purged = [("vault", 12), ("conversations", 40)]
    return RetentionEvent(
        time=time, reference="r", purged=purged, left=left, kept=900, signature="00"
    )


def appeal(time: float, verdict: str, rule: str = "prompt-injection") -> AppealEvent:
    return AppealEvent(
        time=time,
        reference="p",
        about="a6b768b744879af7",
        verdict=verdict,
        rule=rule,
        note="",
        until=None,
    )


def call(time: float, tool: str, action: str = "allow", rule: str = "") -> CallEvent:
    return CallEvent(
        time=time,
        reference="c",
        bot="shop",
        conversation=None,
        role=None,
        tool=tool,
        capabilities=[],
        arguments=[],
        action=action,
        enforced=True,
        rule=rule,
        lifted="",
        tainted="",
        private=False,
        failed=[],
        policy=POLICY,
    )


def degraded(time: float, seconds: float, spilled: int = 0, lost: int = 0) -> DegradedEvent:
    return DegradedEvent(
        time=time,
        reference="d",
        what="audit",
        since=time - seconds,
        until=time,
        spilled=spilled,
        lost=lost,
    )


def segment(time: float = START) -> SegmentEvent:
    return SegmentEvent(time=time, reference="s", segment=1, after="", key_id="k1")


def policy_change(time: float, note: str = "cards are blocked") -> PolicyEvent:
    was = ("shop", "3", "77aa0ad258ee3c40")
    return PolicyEvent(
        time=time, reference="y", did="changed", was=was, now=POLICY, note=note, stricter=2, laxer=1
    )


def shadow(time: float, would_be: str = "block") -> ShadowEvent:
    return ShadowEvent(
        time=time,
        reference="w",
        conversation=None,
        about="a6b768b744879af7",
        was=("allow", ""),
        would_be=(would_be, "prompt-injection"),
        certain=True,
        policy=("shop-next", "5", "0011223344556677"),
    )


def release(time: float, to: str = "user", denied: int = 0) -> ReleaseEvent:
    refused = [("iban-code", denied, "")] if denied else []
    return ReleaseEvent(
        time=time,
        reference="l",
        bot="shop",
        conversation="5d0c1f6b27a98e43",
        role=None,
        to=to,
        released=[("email-address", 1, "own-values-back")],
        denied=refused,
        kept_back=0,
        policy=POLICY,
    )


def drill(time: float, failed: Iterable[str] = ()) -> DrillEvent:
    return DrillEvent(
        time=time,
        reference="e",
        rule="many-refusals",
        told=["log"],
        failed=list(failed),
        seconds=2.5,
    )


def busy_weeks(
    start: float = START, days: int = 14, a_day: int = 240, seed: int = 7
) -> Iterator[Event]:
    """Two weeks of a bot with something of everything; the second has a wave of attacks."""
    chance = random.Random(seed)
    yield segment(start)
    for day in range(days):
        begin = start + day * DAY
        late = day >= days / 2
        wave = late and day % 7 in (2, 3)
        for number in range(round(a_day * chance.uniform(0.8, 1.2))):
            time = begin + chance.random() * DAY
            yield from _text(time, chance, number, late=late, wave=wave)
        for stage, share in (("input", 1.0), ("output", 1.0), ("tool-result", 1.6)):
            yield traffic(begin + HOUR, stage, round(a_day * share / 3))
        yield retention(begin + 3 * HOUR, left=2 if day == days - 3 else 0)
    yield policy_change(start + 8 * DAY)
    yield degraded(start + 9 * DAY, 95.0, spilled=41)
    yield drill(start + 10 * DAY)
    for number, took in enumerate((40.0, 310.0, 95.0)):
        opened = start + (9 + number) * DAY
        about = {"incident": f"i{number}", "severity": ("high", "medium", "low")[number]}
        yield incident(opened, "opened", **about)
        yield incident(opened + 2, "notified", 2.0, **about)
        yield incident(opened + took, "contained", took, **about)
        if number:
            yield incident(opened + 9 * took, "closed", 9 * took, **about)
    for number in range(7):
        verdict = "false-alarm" if number % 2 else "upheld"
        yield appeal(start + (7.5 + number / 2) * DAY, verdict)


def _text(
    time: float, chance: random.Random, number: int, *, late: bool, wave: bool
) -> Iterator[Event]:
    place = (
        {"stage": "input"},
        {"stage": "output", "origin": "model"},
        {"stage": "tool-result", "origin": "tool", "door": "langchain-agent"},
    )[number % 3]
    micros = round(chance.lognormvariate(6.2 if not wave else 6.6, 0.5))
    kind = chance.random()
    if kind < (0.16 if wave else 0.03):
        family = "persona" if wave and chance.random() < 0.6 else "override"
        yield blocked(time, duration_micros=micros, family=family, **place)
    elif kind < 0.3:
        yield hidden(time, duration_micros=micros, **place)
    elif kind < 0.33:
        card = [("credit-card", 0, 19, 1.0, "redact", "plain")]
        tags = ["GDPR 4(1)", "PCI DSS 3.5"]
        yield decision(
            time, action="redact", rule="secrets", findings=card, regulations=tags, **place
        )
    else:
        bot = {"bot": "desk"} if number % 3 == 0 and number % 2 else {}
        yield decision(time, duration_micros=micros, **{**place, **bot})
    if kind > 0.9:
        yield release(time, denied=int(late))
    if kind > 0.96:
        asked = kind > 0.985
        yield call(time, "send_mail", "block" if asked else "allow", "tainted" if asked else "")
    if kind > 0.98:
        yield shadow(time)


def write(path: Path, events: Iterable[Event]) -> Path:
    """Write events to a log, one JSON line each."""
    with path.open("ab") as file:
        for event in events:
            file.write(msgspec.json.encode(event) + b"\n")
    return path
