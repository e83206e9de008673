"""The guard: everything the pipeline needs from the outside world is handed over here.

The only place with a clock, random ids, stores and a log. One guard serves many threads and
survives a fork; copies are the guard itself; it refuses to be pickled.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from chatward.audit.digests import digests_of
from chatward.audit.log import AuditLog, Event
from chatward.decision import PYTHON, Decision, Door
from chatward.detectors.detector import Detector
from chatward.door import decide_about, open_about, record, remember
from chatward.errors import ChatwardError, PassageError
from chatward.finding import Finding
from chatward.in_force import InForce
from chatward.judging import Judge, judged
from chatward.memory.baselines import BaselineKeeper
from chatward.memory.containment import Containment
from chatward.memory.dossier import Outdated
from chatward.memory.keys import Keyring, keyring_from_environment
from chatward.memory.ports import Store
from chatward.parts import Parts, memory_for, put_in_force
from chatward.passage import Origin, Passage, passage_of
from chatward.pipeline import Pipeline
from chatward.policy.file import load_policy, load_profile
from chatward.policy.model import Policy
from chatward.reloading import Reloading
from chatward.sinks import log_for
from chatward.stream import Stream
from chatward.streaming import open_stream

if TYPE_CHECKING:
    from presidio_anonymizer.operators import Operator


class Guard(Reloading):
    """Look at texts and decide about them.

    >>> guard = Guard()
    >>> guard.inspect("Mail anna@example.org, please.", origin="user").text
    'Mail <EMAIL_ADDRESS>, please.'
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        keys: Keyring | None = None,
        clock: Callable[[], float] = time.time,
        store: Store | str | None = None,
        audit: AuditLog | None = None,
        detectors: Sequence[ModuleType | Detector] | None = None,
        operators: Sequence[type[Operator]] = (),
        judges: Sequence[Judge] = (),
    ) -> None:
        """Put a guard together.

        Args:
            policy: What to go by; the shipped profile ``balanced`` by default.
            keys: The master key; CHATWARD_MASTER_KEY by default, else one for this process.
            clock: Returns seconds since the epoch.
            store: Keeps conversations and pseudonyms: a store, or its URL; the policy's by
                default, which is this process's memory unless it names another.
            audit: Takes audit events, in place of the logger and the sinks of the policy.
            detectors: Detectors, or modules that describe them; None = all built-in ones.
            operators: presidio-anonymizer operators of your own that the policy may name.
            judges: Asked about every whole text, streams apart; like detectors, they may fail.

        Raises:
            PolicyError: The policy, or a file that it names, cannot be carried out.
            StoreError: The URL names no store.
            KeyringError: The store or a signed log outlives the process; the master key does not.

        """
        policy = policy or load_profile("balanced")
        self._keys = keys or keyring_from_environment()
        self._clock = clock
        self._memory = memory_for(policy, self._keys, store, clock)
        self._baseline = BaselineKeeper(self._memory.store, policy.bot)
        self._judges = tuple(judges)
        self._parts = Parts(detectors, operators)
        self._in_force = put_in_force(policy, self._keys, self._parts)
        self._containment = Containment(self._memory.store, policy.bot)
        self._tightened = {}
        self._audit = log_for(
            self._in_force, audit, self._keys, self._memory, self._containment, clock
        )

    @classmethod
    def from_policy(cls, path: str | Path, **parts: object) -> Guard:
        """Put a guard together from a policy file; other parts as for `Guard`.

        Raises:
            PolicyError: The file cannot be read or carried out.

        """
        return cls(load_policy(path), **parts)  # type: ignore[arg-type]

    @property
    def policy(self) -> Policy:
        """What the guard goes by."""
        return self._in_force.policy

    def inspect(
        self,
        text: str,
        *,
        origin: str | Origin,
        conversation: str | None = None,
        role: str | None = None,
        protected: Sequence[str] = (),
        also: Sequence[Finding] = (),
        own: bool | None = None,
        door: Door = PYTHON,
    ) -> Decision:
        """Decide about one text, remember it and record the decision.

        Args:
            text: Any string.
            origin: Who wrote it: user, model, tool, document, system, history or training.
            conversation: Id of the conversation; None = private to this call.
            role: Role of the person the bot talks to, for rules that name roles.
            protected: Texts that must not come out, besides the policy's own.
            also: Findings of judges run by the caller.
            own: Whether the user himself brings up what the text holds, so that it may be restored
                for him; by default he does in texts of the origins user and history.
            door: Where the guard is asked from and what that place can carry out.

        Raises:
            PassageError: The text is no string or the origin is unknown.
            AuditError: The event could not be written and the policy says closed.

        """
        began = time.perf_counter()
        bare = not door.can_wrap
        passage = passage_of(text, origin, conversation, role, protected, bare=bare, own=own)
        judgement = judged(self._judges, passage.text, also)
        force = self._current()

        def decide(*, assume: bool) -> Decision:
            pipeline = self._open(passage, force, assume=assume)
            decision = decide_about(passage, pipeline, force, judgement, self._memory, door)
            return self._conclude(decision, passage, pipeline, force, door, began)

        try:
            return decide(assume=True)
        except Outdated:  # another process was in the conversation: read it, and decide again
            return decide(assume=False)

    async def ainspect(
        self,
        text: str,
        *,
        origin: str | Origin,
        conversation: str | None = None,
        role: str | None = None,
        protected: Sequence[str] = (),
        also: Sequence[Finding] = (),
        own: bool | None = None,
        door: Door = PYTHON,
    ) -> Decision:
        """Decide like `inspect`, off the event loop where the text is long or a store is asked."""
        work = partial(
            self.inspect,
            text,
            origin=origin,
            conversation=conversation,
            role=role,
            protected=protected,
            also=also,
            own=own,
            door=door,
        )
        passage = passage_of(text, origin)
        if self.takes_long(passage.text, conversation):
            return await asyncio.to_thread(work)
        return work()

    def preview(
        self,
        text: str,
        *,
        origin: str | Origin,
        conversation: str | None = None,
        role: str | None = None,
        protected: Sequence[str] = (),
        also: Sequence[Finding] = (),
        own: bool | None = None,
        door: Door = PYTHON,
    ) -> Decision:
        """Decide like `inspect`, but remember and record nothing.

        Placeholders for values the conversation does not know yet are made up and stand for
        nothing.
        """
        bare = not door.can_wrap
        passage = passage_of(text, origin, conversation, role, protected, bare=bare, own=own)
        force = self._current()
        pipeline = self._open(passage, force).trying()
        judgement = judged(self._judges, passage.text, also)
        return decide_about(passage, pipeline, force, judgement, self._memory, door)

    def stream(
        self,
        *,
        origin: str | Origin,
        conversation: str | None = None,
        role: str | None = None,
        protected: Sequence[str] = (),
        door: Door = PYTHON,
    ) -> Stream:
        """Return a stream that guards a text arriving in pieces; arguments as for `inspect`.

        Raises:
            PassageError: The policy spotlights texts of this origin; inspect them whole.

        """
        began = time.perf_counter()
        passage = passage_of("", origin, conversation, role, protected)
        force = self._current()
        if passage.origin in force.policy.spotlight:
            msg = f"a text of origin {passage.origin.value!r} is spotlighted; inspect it whole"
            raise PassageError(msg)
        pipeline = self._open(passage, force)

        def conclude(decision: Decision, measured: tuple[int, str]) -> Decision:
            return self._conclude(decision, passage, pipeline, force, door, began, measured)

        protections = force.protections.of(passage.protected)
        digests = digests_of(passage, pipeline.data_key, self._keys)
        return open_stream(pipeline, passage, protections, digests, door, conclude)

    def warm(self) -> None:
        """Build or load now what the first decision would have to wait for."""
        self.preview("warm anna@example.org \u0451", origin=Origin.USER)

    def __copy__(self, memo: object = None) -> Guard:
        """Return the guard itself: there is one of each."""
        return self

    __deepcopy__ = __copy__

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Refuse to be pickled: a guard holds keys and values."""
        msg = "a guard is not pickled; build one per process from the policy file"
        raise ChatwardError(msg)

    def __repr__(self) -> str:
        """Name the policy, nothing else."""
        stamp = self.policy.stamp
        return f"Guard(policy={stamp.name!r}, version={stamp.version!r}, hash={stamp.hash!r})"

    def _open(self, passage: Passage, force: InForce, *, assume: bool = False) -> Pipeline:
        """Return the pipeline for a text of its conversation."""
        pipeline = force.pipeline.at(self._clock(), secrets.token_hex(8))
        return open_about(passage, self._memory, self._baseline, pipeline, assume=assume)

    def _conclude(
        self,
        decision: Decision,
        passage: Passage,
        pipeline: Pipeline,
        force: InForce,
        door: Door,
        began: float,
        measured: tuple[int, str] | None = None,
    ) -> Decision:
        """Remember and record a decision."""
        decision = remember(decision, passage, pipeline, self._memory, self._baseline)
        event = force.recorder.describe(
            decision,
            passage,
            door=door,
            key=pipeline.data_key,
            now=self._clock(),
            duration_micros=round((time.perf_counter() - began) * 1e6),
            measured=measured,
        )
        self._record(event)
        return decision

    def _record(self, event: Event) -> None:
        record(event, self._audit, self.policy)
