"""Ideas that attacks are made of, whatever the language: drop, order, earlier, reveal ...

Stems and phrases are looked up by hash at the beginning of every word. What counts is which
ideas follow one another within a few others: "forget" near "instructions" says the same in all
languages of the tables.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatward.classifier.grams import Hashes, Places, Words, hash_of, mix
from chatward.classifier.letters import LETTER

_FILTER_BITS = 17
_FILTER_SHIFT = np.uint64(64 - _FILTER_BITS)
STEM, HEAD = 1, 2
"""Salts of stems and of how they begin."""

HEAD_CHARS = (2, 3, 4)
"""Stems are of two or three letters, or begin with four that tell most words from them."""


@dataclass(frozen=True)
class Concepts:
    """The stems of all languages.

    Attributes:
        names: What the ideas are called; number 0 is none.
        stems: Sorted hashes of stems.
        ideas: The number of the idea each stem stands for.
        lengths: How long stems are, ascending.
        whole: Whether a stem is a whole word; others begin one.
        heads: Hashes of the first letters of stems, in any order.

    """

    names: tuple[str, ...]
    stems: Hashes
    ideas: NDArray[np.uint8]
    lengths: NDArray[np.intp]
    whole: NDArray[np.bool_]
    heads: Hashes

    def __post_init__(self) -> None:
        """Prepare the tables that tell most words from stems at a glance."""
        coarse = np.zeros(1 << _FILTER_BITS, bool)
        coarse[(self.stems >> _FILTER_SHIFT).astype(np.intp)] = True
        object.__setattr__(self, "_coarse", coarse)
        heads = np.zeros(1 << _FILTER_BITS, bool)
        heads[(self.heads >> _FILTER_SHIFT).astype(np.intp)] = True
        object.__setattr__(self, "_heads", heads)

    def find(self, words: Words, classes: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Places]:
        """Return (ideas in order, which word each begins at); of a word the longest stem's."""
        total = len(words.sums) - 1
        first = words.starts
        heads: NDArray[np.bool_] = object.__getattribute__(self, "_heads")
        begins = np.zeros(len(first), bool)
        for chars in HEAD_CHARS:
            head = mix(hash_of(words.sums, first, np.minimum(first + chars, total)), HEAD + chars)
            begins |= heads[(head >> _FILTER_SHIFT).astype(np.intp)]
        which = np.flatnonzero(begins)
        if not len(which):
            return np.zeros(0, np.uint8), which
        starts = first[which][:, None]
        ends = starts + self.lengths[None, :]
        fits = ends <= total
        ends = np.minimum(ends, total)
        hashes = hash_of(words.sums, starts, ends)
        ideas = self._numbers(mix(hashes, STEM), fits, classes[np.minimum(ends, total - 1)])
        longest = ideas.shape[1] - 1 - np.argmax((ideas > 0)[:, ::-1], axis=1)
        best = ideas[np.arange(len(ideas)), longest]
        at = np.flatnonzero(best)
        return best[at], which[at]

    def _numbers(
        self, hashes: Hashes, fits: NDArray[np.bool_], after: NDArray[np.uint8]
    ) -> NDArray[np.uint8]:
        """Return which idea each hash is a stem of; 0 for none."""
        coarse: NDArray[np.bool_] = object.__getattribute__(self, "_coarse")
        rows, columns = np.nonzero(coarse[(hashes >> _FILTER_SHIFT).astype(np.intp)] & fits)
        wanted = hashes[rows, columns]
        spot = np.minimum(np.searchsorted(self.stems, wanted), len(self.stems) - 1)
        meant = (self.stems[spot] == wanted) & (
            ~self.whole[spot] | (after[rows, columns] != LETTER)
        )
        ideas = np.zeros(hashes.shape, np.uint8)
        ideas[rows, columns] = np.where(meant, self.ideas[spot], 0)
        return ideas
