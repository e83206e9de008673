"""Something written like a placeholder: forged, unless the conversation was given it.

The pipeline drops the conversation's own. What is left was typed, made up by a model, taken from
another conversation, or outlived its own.
"""

from __future__ import annotations

from chatward.kinds import CONDUCT
from chatward.matching.pattern import Pattern
from chatward.memory.placeholder import LONGEST, PLACEHOLDER

KIND = "forged-placeholder"
FAMILY = CONDUCT
CAUGHT = ("EMAIL_ADDRESS_1_k7f3q2mz", "(PERSON_12_aaaaaaaa)")
CLEAN = ("EMAIL_ADDRESS_1_K7F3Q2MZ", "EMAIL_ADDRESS_0_k7f3q2mz", "MAX_RETRY_COUNT_3", "A_1_k7f3q2m")
PATTERNS = (
    Pattern(
        KIND,
        PLACEHOLDER.pattern,
        lead=r"_[1-9][0-9]{0,6}_[a-z2-7]{8}",
        lead_chars=LONGEST,
    ),
)
