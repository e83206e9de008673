"""What a bot's author says is fine: `.chatward-lint.yml`, and comments in the files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from chatward.errors import ChatwardError

FILE = ".chatward-lint.yml"

_HEAD = """\
# What `chatward rasa lint` leaves alone in this folder: kinds, and made-up values.
# `--fix` adds the surrogates it wrote that nobody could tell from real values.
"""
_COMMENT = re.compile(r"#\s*chatward:\s*ignore(?:\s*\[([a-z0-9, -]*)\])?\s*(?=#|$)")


class LintError(ChatwardError):
    """The folder, or what it says about linting, cannot be used."""


@dataclass
class Allowed:
    """Kinds and values that are fine.

    Attributes:
        kinds: Kinds that are not told about.
        values: Values that are made up, as they are written.
        added: Those of them that are not in the file yet.

    """

    kinds: frozenset[str] = frozenset()
    values: set[str] = field(default_factory=set, repr=False)
    added: bool = False

    def allows(self, kind: str, value: str) -> bool:
        """Tell whether a value is fine."""
        return kind in self.kinds or _plain(value) in self.values

    def add(self, value: str) -> None:
        """Take a value as made up from now on."""
        self.values.add(_plain(value))
        self.added = True


def read_allowed(folder: Path) -> Allowed:
    """Read `.chatward-lint.yml`; without one nothing is allowed.

    Raises:
        LintError: It says something else than kinds and values.

    """
    path = folder / FILE
    if not path.exists():
        return Allowed()
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LintError(f"{FILE}: cannot be read ({type(error).__name__})") from None
    if not isinstance(data, dict) or not set(data) <= {"ignore", "allow"}:
        raise LintError(f"{FILE}: the keys are `ignore` (kinds) and `allow` (values)")
    kinds, values = (data.get(key) or [] for key in ("ignore", "allow"))
    if not (isinstance(kinds, list) and isinstance(values, list)):
        raise LintError(f"{FILE}: `ignore` and `allow` are lists")
    return Allowed(frozenset(map(str, kinds)), {_plain(str(value)) for value in values})


def written(allowed: Allowed) -> str:
    """Return what `.chatward-lint.yml` says now."""
    data: dict[str, list[str]] = {}
    if allowed.kinds:
        data["ignore"] = sorted(allowed.kinds)
    data["allow"] = sorted(allowed.values)
    return _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def ignored_lines(text: str) -> dict[int, frozenset[str]]:
    """Return which lines say `# chatward: ignore`, and for which kinds; for all where it is empty.

    Lines count from 1.
    """
    lines: dict[int, frozenset[str]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        found = _COMMENT.search(line.rstrip())
        if found is not None:
            kinds = (each.strip() for each in (found[1] or "").split(","))
            lines[number] = frozenset(filter(None, kinds))
    return lines


def _plain(value: str) -> str:
    return " ".join(value.split())
