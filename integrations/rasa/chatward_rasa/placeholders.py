"""Training examples with placeholders, so that the NLU knows what it will read at run time.

Beside every example that holds personal data or a secret comes its twin: the text as the bot will
get it. The same files always make the same twins, or nothing would come from the training cache.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

if TYPE_CHECKING:
    from chatward import Decision, Guard

_TAG_CHARS = 8
_CONVERSATION = "training examples"  # with one, the guard writes placeholders instead of <KIND>
_ISSUED = re.compile(r"([A-Z][A-Z0-9_]*)_[1-9][0-9]*_[a-z2-7]{8}")
_MARKER = re.compile(r"<([A-Z][A-Z0-9_]*)>")
_FAMILIES = ("personal", "secret")


@dataclass(frozen=True)
class Swap:
    """One place of an example, and what stands there at run time."""

    start: int
    end: int
    word: str
    written: str = field(repr=False)


@dataclass
class Twins:
    """Makes twins of examples and remembers which kinds they needed.

    Attributes:
        guard: Who is asked; one without a store, as nothing of this is a conversation.
        words: The kinds' words that were written so far, such as EMAIL_ADDRESS.
        of_entities: Which of these words stood for which entities, as their whole value.

    """

    guard: Guard
    words: set[str] = field(default_factory=set)
    of_entities: dict[str, set[str]] = field(default_factory=dict)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def of(self, example: Message) -> Message | None:
        """Return an example's twin; None where it reads the same at run time."""
        text = example.get(TEXT)
        if not isinstance(text, str) or not text:
            return None
        swaps = self._swaps(text, str(example.get(INTENT) or ""))
        if swaps is None or not any(swap.word for swap in swaps):
            return None
        entities = _moved(example.get(ENTITIES) or [], swaps, text)
        if entities is None:
            return None
        data = copy.deepcopy(example.data)
        data[TEXT] = _with(text, swaps)
        if entities:
            data[ENTITIES] = entities
        self._note(swaps, entities)
        return Message(data=data)

    def _swaps(self, text: str, intent: str) -> list[Swap] | None:
        decision = self.guard.preview(text, origin="user", conversation=_CONVERSATION)
        pieces = None if decision.blocked else _pieces(decision, text)
        if pieces is None:
            return None
        skeleton = _with(text, pieces)
        self._seen[intent, skeleton] += 1
        # Of the skeleton and not of the text: a digest of a telephone number gives it away.
        seed = f"{intent}\0{skeleton}\0{self._seen[intent, skeleton]}"
        numbers: Counter[str] = Counter()
        swaps = []
        for piece in pieces:
            written = piece.written
            if written and not _MARKER.fullmatch(written):
                numbers[piece.word] += 1
                number = numbers[piece.word]
                written = f"{piece.word}_{number}_{_tag(f'{seed}{piece.word}{number}')}"
            swaps.append(Swap(piece.start, piece.end, piece.word, written))
        return swaps

    def _note(self, swaps: Sequence[Swap], entities: Sequence[dict[str, Any]]) -> None:
        self.words |= {swap.word for swap in swaps if swap.word}
        for swap in swaps:
            for entity in entities:
                name = entity.get(ENTITY_ATTRIBUTE_TYPE)
                if name and swap.word and entity.get(ENTITY_ATTRIBUTE_VALUE) == swap.written:
                    self.of_entities.setdefault(str(name), set()).add(swap.word)


def with_placeholders(data: TrainingData, guard: Guard) -> TrainingData:
    """Return training data with the twins of its examples; the same where there are none."""
    twins = Twins(guard)
    made = [twin for twin in map(twins.of, data.training_examples) if twin is not None]
    if not made:
        return data
    patterns = [*_features(twins), *_extractors(twins, data)]
    return data.merge(TrainingData(training_examples=made, regex_features=patterns))


def shape_of(word: str) -> str:
    """Return the pattern of what stands in place of a kind's values."""
    return rf"\b{word}_\d+_[a-z2-7]{{{_TAG_CHARS}}}\b|<{word}>"


def _features(twins: Twins) -> list[dict[str, str]]:
    # For RegexFeaturizer. Extractors heed patterns only where an entity has their name.
    return [
        {"name": f"chatward_{word.lower()}", "pattern": shape_of(word)}
        for word in sorted(twins.words)
    ]


def _extractors(twins: Twins, data: TrainingData) -> list[dict[str, str]]:
    """Return patterns for the entities that the bot finds by patterns or lookup tables."""
    known = {str(each.get("name")) for each in [*data.regex_features, *data.lookup_tables]}
    return [
        {"name": entity, "pattern": shape_of(word)}
        for entity, words in sorted(twins.of_entities.items())
        for word in sorted(words)
        if entity in known and not _has_shape(data, entity, word)
    ]


def _has_shape(data: TrainingData, entity: str, word: str) -> bool:
    sample = f"{word}_1_{'a' * _TAG_CHARS}"
    for each in data.regex_features:
        try:
            if each.get("name") == entity and re.search(str(each.get("pattern")), sample):
                return True
        except re.error:
            continue  # Rasa itself says so, and better
    return False


def _pieces(decision: Decision, text: str) -> list[Swap] | None:
    """Return what the guard changed; None where that cannot be told or would be no placeholder."""
    from chatward.detectors import FAMILIES  # noqa: PLC0415 (see guards.py)

    pieces: list[Swap] = []
    shift = 0
    for edit in decision.edits:
        begin = edit.start + shift
        written = decision.text[begin : begin + edit.chars]
        shift += edit.chars - (edit.end - edit.start)
        issued = _ISSUED.fullmatch(written)
        shaped = issued or _MARKER.fullmatch(written)
        if shaped is None and FAMILIES.get(edit.kind) in _FAMILIES:
            return None  # masked, hashed, or a surrogate, which looks like any value
        word = shaped[1] if shaped else ""
        if issued:
            written = word  # whatever its tag was, it came from a key of this moment
        pieces.append(Swap(edit.start, edit.end, word, written))
    return pieces if _fits(decision, text, pieces) else None


def _fits(decision: Decision, text: str, pieces: Sequence[Swap]) -> bool:
    """Tell whether the edits account for all that was changed: spotlighting is no edit."""
    changed = sum(edit.chars - (edit.end - edit.start) for edit in decision.edits)
    tail = text[pieces[-1].end :] if pieces else text
    return len(decision.text) == len(text) + changed and decision.text.endswith(tail)


def _with(text: str, swaps: Sequence[Swap]) -> str:
    parts, done = [], 0
    for swap in swaps:
        parts += [text[done : swap.start], swap.written]
        done = swap.end
    return "".join([*parts, text[done:]])


def _moved(entities: Any, swaps: Sequence[Swap], text: str) -> list[dict[str, Any]] | None:
    """Return the annotations at their new offsets; None where two would fall on each other."""
    twin = _with(text, swaps)
    moved: list[dict[str, Any]] = []
    for entity in entities:
        start, end = entity.get(ENTITY_ATTRIBUTE_START), entity.get(ENTITY_ATTRIBUTE_END)
        if not (isinstance(start, int) and isinstance(end, int)):
            return None
        begin, finish = _place(start, swaps, at_end=False), _place(end, swaps, at_end=True)
        new = {**entity, ENTITY_ATTRIBUTE_START: begin, ENTITY_ATTRIBUTE_END: finish}
        if any(swap.start < end and start < swap.end for swap in swaps):
            # A synonym's value would be the very thing that is not to be read.
            new[ENTITY_ATTRIBUTE_VALUE] = twin[begin:finish]
        if begin >= finish or any(begin < m[ENTITY_ATTRIBUTE_END] for m in moved[-1:]):
            return None
        moved.append(new)
    return moved


def _place(offset: int, swaps: Sequence[Swap], *, at_end: bool) -> int:
    """Return where an offset of the text is in the twin; within a placeholder, at its edge."""
    shift = 0
    for swap in swaps:
        if offset <= swap.start:
            break
        if offset < swap.end:
            return swap.start + shift + (len(swap.written) if at_end else 0)
        shift += len(swap.written) - (swap.end - swap.start)
    return offset + shift


def _tag(seed: str) -> str:
    digest = hashlib.sha256(seed.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:_TAG_CHARS]
