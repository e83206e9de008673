"""Redactors are presidio-anonymizer operators, one call per span.

The engine of presidio-anonymizer merges neighbouring spans of a kind, which makes them
impossible to restore; so spans are resolved here and each is handed to its operator alone.
presidio-anonymizer is imported on first use: that takes a moment (`redactors/presidio.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chatward.errors import PolicyError, RedactorError, nearest
from chatward.kinds import to_presidio
from chatward.memory.keys import Keyring
from chatward.policy.model import Redaction

if TYPE_CHECKING:
    from presidio_anonymizer.operators import Operator

DEFAULT = Redaction("replace")


@dataclass
class Redactors:
    """The operators a policy names, ready to run.

    Attributes:
        redactions: Which operator edits which kind or family; ``"default"`` for the rest.
        families: Which family a kind belongs to.
        keys: Where ``hash`` gets its salt and ``encrypt`` its key.
        extra: Operator classes of the application, by the name they give themselves.

    """

    redactions: Mapping[str, Redaction]
    families: Mapping[str, str]
    keys: Keyring
    extra: Sequence[type[Operator]] = field(default_factory=tuple)

    def redact(self, value: str, kind: str) -> tuple[str, str]:
        """Return (what stands in place of the value, name of the operator).

        Raises:
            RedactorError: The operator is unknown or refuses its parameters.

        """
        wanted = self._wanted(kind)
        return self._run(wanted, value, kind), wanted.operator

    def _run(self, wanted: Redaction, value: str, kind: str) -> str:
        operator: Any = self._operator(wanted.operator)  # its signatures are half typed
        params = self._params(wanted, kind)
        try:
            operator.validate(params)
            return str(operator.operate(value, params))
        except Exception as error:  # noqa: BLE001 (its message may quote the value)
            msg = f"redactor {wanted.operator!r} failed on kind {kind!r}: {type(error).__name__}"
            raise RedactorError(msg) from None

    def check(self) -> None:
        """Refuse a policy that names an unknown operator or gives one bad parameters.

        Raises:
            PolicyError: Names the operator, and the nearest one if it is unknown.

        """
        try:
            for kind, wanted in self.redactions.items():
                self._run(wanted, "a probe of some length", kind)
        except RedactorError as error:
            raise PolicyError(str(error)) from None

    def _wanted(self, kind: str) -> Redaction:
        for name in (kind, self.families.get(kind, ""), "default"):
            if name in self.redactions:
                return self.redactions[name]
        return DEFAULT

    def _operator(self, name: str) -> Operator:
        known = self._classes
        if name not in known:
            msg = f"unknown redactor {name!r}; use one of {', '.join(known)}.{nearest(name, known)}"
            raise RedactorError(msg)
        return known[name]()

    @cached_property
    def _classes(self) -> dict[str, type[Operator]]:
        from chatward.redactors.presidio import operators as of  # noqa: PLC0415 (see above)

        shipped: tuple[type[Operator], ...] = (
            of.Replace,
            of.Mask,
            of.Redact,
            of.Hash,
            of.Encrypt,
            of.Keep,
        )
        return {cls().operator_name(): cls for cls in (*shipped, *self.extra)}

    def _params(self, wanted: Redaction, kind: str) -> dict[str, Any]:
        params: dict[str, Any] = {"entity_type": to_presidio(kind), **wanted.params}
        if wanted.operator == "replace":
            params.setdefault("new_value", f"<{to_presidio(kind)}>")
        elif wanted.operator == "hash":
            params.setdefault("salt", self.keys.subkey("redactor-hash"))
        elif wanted.operator == "encrypt":
            params.setdefault("key", self.keys.subkey("redactor-encrypt"))
        elif wanted.operator == "mask":
            params = {"masking_char": "*", "chars_to_mask": 10_000, "from_end": False, **params}
        return params
