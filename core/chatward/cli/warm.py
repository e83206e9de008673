"""``chatward warm``: compile the matching database now, not before the first message."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import typer

from chatward.cli import show
from chatward.cli.options import USAGE
from chatward.detectors import BUILTIN, FAMILIES
from chatward.detectors.registry import Detectors
from chatward.guard import Guard
from chatward.matching.cache import DatabaseCache, default_folder

if TYPE_CHECKING:
    import hyperscan


@dataclass(frozen=True)
class WatchedCache(DatabaseCache):
    """A cache that can tell what became of a database.

    Attributes:
        outcomes: ``"loaded"``, ``"kept"`` or ``"refused"``, as it happened.

    """

    outcomes: list[str] = field(default_factory=list)

    def load(self, recipe: str) -> hyperscan.Database | None:
        """Return the kept database, or None."""
        database = super().load(recipe)
        if database is not None:
            self.outcomes.append("loaded")
        return database

    def save(self, recipe: str, database: hyperscan.Database) -> bool:
        """Keep the database; return False where that is impossible."""
        kept = super().save(recipe, database)
        self.outcomes.append("kept" if kept else "refused")
        return kept


def warm(context: typer.Context) -> None:
    """Compile the matching database now, for image builds.

    It lies in CHATWARD_CACHE_DIR, or in the user's cache folder.
    Exits with 2 if it cannot be kept there.
    """
    cache = WatchedCache(default_folder())
    began = time.perf_counter()
    Detectors(BUILTIN, FAMILIES, cache).database.warm()
    Guard().warm()
    took = f"{time.perf_counter() - began:.2f} s"
    if "refused" in cache.outcomes:
        problem = f"{cache.folder}: cannot be written, or is open to others (wants mode 0700)"
        show.complain(problem, context)
        raise typer.Exit(USAGE)
    done = "was there already" if "loaded" in cache.outcomes else "compiled"
    show.facts(show.console(), [("folder", str(cache.folder)), ("database", done), ("took", took)])
