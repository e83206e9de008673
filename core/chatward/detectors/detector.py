"""What a detector is: one kind, what it catches, what it must not catch, how."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from chatward.errors import DetectorError
from chatward.finding import Finding
from chatward.matching.candidates import CANDIDATES
from chatward.matching.pattern import Pattern
from chatward.matching.reading import Reading
from chatward.text.views import View


@dataclass(frozen=True, slots=True)
class Said:
    """What a detector says about a text as a whole.

    Attributes:
        finding: Where and how sure; offsets in the original.
        family: What kind of attack it would be.
        model: Version and hash of the model behind it.

    """

    finding: Finding
    family: str
    model: str


@dataclass(frozen=True)
class Detector:
    """One kind and how it is seen.

    Attributes:
        kind: What its findings are called, in kebab-case.
        family: Which family the kind belongs to.
        caught: Texts in which it must be found; ``{A-Za-z0-9:36}`` stands for 36 characters of
            that class (`chatward.detectors.samples.fill`).
        clean: Near misses in which it must not.
        patterns: What is looked for in the one database.
        readings: What a shared candidate can be.
        source: Where the format is described.
        scan: A procedure of its own: findings in a view from a place on, offsets in the view.
        open_from: Where in a view a match may begin that its end cuts off; goes with `scan`.
        whole: Looks at all views of a whole text at once, told the kinds that were found and
            whether it comes from outside.

    """

    kind: str
    family: str
    caught: tuple[str, ...] = ()
    clean: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    readings: tuple[Reading, ...] = ()
    source: str = ""
    scan: Callable[[View, int], Iterable[Finding]] | None = field(default=None, repr=False)
    open_from: Callable[[View, int], int] | None = field(default=None, repr=False)
    whole: Callable[[Sequence[View], Iterable[str], bool], Said] | None = field(
        default=None, repr=False
    )


def detector_of(module: ModuleType | Detector) -> Detector:
    """Return the detector that a module describes.

    A module has ``KIND``, ``FAMILY``, and ``PATTERNS``, ``READINGS`` or ``scan`` with
    ``open_from``; samples in ``CAUGHT`` and ``CLEAN``.

    Raises:
        DetectorError: Names the module and what is missing or wrong.

    """
    if isinstance(module, Detector):
        return module
    missing = [name for name in ("KIND", "FAMILY") if not isinstance(_of(module, name), str)]
    if missing:
        msg = f"detector {module.__name__!r}: {' and '.join(missing)} missing"
        raise DetectorError(msg)
    return Detector(
        kind=module.KIND,
        family=module.FAMILY,
        caught=tuple(_of(module, "CAUGHT") or ()),
        clean=tuple(_of(module, "CLEAN") or ()),
        patterns=tuple(_of(module, "PATTERNS") or ()),
        readings=tuple(_of(module, "READINGS") or ()),
        scan=_of(module, "scan"),
        open_from=_of(module, "open_from"),
    )


def check_detector(detector: Detector) -> None:
    """Refuse a detector that cannot work, before the first text finds out.

    Raises:
        DetectorError: Names the kind and what is missing or wrong.

    """
    if not (detector.patterns or detector.readings or detector.scan or detector.whole):
        msg = f"detector {detector.kind!r}: neither patterns nor readings nor scan"
        raise DetectorError(msg)
    if detector.scan and not detector.open_from:
        msg = f"detector {detector.kind!r}: scan without open_from; a stream could not hold back"
        raise DetectorError(msg)
    for pattern in detector.patterns:
        _check_pattern(detector.kind, pattern)
    for reading in detector.readings:
        if reading.candidate not in CANDIDATES:
            allowed = ", ".join(sorted(CANDIDATES))
            msg = f"detector {detector.kind!r}: no candidate {reading.candidate!r}; use {allowed}"
            raise DetectorError(msg)


def _check_pattern(kind: str, pattern: Pattern) -> None:
    try:
        empty = pattern.at_each_start.match("") is not None
        _ = pattern.items, pattern.begun, pattern.expression
    except re.error as error:
        msg = f"detector {kind!r}: {error.msg}"
        raise DetectorError(msg) from None
    if empty:
        msg = f"detector {kind!r}: a pattern matches the empty text"
        raise DetectorError(msg)


def _of(module: ModuleType, name: str) -> Any:  # noqa: ANN401 (a module may say anything)
    return getattr(module, name, None)
