"""What only stands for a secret: ``****``, ``<password>``, ``your-key-here``."""

from __future__ import annotations

import re

from chatward.memory.placeholder import PLACEHOLDER

_MASK = re.compile(r"^(?:(.)\1{2,}|[xX*.:#_•●…-]{3,}|(?:[xX0*]{2,}[-_. ]?){2,})$")

# Of lower case and each by itself: one long expression that ignores case is ten times slower.
_PARTS = re.compile(
    r"x{5}|example|change[_-]?(?:me|it|this)|placeholder|redacted|\[filtered\]|dummy|sample|"
    r"replace|your[_-]?(?:own|api|key|token|secret|pass|user|name|app|client|access|auth)|[_-]here$"
)
_WORDS = re.compile(r"(?<![a-z])(?:your|insert|enter|fake|todo|tbd|fixme|lorem)(?![a-z])")
_WHOLE = re.compile(
    r"(?:not|too)[_-]|my[_-]?(?:pass\w{0,5}|pwd|secret|token|key|api\w{0,5})$|"
    r"(?:foo|bar|baz|abc|asdf|xyz|test|testing|value|string|text|empty|blank|none|null|nil|na|"
    r"undefined|true|false|default|user(?:name)?|name|hidden|masked|secret|topsecret|"
    r"pass(?:word|wd|phrase|wort|code)?s?|pwd|pw|kennwort|token|key|apikey|credentials?|"
    r"string\(\d+\)|varchar\(\d+\))$"
)

_TEMPLATE = re.compile(
    r"^(?:\$(?:[{(]|\w+$)|\{[\w.!:\[\] ]*\}{0,2}$|\{[{%]|<[^>]*>?$|"
    r"%[({]|%\w+%$|%s|#\{|@\{|[\[(][\w .-]*[\])]?$|&[a-z]+[;$]?$|![A-Za-z]+$)"
)


def is_fill_in(value: str) -> bool:
    """Tell whether a value only stands for one."""
    if PLACEHOLDER.fullmatch(value):  # one of our own, of whatever conversation
        return True
    return bool(_MASK.match(value) or says_fill_in(value) or _TEMPLATE.match(value))


def says_fill_in(word: str) -> bool:
    """Tell whether a word says so itself: ``example``, ``your``, ``changeme``."""
    plain = word.lower()
    return bool(_PARTS.search(plain) or _WORDS.search(plain) or _WHOLE.match(plain))
