"""What a password looks like as written, and whether a candidate is one.

How much shape is asked for depends on what stands before: after "my password is" a word will do,
after the bare word "password" only what is no word.
"""

from __future__ import annotations

import re

from chatward.detectors.secrets.fill_in import is_fill_in
from chatward.detectors.secrets.prose import is_prose
from chatward.detectors.secrets.shape import is_code, is_place

# Latin and Cyrillic: a value ends where another script begins, as before a particle in Japanese.
# Commas and apostrophes count inside a value only.
_CHAR = r"[!#-&(-+\--:=?-_a-~À-ɏЀ-ӿ]"
_INNER = rf"[,'](?={_CHAR})"
_LETTER = "[A-Za-zÀ-ɏ]"
_REST = rf"(?:{_CHAR}|{_INNER})"

WITH_SIGN = rf"{_LETTER}{{0,40}}(?:[!#-&(-+\--:=?@\[-_{{-~]|{_INNER}){_REST}{{0,64}}"
"""Not of letters alone."""

FIRST = rf"(?:{_LETTER}{{0,40}}[!#$%&*+0-9=?@^~]{_CHAR}{{2,64}}|{_LETTER}{{3,40}}\d{{1,2}})"
"""With a sign that no sentence ends with: a stream must not wait after every comma."""

WORD = rf"{_LETTER}{{5,40}}(?![0-9A-Za-zÀ-ӿ_])"
"""A word that may be one."""

SAID = (
    rf"(?:{WITH_SIGN}|[Ѐ-ӿ]{{1,40}}[!#-&*+0-9=?@^_]{_REST}{{1,64}}|"
    rf"[a-zß-ÿ]{{1,30}}[A-ZÀ-Þ]{_LETTER}{{2,30}}|{WORD}(?!\s[0-9A-Za-zÀ-ӿ]))"
)
"""Whatever may follow "the password is": with a sign, with a capital inside, a last word."""

_TRAILING = ".,:;?)]}*'"
_NEXT = re.compile(r"[,'&][A-Za-z_ ]{1,24}[:=]|'[,)]")
_PAIR = re.compile(r"[a-z_]+\d{0,2}=")
_SIGNS = frozenset("!#$%&*+=?@^~")
_MOST_EQUALS = 2
_MIN_CHARS = 4
_MIN_BARE_CHARS = 6
_MIN_WORD_CHARS = 5
_MAX_WORDS = 3


def said_chars(candidate: str) -> int:
    """Judge what follows "the password is"; return how much of it is the password."""
    value = _NEXT.split(candidate, maxsplit=1)[0].rstrip(_TRAILING)
    if value.count("=") > _MOST_EQUALS:
        return 0
    core = value.rstrip("!")
    if len(value) < _MIN_CHARS or (core.isalpha() and len(core) < _MIN_WORD_CHARS):
        return 0
    return len(value) if _may_be_secret(core) and not is_prose(core) else 0


def bare_chars(candidate: str) -> int:
    """Judge what follows "password" without a joint; return how much of it is the password."""
    value = candidate[: said_chars(candidate)]
    if len(value) < _MIN_BARE_CHARS or _PAIR.match(value):
        return 0
    traits = (
        any(char.isdigit() for char in value),
        any(char.isalpha() for char in value),
        not _SIGNS.isdisjoint(value.rstrip("!")),
    )
    return len(value) if sum(traits) > 1 else 0


def is_quoted_password(candidate: str) -> bool:
    """Judge a string that is given to something called password."""
    words = candidate.strip("`").split()
    if len(words) != 1:
        return 1 < len(words) <= _MAX_WORDS and any(char.isdigit() for char in candidate)
    word = words[0].rstrip(_TRAILING)
    return _may_be_secret(word) and not (word.isalpha() and is_prose(word))


def _may_be_secret(value: str) -> bool:
    if not any(char.isalnum() for char in value):
        return False
    return not (is_fill_in(value) or is_place(value) or is_code(value))
