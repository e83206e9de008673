"""Where a conversation's own pseudonyms stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from chatward.finding import Finding
from chatward.memory.conversation import FORGED
from chatward.memory.dossier import Dossier
from chatward.memory.placeholder import LONGEST, PLACEHOLDER
from chatward.memory.surrogates import Surrogate, places_of, surrogates_of
from chatward.passage import Origin


@dataclass(frozen=True)
class Pseudonyms:
    """Finds the pseudonyms that one conversation was given: they are no findings.

    Attributes:
        dossier: The conversation.
        with_surrogates: Whether the policy gives out surrogates, too.

    """

    dossier: Dossier
    with_surrogates: bool

    def places(self, text: str, origin: Origin) -> list[tuple[int, int]]:
        """Return where they stand.

        Raises:
            StoreError: The store failed.

        """
        found = [
            match.span()
            for match in (PLACEHOLDER.finditer(text) if "_" in text else ())
            if self.dossier.is_genuine(match[1], int(match[2]), match[3])
        ]
        # Nobody is shown surrogates: a user who writes one means what he writes.
        if self.with_surrogates and origin is not Origin.USER:
            found += [match.span() for match in places_of(self._surrogates, text)]
        return found

    @cached_property
    def _surrogates(self) -> dict[str, Surrogate]:
        return surrogates_of(self.dossier)


class ForgerySearch:
    """Finds forged placeholders in a text that arrives in pieces.

    A stream does not wait for what no rule acts on; so these are looked for beside it.
    """

    def __init__(self, dossier: Dossier | None) -> None:
        self._dossier = dossier
        self._held = ""
        self._offset = 0
        self._found: list[Finding] = []

    def feed(self, chunk: str) -> None:
        """Take a piece."""
        self._held += chunk
        done = self._search(len(self._held) - 1)  # what ends the text may go on
        keep = max(done, len(self._held) - LONGEST - 2, 0)
        self._held, self._offset = self._held[keep:], self._offset + keep

    def finish(self) -> list[Finding]:
        """Return what was found; offsets in the whole text."""
        self._search(len(self._held))
        self._held = ""
        return self._found

    def _search(self, until: int) -> int:
        """Note what ends before an offset; return from where on to look again."""
        done = 0
        for match in PLACEHOLDER.finditer(self._held) if "_" in self._held else ():
            if match.end() > until:
                break
            done = match.end() - 1  # tells what follows that it begins a word, or does not
            cut = match.start() == 0 and self._offset > 0  # within a longer word
            if not cut and not self._is_own(match):
                start, end = match.span()
                self._found.append(Finding(start + self._offset, end + self._offset, FORGED, 1.0))
        return done

    def _is_own(self, match: re.Match[str]) -> bool:
        return self._dossier is not None and self._dossier.is_genuine(
            match[1], int(match[2]), match[3]
        )
