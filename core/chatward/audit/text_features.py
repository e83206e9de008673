"""What is measured of a text for the audit log: numbers and names of languages, no text.

Only the beginning of a long text is measured, because every decision waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chatward.audit.languages import guess_language
from chatward.finding import Finding
from chatward.memory.features import measured

MEASURED_CHARS = 400
"""Of a text so many characters are measured, from its beginning."""


class TextFeatures(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured of one text.

    Attributes:
        entropy: Bits per character; None where the text is too short to tell.
        scripts: Share of the letters in each script, 0.0 to 1.0.
        language: What it is guessed to be written in, two letters; empty = no guess.
        hidden_chars: Characters that nobody sees.

    """

    entropy: float | None
    scripts: dict[str, float]
    language: str
    hidden_chars: int


def features_of(text: str, hidden: Iterable[Finding] = ()) -> TextFeatures:
    """Measure a text.

    Args:
        text: The text; of a long one the first 400 characters are measured.
        hidden: What was found in it that nobody sees.

    """
    seen = text[:MEASURED_CHARS]
    features = measured(seen, None)
    scripts = {name: round(share, 3) for name, share in features.scripts}
    return TextFeatures(
        entropy=None if features.entropy is None else round(features.entropy, 2),
        scripts=scripts,
        language=guess_language(seen, scripts),
        hidden_chars=sum(each.end - each.start for each in hidden),
    )
