"""What users and adapters test with.

`capture_audit` shows what a guard recorded; `VECTORS` and `assert_same_decision` are the
contract every adapter passes: the same text gets the same decision behind every door.
"""

from __future__ import annotations

from chatward.testing.capture import capture_audit
from chatward.testing.contract import VECTORS, Vector, assert_same_decision

__all__ = ["VECTORS", "Vector", "assert_same_decision", "capture_audit"]
