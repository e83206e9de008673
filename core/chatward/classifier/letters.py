"""A text as numbers: lower case, accents off, digits alike, blanks or digits in a row made one.

Mail and web addresses say where somebody can be reached, not what he wants: they are left out.
Every number keeps its place in the text. The tables travel with the model, so that a text reads
the same whatever Unicode version the Python that runs it knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLANK, LETTER, SIGN, SYLLABLE = range(4)
"""Classes of characters; a syllable is a word of its own, as in scripts without blanks."""

BEYOND = 0xFFFF
"""Stands for all code points beyond the basic plane; itself it is none."""

SPACE, DIGIT = ord(" "), ord("0")

_ADDRESS = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}|(?:https?://|www\.)[^\s\"'<>)\]}]{1,2000}"
)


@dataclass(frozen=True)
class Alphabet:
    """How characters of the basic plane read; those beyond it stand for themselves.

    Attributes:
        reads_as: The code point that a code point counts as.
        classes: Its class.

    """

    reads_as: NDArray[np.uint16]
    classes: NDArray[np.uint8]

    def read(self, text: str) -> Letters:
        """Return the text as numbers, a blank before and after it."""
        padded = f" {_without_addresses(text)} "
        if text.isascii():
            codes = self.reads_as[np.frombuffer(padded.encode("ascii"), np.uint8)]
        else:
            raw = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), np.uint32)
            # What lies beyond the basic plane is emoji and rare writing: all of it one sign.
            codes = self.reads_as[np.minimum(raw, BEYOND)]
        same = (codes == SPACE) | (codes == DIGIT)
        keep = np.ones(len(codes), bool)
        keep[1:] = ~(same[1:] & (codes[1:] == codes[:-1]))
        places = np.flatnonzero(keep)
        codes = codes[places]
        inside = np.minimum(np.maximum(places - 1, 0), max(0, len(text) - 1))
        return Letters(codes.astype(np.uint64), self.classes[codes], inside)


@dataclass(frozen=True, slots=True)
class Letters:
    """A text as numbers.

    Attributes:
        codes: Code points as they read.
        classes: The class of each.
        places: Where in the text each stands.

    """

    codes: NDArray[np.uint64]
    classes: NDArray[np.uint8]
    places: NDArray[np.intp]


def _without_addresses(text: str) -> str:
    """Return the text, as long as it was, with mail and web addresses blanked."""
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    return _ADDRESS.sub(lambda address: " " * len(address.group()), text)
