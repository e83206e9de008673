"""Open a stream over the pipeline, and ask at its end what looks at whole texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from chatward.audit.digests import Digests, finished
from chatward.decision import Decision, Door
from chatward.detectors.leaks.protected_text import ProtectedTexts
from chatward.door import settle
from chatward.passage import Passage
from chatward.pipeline import Pipeline
from chatward.pseudonyms import ForgerySearch
from chatward.reading import PassageReader
from chatward.stream import Account, MonitoredStream, Stream
from chatward.whole import Weighed, surest


def open_stream(
    pipeline: Pipeline,
    passage: Passage,
    protected: ProtectedTexts | None,
    digests: Digests,
    door: Door,
    conclude: Callable[[Decision, tuple[int, str]], Decision],
) -> Stream:
    """Return a stream that guards a text arriving in pieces.

    Args:
        pipeline: What looks and edits.
        passage: Origin, conversation and role of the text; its own text is empty.
        protected: What must not come out, hashed.
        digests: For the digest of the text.
        door: Where the guard is asked from and what that place can carry out.
        conclude: Told the decision, and length and digest of the text, when the stream ends.

    """
    running = digests.new()
    ending = Ending(pipeline, passage)
    forged = ForgerySearch(pipeline.dossier)
    passes = pipeline.policy.mode == "monitor" or not door.can_edit

    def note(chunk: str) -> None:
        running.update(chunk.encode("utf-8", "surrogatepass"))
        ending.note(chunk)
        forged.feed(chunk)

    def end(account: Account) -> Decision:
        account.add(forged.finish())
        decision = settle(account, passage, pipeline, passed=passes)
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

    """

    pipeline: Pipeline
    passage: Passage
    _pieces: list[str] = field(default_factory=list, repr=False)
    _weighed: list[Weighed] = field(default_factory=list, repr=False)

    @cached_property
    def asked(self) -> bool:
        """Whether a rule could act on what is said about the whole text."""
        past = self.pipeline.past
        doubtful = past is not None and past.risk > 0
        return doubtful or self.pipeline.asks_about_whole(self.passage)

    def note(self, chunk: str) -> None:
        """Keep a piece."""
        if self.asked:
            self._pieces.append(chunk)

    def weigh(self, account: Account) -> bool:
        """Add what is said about the whole text to the account; tell whether it stops it."""
        passage = replace(self.passage, text="".join(self._pieces))
        look = self.pipeline.look(passage, passage.text, None)
        self._weighed = self.pipeline.weigh(passage, look)
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
