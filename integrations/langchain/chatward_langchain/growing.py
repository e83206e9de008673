"""Tell a list that grows from lists that follow one another, in what a parser streams.

A parser of JSON streams the same value again and again, each time a bit longer; a parser of lists
streams one item after the other. langchain-core adds lists up either way. Added up, a list that
grows would show the beginnings of values that are redacted only when they are whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from chatward_langchain.leaves import is_items, is_mapping


def is_one_growing_list(pieces: Sequence[Any]) -> bool:
    """Tell whether each piece is the list before it, grown."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) < 2 or not all(is_items(piece) for piece in pieces):
        return False
    if len(last) == 1 and isinstance(last[0], str) and list(first) not in ([], [""]):
        return False  # single items, of which one may well begin like the one before
    return all(_extends(new, old) for old, new in pairwise(pieces))


def _extends(new: Any, old: Any) -> bool:
    if isinstance(old, str):
        return isinstance(new, str) and new.startswith(old)
    if is_mapping(old):
        return is_mapping(new) and all(key in new and _extends(new[key], old[key]) for key in old)
    if is_items(old):
        longer = is_items(new) and len(new) >= len(old)
        return longer and all(map(_extends, new, old))
    return old is None or new == old or isinstance(new, (int, float))
