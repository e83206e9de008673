"""Turn a decision into the event that says what was decided and why."""

from __future__ import annotations

from dataclasses import dataclass

from chatward import kinds
from chatward.audit.call_events import source_as_written
from chatward.audit.digests import digests_of, user_pseudonym
from chatward.audit.event import AuditEvent
from chatward.audit.regulations import Regulations
from chatward.audit.stages import OF_ORIGINS
from chatward.audit.text_features import TextFeatures, features_of
from chatward.decision import Decision, Door
from chatward.memory.data_key import DataKey
from chatward.memory.keys import Keyring
from chatward.passage import Passage
from chatward.policy.model import FailModes, Policy
from chatward.version import __version__

_STORE = "store"
_MODES = ("closed", "degraded", "open")


@dataclass(frozen=True)
class Recorder:
    """Says what an event says about every decision of a guard.

    Attributes:
        policy: What the guard goes by.
        keys: What makes the pseudonyms of users.
        regulations: Which rules speak about what is found.

    """

    policy: Policy
    keys: Keyring
    regulations: Regulations

    def describe(
        self,
        decision: Decision,
        passage: Passage,
        *,
        door: Door,
        key: DataKey | None,
        now: float,
        duration_micros: int,
        measured: tuple[int, str] | None = None,
    ) -> AuditEvent:
        """Build the event for one decision; the passage's text is measured and digested only.

        Args:
            decision: What was decided.
            passage: About what.
            door: Asked from where.
            key: Of the conversation; None = private, or the store cannot tell.
            now: Seconds since the epoch.
            duration_micros: Time in the guard.
            measured: Length and digest of a text that is gone (a stream's); else taken here.

        """
        digests = digests_of(passage, key, self.keys)
        text_chars, text_digest = measured or (len(passage.text), digests.of(passage.text))
        stamp = decision.policy
        return AuditEvent(
            time=now,
            reference=decision.reference,
            program=__version__,
            bot=self.policy.bot,
            door=door.name,
            cannot=_cannot(door),
            stage=OF_ORIGINS[passage.origin.value],
            origin=passage.origin.value,
            source=source_as_written(door.source),
            conversation=digests.conversation,
            user=None if door.user is None else user_pseudonym(door.user, self.keys),
            role=passage.role,
            action=decision.action.value,
            enforced=decision.enforced,
            rule=decision.rule,
            threshold=self.policy.threshold(decision.rule),
            score=decision.score,
            family=decision.family,
            model=decision.model,
            findings=[
                (f.kind, f.start, f.end, f.score, f.action.value, f.view) for f in decision.findings
            ],
            regulations=self.regulations.about({each.kind for each in decision.findings}),
            edits=[(e.kind, e.start, e.end, e.chars, e.how) for e in decision.edits],
            transformations=self._transformations(decision, passage),
            failed=list(decision.failed),
            fail_mode=_fail_mode(decision.failed, self.policy.fail),
            overridden=list(decision.overridden),
            known_good=decision.known_good,
            text_chars=text_chars,
            features=None if measured else self._features(decision, passage.text),
            text_digest=text_digest,
            policy=(stamp.name, stamp.version, stamp.hash),
            key="ephemeral" if self.keys.ephemeral else "master",
            duration_micros=duration_micros,
        )

    def _transformations(self, decision: Decision, passage: Passage) -> list[str]:
        """Return what was done to the text on its way to whoever reads it next."""
        if decision.blocked:
            return ["refused"]
        done = {edit.how for edit in decision.edits}
        marked = passage.origin in self.policy.spotlight and not passage.bare
        if marked and decision.enforced:
            done.add("spotlight")
        return sorted(done)

    def _features(self, decision: Decision, text: str) -> TextFeatures:
        families = self.regulations.families
        hidden = [each for each in decision.findings if families.get(each.kind) == kinds.HIDDEN]
        return features_of(text, hidden)


def _cannot(door: Door) -> list[str]:
    abilities = (("edit", door.can_edit), ("block", door.can_block), ("wrap", door.can_wrap))
    return [word for word, can in abilities if not can]


def _fail_mode(failed: tuple[str, ...], modes: FailModes) -> str:
    """Return what the policy says about what failed, the strictest of it."""
    if not failed:
        return ""
    said = {modes.store} if _STORE in failed else set[str]()
    if set(failed) - {_STORE}:
        said.add(modes.detect)
    return next(mode for mode in _MODES if mode in said)
