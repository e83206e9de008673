"""What a stream asks of the pipeline, for one passage."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from chatward.detectors.held import Held
from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.finding import Finding
from chatward.passage import Passage
from chatward.pipeline import Pipeline
from chatward.policy.decide import acted_kinds
from chatward.redactors.clusters import Cluster, clusters
from chatward.stream import Window


@dataclass
class PassageReader:
    """Looks at windows of one passage as `Pipeline.inspect` looks at whole texts.

    Attributes:
        pipeline: What looks and edits.
        passage: Origin, conversation and role of the text; its own text is empty.
        protected: What must not come out, hashed.
        failed: What raised so far.

    """

    pipeline: Pipeline
    passage: Passage
    protected: ProtectedTexts | None = None
    failed: set[str] = field(default_factory=set)

    def window(self, text: str, begin: int, done: int) -> Window:
        """Look at the held text; what begins before `begin` is past, before `done` let go."""
        look = self.pipeline.look(
            self.passage, text, self.protected, begin=begin, holding=self._held
        )
        self.failed |= look.failed
        places = clusters(look.acted, after=done)
        return Window([*self._broken(done), *places], look.open_from, set(self.failed))

    def edit(self, value: str, finding: Finding) -> tuple[str, str]:
        """Return what stands in place of a value, and what made it."""
        edited = self.pipeline.edit(self.passage, value, finding, self.failed)
        return edited.text, edited.how

    def forget(self, text: str, done: int) -> int:
        """Return from where on text must be kept to look left from `done`; the rest is dropped."""
        chars = self.pipeline.detectors.past(text, done)
        self._held.forget(chars)
        return chars

    def _broken(self, done: int) -> list[Cluster]:
        """Return a place that blocks at once where something failed and the policy says closed."""
        standing = self.pipeline.standing(self.passage.origin)
        action, rule = self.pipeline.after_failures(*standing, self.failed)
        if not action.stops:
            return []
        return [Cluster(Finding(done, done, rule, 1.0, action), rule, done)]

    @cached_property
    def _held(self) -> Held:
        families = dict(self.pipeline.families)
        passage = self.passage
        return Held(acted_kinds(self.pipeline.policy, families, passage.origin, passage.role))
