"""Guardrails for chatbots: prompt injection, personal data, secrets, and a log of decisions.

>>> from chatward import Guard
>>> Guard().inspect("Mail anna@example.org", origin="user").text
'Mail <EMAIL_ADDRESS>'
"""

from __future__ import annotations

from chatward.action import Action
from chatward.decision import Decision, Door, Edit, PolicyStamp
from chatward.detectors.leaks.canary import issue_canary
from chatward.errors import (
    AuditError,
    ChatwardError,
    DetectorError,
    GrantError,
    GuardBlocked,
    KeyringError,
    ModelError,
    PassageError,
    PolicyError,
    RedactorError,
    StoreError,
    StreamClosed,
)
from chatward.finding import Finding
from chatward.guard import Guard
from chatward.memory.conversation import Conversation
from chatward.memory.keys import Keyring
from chatward.passage import Origin, Passage
from chatward.policy.file import load_policy, load_profile
from chatward.policy.model import Policy
from chatward.version import __version__ as __version__

__all__ = [
    "Action",
    "AuditError",
    "ChatwardError",
    "Conversation",
    "Decision",
    "DetectorError",
    "Door",
    "Edit",
    "Finding",
    "GrantError",
    "Guard",
    "GuardBlocked",
    "Keyring",
    "KeyringError",
    "ModelError",
    "Origin",
    "Passage",
    "PassageError",
    "Policy",
    "PolicyError",
    "PolicyStamp",
    "RedactorError",
    "StoreError",
    "StreamClosed",
    "issue_canary",
    "load_policy",
    "load_profile",
]
