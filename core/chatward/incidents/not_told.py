"""A channel did not take a message."""

from __future__ import annotations


class NotTold(Exception):  # noqa: N818 (an outcome, caught by whoever sends)
    """A message was not taken; says why, and holds no address and no answer of anybody."""
