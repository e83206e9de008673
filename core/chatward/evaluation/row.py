"""One row of a corpus: what its labels say, and what became of it. Holds no text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

Place = tuple[int, int]
"""First character and the one after the last, in code points."""


class Subject(str, Enum):
    """What a row is labelled for."""

    PII = "pii"
    SECRET = "secret"  # noqa: S105 (a word)
    INJECTION = "injection"


class Truth(str, Enum):
    """What the labels say about the whole row.

    Unsure rows look like something and are nothing that a label could settle; they count
    neither for nor against.
    """

    POSITIVE = "positive"
    CLEAN = "clean"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled place; offsets in code points.

    Attributes:
        start: First character.
        end: After the last character; after `start`.
        type: As the corpus calls it, such as ``EMAIL_ADDRESS``.

    """

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row after the guard has seen it.

    Attributes:
        name: Its id, or its file and line.
        subject: What it is labelled for.
        truth: What it is.
        kind: As the corpus calls it, such as ``jailbreak``.
        lang: Language, as the corpus calls it.
        source: Where the corpus has it from.
        family: What kind of attack the corpus says it is.
        disguise: What the corpus says it is written in, such as ``leet``.
        origin: Who wrote it; ``"turns"`` for a dialogue.
        chars: Length, in code points, of all its texts.
        spans: What is there; empty for rows that are labelled as a whole.
        running: Its text is more than a bare value or a form field.
        acted: Where the policy acted on the subject's families; sorted and disjoint.
        flagged: The policy acted on it; for injection: it was blocked.
        score: Injection score, 0.0 to 1.0.

    """

    name: str
    subject: Subject
    truth: Truth
    kind: str = ""
    lang: str = ""
    source: str = ""
    family: str = ""
    disguise: str = ""
    origin: str = ""
    chars: int = 0
    spans: tuple[Span, ...] = ()
    running: bool = True
    acted: tuple[Place, ...] = ()
    flagged: bool = False
    score: float = 0.0


def merged(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places in order, those that overlap made one.

    >>> merged([(7, 9), (1, 3), (2, 5), (5, 6)])
    ((1, 5), (5, 6), (7, 9))
    """
    done: list[Place] = []
    for start, end in sorted(places):
        if done and start < done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return tuple(done)
