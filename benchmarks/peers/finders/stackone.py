"""stackone-defender with its model: the first two tiers, blocking what is of high risk."""

from __future__ import annotations

from collections.abc import Callable


def injection() -> Callable[[str], tuple[bool, float]]:
    """Return what tells whether a text is refused, and the score of the model alone.

    Without `block_high_risk` it refuses nothing; without `require_tier2` it goes on without
    its model where that cannot be loaded.
    """
    from stackone_defender import create_prompt_defense

    defense = create_prompt_defense(block_high_risk=True, require_tier2=True)
    defense.warmup_tier2()

    def judge(text: str) -> tuple[bool, float]:
        result = defense.defend_tool_result(text, "message")
        return not result.allowed, result.tier2_score or 0.0

    return judge
