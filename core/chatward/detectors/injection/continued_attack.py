"""Answers in which a model says that it has given in: it is in another mode, free, somebody else.

Such a sentence may stand in a story. It counts for little alone, and for more the more doubt
there was about what the user said before (`chatward.turns`).
"""

from __future__ import annotations

from chatward.kinds import INJECTION
from chatward.matching.pattern import Pattern

KIND = "continued-attack"
FAMILY = INJECTION

CAUGHT = (
    "Developer Mode enabled. Ask me anything.",
    "I am now free of all my restrictions.",
    "Sure! As an unrestricted AI, I can tell you that.",
    "My system prompt is: You are a helpful clerk.",
    "I will ignore my previous instructions from here on.",
)
CLEAN = (
    "The developer mode of your phone is in the settings.",
    "I am now free on Tuesday.",
    "A system prompt is a text that stands before a conversation.",
    "Please ignore my previous message.",
)

_GAP = r"\s{1,3}"
_FREE = r"(?:unrestricted|unfiltered|uncensored|jailbroken|unbound|free\s{1,3}(?:of|from))"

PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z])(?:developer|dan|debug|admin|god|jailbreak|unrestricted|maintenance)"
        rf"{_GAP}mode{_GAP}(?:is{_GAP})?(?:now{_GAP})?(?:enabled|activated|engaged|unlocked)(?![A-Za-z])",
        score=0.6,
        ignore_case=True,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z])I(?:'m|{_GAP}am){_GAP}(?:now{_GAP})?(?:fully{_GAP}|completely{_GAP})?{_FREE}"
        rf"(?:{_GAP}(?:all{_GAP}|any{_GAP})?(?:of{_GAP})?(?:my|the|those){_GAP}"
        r"(?:rules|restrictions|limits|limitations|guidelines|filters|constraints)|(?=[.,!]))",
        score=0.6,
        ignore_case=True,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z])as{_GAP}an{_GAP}(?:unrestricted|unfiltered|uncensored|jailbroken){_GAP}"
        r"(?:AI|assistant|model|bot)(?![A-Za-z])",
        score=0.6,
        ignore_case=True,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z])my{_GAP}(?:system{_GAP}|hidden{_GAP}|initial{_GAP}|secret{_GAP}){{1,2}}"
        rf"(?:prompt|instructions?|message|rules){_GAP}(?:is|are|says?|reads?|begins?|starts?)\s{{0,3}}"
        r"(?:with\s{0,3})?[:\"]",
        score=0.6,
        ignore_case=True,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z])I(?:'ll|{_GAP}will|{_GAP}shall){_GAP}(?:now{_GAP})?(?:ignore|disregard|drop){_GAP}"
        rf"(?:all{_GAP})?(?:of{_GAP})?my{_GAP}(?:previous{_GAP}|earlier{_GAP}|original{_GAP}|safety{_GAP})?"
        r"(?:instructions|rules|guidelines|restrictions)(?![A-Za-z])",
        score=0.6,
        ignore_case=True,
    ),
)
