"""Read the labels of a row: what is in its text, as the corpus says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from chatward.cli.rows import BrokenLine, Row, fields_of, row_of
from chatward.evaluation.row import Span, Subject, Truth

_SUBJECTS = (("pii", Subject.PII), ("secret", Subject.SECRET))
"""What a row is labelled for, by how its kind begins."""

_INJECTION = frozenset({"attack", "benign"})
"""Labels of rows that are about injection, whatever their kind."""

_TRUTHS = {
    "positive": Truth.POSITIVE,
    "attack": Truth.POSITIVE,
    "negative": Truth.CLEAN,
    "benign": Truth.CLEAN,
    "clean": Truth.CLEAN,
}
"""What labels mean; any other is unsure."""

_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]|[^\W\d_]{2,}")
"""A word; in scripts without blanks, where nobody can tell, a letter."""

_WORDS = 3
"""A text is running text if so many words stand outside its labelled places."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row and what it says about itself; attributes as in `chatward.evaluation.row.Row`."""

    row: Row
    subject: Subject
    truth: Truth
    kind: str
    lang: str
    source: str
    family: str
    disguise: str
    spans: tuple[Span, ...]
    running: bool


def read_labelled(line: bytes, wanted: Subject | None) -> Labelled | None:
    """Read a line; None if it says nothing about what is wanted.

    Args:
        line: Without its line feed.
        wanted: What to measure; None = whatever the row is labelled for.

    Raises:
        BrokenLine: Says what is wrong with it.

    """
    fields = fields_of(line)
    row = row_of(fields)
    text = "" if row.numbered else row.turns[0].text
    try:
        spans = _spans(fields.get("spans"), len(text))
        label, kind, lang, source = (_word(fields, n) for n in ("label", "kind", "lang", "source"))
        family, disguise = _word(fields, "family"), _word(fields, "disguise")
        truth = _truth(label, spans)
    except BrokenLine as error:
        raise BrokenLine(str(error), row.id) from None
    known = _subject(kind, label)
    subject = wanted or known
    if subject is None:
        msg = "'kind' and 'label' do not tell what it is labelled for; say it with --kind"
        raise BrokenLine(msg, row.id)
    if truth is not Truth.CLEAN and known not in (None, subject):
        return None  # labelled for something else, so nobody knows
    running = row.numbered or _is_running(text, spans or ())
    return Labelled(row, subject, truth, kind, lang, source, family, disguise, spans or (), running)


def _subject(kind: str, label: str) -> Subject | None:
    """Return what a row is labelled for; None if it does not say."""
    for start, subject in _SUBJECTS:
        if kind.startswith(start):
            return subject
    return Subject.INJECTION if label in _INJECTION else None


def _truth(label: str, spans: tuple[Span, ...] | None) -> Truth:
    if label:
        return _TRUTHS.get(label, Truth.UNSURE)
    if spans is None:
        msg = "has neither 'label' nor 'spans'"
        raise BrokenLine(msg)
    return Truth.POSITIVE if spans else Truth.CLEAN


def _word(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        msg = f"'{name}' is not a string"
        raise BrokenLine(msg)
    return value or ""


def _spans(written: object, chars: int) -> tuple[Span, ...] | None:
    if written is None:
        return None
    if not isinstance(written, list):
        msg = "'spans' is not a list"
        raise BrokenLine(msg)
    listed = cast("list[object]", written)
    return tuple(_span(number, each, chars) for number, each in enumerate(listed))


def _span(number: int, written: object, chars: int) -> Span:
    """Return a labelled place, written as an object or as [start, end, type]."""
    if isinstance(written, dict):
        fields = cast("dict[str, object]", written)
        parts = [fields.get(name) for name in ("start", "end", "type")]
    else:
        parts = cast("list[object]", written) if isinstance(written, list) else []
    start, end, named = (*parts, None, None, None)[:3]
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= chars:
        msg = f"span {number}: 'start' and 'end' are no place in the text"
        raise BrokenLine(msg)
    return Span(start, end, named if isinstance(named, str) and named else "-")


def _is_running(text: str, spans: tuple[Span, ...]) -> bool:
    """Tell whether there is more than a value and what it is called."""
    rest = list(text)
    for span in spans:
        rest[span.start : span.end] = " " * (span.end - span.start)
    return len(_WORD.findall("".join(rest))) >= _WORDS
