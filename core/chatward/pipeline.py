"""The way a text takes: look, decide, transform. Pure but for the vault it is handed.

Read it from top to bottom; `inspect` is the whole of it, `look` and `edit` are the parts that
a stream uses piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from chatward import kinds
from chatward.action import Action
from chatward.decision import Decision, Edit
from chatward.detectors.detect import detect
from chatward.detectors.held import Held
from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.detectors.registry import Detectors
from chatward.errors import RedactorError
from chatward.finding import Finding
from chatward.kinds import to_presidio
from chatward.look import Look, injection_score, merged_findings, within
from chatward.memory.conversation import Conversation
from chatward.memory.keys import Keyring
from chatward.memory.placeholder import PLACEHOLDER
from chatward.memory.ports import Vault
from chatward.passage import Origin, Passage
from chatward.policy.decide import strictest_of, verdict
from chatward.policy.links import is_allowed_link
from chatward.policy.model import Policy
from chatward.redactors.clusters import Cluster, clusters
from chatward.redactors.operators import Redactors
from chatward.sanitizers import sanitise
from chatward.sanitizers.spotlight import spotlight
from chatward.turns import weigh_answer, weigh_turns
from chatward.whole import Weighed, asked, surest, weigh

DETECTOR_FAILED = "detector-failed"
STORE_FAILED = "store-failed"
REDACTOR_FAILED = "redactor-failed"
VAULT = "vault"
CONVERSATIONS = "conversations"
REDACTOR = "redactor"
_STORES = frozenset({VAULT, CONVERSATIONS})


@dataclass(frozen=True)
class Pipeline:
    """One policy with the parts that carry it out.

    Attributes:
        policy: What to do.
        detectors: What sees.
        redactors: What changes personal and secret values.
        vault: What remembers pseudonyms.
        keys: Where keys come from.

    """

    policy: Policy
    detectors: Detectors
    redactors: Redactors
    vault: Vault
    keys: Keyring

    @property
    def families(self) -> Mapping[str, str]:
        """Which family each kind belongs to."""
        return self.detectors.families

    def inspect(
        self,
        passage: Passage,
        protected: ProtectedTexts | None = None,
        also: Sequence[Finding] = (),
        past: Conversation | None = None,
    ) -> Decision:
        """Take one text the whole way.

        Args:
            passage: The text.
            protected: What must not come out, hashed.
            also: Findings of judges that the caller ran.
            past: The conversation before this text; None = private.

        """
        look = self.look(passage, passage.text, protected, also)
        weighed = self.weigh(passage, look, past)
        places = clusters(look.acted)
        action, rule = self.overall(look, passage.origin, weighed)
        text = passage.text
        edits: tuple[Edit, ...] = ()
        if not action.stops:
            text, edits = self._transform(passage, places, look.failed)
            action, rule = self.after_failures(action, rule, look.failed)
        if action.stops:
            text, edits = self.refusal(passage.origin), ()
        elif passage.origin in self.policy.spotlight:
            text = spotlight(text, passage.origin.value, self._spotlight_key)
        said = surest(weighed)
        return Decision(
            action=action,
            rule=rule,
            text=text,
            findings=merged_findings(
                [
                    *(place.finding for place in places),
                    *look.allowed,
                    *(each.finding for each in weighed if each.matters),
                ]
            ),
            score=injection_score(
                [*look.findings, *(each.finding for each in weighed)], self.families
            ),
            family=said.family if said else "",
            model=said.model if said else "",
            edits=edits,
            policy=self.policy.stamp,
            failed=tuple(sorted(look.failed)),
        )

    def look(
        self,
        passage: Passage,
        text: str,
        protected: ProtectedTexts | None,
        also: Iterable[Finding] = (),
        *,
        begin: int = 0,
        holding: Held | None = None,
    ) -> Look:
        """Detect, and ask the policy about each finding; `begin`, `holding`: see `detect`."""
        seen = detect(self.detectors, text, protected, begin=begin, holding=holding)
        look = Look(failed=seen.failed, open_from=seen.open_from, views=seen.views)
        issued = self._issued(passage, text, look.failed)
        judged = within(also, len(text), look.failed)
        for finding in (*seen.findings.values(), *judged):
            if any(start <= finding.start and finding.end <= end for start, end in issued):
                continue
            action, rule = self._verdict(finding, passage, text)
            if action is Action.ALLOW:
                look.allowed.append(finding)
            else:
                look.acted.append((finding.with_action(action), rule))
        return look

    def weigh(
        self, passage: Passage, look: Look, past: Conversation | None = None
    ) -> list[Weighed]:
        """Ask what looks at whole texts; what can be edited in place joins the look."""
        verdict = partial(self._verdict, passage=passage, text=passage.text)
        weighed = weigh(
            self.detectors.whole,
            look.views,
            {finding.kind for finding in look.findings},
            passage.origin,
            verdict,
            look.failed,
        )
        if past is not None and passage.origin is Origin.USER and weighed:
            whole = self.detectors.whole
            weighed += weigh_turns(whole, passage.text, past, weighed, verdict)
        if past is not None and passage.origin is Origin.MODEL:
            weighed += weigh_answer(look.findings, past, verdict)
        edited = [each for each in weighed if each.finding.action.edits]
        look.acted += [(each.finding, each.rule) for each in edited]
        return [each for each in weighed if each not in edited]

    def asks_about_whole(self, passage: Passage) -> bool:
        """Tell whether a rule could act on what is said about a whole text of this passage."""
        verdict = partial(self._verdict, passage=passage, text="")
        return bool(asked(self.detectors.whole, verdict))

    def overall(
        self, look: Look, origin: Origin, weighed: Sequence[Weighed] = ()
    ) -> tuple[Action, str]:
        """Return the strictest action and its rule, failures and spotlighting included."""
        verdicts = [(finding.action, rule) for finding, rule in look.acted]
        verdicts += [(each.finding.action, each.rule) for each in weighed]
        if origin in self.policy.spotlight:
            verdicts.append((Action.SPOTLIGHT, "spotlight"))
        action, rule = strictest_of(verdicts)
        return self.after_failures(action, rule, look.failed)

    def after_failures(self, action: Action, rule: str, failed: set[str]) -> tuple[Action, str]:
        """Block instead where something failed and the policy says closed."""
        if action.stops or not failed:
            return action, rule
        if failed & _STORES and self.policy.fail.store == "closed":
            return Action.BLOCK, STORE_FAILED
        if failed - _STORES and self.policy.fail.detect == "closed":
            return Action.BLOCK, REDACTOR_FAILED if REDACTOR in failed else DETECTOR_FAILED
        return action, rule

    def refusal(self, origin: Origin) -> str:
        """Return what stands in place of a blocked text."""
        conversing = origin in {Origin.USER, Origin.MODEL}
        return self.policy.refusal if conversing else self.policy.withheld

    def edit(self, passage: Passage, value: str, finding: Finding, failed: set[str]) -> Edited:
        """Return what stands in place of a found value, and what made it."""
        if finding.action is Action.SANITISE:
            return Edited(*sanitise(value, self.families.get(finding.kind, "")))
        try:
            written = self._placeholder(passage, value, finding)
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            failed.add(VAULT)
            written = None
        if written is not None:
            return Edited(written, "pseudonym")
        try:
            return Edited(*self.redactors.redact(value, finding.kind))
        except RedactorError:
            failed.add(REDACTOR)
            return Edited(f"<{to_presidio(finding.kind)}>", "replace")

    def with_vault(self, vault: Vault) -> Pipeline:
        """Return the same pipeline with another vault."""
        return replace(self, vault=vault)

    def _transform(
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

    def _placeholder(self, passage: Passage, value: str, finding: Finding) -> str | None:
        """Return the value's placeholder where the policy wants one and there is a vault for it.

        What a model says about somebody is redacted, unless the conversation already knows the
        value: then it is the user's own, and its placeholder can be restored for him.
        """
        if passage.conversation is None:
            return None
        if finding.action is Action.PSEUDONYMISE:
            from chatward.redactors.pseudonym import Pseudonym  # noqa: PLC0415 (imports presidio)

            params = {
                "vault": self.vault,
                "conversation": passage.conversation,
                "kind": finding.kind,
            }
            return Pseudonym().operate(value, params)
        if passage.origin is Origin.MODEL and self.families.get(finding.kind) == kinds.PERSONAL:
            return self.vault.known(passage.conversation, finding.kind, value)
        return None

    def _verdict(self, finding: Finding, passage: Passage, text: str) -> tuple[Action, str]:
        family = self.families.get(finding.kind, finding.kind)
        if family == kinds.LINK:
            link = text[finding.start : finding.end]
            if is_allowed_link(link, self.policy.allowed_domains):
                return Action.ALLOW, ""
        action, rule = verdict(self.policy, finding, family, passage.origin, passage.role)
        if action is Action.PSEUDONYMISE and passage.conversation is None:
            action = Action.REDACT  # there is nothing to restore from
        return action, rule

    def _issued(self, passage: Passage, text: str, failed: set[str]) -> list[tuple[int, int]]:
        """Return where this conversation's own placeholders stand: they are no findings."""
        if passage.conversation is None or "_" not in text:
            return []
        try:
            return [
                match.span()
                for match in PLACEHOLDER.finditer(text)
                if self.vault.value(passage.conversation, match.group()) is not None
            ]
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            failed.add(VAULT)
            return []

    @cached_property
    def _spotlight_key(self) -> bytes:
        return self.keys.subkey("spotlight")


@dataclass(frozen=True, slots=True)
class Edited:
    """What stands in place of a found value."""

    text: str = field(repr=False)
    how: str
