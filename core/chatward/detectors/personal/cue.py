"""A cue, what may stand after it, and a value: "my customer number is 4711", "Kundennr.: 4711".

The cue leads the pattern, so its value costs nothing where no cue is, and a number that merely
stands in the same sentence is not taken for it.
"""

from __future__ import annotations

from collections.abc import Callable

from chatward.detectors.personal.address_tail import LETTER
from chatward.matching.pattern import Pattern

# Short words such as "is", "lautet", "no."; a colon, a number sign, Japanese and Chinese "is".
_LINK = (
    rf"(?:[ ]{{1,2}}(?:[({{\[]?[{LETTER}]{{1,6}}[)\]}}]?\.?|[\u05d0-\u0655]{{1,6}}|"
    rf"[\u0900-\u0963]{{1,5}})){{0,3}}?"
    r"[ ]?[:：=#\u00b0\u00ba\u2116.)-]{0,2}(?:ของ(?:ฉัน|ผม|ดิฉัน))?(?:は|是|为|為|는|은|이|"
    r"คือ)?[ ]{0,2}"
)
_SIGNS = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"


def either_case(words: str) -> str:
    """Write the letters beyond ASCII of an `re` in both cases: patterns fold only ASCII ones."""
    written = ""
    in_class = False
    for char in words:
        both = char if char.isascii() or char.upper() == char else char + char.upper()
        both = both if len(both) <= 2 else char
        in_class = (in_class or char == "[") and char != "]"
        written += both if in_class or len(both) == 1 else f"[{both}]"
    return written


def after_cue(
    kind: str,
    cue: str,
    value: str,
    *,
    score: float = 0.85,
    validate: Callable[[str], int] | None = None,
    ignore_case: bool = True,
    link: str = _LINK,
) -> Pattern:
    """Make the pattern of a value that one of the cues stands right before.

    Args:
        kind: Kind of the findings.
        cue: The cues, an `re` alternation.
        value: The value, an `re` pattern without groups.
        score: Score of a finding.
        validate: Says whether the value is one.
        ignore_case: Cues and value in either case.
        link: What may stand between cue and value.

    """
    led = rf"(?<![{LETTER}0-9_])(?:{either_case(cue) if ignore_case else cue})"
    return Pattern(
        kind,
        rf"{led}{link}(?P<value>(?<![A-Za-z0-9_])(?:{value}))(?![A-Za-z0-9_])",
        score,
        ignore_case=ignore_case,
        validate=validate,
        lead=led,
    )
