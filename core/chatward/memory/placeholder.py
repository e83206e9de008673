r"""What a placeholder looks like: ``EMAIL_ADDRESS_1_k7f3q2mz``, and how models mangle it.

Kind, number within kind and conversation, and a tag: a MAC over both under the conversation's
key. ASCII word characters only, so that tokenizers, JSON, URLs and Markdown leave it whole. A
model may still write ``Email address 1 K7F3Q2MZ`` or ``EMAIL\_ADDRESS\_1\_k7f3q2mz``; because of
the tag it can be told from all else, however it is spelled.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TAG_CHARS = 8
LONGEST = 64
"""Length of the longest placeholder, in characters."""

PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9_])([A-Z][A-Z0-9_]{1,46})_([1-9][0-9]{0,6})_([a-z2-7]{8})(?![A-Za-z0-9_])"
)

LONGEST_KIND = 47
MOST_WORDS = 6
"""A kind has so many words at most; one that stands as it was written, by itself, may have more."""

BETWEEN = r"[_\- \t\n\\*]"
"""What may stand, one to three times, where a placeholder has an underscore."""

LONGEST_BETWEEN = 3
_REACH = LONGEST_KIND + (LONGEST_BETWEEN - 1) * (MOST_WORDS - 1) + LONGEST_BETWEEN
LONGEST_SPELLED = _REACH + 7 + LONGEST_BETWEEN + TAG_CHARS
"""Length of the longest mangled placeholder, in characters."""

# It begins with what is rare in texts, so that the search is fast: looking back comes second.
_NUMBER_AND_TAG = re.compile(
    rf"([1-9](?<={BETWEEN}[1-9])[0-9]{{0,6}}){BETWEEN}{{1,3}}([A-Za-z2-7]{{8}})(?![A-Za-z0-9])"
)
_WORD_BACKWARDS = re.compile(rf"{BETWEEN}{{1,3}}([A-Za-z0-9]+)")


@dataclass(frozen=True, slots=True)
class Spelled:
    """What may be a placeholder, and where it stands.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        kind: The kind's word, such as EMAIL_ADDRESS.
        number: Number within the kind, from 1.
        tag: The tag, in lower case.
        written: How `write` writes it.
        exact: Whether it stands there like that.

    """

    start: int
    end: int
    kind: str
    number: int
    tag: str
    written: str
    exact: bool


def write(kind: str, number: int, key: bytes) -> str:
    """Return the placeholder for the n-th value of a kind."""
    word = kind.upper().replace("-", "_")
    return f"{word}_{number}_{_tag(word, number, key)}"


def is_genuine(match: re.Match[str], key: bytes) -> bool:
    """Tell whether a match of `PLACEHOLDER` carries the tag only this conversation can make."""
    word, number, tag = match.groups()
    return has_tag(word, int(number), tag, key)


def has_tag(word: str, number: int, tag: str, key: bytes) -> bool:
    """Tell whether the tag is the one that this key makes for a kind's word and a number."""
    return hmac.compare_digest(tag, _tag(word, number, key))


def find(text: str) -> Iterator[Spelled]:
    """Return whatever may be a placeholder, mangled or not, from left to right.

    Where a kind begins cannot be told from the prose before it, so that one number and tag may
    come several times, the longest kind first. A text without any costs one search.
    """
    for match in _NUMBER_AND_TAG.finditer(text):
        yield from _spellings(text, match)


def genuine(text: str, check: Callable[[str, int, str], bool]) -> Iterator[Spelled]:
    """Return the placeholders, mangled or not, that pass a check; none overlaps another.

    Args:
        text: Any string.
        check: Takes the kind's word, the number and the tag, and tells whether they belong
            together.

    """
    done = 0
    for spelled in find(text):
        if spelled.start >= done and check(spelled.kind, spelled.number, spelled.tag):
            done = spelled.end
            yield spelled


def _spellings(text: str, match: re.Match[str]) -> list[Spelled]:
    """Return what a number and a tag may end, by growing the kind word by word to the left."""
    number, tag = match[1], match[2].lower()
    # One character more than a kind can have: a word that reaches it is too long, or cut.
    before = text[max(0, match.start() - _REACH - 1) : match.start()][::-1]
    found: list[Spelled] = []
    kind = ""
    place = words = 0
    while (word := _WORD_BACKWARDS.match(before, place)) is not None:
        place = word.end()
        words += 1
        first = word[1][::-1].upper()
        kind = f"{first}_{kind}" if kind else first
        start = match.start() - place
        written = f"{kind}_{number}_{tag}"
        exact = text.startswith(written, start) and len(written) == match.end() - start
        if place > _REACH or len(kind) > LONGEST_KIND or (words > MOST_WORDS and not exact):
            break
        whole = words <= MOST_WORDS or before[place : place + 1] != "_"
        if whole and len(kind) > 1 and first[0].isalpha():
            found.append(Spelled(start, match.end(), kind, int(number), tag, written, exact))
    found.reverse()
    return found


def _tag(word: str, number: int, key: bytes) -> str:
    digest = hmac.digest(key, f"{word}\0{number}".encode(), "sha256")
    return base64.b32encode(digest).decode().lower()[:TAG_CHARS]
