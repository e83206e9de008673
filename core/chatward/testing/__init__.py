"""What users and adapters test with.

`capture_audit` shows what a guard recorded; `VECTORS` and `assert_same_decision` are the
contract every adapter passes: the same text gets the same decision behind every door.
`Sinks` looks for planted values in whatever a program leaves behind; pytest gets it as the
fixture `leak_sinks`.
"""

from __future__ import annotations

from chatward.testing.capture import capture_audit
from chatward.testing.contract import VECTORS, Vector, assert_same_decision
from chatward.testing.guises import GUISES, disguised
from chatward.testing.plants import Planted, planted
from chatward.testing.sinks import Leak, Sinks

__all__ = [
    "GUISES",
    "VECTORS",
    "Leak",
    "Planted",
    "Sinks",
    "Vector",
    "assert_same_decision",
    "capture_audit",
    "disguised",
    "planted",
]
