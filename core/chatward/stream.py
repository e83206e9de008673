"""Guard a text that arrives in pieces, exactly as if it had arrived whole.

Theory of operation. What is found at a place depends on a bounded neighbourhood of it
(`chatward.detectors.detect`). So everything before the first place where a match may still be
open is settled: whatever comes, the same findings lie there. `feed` looks at the text it holds,
lets go of the settled part with its edits made, and keeps the rest and enough of the past
to look left from it. For every way to cut a text into pieces the joined output is
the edited whole text. A finding that blocks ends the stream: nothing from it on comes out, the
refusal follows, and later pieces vanish. What looks at whole texts is asked at the end and can
then keep back the rest. Nothing is ever raised on account of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from chatward.action import Action
from chatward.decision import Decision, Edit
from chatward.errors import StreamClosed
from chatward.finding import Finding
from chatward.redactors.clusters import Cluster


@dataclass(slots=True)
class Window:
    """What is seen in the part of a text that a stream holds.

    Attributes:
        places: Disjoint places to edit, from left to right.
        hold: From here on more text could change what was seen.
        failed: What raised.

    """

    places: list[Cluster]
    hold: int
    failed: set[str]


class Reader(Protocol):
    """What a stream needs of the pipeline."""

    def window(self, text: str, begin: int, done: int) -> Window:
        """Look at the held text; what begins before `begin` is past, before `done` let go."""
        ...

    def edit(self, value: str, finding: Finding) -> tuple[str, str]:
        """Return what stands in place of a value, and what made it."""
        ...

    def forget(self, text: str, done: int) -> int:
        """Return from where on text must be kept to look left from `done`; the rest is dropped."""
        ...


@dataclass(slots=True)
class Account:
    """What a stream has seen; offsets in the whole text."""

    findings: list[tuple[Finding, str]] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    chars: int = 0

    def add(self, findings: Iterable[Finding]) -> None:
        """Add findings that no rule acts on, but for those that are there with an action."""
        known = {(each.kind, each.start, each.end) for each, _ in self.findings}
        self.findings += [
            (each, "") for each in findings if (each.kind, each.start, each.end) not in known
        ]


class Stream:
    """Release text once nothing can change it any more.

    Made by `Guard.stream`. Works like `codecs.IncrementalDecoder`: feed pieces, get back what
    is safe to show.
    """

    def __init__(
        self,
        reader: Reader,
        refusal: str,
        settle: Callable[[Account], Decision],
        note: Callable[[str], None],
        weigh: Callable[[Account], bool] | None = None,
    ) -> None:
        self._reader = reader
        self._refusal = refusal
        self._settle = settle
        self._note = note
        self._weigh = weigh
        self._account = Account()
        self._held = ""
        self._offset: int = 0  # of the held text in the whole text
        self._done: int = 0  # in the held text: before it everything was let go
        self._begin: int = 0  # in the held text: findings that begin before it are past
        self._blocked = False
        self._decision: Decision | None = None

    def feed(self, chunk: str) -> str:
        """Take a piece and return what is now safe to show.

        Raises:
            StreamClosed: The stream was finished before.

        """
        if self._decision is not None:
            msg = "the stream was finished; make a new one for the next text"
            raise StreamClosed(msg)
        self._note(chunk)
        self._account.chars += len(chunk)
        if self._blocked or not chunk:
            return ""
        self._held += chunk
        return self._advance(final=False)

    def finish(self) -> str:
        """Return the rest; call once, after the last piece."""
        if self._decision is not None:
            return ""
        rest = "" if self._blocked else self._advance(final=True)
        if self._weigh is not None and not self._blocked and self._weigh(self._account):
            rest = self._end("")
        self._decision = self._settle(self._account)
        return rest

    @property
    def blocked(self) -> bool:
        """Tell whether a finding has ended the stream."""
        return self._blocked

    @property
    def decision(self) -> Decision:
        """The decision about the whole text; its `text` is empty, it has been let go.

        It lists the findings the policy acts on, and forged placeholders; a stream does not wait
        for others.

        Raises:
            StreamClosed: The stream is not finished yet.

        """
        if self._decision is None:
            msg = "the decision is known after finish()"
            raise StreamClosed(msg)
        return self._decision

    def _advance(self, *, final: bool) -> str:
        window = self._reader.window(self._held, self._begin, self._done)
        self._account.failed |= window.failed
        settled = len(self._held) if final else window.hold
        released: list[str] = []
        for place in window.places:
            start, end = place.finding.start, place.finding.end
            if not final and not _is_settled(place.finding, settled):
                # A place cut from an overlong one begins inside what is done: look at it again.
                settled = min(settled, start if start > self._done else self._begin)
                break
            released.append(self._held[self._done : start])
            self._record(place.finding, place.rule)
            if place.finding.action.stops:
                return self._end("".join(released))
            replacement, how = self._reader.edit(self._held[start:end], place.finding)
            released.append(replacement)
            self._record_edit(place.finding, len(replacement), how)
            self._done, self._begin = end, place.next_start
        if settled > self._done:
            released.append(self._held[self._done : settled])
            self._done = settled
        self._begin = max(self._begin, min(settled, self._done))
        self._forget()
        return "".join(released)

    def _end(self, released: str) -> str:
        self._blocked = True
        self._held = ""
        return released + self._refusal

    def _record(self, finding: Finding, rule: str) -> None:
        self._account.findings.append((self._in_whole(finding), rule))

    def _record_edit(self, finding: Finding, chars: int, how: str) -> None:
        start, end = finding.start + self._offset, finding.end + self._offset
        self._account.edits.append(Edit(start, end, chars, finding.kind, how))

    def _in_whole(self, finding: Finding) -> Finding:
        return Finding(
            finding.start + self._offset,
            finding.end + self._offset,
            finding.kind,
            finding.score,
            finding.action,
            finding.view,
        )

    def _forget(self) -> None:
        """Drop what lies further back than any look to the left reaches."""
        keep = self._reader.forget(self._held, min(self._done, self._begin))
        if keep > 0:
            self._held = self._held[keep:]
            self._offset += keep
            self._done -= keep
            self._begin -= keep


def _is_settled(finding: Finding, hold: int) -> bool:
    """Tell whether nothing can join this place; hidden characters in a row are one place."""
    if finding.action is Action.SANITISE:
        return finding.end < hold
    return finding.end <= hold


class MonitoredStream(Stream):
    """Decide about a stream and let every piece pass as it came."""

    def feed(self, chunk: str) -> str:
        """Return the piece."""
        super().feed(chunk)
        return chunk

    def finish(self) -> str:
        """Conclude; nothing was held back."""
        super().finish()
        return ""
