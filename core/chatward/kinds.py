"""The table of kinds: which family a kind belongs to, and what Presidio calls it.

A kind is kebab-case of Presidio's entity name where one exists. Policies may name kinds or
families; a rule for a kind beats a rule for its family.
"""

from __future__ import annotations

PERSONAL = "personal"
SECRET = "secret"  # noqa: S105 (a word)
INJECTION = "injection"
HIDDEN = "hidden"
MARKER = "marker"
LINK = "link"
LEAK = "leak"
CONDUCT = "conduct"

FAMILIES = (PERSONAL, SECRET, INJECTION, HIDDEN, MARKER, LINK, LEAK, CONDUCT)


def to_presidio(kind: str) -> str:
    """Return Presidio's entity name for a kind, such as ``EMAIL_ADDRESS``."""
    return kind.upper().replace("-", "_")


def from_presidio(entity: str) -> str:
    """Return the kind for a Presidio entity name, such as ``email-address``."""
    return entity.lower().replace("_", "-")


# Entities of presidio-analyzer that judges may report and no built-in detector does.
PRESIDIO_KINDS: dict[str, str] = dict.fromkeys(
    ("organization", "location", "nrp", "date-time", "url"), PERSONAL
)
