"""From texts to windows to learn from, as the guard itself would look at them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chatward.classifier.fit import Example, Floats
from chatward.classifier.model import GRAM_PRIOR, IDEA_PRIOR, SIZES
from chatward.classifier.signs import signs_of
from chatward.classifier.windows import Reader, Window
from chatward.detectors import BUILTIN, FAMILIES
from chatward.detectors.detect import detect
from chatward.detectors.registry import Detectors
from chatward.matching.cache import DatabaseCache, default_folder

NEAREST = 4
"""So many small windows of a harmless text are learnt from."""

SMALL = 0.5
"""How much the small windows of a text count, beside the large ones."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text to learn from.

    Attributes:
        text: The text.
        attack: Whether there is one in it.
        outside: Whether it comes from a tool or a document.
        weight: How much it counts.
        span: Where the attack stands, in code points; None = anywhere.

    """

    text: str
    attack: bool
    outside: bool = False
    weight: float = 1.0
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen of one text.

    Attributes:
        windows: Its windows, of all sizes.
        signs: What rules and the origin say.
        held: For each window, whether it holds the attack as far as is known.

    """

    windows: tuple[Window, ...]
    signs: tuple[int, ...]
    held: tuple[bool, ...]


def looks_of(texts: Iterable[Labelled], reader: Reader) -> Iterator[Look]:
    """Look at each text, with its disguises off."""
    detectors = Detectors(BUILTIN, FAMILIES, DatabaseCache(default_folder()))
    for each in texts:
        seen = detect(detectors, each.text)
        kinds = {finding.kind for finding in seen.findings.values()}
        view = seen.views[0]
        windows = tuple(reader.windows(view.text, SIZES))
        spans = [view.span(window.start, window.end) for window in windows]
        held = tuple(each.span is None or _holds(span, each.span) for span in spans)
        yield Look(windows, tuple(signs_of(kinds, outside=each.outside)), held)


def examples_of(look: Look, labelled: Labelled, known: Floats | None = None) -> list[Example]:
    """Return the windows to learn from.

    Where an attack stands in a text is seldom known, so of its small windows only the one that
    is surest by what is known already is taken for an attack; of harmless texts the few that
    come nearest to one. (Learning from bags: Dietterich and others, 1997.)

    Args:
        look: What is seen of the text.
        labelled: The text.
        known: Weights and bias that tell small windows apart; None = large windows alone.

    """
    pairs = list(zip(look.windows, look.held, strict=True))
    large = [window for window, held in pairs if window.size == 0 and (held or not labelled.attack)]
    chosen = [(window, labelled.weight / len(large) ** 0.5) for window in large]
    if known is not None:
        small = _telling([pair for pair in pairs if pair[0].size], labelled, known)
        chosen += [(window, SMALL * labelled.weight / len(small) ** 0.5) for window in small]
    return [Example(window, look.signs, labelled.attack, share) for window, share in chosen]


def sum_of(window: Window, weights: Floats) -> float:
    """Return what a window comes to, bias and signs aside; weights as `fit` returns them."""
    grams = weights[window.grams].sum() / math.sqrt(len(window.grams) + GRAM_PRIOR)
    return float(grams + weights[window.ideas].sum() / math.sqrt(len(window.ideas) + IDEA_PRIOR))


def _telling(
    pairs: Sequence[tuple[Window, bool]], labelled: Labelled, known: Floats
) -> list[Window]:
    """Return the small windows to learn from."""
    if labelled.attack and labelled.span is not None:
        return [window for window, held in pairs if held]
    ordered = sorted((window for window, _ in pairs), key=lambda each: -sum_of(each, known))
    return ordered[: 1 if labelled.attack else NEAREST]


def _holds(window: tuple[int, int], span: tuple[int, int]) -> bool:
    """Tell whether most of a span lies in a window."""
    shared = min(window[1], span[1]) - max(window[0], span[0])
    return shared >= 0.8 * (span[1] - span[0])
