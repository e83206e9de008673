"""Read an annotated example, such as ``mail [kim@example.org](email)``, the way a person does."""

from __future__ import annotations

import re

from rasa.shared.nlu.training_data.entities_parser import ENTITY_REGEX

Places = list[tuple[int, int]]

_VALUE = re.compile(r'"value"\s*:\s*"([^"]*)"')
_ENTITY = re.compile(r'"entity"\s*:\s*"([^"]*)"')


def words_and_values(text: str, places: Places) -> list[tuple[str, str, Places]]:
    """Return the plain words of an example, then each entity's own values.

    Each comes with words to read before it, which tell what it is: an entity's name does.
    """
    plain: list[str] = []
    where: Places = []
    values: list[tuple[str, str, Places]] = []
    done = 0
    for found in ENTITY_REGEX.finditer(text):
        for begin, end in ((done, found.start()), found.span("entity_text")):
            plain.append(text[begin:end])
            where += places[begin:end]
        done = found.end()
        name = _name(found)
        spans = [found.span("entity_text"), *_values(found)]
        values += [(f"{name}: ", text[a:b], places[a:b]) for a, b in spans if a < b]
    plain.append(text[done:])
    where += places[done:]
    return [("", "".join(plain), where), *values]


def annotations_in(text: str) -> list[str]:
    """Return what the annotations of a text say, their texts and values left out."""
    return [_name(found) for found in ENTITY_REGEX.finditer(text)]


def _name(found: re.Match[str]) -> str:
    if found["entity"]:
        return found["entity"]
    inside = _ENTITY.search(found["entity_dict"] or found["list_entity_dicts"] or "")
    return inside[1] if inside else ""


def _values(found: re.Match[str]) -> list[tuple[int, int]]:
    if found["value"]:
        return [found.span("value")]
    for group in ("entity_dict", "list_entity_dicts"):
        if found[group]:
            base = found.start(group)
            inside = _VALUE.finditer(found[group])
            return [(base + each.start(1), base + each.end(1)) for each in inside]
    return []
