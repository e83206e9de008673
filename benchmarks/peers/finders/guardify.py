"""prompt-guardrail, whose module is called guardify."""

from __future__ import annotations

from collections.abc import Callable


def injection() -> Callable[[str], tuple[bool, float]]:
    """Return what tells whether a text is an injection, and how likely.

    What it calls a score is that of its label, whichever that is.
    """
    from guardify import detect

    def judge(text: str) -> tuple[bool, float]:
        told = detect(text)
        is_attack = told["label"] == "injection"
        return is_attack, told["score"] if is_attack else 1.0 - told["score"]

    return judge
