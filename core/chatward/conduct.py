"""What a user's way of talking shows: the pace, the tries, and what is unlike the bot's others.

None of it is an attack by itself, so no rule acts on it unless a policy says so. Every score runs
from 0.0 to 1.0; what 0.5 and 1.0 stand for is said where it is worked out, and from 0.5 on it is
told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from math import sqrt

from chatward.attacks import EXTRACTIONS
from chatward.detectors.conduct.behaviour import (
    NEAR_MISS_FATIGUE,
    RAPID_FIRE,
    REPEATED_EXTRACTION,
    UNUSUAL_INTENT,
    UNUSUAL_LENGTH,
    UNUSUAL_PACE,
    UNUSUAL_TOKENS,
)
from chatward.finding import Finding
from chatward.memory.baseline import Baseline
from chatward.memory.conversation import NEAR_MISS, Conversation
from chatward.memory.features import Features, measured
from chatward.memory.histogram import KNOWN_ENOUGH
from chatward.turns import VIEW
from chatward.whole import Verdict, Weighed

TOLD_FROM = 0.5
"""Findings with this score, inclusive, are returned."""

RAPID_SECONDS = 10.0
RAPID_TEXTS = 12
"""So many user texts in so many seconds score 1.0."""

EXTRACTIONS_BY_CHANCE = 0.05
EXTRACTIONS_AT_MOST = 5
"""Of harmless texts such a share looks as if it asked for what the bot must keep; so many beyond
that score 1.0.
"""

NEAR_MISSES_BY_CHANCE = 0.15
NEAR_MISSES_AT_MOST = 10
"""Of harmless texts such a share is a near miss; so many beyond that score 1.0."""

FAR = 12.0
"""So many deviations from the bot's median score 1.0."""

PACE_TEXTS = 7
PACE_RARE = 0.05
"""The median of so many intervals is looked at, where so few single ones are as short."""

_STEADIER = 1.2533 / sqrt(PACE_TEXTS)
"""Deviation of a median of so many values, in deviations of one."""


def weigh_conduct(
    text: str,
    past: Conversation,
    now: float,
    score: float,
    family: str,
    baseline: Baseline | None,
    verdict: Verdict,
) -> list[Weighed]:
    """Weigh how the newest user text came, and how it compares with the bot's others.

    Args:
        text: The newest text.
        past: The conversation before it.
        now: Clock time, seconds since the epoch.
        score: Injection score of the newest text, 0.0 to 1.0.
        family: What kind of attack it comes nearest to; empty where none was looked for.
        baseline: What is ordinary for the bot; None = nothing is known.
        verdict: What the policy says to a finding.

    """
    if not text:
        return []
    scores = chain(
        _in_the_conversation(past, now, score, family),
        () if baseline is None else _against(baseline, text, past, now),
    )
    return [
        _weighed(Finding(0, len(text), kind, round(min(1.0, said), 4), view=VIEW), verdict)
        for kind, said in scores
        if said >= TOLD_FROM
    ]


def intervals(times: Sequence[float], now: float) -> Iterator[float]:
    """Yield the seconds between user texts, newest first; never negative, whatever the clock."""
    newest_first = chain((now,), reversed(times))
    return (max(0.0, later - earlier) for later, earlier in pairwise(newest_first))


def rapid_fire(times: Sequence[float], now: float) -> float:
    """Return how fast texts come: 0.5 for 6 within 10 s, 1.0 for 12, the newest included."""
    texts, passed = 1, 0.0
    for seconds in intervals(times, now):
        passed += seconds
        if passed > RAPID_SECONDS or texts == RAPID_TEXTS:
            break
        texts += 1
    return texts / RAPID_TEXTS


def repeated_extraction(past: Conversation, score: float, family: str) -> float:
    """Return how often the user asked for what the bot must keep: 0.5 for 3 in a row, 1.0 for 6.

    Only where the newest text asks, too. Between others it takes more: 0.5 for 2.5 texts beyond
    the one in twenty that chance explains, 1.0 for 5.
    """
    if score < NEAR_MISS or family not in EXTRACTIONS:
        return 0.0
    by_chance = EXTRACTIONS_BY_CHANCE * (past.messages + 1)
    return max(0.0, past.extractions + 1 - by_chance) / EXTRACTIONS_AT_MOST


def near_miss_fatigue(past: Conversation, score: float) -> float:
    """Return how often the user came close to being blocked: 0.5 for 6 in a row, 1.0 for 12.

    Only where the newest text comes close, too. Between others it takes more: 0.5 for 5 texts
    beyond the three in twenty that chance explains, 1.0 for 10.
    """
    if score < NEAR_MISS:
        return 0.0
    by_chance = NEAR_MISSES_BY_CHANCE * (past.messages + 1)
    return max(0.0, past.near_misses + 1 - by_chance) / NEAR_MISSES_AT_MOST


def unusual_length(features: Features, baseline: Baseline) -> float:
    """Return how much longer than usual a text is: 0.5 at 6 deviations, 1.0 at 12.

    Lengths are compared by their logarithm. Short texts are never unusual: everybody says "ok".
    """
    return max(0.0, baseline.chars.off(features.chars)) / FAR


def unusual_tokens(features: Features, baseline: Baseline) -> float:
    """Return how unlike the usual a text's characters are.

    0.5 for an entropy 6 deviations off, or half of the letters in scripts rare with this bot; 1.0
    for 12 deviations, or all letters.
    """
    foreign = baseline.foreign(features.scripts)
    if features.entropy is None:
        return foreign
    return max(foreign, abs(baseline.entropy.off(features.entropy)) / FAR)


def unusual_pace(times: Sequence[float], now: float, baseline: Baseline) -> float:
    """Return how much faster than with this bot texts keep coming: 0.5 at 6 deviations, 1.0 at 12.

    Looks at the median of the last seven intervals, by its logarithm, where the newest is short,
    too. What is rapid everywhere is found without a baseline; this finds who fills in within
    seconds what takes others minutes.
    """
    if len(times) < PACE_TEXTS or _how_fast(max(0.0, now - times[-1]), baseline) <= 0.0:
        return 0.0
    median = sorted(islice(intervals(times, now), PACE_TEXTS))[PACE_TEXTS // 2]
    return max(0.0, _how_fast(median, baseline)) / (_STEADIER * FAR)


def unusual_intent(intent: str, baseline: Baseline) -> float:
    """Return how unusual an intent is: 0.5 where 1 of 500 has it, 1.0 where none was ever seen.

    0.0 where fewer than 200 intents are known, where its share is 0.2 % or more, and where so many
    intents are as rare that one of them is no news.
    """
    rarity = baseline.rarity(intent)
    return (1.0 + rarity) / 2 if rarity else 0.0


def _in_the_conversation(
    past: Conversation, now: float, score: float, family: str
) -> Iterator[tuple[str, float]]:
    yield RAPID_FIRE, rapid_fire(past.times, now)
    yield REPEATED_EXTRACTION, repeated_extraction(past, score, family)
    yield NEAR_MISS_FATIGUE, near_miss_fatigue(past, score)
    yield UNUSUAL_INTENT, past.intent  # of the text before: what this one means is not known yet


def _against(
    baseline: Baseline, text: str, past: Conversation, now: float
) -> Iterator[tuple[str, float]]:
    if baseline.count < KNOWN_ENOUGH:
        return
    features = measured(text, next(intervals(past.times, now), None))
    yield UNUSUAL_LENGTH, unusual_length(features, baseline)
    yield UNUSUAL_TOKENS, unusual_tokens(features, baseline)
    yield UNUSUAL_PACE, unusual_pace(past.times, now, baseline)


def _how_fast(seconds: float, baseline: Baseline) -> float:
    return -baseline.seconds.off(seconds, PACE_RARE)


def _weighed(finding: Finding, verdict: Verdict) -> Weighed:
    action, rule = verdict(finding)
    return Weighed(finding.with_action(action), rule, family="", model="")
