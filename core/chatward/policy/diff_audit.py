"""How two policies keep their log: less evidence counts as laxer."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from chatward.policy.diff_words import DIFFERENT, LAXER, STRICTER, Difference, Direction, listed
from chatward.policy.model import AuditPlan, Policy

_PLACES = {
    "file": "the audit file",
    "sqlite": "the audit database",
    "witness": "the witness of the audit file",
    "spill": "the file for events that cannot be written",
}
_SIGNED = (False, None, True)
_SIGNED_WORDS = {
    False: "are not signed",
    None: "are signed where there is a master key",
    True: "have to be signed",
}


def audit(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield where and how events are kept otherwise."""
    was, now = a.audit, b.audit
    yield from _places(was, now)
    yield from _switches(was, now)
    if was.keep_days != now.keep_days:
        for_long = "for ever" if now.keep_days is None else f"for {now.keep_days:g} days"
        shorter = (now.keep_days or inf) < (was.keep_days or inf)
        sentence = f"audit files that are full are kept {for_long}."
        yield Difference(LAXER if shorter else STRICTER, sentence, "audit.keep_days")
    if was.rotate_bytes != now.rotate_bytes:
        sentence = f"a new audit file begins after {now.rotate_bytes} bytes."
        yield Difference(DIFFERENT, sentence, "audit.rotate_bytes")
    if set(was.metrics) != set(now.metrics):
        to = listed(sorted(now.metrics)) if now.metrics else "nowhere"
        yield Difference(DIFFERENT, f"metrics go to: {to}.", "audit.metrics")


def _places(was: AuditPlan, now: AuditPlan) -> Iterator[Difference]:
    for name, what in _PLACES.items():
        before, after = getattr(was, name), getattr(now, name)
        if before == after:
            continue
        direction: Direction = DIFFERENT
        if None in {before, after}:
            direction = LAXER if after is None else STRICTER
        does = "is gone" if after is None else f"is {after}"
        yield Difference(direction, f"{what} {does}.", f"audit.{name}")


def _switches(was: AuditPlan, now: AuditPlan) -> Iterator[Difference]:
    if was.fsync != now.fsync:
        does = "is on the disk" if now.fsync else "need not be on the disk"
        sentence = f"a record {does} before it counts as written."
        yield Difference(STRICTER if now.fsync else LAXER, sentence, "audit.fsync")
    if was.signed is not now.signed:
        stricter = _SIGNED.index(now.signed) > _SIGNED.index(was.signed)
        sentence = f"audit records {_SIGNED_WORDS[now.signed]}."
        yield Difference(STRICTER if stricter else LAXER, sentence, "audit.signed")
    if was.otel != now.otel:
        does = "go" if now.otel else "do not go"
        sentence = f"events {does} to OpenTelemetry."
        yield Difference(STRICTER if now.otel else LAXER, sentence, "audit.otel")
