"""Write docs/datasheet.md: what the material is, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training.duplicates import near_duplicates
from training.material import Seed

from chatward.attacks import REASONS

PAGE = Path(__file__).parent.parent / "docs" / "datasheet.md"
HEAD = Path(__file__).with_name("datasheet_head.md")

THIN = 2
"""A family has fewer seeds than this in a language: it is named as uncovered there."""


def write(seeds: Sequence[Seed], told: dict[str, Any]) -> None:
    """Write the page."""
    head = HEAD.read_text(encoding="utf-8").rstrip()
    PAGE.write_text("\n".join([head, "", *_counts(seeds, told), ""]), encoding="utf-8")


def duplicates(seeds: Sequence[Seed]) -> int:
    """Return how many seeds are near duplicates of an earlier one."""
    return len(near_duplicates([seed.text for seed in seeds]))


def _counts(seeds: Sequence[Seed], told: dict[str, Any]) -> Iterator[str]:
    attacks = sum(seed.attack for seed in seeds)
    share = told["near_duplicates"] / len(seeds)
    yield "## In figures\n"
    yield "| | |\n| --- | --- |"
    yield f"| seeds | {len(seeds):,} |"
    yield f"| of them attacks | {attacks:,} |"
    harmless = len(seeds) - attacks
    yield f"| of them harmless | {harmless:,}: {harmless / attacks:.1f} for each attack |"
    yield f"| rows with the variants | {told['rows']:,} |"
    found = f"{told['near_duplicates']}: {100 * share:.2f} % of seeds"
    yield f"| near duplicates (Jaccard 0.7 or more over runs of five characters) | {found} |"
    yield f"| languages | {len({seed.language for seed in seeds})} |"
    yield f"| families of attacks | {len({seed.family for seed in seeds if seed.attack})} |"
    yield "\n## Languages\n"
    yield "| language | attacks | harmless |\n| --- | --- | --- |"
    by_language = Counter((seed.language, seed.attack) for seed in seeds)
    for language in sorted({seed.language for seed in seeds}):
        yield f"| {language} | {by_language[language, True]} | {by_language[language, False]} |"
    yield from _families(seeds)


def _families(seeds: Sequence[Seed]) -> Iterator[str]:
    languages = sorted({seed.language for seed in seeds})
    cells = Counter((seed.family, seed.language, seed.attack) for seed in seeds)
    yield "\n## Attacks by family and language\n"
    yield f"| family | {' | '.join(languages)} | twins |"
    yield "| --- |" + " --- |" * (len(languages) + 1)
    for family in REASONS:
        counts = [cells[family, language, True] for language in languages]
        twins = sum(cells[family, language, False] for language in languages)
        yield f"| {family} | {' | '.join(map(str, counts))} | {twins} |"
    thin = {
        family: [each for each in languages if cells[family, each, True] < THIN]
        for family in REASONS
    }
    yield "\n## Not covered\n"
    yield f"Families with fewer than {THIN} attacks in a language:\n"
    named = [f"- {family}: {', '.join(where)}" for family, where in thin.items() if where]
    yield "\n".join(named) if named else "- none"
    yield "\n## Harmless families besides the twins\n"
    yield "| family | seeds |\n| --- | --- |"
    others = Counter(s.family for s in seeds if not s.attack and s.family not in REASONS)
    for family, count in sorted(others.items()):
        yield f"| {family} | {count} |"
