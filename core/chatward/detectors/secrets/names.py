"""Lists of names and words as fast expressions.

``password|mot de passe|contraseña`` becomes a tree that reads each letter once, in either case and
with or without its accent. Case is written out: with `re.IGNORECASE` a search tries every branch.
"""

from __future__ import annotations

import unicodedata
from typing import TypeAlias

_Tree: TypeAlias = "dict[str, _Tree]"

_END = ""
_LEAD_CHARS = 6
_BLANK = r"\s"
_JOINT = "[ -]?"


def any_of(words: str) -> str:
    """Return an expression for any of the words, which are set apart by ``|``.

    A blank in a word is any white space, a hyphen may be there or not.
    """
    tree: _Tree = {}
    for word in words.split("|"):
        node = tree
        for char in word:
            node = node.setdefault(_read(char), {})
        node[_END] = {}
    return _written(tree)


def lead_of(words: str) -> str:
    """Return an expression for how the words begin: a few letters, no blank among them.

    The shorter a lead, the fewer places a match is looked for at.
    """
    return any_of("|".join(dict.fromkeys(_begin(word) for word in words.split("|"))))


def _begin(word: str) -> str:
    first = word.replace("-", " ").split(" ", 1)[0]
    return first if first.isascii() and len(first) < _LEAD_CHARS else first[:_LEAD_CHARS]


def _read(char: str) -> str:
    """Return what one character of a word stands for."""
    if char == " ":
        return _BLANK
    if char == "-":
        return _JOINT
    forms = {char, char.upper(), char.lower()}
    plain = unicodedata.normalize("NFD", char)[0]
    if plain.isascii() and plain.isalpha():
        forms |= {plain, plain.upper(), plain.lower()}
    forms = {form for form in forms if len(form) == 1}
    if len(forms) == 1:
        return char if char.isalnum() or ord(char) > _LAST_ASCII else "\\" + char
    return f"[{''.join(sorted(forms))}]"


_LAST_ASCII = 127


def _written(tree: _Tree) -> str:
    branches = [step + _written(rest) for step, rest in tree.items() if step != _END]
    if not branches:
        return ""
    whole = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{whole})?" if _END in tree else whole
