"""turbocloak's rules for jailbreaks."""

from __future__ import annotations

from collections.abc import Callable


def injection() -> Callable[[str], tuple[bool, float]]:
    """Return what tells whether a text is a jailbreak, and the score."""
    from turbocloak import injection_score, is_jailbreak

    def judge(text: str) -> tuple[bool, float]:
        return is_jailbreak(text), injection_score(text)

    return judge
