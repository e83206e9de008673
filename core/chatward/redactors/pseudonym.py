"""Chatward's own operator: put a placeholder in place of a value and remember it in the vault.

Works inside the guard and in a plain presidio-anonymizer ``AnonymizerEngine``:

    engine.add_anonymizer(Pseudonym)
    engine.anonymize(text, results, {"DEFAULT": OperatorConfig("pseudonym", {
        "vault": Memory(InProcessStore(), keys).open("c1")})})
"""

from __future__ import annotations

from typing import Any

from chatward.kinds import from_presidio
from chatward.memory.dossier import Dossier
from chatward.redactors.presidio import Operator, OperatorType


class Pseudonym(Operator):
    """Replace a value by its placeholder in this conversation."""

    def operate(self, text: str | None = None, params: dict[str, Any] | None = None) -> str:
        """Return the placeholder; the vault remembers what it stands for."""
        params = params or {}
        vault: Dossier = params["vault"]
        kind = params.get("kind") or from_presidio(params["entity_type"])
        return vault.issue(kind, text or "", own=params.get("own", True))

    def validate(self, params: dict[str, Any] | None = None) -> None:
        """Refuse to run without a vault."""
        if not (params or {}).get("vault"):
            msg = "operator 'pseudonym' needs 'vault': an open conversation of a Memory"
            raise ValueError(msg)

    def operator_name(self) -> str:
        """Return the name used in policies."""
        return "pseudonym"

    def operator_type(self) -> OperatorType:
        """Return that this is an anonymizer."""
        return OperatorType.Anonymize
