"""What stands in place of a found value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chatward import kinds
from chatward.action import Action
from chatward.decision import Edit
from chatward.errors import RedactorError
from chatward.finding import Finding
from chatward.kinds import to_presidio
from chatward.memory.dossier import Dossier
from chatward.memory.placeholder import PLACEHOLDER
from chatward.passage import Origin, Passage
from chatward.policy.model import Policy
from chatward.redactors.clusters import Cluster
from chatward.redactors.operators import Redactors
from chatward.sanitizers import sanitise

"""Who says what the user himself has brought up: history holds what he and the bot have said."""

STORE = "store"
REDACTOR = "redactor"


@dataclass(frozen=True, slots=True)
class Edited:
    """What stands in place of a found value, and what made it."""

    text: str = field(repr=False)
    how: str


@dataclass(frozen=True, slots=True)
class Editor:
    """Edits found values of one conversation's texts.

    Attributes:
        policy: Which kinds get surrogates.
        redactors: What changes personal and secret values.
        families: Which family each kind belongs to.
        dossier: What gives out pseudonyms; None = there is no conversation.

    """

    policy: Policy
    redactors: Redactors
    families: Mapping[str, str]
    dossier: Dossier | None

    def transform(
        self, passage: Passage, places: Sequence[Cluster], failed: set[str]
    ) -> tuple[str, tuple[Edit, ...]]:
        """Edit the clusters from left to right, so that placeholders are numbered that way."""
        pieces: list[str] = []
        edits: list[Edit] = []
        done = 0
        for place in places:
            start, end = place.finding.start, place.finding.end
            edited = self.edit(passage, passage.text[start:end], place.finding, failed)
            pieces += [passage.text[done:start], edited.text]
            edits.append(Edit(start, end, len(edited.text), place.finding.kind, edited.how))
            done = end
        pieces.append(passage.text[done:])
        return "".join(pieces), tuple(edits)

    def edit(self, passage: Passage, value: str, finding: Finding, failed: set[str]) -> Edited:
        """Return what stands in place of a found value, and what made it."""
        if finding.action is Action.SANITISE:
            return Edited(*sanitise(value, self.families.get(finding.kind, "")))
        written = None
        try:
            if STORE not in failed:  # one that fails is waited for once, not for every value
                written = self._pseudonym(passage, value, finding)
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            failed.add(STORE)
        if written is not None:
            return written
        try:
            return Edited(*self.redactors.redact(value, finding.kind))
        except RedactorError:
            failed.add(REDACTOR)
            return Edited(f"<{to_presidio(finding.kind)}>", "replace")

    def _pseudonym(self, passage: Passage, value: str, finding: Finding) -> Edited | None:
        """Return the value's pseudonym where the policy wants one and there is a vault for it.

        What a model says about somebody is redacted, unless the conversation already knows the
        value: then it is the user's own, and its placeholder can be restored for him.
        """
        if self.dossier is None:
            return None
        if finding.action is Action.PSEUDONYMISE:
            return self._issued(self.dossier, value, finding.kind, own=passage.brings_own)
        if passage.origin is Origin.MODEL and self.families.get(finding.kind) == kinds.PERSONAL:
            known = self.dossier.known(finding.kind, value)
            return None if known is None else Edited(known, "pseudonym")
        return None

    def _issued(self, dossier: Dossier, value: str, kind: str, *, own: bool) -> Edited:
        locale = self.policy.surrogates.get(kind)
        if locale is not None:
            # Only where a policy asks for them: Faker takes a moment to load.
            from chatward.memory.surrogates import issue_surrogate  # noqa: PLC0415
            from chatward.redactors.surrogates import make_surrogate  # noqa: PLC0415

            def make(seed: bytes, attempt: int) -> str | None:
                return make_surrogate(kind, value, seed=seed, attempt=attempt, locale=locale)

            issued = issue_surrogate(dossier, kind, value, make, own=own)
            return Edited(issued, "pseudonym" if PLACEHOLDER.fullmatch(issued) else "surrogate")
        from chatward.redactors.pseudonym import Pseudonym  # noqa: PLC0415 (imports presidio)

        params = {"vault": dossier, "kind": kind, "own": own}
        return Edited(Pseudonym().operate(value, params), "pseudonym")
