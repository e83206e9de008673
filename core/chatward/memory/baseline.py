"""What is ordinary for one bot: how long its users' texts are, how mixed, how far apart.

Pure: a baseline is a value, every update returns a new one. It holds numbers and the names of
scripts and intents, and nothing of what anybody said.

Each feature is a histogram over fixed bins, so that baselines of several processes can be added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Annotated, Literal

import msgspec

from chatward.errors import StoreError
from chatward.memory.features import CHARS, ENTROPY, SCRIPTS, SECONDS, Features
from chatward.memory.histogram import KNOWN_ENOUGH, RARE, Histogram, empty

AGES_ABOVE = 5_000
"""Above so many texts or intents all counts are halved, so that what is old fades."""

PRESENT_FROM = 0.1
"""A script with this share of a text's letters, inclusive, occurs in it."""

MOST_INTENTS = 200
OTHER = "other"
"""Under this name stand the intents that come after the first 200 in the alphabet."""

ORDINARY_NEWS = 0.005
"""Share, inclusive, of intents that may be as rare as one for it to be called unusual."""

_DAMAGED = "baseline: not what a baseline is written as; drop it and let the bot be learnt anew"
_INTENT = re.compile(r"[\w.+/-]{1,64}")
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class WrittenBaseline(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A baseline as it is written down; see `Baseline` for the fields."""

    version: Literal[1] = 1
    count: _Count
    chars: tuple[_Count, ...]
    entropy: tuple[_Count, ...]
    seconds: tuple[_Count, ...]
    scripts: dict[str, _Count]
    intents: dict[str, _Count]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known of one bot's texts.

    Attributes:
        count: Texts that it was made from; halved with the other counts as they age.
        chars: Texts per bin of `CHARS`.
        entropy: Texts per bin of `ENTROPY`.
        seconds: Intervals per bin of `SECONDS`.
        scripts: Texts that each script occurs in.
        intents: How often each intent was seen; at most 200 names, and "other".

    """

    count: int = 0
    chars: Histogram = field(default_factory=partial(empty, CHARS))
    entropy: Histogram = field(default_factory=partial(empty, ENTROPY))
    seconds: Histogram = field(default_factory=partial(empty, SECONDS))
    scripts: Mapping[str, int] = field(default_factory=dict[str, int])
    intents: Mapping[str, int] = field(default_factory=dict[str, int])

    def with_text(self, features: Features) -> Baseline:
        """Return the baseline that knows one more text."""
        occurring = {name: 1 for name, share in features.scripts if share >= PRESENT_FROM}
        return aged(
            replace(
                self,
                count=self.count + 1,
                chars=self.chars.with_one(features.chars),
                entropy=_with_one(self.entropy, features.entropy),
                seconds=_with_one(self.seconds, features.seconds),
                scripts=_sum(self.scripts, occurring),
            )
        )

    def with_intent(self, intent: str) -> Baseline:
        """Return the baseline that knows one more intent; what is no name counts as other."""
        return aged(replace(self, intents=_capped(_sum(self.intents, {_name(intent): 1}))))

    def foreign(self, scripts: tuple[tuple[str, float], ...]) -> float:
        """Return the share of letters, 0.0 to 1.0, in scripts that are rare with this bot."""
        if self.count < KNOWN_ENOUGH:
            return 0.0
        most = RARE * self.count
        return sum(share for name, share in scripts if self.scripts.get(name, 0) < most)

    def rarity(self, intent: str) -> float:
        """Return how rare an intent is: 1.0 where it was never seen, 0.0 from 1 of 500 on.

        0.0 with fewer than 200 known, and where rare is no news: a bot of many intents often shows
        one that was hardly seen before. How often is told by those that were: the next is one of
        the unseen about as often as there are intents seen once (Good and Turing), and so on.
        """
        known = sum(self.intents.values())
        seen, most = self._seen(intent), RARE * known
        if known < KNOWN_ENOUGH or seen >= most:
            return 0.0
        news = sum(times for times in self.intents.values() if times <= seen + 1)
        return 1.0 - seen / most if news <= ORDINARY_NEWS * known else 0.0

    def to_bytes(self) -> bytes:
        """Write the baseline down as JSON."""
        written = WrittenBaseline(
            count=self.count,
            chars=self.chars.counts,
            entropy=self.entropy.counts,
            seconds=self.seconds.counts,
            scripts=dict(self.scripts),
            intents=dict(self.intents),
        )
        return msgspec.json.encode(written)

    @classmethod
    def from_bytes(cls, written: bytes) -> Baseline:
        """Read a baseline back.

        Raises:
            StoreError: It is not what `to_bytes` writes.

        """
        try:
            read = msgspec.json.decode(written, type=WrittenBaseline)
        except (msgspec.DecodeError, UnicodeDecodeError):
            # What is wrong with it may quote it.
            raise StoreError(_DAMAGED) from None
        if not _is_whole(read):
            raise StoreError(_DAMAGED)
        return cls(
            read.count,
            Histogram(CHARS, read.chars),
            Histogram(ENTROPY, read.entropy),
            Histogram(SECONDS, read.seconds),
            read.scripts,
            read.intents,
        )

    def _seen(self, intent: str) -> int:
        """Return how often an intent was seen; one that has no place shares that of the others."""
        name = _name(intent)
        crowded = len(self.intents) > MOST_INTENTS and name not in self.intents
        return self.intents.get(OTHER if crowded else name, 0)


def merged(one: Baseline, other: Baseline) -> Baseline:
    """Return the baseline of all texts that two were made from; see `aged` for its age."""
    return Baseline(
        count=one.count + other.count,
        chars=one.chars.plus(other.chars),
        entropy=one.entropy.plus(other.entropy),
        seconds=one.seconds.plus(other.seconds),
        scripts=_sum(one.scripts, other.scripts),
        intents=_capped(_sum(one.intents, other.intents)),
    )


def aged(baseline: Baseline) -> Baseline:
    """Return the baseline with all counts halved, until at most 5,000 texts or intents are left."""
    while max(baseline.count, sum(baseline.intents.values())) > AGES_ABOVE:
        baseline = Baseline(
            count=baseline.count // 2,
            chars=baseline.chars.halved(),
            entropy=baseline.entropy.halved(),
            seconds=baseline.seconds.halved(),
            scripts=_halved(baseline.scripts),
            intents=_halved(baseline.intents),
        )
    return baseline


def _with_one(histogram: Histogram, value: float | None) -> Histogram:
    return histogram if value is None else histogram.with_one(value)


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}


def _halved(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: n // 2 for name, n in counts.items() if n > 1}


def _name(intent: str) -> str:
    """Return an intent's name; what is written like a sentence is none, and counts as other."""
    return intent if _INTENT.fullmatch(intent) else OTHER


def _capped(intents: dict[str, int]) -> dict[str, int]:
    """Keep the first names in the alphabet: it does not matter then what was added to what."""
    if len(intents) <= MOST_INTENTS:
        return intents
    names = sorted(intents.keys() - {OTHER})
    kept = {name: intents[name] for name in names[:MOST_INTENTS]}
    rest = sum(intents.values()) - sum(kept.values())
    return {**kept, OTHER: rest} if rest else kept


def _is_whole(read: WrittenBaseline) -> bool:
    """Tell whether the parts are as long as they must be, and no part is more than the whole."""
    histograms = (read.chars, read.entropy, read.seconds)
    names = read.intents.keys() - {OTHER}
    return (
        [*map(len, histograms)] == [CHARS.bins, ENTROPY.bins, SECONDS.bins]
        and max(*map(sum, histograms), *read.scripts.values()) <= read.count
        and read.scripts.keys() <= SCRIPTS
        and len(names) <= MOST_INTENTS
        and all(map(_INTENT.fullmatch, names))
    )
