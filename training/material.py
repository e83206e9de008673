"""Read the seeds and the concept tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SEEDS = HERE / "seeds"
CONCEPTS = HERE / "concepts"
TURNS = " ||| "

_SECTION = re.compile(r"=== (attack|benign) ([a-z-]+)")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}
_ESCAPE = re.compile(r"\\[nt\\]")


@dataclass(frozen=True, slots=True)
class Seed:
    """One written line.

    Attributes:
        text: As it is meant; slots still in it.
        attack: Whether it is one.
        family: Its section.
        language: Its folder.
        place: File and line.

    """

    text: str
    attack: bool
    family: str
    language: str
    place: str

    @property
    def turns(self) -> list[str]:
        """The turns of a dialogue; of any other seed the text alone."""
        return self.text.split(TURNS)


def read_seeds(folder: Path = SEEDS) -> list[Seed]:
    """Read all seed files, in order of their names.

    Raises:
        ValueError: A line stands before the first section.

    """
    return [seed for path in sorted(folder.rglob("*.txt")) for seed in _seeds_in(path)]


def read_concepts(folder: Path = CONCEPTS) -> dict[str, list[str]]:
    """Read all concept files: stems and phrases of every language by concept."""
    stems: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            name, colon, rest = line.partition(":")
            if not colon or line.startswith("#"):
                continue
            own = stems.setdefault(name.strip(), [])
            own += [stem for each in rest.split(",") if (stem := each.strip(' "'))]
    return stems


def _seeds_in(path: Path) -> Iterator[Seed]:
    section: tuple[str, str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        place = f"{path.parent.name}/{path.name}:{number}"
        if not line.strip():
            continue
        opened = _SECTION.fullmatch(line.strip())
        if opened is not None:
            section = opened[1], opened[2]
        elif section is None:
            msg = f"{place}: a seed before the first section"
            raise ValueError(msg)
        else:
            text = _ESCAPE.sub(lambda match: _ESCAPES[match[0]], line)
            yield Seed(text, section[0] == "attack", section[1], path.parent.name, place)
