"""Small signed logs to be broken."""

from __future__ import annotations

from chatward import Keyring
from chatward.audit.memory_events import ErasureEvent
from chatward.audit.rotation import kept
from chatward.audit.signed_file import SignedFile
from chatward.audit.verify import verify_log
from chatward.policy.model import AuditPlan

KEYS = Keyring(b"k" * 32)
NOW = 1_795_000_000.0


def event(number, conversation="5d0c1f6b27a98e43", time=NOW):
    return ErasureEvent(
        time=time, reference=f"{number:016x}", conversation=conversation, drawers=number
    )


def written(path, count=8, *, keys=KEYS, clock=lambda: NOW, **plan):
    """Write a log of so many events, and close it."""
    log = SignedFile(path, keys, AuditPlan(**plan), clock)
    for number in range(1, count + 1):
        log.write(event(number))
    log.close()
    return path


def parts(path):
    """All files of a log by name, the head included."""
    files = [*kept(path).values(), path, path.with_name(path.name + ".head")]
    return {each.name: each.read_bytes() for each in files if each.exists()}


def put(folder, files):
    for name, content in files.items():
        (folder / name).write_bytes(content)


def found(path, keys=KEYS, witness=None):
    """What is wrong with a log: (what, seq) each."""
    return [(each.what, each.seq) for each in verify_log(path, keys, witness).problems]
