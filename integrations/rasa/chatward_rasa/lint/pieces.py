"""Cut a YAML file into the texts that are looked at; each character knows its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from chatward_rasa.lint.annotated import words_and_values
from chatward_rasa.lint.files import BotFile

Places = list[tuple[int, int]]
"""Where each character of a text begins and ends in the file; begin = end where it is not there."""

_SAID = frozenset({"examples", "user", "text"})
_NAMED = frozenset({"slot_was_set", "entities", "initial_value", "slots"})
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "_": "\xa0", "N": "\x85"}


@dataclass(frozen=True)
class Piece:
    """A text to look at.

    Attributes:
        text: The text as a person reads it.
        places: Where its characters stand in the file.
        scalar: Where the value that holds it stands in the file.
        style: How that is quoted: one of ``'``, ``"``, ``|``, ``>``, ``#`` or nothing.
        path: Keys that lead to it.

    """

    text: str = field(repr=False)
    places: Places = field(repr=False)
    scalar: tuple[int, int]
    style: str
    path: tuple[str, ...] = ()


def pieces_of(file: BotFile) -> Iterator[Piece]:
    """Return the texts of a file: values, what is said in examples, and comments."""
    covered: list[tuple[int, int]] = []
    for root in file.roots:
        for path, node, is_key in _scalars(root, ()):
            covered.append((node.start_mark.index, _content_end(node, file.text)))
            if not is_key:
                yield from _of_scalar(node, path, file)
    yield from _comments(file.text, covered)


def paths_of(file: BotFile) -> list[tuple[str, ...]]:
    """Return the paths of all values, which no fix may change."""
    return [path for root in file.roots for path, _, is_key in _scalars(root, ()) if not is_key]


def _scalars(
    node: yaml.Node, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode, bool]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, node, False
    elif isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield from _scalars(item, (*path, str(place)))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield path, key, True
            yield from _scalars(value, (*path, str(key.value)))


def _of_scalar(node: yaml.ScalarNode, path: tuple[str, ...], file: BotFile) -> Iterator[Piece]:
    begin, end = node.start_mark.index, _content_end(node, file.text)
    style = node.style or ""
    key = next((each for each in reversed(path) if not each.isdigit()), "")
    if begin == end or (key == "examples" and "regex" in _neighbours(path, file)):
        return
    if style in ("|", ">"):
        head = file.text.find("\n", begin, end)
        lines = _lines(file.text, head + 1 if head >= 0 else end, end)
    elif style:
        lines = [_unquoted(file.text, begin + 1, end - 1, style)]
    else:
        lines = [_as_it_is(file.text, begin, end)]
    lead = f"{key}: " if file.settings or _NAMED & set(path) else ""
    for text, places in lines if style != "|" or file.annotated else [_joined(lines)]:
        parts = [(lead, text, places)]
        if file.annotated and key in _SAID:
            parts = words_and_values(text, places)
        for before, said, where in parts:
            if said.strip():
                unreal = [(where[0][0], where[0][0])] * len(before)
                yield Piece(before + said, [*unreal, *where], (begin, end), style, path)


def _neighbours(path: tuple[str, ...], file: BotFile) -> set[str]:
    """Return the keys that stand beside the last of a path."""
    for root in file.roots:
        node: yaml.Node | None = root
        for step in path[:-1]:
            node = _step(node, step)
        if isinstance(node, yaml.MappingNode):
            return {str(key.value) for key, _ in node.value}
    return set()


def _step(node: yaml.Node | None, step: str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        found: yaml.Node = node.value[int(step)]
        return found
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if str(key.value) == step), None)
    return None


def _content_end(node: yaml.ScalarNode, text: str) -> int:
    """Return where a value ends; PyYAML lets blocks end where the next thing begins."""
    begin, end = node.start_mark.index, min(node.end_mark.index, len(text))
    if node.style not in ("|", ">"):
        return end
    return begin + len(text[begin:end].rstrip())


def _as_it_is(text: str, begin: int, end: int) -> tuple[str, Places]:
    return text[begin:end], [(place, place + 1) for place in range(begin, end)]


def _lines(text: str, begin: int, end: int) -> list[tuple[str, Places]]:
    lines = []
    while begin < end:
        stop = text.find("\n", begin, end)
        stop = end if stop < 0 else stop
        lines.append(_as_it_is(text, begin, stop))
        begin = stop + 1
    return lines


def _joined(lines: Sequence[tuple[str, Places]]) -> tuple[str, Places]:
    text: list[str] = []
    places: Places = []
    for line, where in lines:
        text += [line, "\n"]
        after = where[-1][1] if where else (places[-1][1] if places else 0)
        places += [*where, (after, after + 1)]
    return "".join(text), places


def _unquoted(text: str, begin: int, end: int, style: str) -> tuple[str, Places]:
    """Return what stands between quotes, its escapes read."""
    chars: list[str] = []
    places: Places = []
    while begin < end:
        found = _ESCAPE.match(text, begin, end) if style == '"' else None
        size = 1
        char = text[begin]
        if found is not None:
            size = found.end() - begin
            code = found[1] or found[2] or found[3]
            char = chr(int(code, 16)) if code else _ESCAPED.get(found[4], found[4])
        elif style == "'" and text.startswith("''", begin):
            size = 2
        chars.append(char)
        places.append((begin, begin + size))
        begin += size
    return "".join(chars), places


def _comments(text: str, covered: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    taken = sorted(covered)
    number = 0
    for found in _COMMENT.finditer(text):
        while number < len(taken) and taken[number][1] <= found.start():
            number += 1
        inside = number < len(taken) and taken[number][0] < found.start()
        # What stands behind the `|` that opens a block is a comment, too.
        opens = inside and "\n" not in text[taken[number][0] : found.start()]
        if not inside or (opens and text[taken[number][0]] in "|>"):
            said, places = _as_it_is(text, found.start(), found.end())
            yield Piece(said, places, found.span(), "#")
