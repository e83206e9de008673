"""Read the sentences: one a line, in sections, with names of values in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "sentences"
SECTIONS = ("personal", "clean", "secret", "lookalike", "opening", "closing")
SLOT = re.compile(r"\{([a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Language:
    r"""The sentences of one language; the last two sections may be empty.

    Attributes:
        code: ISO 639-1, or ``code`` for what machines write.
        sections: Sentences by section. ``\n`` in one is a line feed.

    """

    code: str
    sections: dict[str, list[str]]

    @property
    def joint(self) -> str:
        """What stands between two sentences."""
        return {"zh": "", "ja": "", "code": "\n"}.get(self.code, " ")


def read_languages() -> list[Language]:
    """Return all languages, in order of their codes."""
    return [_read(path) for path in sorted(FOLDER.glob("*.txt"))]


def _read(path: Path) -> Language:
    """Read a file; a line ``# name`` begins a section.

    Raises:
        ValueError: A section is unknown, or a sentence stands in none.

    """
    sections: dict[str, list[str]] = {name: [] for name in SECTIONS}
    current = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            current = line[2:]
        elif line:
            if current not in sections:
                msg = f"{path.name}: unknown section {current!r}"
                raise ValueError(msg)
            sections[current].append(line.replace("\\n", "\n"))
    return Language(path.stem, sections)
