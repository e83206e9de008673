"""A guard with tools, and what has happened to it."""

from __future__ import annotations

from chatward import Guard, Keyring
from chatward.memory.stores.in_process import InProcessStore
from chatward.policy.file import parse_policy

KEYS = Keyring(b"k" * 32)
POLICY = r"""
extends: balanced
tools:
- {name: read_page, capabilities: [reads-untrusted]}
- {name: read_mail, capabilities: [reads-private]}
- {name: add, capabilities: []}
- {name: send_mail, capabilities: [sends-out], arguments: {to: '[a-z]+@example\.org'}}
- {name: post, capabilities: [sends-out], approve: never}
- {name: delete, capabilities: [changes-state], roles: [staff]}
- {name: pay, capabilities: [sends-out, changes-state], approve: always}
- {name: look_up, capabilities: [], calls: 5}
"""
MAIL = {"to": "anna@example.org"}


def guard(more="", store=None, **parts):
    policy = parse_policy(POLICY + more, where="test")
    return Guard(policy, keys=KEYS, store=store or InProcessStore(), **parts)


def state(one, conversation="c"):
    return one.review.memory.open(conversation).state


def lethal(one, conversation="c"):
    """Let untrusted text and private data into a conversation."""
    one.note_result("read_page", conversation=conversation)
    one.note_result("read_mail", conversation=conversation)


def said(one, tool, arguments=None, conversation="c", **more):
    decision = one.check_call(tool, arguments or {}, conversation=conversation, **more)
    return str(decision.action), decision.rule
