"""Open a stream over the pipeline, and ask at its end what looks at whole texts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from chatward.audit.event import digester, finished
from chatward.decision import Decision, Door
from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.door import settle
from chatward.memory.conversation import Conversation
from chatward.memory.keys import Keyring
from chatward.passage import Passage
from chatward.pipeline import Pipeline
from chatward.reading import PassageReader
from chatward.stream import Account, MonitoredStream, Stream
from chatward.whole import Weighed, surest


def open_stream(
    pipeline: Pipeline,
    passage: Passage,
    protected: ProtectedTexts | None,
    keys: Keyring,
    door: Door,
    conclude: Callable[[Decision, tuple[int, str]], Decision],
    past: Conversation | None = None,
) -> Stream:
    """Return a stream that guards a text arriving in pieces.

    Args:
        pipeline: What looks and edits.
        passage: Origin, conversation and role of the text; its own text is empty.
        protected: What must not come out, hashed.
        keys: For the digest of the text.
        door: Where the guard is asked from and what that place can carry out.
        past: The conversation before this text; None = private.
        conclude: Told the decision, and length and digest of the text, when the stream ends.

    """
    running = digester(keys)
    ending = Ending(pipeline, passage, past)
    passes = pipeline.policy.mode == "monitor" or not door.can_edit

    def note(chunk: str) -> None:
        running.update(chunk.encode("utf-8", "surrogatepass"))
        ending.note(chunk)

    def end(account: Account) -> Decision:
        decision = settle(account, pipeline, secrets.token_hex(8), passed=passes)
        return conclude(ending.tell(decision), (account.chars, finished(running)))

    made = MonitoredStream if passes else Stream
    reader = PassageReader(pipeline, passage, protected)
    weigh = ending.weigh if ending.asked else None
    return made(reader, pipeline.refusal(passage.origin), end, note, weigh)


@dataclass
class Ending:
    """Keeps the pieces of a stream, where anything will be asked about all of them.

    Attributes:
        pipeline: What is asked.
        passage: Origin, conversation and role of the text; its own text is empty.
        past: The conversation before it.

    """

    pipeline: Pipeline
    passage: Passage
    past: Conversation | None = None
    _pieces: list[str] = field(default_factory=list, repr=False)
    _weighed: list[Weighed] = field(default_factory=list, repr=False)

    @cached_property
    def asked(self) -> bool:
        """Whether a rule could act on what is said about the whole text."""
        doubtful = self.past is not None and self.past.risk > 0
        return doubtful or self.pipeline.asks_about_whole(self.passage)

    def note(self, chunk: str) -> None:
        """Keep a piece."""
        if self.asked:
            self._pieces.append(chunk)

    def weigh(self, account: Account) -> bool:
        """Add what is said about the whole text to the account; tell whether it stops it."""
        passage = replace(self.passage, text="".join(self._pieces))
        look = self.pipeline.look(passage, passage.text, None)
        self._weighed = self.pipeline.weigh(passage, look, self.past)
        account.failed |= look.failed
        stopping = [each for each in self._weighed if each.finding.action.stops]
        account.findings += [(each.finding, each.rule) for each in stopping]
        return bool(stopping)

    def tell(self, decision: Decision) -> Decision:
        """Return the decision with what was said about the whole text."""
        said = surest(self._weighed)
        if said is None:
            return decision
        score = max(decision.score, said.finding.score)
        return replace(decision, score=score, family=said.family, model=said.model)
