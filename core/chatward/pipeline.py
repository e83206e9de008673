"""The way a text takes: look, decide, transform. Pure but for the vault it is handed.

Read it from top to bottom; `inspect` is the whole of it, `look` and `edit` are the parts that
a stream uses piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from chatward import kinds
from chatward.action import Action
from chatward.conduct import weigh_conduct
from chatward.decision import Decision, Edit
from chatward.detectors.detect import detect
from chatward.detectors.held import Held
from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.detectors.registry import Detectors
from chatward.editing import REDACTOR, STORE, Edited, Editor
from chatward.finding import Finding
from chatward.look import Look, injection_score, merged_findings, spared, within
from chatward.memory.baseline import Baseline
from chatward.memory.conversation import Conversation
from chatward.memory.data_key import DataKey
from chatward.memory.dossier import Dossier
from chatward.memory.keys import Keyring
from chatward.memory.trial import trial_of
from chatward.passage import Origin, Passage
from chatward.policy.decide import rules_in_use, strictest_of, verdict
from chatward.policy.links import is_allowed_link
from chatward.policy.model import Policy
from chatward.pseudonyms import Pseudonyms
from chatward.redactors.clusters import Cluster, clusters
from chatward.redactors.operators import Redactors
from chatward.sanitizers.spotlight import spotlight
from chatward.turns import weigh_answer, weigh_turns
from chatward.whole import Weighed, asked, surest, weigh

DETECTOR_FAILED = "detector-failed"
STORE_FAILED = "store-failed"
REDACTOR_FAILED = "redactor-failed"
QUARANTINED = "quarantined"


@dataclass(frozen=True)
class Pipeline:
    """One policy with the parts that carry it out.

    Attributes:
        policy: What to do.
        detectors: What sees.
        redactors: What changes personal and secret values.
        keys: Where keys come from.
        dossier: What is kept about the conversation that texts belong to; None = private.
        baseline: What is usual for this bot; None = not known.
        now: Clock time, seconds since the epoch.
        broken: Stages that failed before a text was looked at.
        reference: Id of the decision; empty where it is not to leave a trace.
        pardons: Kinds that nothing is done about, as people have found the text good.

    """

    policy: Policy
    detectors: Detectors
    redactors: Redactors
    keys: Keyring
    dossier: Dossier | None = None
    baseline: Baseline | None = None
    now: float = 0.0
    broken: frozenset[str] = frozenset()
    reference: str = ""
    pardons: frozenset[str] = frozenset()

    @property
    def families(self) -> Mapping[str, str]:
        """Which family each kind belongs to."""
        return self.detectors.families

    def inspect(
        self,
        passage: Passage,
        protected: ProtectedTexts | None = None,
        also: Sequence[Finding] = (),
    ) -> Decision:
        """Take one text the whole way.

        Args:
            passage: The text.
            protected: What must not come out, hashed.
            also: Findings of judges that the caller ran.

        """
        look = self.look(passage, passage.text, protected, also)
        weighed = spared(look, self.weigh(passage, look), self.pardons)
        places = clusters(look.acted)
        action, rule = self.overall(look, passage, weighed, places)
        text = passage.text
        edits: tuple[Edit, ...] = ()
        if not action.stops:
            text, edits = self._editor.transform(passage, places, look.failed)
            action, rule = self.after_failures(action, rule, look.failed)
        if action.stops:
            text, edits = self.refusal(passage.origin), ()
        elif passage.origin in self.policy.spotlight and not passage.bare:
            text = spotlight(text, passage.origin.value, self._spotlight_key)
        said = surest(each for each in weighed if each.family or each.model)
        findings = [
            *(place.finding for place in places),
            *look.allowed,
            *(each.finding for each in weighed if each.matters),
        ]
        return Decision(
            action=action,
            rule=rule,
            text=text,
            findings=merged_findings(findings),
            score=injection_score(
                [*look.findings, *(each.finding for each in weighed)], self.families
            ),
            family=said.family if said else "",
            model=said.model if said else "",
            edits=edits,
            policy=self.policy.stamp,
            reference=self.reference,
            failed=tuple(sorted(look.failed)),
            overridden=self.overridden(findings, passage),
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
        failed = seen.failed | self.broken
        look = Look(failed=failed, open_from=seen.open_from, views=seen.views)
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

    def weigh(self, passage: Passage, look: Look) -> list[Weighed]:
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
        past = self.past
        if past is not None and passage.origin is Origin.USER:
            said = surest(weighed)
            if said is not None:
                weighed += weigh_turns(self.detectors.whole, passage.text, past, weighed, verdict)
            score, family = (said.finding.score, said.family) if said else (0.0, "")
            weighed += weigh_conduct(
                passage.text, past, self.now, score, family, self.baseline, verdict
            )
        if past is not None and passage.origin is Origin.MODEL:
            weighed += weigh_answer(look.findings, past, verdict)
        edited = [each for each in weighed if each.finding.action.edits]
        look.acted += [(each.finding, each.rule) for each in edited]
        return [each for each in weighed if each not in edited]

    @cached_property
    def past(self) -> Conversation | None:
        """The conversation before the text; None = private."""
        return None if self.dossier is None else self.dossier.state.as_of(self.now)

    def asks_about_whole(self, passage: Passage) -> bool:
        """Tell whether a rule could act on what is said about a whole text of this passage."""
        verdict = partial(self._verdict, passage=passage, text="")
        return bool(asked(self.detectors.whole, verdict))

    def overall(
        self,
        look: Look,
        passage: Passage,
        weighed: Sequence[Weighed] = (),
        places: Sequence[Cluster] = (),
    ) -> tuple[Action, str]:
        """Return the strictest action and its rule, failures and spotlighting included."""
        verdicts = [(place.finding.action, place.rule) for place in places]  # those will be listed
        verdicts += [(finding.action, rule) for finding, rule in look.acted]
        verdicts += [(each.finding.action, each.rule) for each in weighed]
        if passage.origin in self.policy.spotlight and not passage.bare:
            verdicts.append((Action.SPOTLIGHT, "spotlight"))
        verdicts.append(self.standing(passage.origin))
        action, rule = strictest_of(verdicts)
        return self.after_failures(action, rule, look.failed)

    def standing(self, origin: Origin) -> tuple[Action, str]:
        """Return what is done with a text whatever it says: a quarantined user is not heard."""
        heard = origin is not Origin.USER or self.past is None or not self.past.quarantined
        return (Action.ALLOW, "") if heard else (Action.BLOCK, QUARANTINED)

    def after_failures(self, action: Action, rule: str, failed: set[str]) -> tuple[Action, str]:
        """Block instead where something failed and the policy says closed."""
        if action.stops or not failed:
            return action, rule
        if STORE in failed and self.policy.fail.store == "closed":
            return Action.BLOCK, STORE_FAILED
        if failed - {STORE} and self.policy.fail.detect == "closed":
            return Action.BLOCK, REDACTOR_FAILED if REDACTOR in failed else DETECTOR_FAILED
        return action, rule

    def refusal(self, origin: Origin) -> str:
        """Return what stands in place of a blocked text."""
        conversing = origin in {Origin.USER, Origin.MODEL}
        return self.policy.says_no(self.reference, conversing=conversing)

    def edit(self, passage: Passage, value: str, finding: Finding, failed: set[str]) -> Edited:
        """Return what stands in place of a found value, and what made it."""
        return self._editor.edit(passage, value, finding, failed)

    def at(self, now: float, reference: str) -> Pipeline:
        """Return the pipeline for one decision, at one time."""
        return replace(self, now=now, reference=reference)

    def about(self, dossier: Dossier, baseline: Baseline | None = None) -> Pipeline:
        """Return the pipeline for texts of one conversation."""
        return replace(self, dossier=dossier, baseline=baseline)

    def without_store(self) -> Pipeline:
        """Return the pipeline for a text whose conversation cannot be read."""
        return replace(self, broken=frozenset({STORE}))

    def trying(self) -> Pipeline:
        """Return the pipeline for a text that is not to leave a trace."""
        return replace(self, dossier=self.dossier and trial_of(self.dossier), reference="")

    @property
    def data_key(self) -> DataKey | None:
        """The conversation's key; None = private, or the store cannot tell."""
        return None if self.dossier is None else self.dossier.key

    def overridden(self, findings: Iterable[Finding], passage: Passage) -> tuple[str, ...]:
        """Return the rules that would have acted, had a grant not set them aside."""
        ruling = partial(self._ruling, passage)
        return rules_in_use(self._aside, list(findings), ruling) if self._aside else ()

    def _verdict(self, finding: Finding, passage: Passage, text: str) -> tuple[Action, str]:
        family = self.families.get(finding.kind, finding.kind)
        if family == kinds.LINK:
            link = text[finding.start : finding.end]
            if is_allowed_link(link, self.policy.allowed_domains):
                return Action.ALLOW, ""
        action, rule = self._ruling(passage, finding, self._aside)
        if action is Action.PSEUDONYMISE and self.dossier is None:
            action = Action.REDACT  # there is nothing to restore from
        return action, rule

    def _ruling(
        self, passage: Passage, finding: Finding, aside: frozenset[str]
    ) -> tuple[Action, str]:
        family = self.families.get(finding.kind, finding.kind)
        return verdict(self.policy, finding, family, passage.origin, passage.role, aside)

    def _issued(self, passage: Passage, text: str, failed: set[str]) -> list[tuple[int, int]]:
        """Return where this conversation's own pseudonyms stand: they are no findings."""
        try:
            return self._pseudonyms.places(text, passage.origin) if self._pseudonyms else []
        except Exception:  # noqa: BLE001 (a store may fail in any way; the policy decides)
            failed.add(STORE)
            return []

    @cached_property
    def _pseudonyms(self) -> Pseudonyms | None:
        surrogates = bool(self.policy.surrogates)
        return None if self.dossier is None else Pseudonyms(self.dossier, surrogates)

    @cached_property
    def _aside(self) -> frozenset[str]:
        return frozenset(each.rule for each in self.past.overrides) if self.past else frozenset()

    @cached_property
    def _editor(self) -> Editor:
        return Editor(self.policy, self.redactors, self.families, self.dossier)

    @cached_property
    def _spotlight_key(self) -> bytes:
        return self.keys.subkey("spotlight")
