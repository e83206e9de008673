"""What the tests of incidents share: events, a log that keeps them, a responder to try."""

from __future__ import annotations

import time

from chatward import Guard, Keyring
from chatward.audit.call_events import CallEvent
from chatward.errors import AuditError
from chatward.incidents.closing import Closing
from chatward.incidents.containing import Containing
from chatward.incidents.file import parse_playbook
from chatward.incidents.keeping import Incidents
from chatward.incidents.recording import Recording
from chatward.incidents.responder import Responder
from chatward.incidents.seen import Seen
from chatward.memory.containment import Containment
from chatward.memory.memory import Memory
from chatward.memory.stores.in_process import InProcessStore

KEYS = Keyring(b"k" * 32)
CARD = "4111 1111 1111 1111"
HEARD = []


def hear(message):
    HEARD.append(message)


def fail(message):
    raise RuntimeError(CARD)


def dawdle(message):
    time.sleep(0.3)
    HEARD.append(message)


def seen(moment, kind="rapid-fire", **fields):
    """A decision in which something was found."""
    found = [(kind, 0, 1, 1.0, "allow", "plain")] if kind else []
    fields.setdefault("conversation", "c1")
    fields.setdefault("bot", "bank")
    reference = fields.pop("reference", f"ref-{moment}")
    return Seen(event="decision", time=moment, reference=reference, findings=found, **fields)


def call(moment, tool="send_mail", conversation="c1"):
    """A tool was to be called."""
    return CallEvent(
        time=moment,
        reference=f"call-{moment}",
        bot="bank",
        conversation=conversation,
        role=None,
        tool=tool,
        capabilities=[],
        arguments=[],
        action="block",
        enforced=True,
        rule="tainted",
        lifted="",
        tainted="document",
        private=True,
        failed=[],
        policy=("p", "1", "h"),
    )


def playbook(text):
    """A playbook of one rule, or of what else the text says."""
    return parse_playbook(text, where="playbook.yml")


class Log:
    """Keeps what is written to it; can fail."""

    def __init__(self):
        self.events = []
        self.fails = False

    def write(self, event):
        if self.fails:
            raise AuditError("audit file 'log': No space left on device")
        self.events.append(event)

    def told(self, event="incident"):
        """What was done about incidents: did, what."""
        return [(each.did, each.what) for each in self.events if each.event == event]

    def only(self, did):
        return [e for e in self.events if e.event == "incident" and e.did == did]


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


class Scene:
    """A responder over a store, with a log and a clock of its own."""

    def __init__(self, text, store=None, clock=None, **parts):
        self.clock = clock or Clock()
        self.store = store or InProcessStore(clock=self.clock)
        self.log = Log()
        self.memory = Memory(self.store, KEYS)
        self.incidents = Incidents(self.store)
        self.responder = Responder(playbook(text), self.memory, self.log, self.clock, **parts)

    def happens(self, times=1, **fields):
        """So many events, a second after each other."""
        for _ in range(times):
            self.clock.now += 1.0
            self.responder.look(seen(self.clock.now, **fields))

    def conversation(self, name="c"):
        """A conversation that somebody has talked in; returns its pseudonym."""
        Guard(keys=KEYS, store=self.store, audit=Log(), clock=self.clock).inspect(
            "Good morning.", origin="user", conversation=name
        )
        return self.memory.open(name).key.pseudonym

    def finish(self):
        self.responder.finish(5.0)


RAPID = "- {name: r, when: {kinds: [rapid-fire]}, count: 3, severity: high, channels: [%s]%s}\n"
NOBODY_TOLD = "rules:\n" + RAPID % ("", "")


def rules(contain, channels=""):
    return "rules:\n" + RAPID % (channels, f", contain: [{contain}]")


def with_channel(function, more=""):
    place = f"channels: {{desk: {{kind: call, function: 'incident_parts:{function}'}}}}\n"
    return place + "rules:\n" + RAPID % ("desk", more)


def closing(scene):
    containing = Containing(scene.memory, Containment(scene.store))
    return Closing(scene.incidents, containing, Recording(scene.log.write, scene.clock))


def rule(**fields):
    said = {"when": "{kinds: [rapid-fire]}", "severity": "low", **fields}
    lines = "\n".join(f"  {key}: {value}" for key, value in said.items())
    return playbook(f"rules:\n- name: r\n{lines}").rules[0]


def trips(watching, events):
    return [trip for each in events for trip in watching.see(each)]
