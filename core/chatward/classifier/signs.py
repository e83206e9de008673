"""What the model is told besides the text: where it comes from, and what rules saw in it."""

from __future__ import annotations

from collections.abc import Iterable

OUTSIDE = "outside"
SIGNS = (
    OUTSIDE,
    "instruction-override",
    "prompt-extraction",
    "chat-template-token",
    "role-marker",
    "html-comment",
    "hidden-character",
    "data-link",
    "jailbreak-persona",
)
"""The order is that of the model's weights: add new ones at the end only."""

_NUMBERS = {name: number for number, name in enumerate(SIGNS)}


def signs_of(kinds: Iterable[str], *, outside: bool) -> list[int]:
    """Return the numbers of the signs that findings and the origin give, each once.

    Args:
        kinds: Kinds that rules found in the text.
        outside: The text comes from a tool or a document, not from the person who talks.

    """
    seen = {_NUMBERS[kind] for kind in kinds if kind in _NUMBERS}
    return sorted(seen | {_NUMBERS[OUTSIDE]} if outside else seen)
