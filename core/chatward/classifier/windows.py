"""From the grams and ideas of a text to one sum for each window of it.

A text is read in overlapping windows of two sizes: an order in a long document fills a small
one, a persona that is talked into being fills a large one. In a window each gram counts once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chatward.classifier.concepts import Concepts
from chatward.classifier.grams import GRAM_BITS, LONGEST_CHARS, Words, grams_of, words_of
from chatward.classifier.letters import Alphabet

GRAMS = 1 << GRAM_BITS
IDEAS = 32
SIGNS = 32
TRIPLES = IDEAS**3
FEATURES = GRAMS + IDEAS + IDEAS**2 + TRIPLES + SIGNS
"""Grams, ideas, pairs and triples of them, signs of rules or the origin, in this order."""

FIRST_IDEA = GRAMS
FIRST_PAIR = FIRST_IDEA + IDEAS
FIRST_TRIPLE = FIRST_PAIR + IDEAS**2
FIRST_SIGN = FIRST_TRIPLE + TRIPLES

NEIGHBOURS = 5
NEAR_WORDS = 20
"""Ideas pair with so many that follow, if they are no more words away."""

STEPS = (1, 2)
TRIPLE_WORDS = 10
"""Three different ideas make a triple, in any order, if each is the next or next but one, and all
lie within so many words: "ignore", "above" and "instructions" together say more than in pairs.
"""

_scratch = threading.local()

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Window:
    """What stands in a part of a text.

    Attributes:
        size: Number of its size among the sizes asked for.
        start: First character, in code points of the text.
        end: After the last.
        grams: Numbers of its grams, each once.
        ideas: Numbers of its ideas and pairs, each once, as features.

    """

    size: int
    start: int
    end: int
    grams: Numbers
    ideas: Numbers


@dataclass(frozen=True)
class Reader:
    """What turns a text into windows.

    Attributes:
        alphabet: How characters read.
        concepts: The ideas of all languages.

    """

    alphabet: Alphabet
    concepts: Concepts

    def windows(self, text: str, sizes: tuple[tuple[int, int], ...]) -> Iterator[Window]:
        """Yield the windows of a text.

        Args:
            text: As it reads with its disguises off.
            sizes: (letters in a window, letters from one to the next) each. A text no longer
                than a window of the first size is one; windows of the others are only looked
                at in texts of more than twice their size.

        """
        longest = LONGEST_CHARS - 8
        overlap = max(size for size, _ in sizes)
        begin = 0
        while True:
            yield from self._windows(text[begin : begin + longest], begin, sizes)
            if begin + longest >= len(text):
                return
            begin += longest - overlap

    def _windows(
        self, text: str, offset: int, sizes: tuple[tuple[int, int], ...]
    ) -> Iterator[Window]:
        letters = self.alphabet.read(text)
        words = words_of(letters)
        grams, gram_places = grams_of(letters, words)
        ideas, idea_places = self._ideas(words, letters.classes)
        chars = len(letters.codes)
        by_place = None
        for number, (size, step) in enumerate(sizes):
            if chars <= size or (number and chars <= 2 * size):
                if number == 0:
                    yield Window(0, offset, offset + len(text), once(grams), np.unique(ideas))
                continue
            if by_place is None:
                order = np.argsort(gram_places, kind="stable")
                by_place = grams[order], gram_places[order]
            sorted_grams, places = by_place
            for first in range(0, chars - size + step, step):
                last = min(chars, first + size)
                low, high = np.searchsorted(places, (first, last))
                begun = (idea_places >= first) & (idea_places < last)
                yield Window(
                    number,
                    offset + int(letters.places[first]),
                    offset + int(letters.places[last - 1]) + 1,
                    once(sorted_grams[low:high]),
                    np.unique(ideas[begun]),
                )

    def _ideas(self, words: Words, classes: NDArray[np.uint8]) -> tuple[Numbers, Numbers]:
        """Return (ideas and pairs of them as features, where each begins, in letters)."""
        if not len(words.starts):
            return _NOTHING, _NOTHING
        found, at = self.concepts.find(words, classes)
        ideas = found.astype(np.intp)
        numbers, places = [FIRST_IDEA + ideas], [words.starts[at]]
        for later in range(1, min(NEIGHBOURS, len(ideas) - 1) + 1):
            near = at[later:] - at[:-later] <= NEAR_WORDS
            pairs = FIRST_PAIR + ideas[:-later] * IDEAS + ideas[later:]
            numbers.append(pairs[near])
            places.append(words.starts[at[:-later]][near])
        for first in STEPS:
            for second in STEPS:
                if len(ideas) > first + second:
                    triples, begun = _triples(ideas, at, first, second)
                    numbers.append(triples)
                    places.append(words.starts[begun])
        return np.concatenate(numbers), np.concatenate(places)


def _triples(ideas: Numbers, at: Numbers, first: int, second: int) -> tuple[Numbers, Numbers]:
    """Return (triples of different ideas as features, the word each begins at)."""
    both = first + second
    a, b, c = ideas[:-both], ideas[first : len(ideas) - second], ideas[both:]
    near = (at[both:] - at[:-both] <= TRIPLE_WORDS) & (a != b) & (b != c) & (a != c)
    three = np.sort(np.stack((a[near], b[near], c[near])), axis=0)
    return FIRST_TRIPLE + (three[0] * IDEAS + three[1]) * IDEAS + three[2], at[:-both][near]


def once(numbers: Numbers) -> Numbers:
    """Return each number once; far quicker than sorting them.

    Every number leaves its place in a table; the place that is still there was the last.
    """
    table: NDArray[np.int32] | None = getattr(_scratch, "table", None)
    if table is None:
        table = _scratch.table = np.empty(GRAMS, np.int32)
    order = np.arange(len(numbers), dtype=np.int32)
    table[numbers] = order
    kept: Numbers = numbers[table[numbers] == order]
    return kept


_NOTHING: Numbers = np.zeros(0, np.intp)
