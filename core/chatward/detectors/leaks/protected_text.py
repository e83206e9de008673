"""Texts that must not come out again, such as a system prompt; kept as keyed hashes only.

What counts is runs of `RUN_WORDS` words of a protected text, in any spelling that folds to the
same words. A shorter protected text (a canary) counts as a whole. Besides whole runs the hashes
of their beginnings are kept: a stream must know that a run may have begun.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chatward.finding import Finding
from chatward.kinds import LEAK
from chatward.policy.check import SHORTEST_PROTECTED_CHARS
from chatward.text.fold import fold
from chatward.text.views import View

KIND = "protected-text"
FAMILY = LEAK

RUN_WORDS = 7
_SETS_KEPT = 64

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]{1,64}")


@dataclass(frozen=True)
class ProtectedTexts:
    """Keyed hashes of the runs of protected texts and of their beginnings.

    Attributes:
        runs: Hash of each whole run.
        begun: Hash of each proper beginning of a run, by words.
        key: Key of the hashes.

    """

    runs: frozenset[bytes]
    begun: frozenset[bytes]
    key: bytes

    def scan(self, view: View, start: int = 0) -> Iterator[Finding]:
        """Yield one finding per run of a protected text that begins at or after `start`."""
        words = list(_WORD.finditer(view.text, start))
        for first in range(len(words)):
            last = self._run_from(words, first)
            if last is not None:
                yield Finding(words[first].start(), words[last].end(), KIND, 1.0)

    def open_from(self, view: View, start: int) -> int:
        """Return where a run begins that the end of the text cuts off, or the text's length."""
        words = list(_WORD.finditer(view.text, start))[-RUN_WORDS:]
        for first in range(len(words)):
            said = [word.group() for word in words[first:]]
            if self._hash(said) in self.begun or self._hash(said[:-1]) in self.begun:
                return words[first].start()
        return len(view.text)

    def _run_from(self, words: list[re.Match[str]], first: int) -> int | None:
        said: list[str] = []
        for place in range(first, min(first + RUN_WORDS, len(words))):
            said.append(words[place].group())
            digest = self._hash(said)
            if digest in self.runs:
                return place
            if digest not in self.begun:
                return None
        return None

    def _hash(self, words: list[str]) -> bytes:
        return _hash(words, self.key)


def protect(texts: Iterable[str], key: bytes) -> ProtectedTexts | None:
    """Hash the runs of these texts; None where there is nothing to protect."""
    runs: set[bytes] = set()
    begun: set[bytes] = set()
    for text in texts:
        for run in _runs(text):
            runs.add(_hash(run, key))
            begun.update(_hash(run[:words], key) for words in range(1, len(run)))
    return ProtectedTexts(frozenset(runs), frozenset(begun), key) if runs else None


class Protections:
    """Hashes of what must not come out, made once for the same texts."""

    def __init__(self, always: tuple[str, ...], key: bytes) -> None:
        self._always = always
        self._key = key
        self._made: dict[bytes, ProtectedTexts | None] = {}

    def of(self, texts: tuple[str, ...]) -> ProtectedTexts | None:
        """Return the hashes for these texts besides those that are always protected."""
        every = (*self._always, *texts)
        if not every:
            return None
        # The texts themselves must not be kept, so their digest is the name.
        name = hashlib.blake2b(key=self._key[:64])
        for text in every:
            name.update(text.encode("utf-8", "surrogatepass") + b"\0")
        digest = name.digest()
        if digest not in self._made:
            if len(self._made) >= _SETS_KEPT:
                self._made.clear()
            self._made[digest] = protect(every, self._key)
        return self._made[digest]


def _runs(text: str) -> Iterator[list[str]]:
    words = [match.group() for match in _WORD.finditer(fold(text)[0])]
    if sum(map(len, words)) < SHORTEST_PROTECTED_CHARS:
        return
    for first in range(max(1, len(words) - RUN_WORDS + 1)):
        yield words[first : first + RUN_WORDS]


def _hash(words: list[str], key: bytes) -> bytes:
    said = " ".join(word.casefold() for word in words).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=8, key=key[:64]).digest()
