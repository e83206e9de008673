"""Read the YAML that people write: no key twice, and no few lines that stand for millions.

PyYAML takes the last of two equal keys, so that the rules above it would be lost unseen; and by
aliases a short file can stand for more than any memory holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import yaml

from chatward.errors import PolicyError, nearest

MOST_VALUES = 1_000_000
"""Values of a file, with every alias written out."""


def read_text(path: Path, shipped: tuple[str, ...]) -> str:
    """Return the text of a file.

    Args:
        path: The file.
        shipped: Names of what is shipped, in case one of them was meant.

    Raises:
        PolicyError: It cannot be read.

    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        msg = f"{path}: cannot be read: no such file.{nearest(str(path), shipped)}"
    except UnicodeDecodeError:
        msg = f"{path}: cannot be read: it is not UTF-8"
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror or type(error).__name__}"
    raise PolicyError(msg)


def read_yaml(text: str, where: str) -> object:
    """Return the values that a YAML text stands for.

    Args:
        text: The YAML.
        where: Named in errors.

    Raises:
        PolicyError: It is not valid, has a key twice, or stands for too much.

    """
    try:
        return _values(text, where)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
        msg = f"{where}{place}: not valid YAML: {problem}"
        raise PolicyError(msg) from None
    except (ValueError, RecursionError):
        msg = f"{where}: not valid YAML: a value that cannot be read, or nesting without end"
        raise PolicyError(msg) from None


def _values(text: str, where: str) -> object:
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _count(node, where, {})
        values: object = cast("Any", loader).construct_document(node)  # its stubs tell no types
        return values
    finally:
        loader.dispose()


def _count(node: yaml.Node, where: str, known: dict[int, int]) -> int:
    """Return how many values a node stands for; look for keys that stand twice.

    A node that is met again within itself counts as too many.
    """
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MOST_VALUES
    count = 1 + sum(_count(each, where, known) for each in _within(node, where))
    if count >= MOST_VALUES:
        msg = f"{where}, line {node.start_mark.line + 1}: its aliases stand for too many values"
        raise PolicyError(msg)
    known[id(node)] = count
    return count


def _within(node: yaml.Node, where: str) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if not isinstance(node, yaml.MappingNode):
        return []
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value in seen:
            place = f"{where}, line {key.start_mark.line + 1}"
            msg = f"{place}: the key {key.value!r} stands twice; only the last would count"
            raise PolicyError(msg)
        seen.add(key.value)
    return [each for pair in node.value for each in pair]
