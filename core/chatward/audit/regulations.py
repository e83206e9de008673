"""Which rules of law and of trade speak about what was found: tags, by kind and family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import msgspec
import yaml


@dataclass(frozen=True)
class Regulations:
    """The table of tags, ready to be asked by kind.

    Attributes:
        tags: Tags of each kind or family that has any.
        families: Which family each kind belongs to.

    """

    tags: Mapping[str, tuple[str, ...]]
    families: Mapping[str, str]
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)

    def about(self, kinds: Iterable[str]) -> list[str]:
        """Return the tags of kinds and of their families, sorted, each once."""
        return sorted({tag for kind in kinds for tag in self._of(kind)})

    def _of(self, kind: str) -> tuple[str, ...]:
        known = self._known.get(kind)
        if known is None:
            family = self.families.get(kind, "")
            known = (*self.tags.get(kind, ()), *self.tags.get(family, ()))
            self._known[kind] = known
        return known


def regulations(families: Mapping[str, str], own: Mapping[str, Iterable[str]]) -> Regulations:
    """Return the shipped table with a policy's own tags laid over it.

    Args:
        families: Which family each kind belongs to.
        own: Kinds or families by tag; a shipped tag of the same name is replaced.

    """
    tags: dict[str, tuple[str, ...]] = {}
    for tag, kinds in {**shipped(), **own}.items():
        for kind in kinds:
            tags[kind] = (*tags.get(kind, ()), tag)
    return Regulations(tags, families)


@cache
def shipped() -> Mapping[str, list[str]]:
    """Return the shipped table: kinds or families by tag."""
    text = (resources.files("chatward.audit") / "regulations.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, list[str]])
