"""The parts of a guard, as they are unless somebody hands over others."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

from chatward.audit.log import AllOf, AuditLog, FileAudit, LoggerAudit
from chatward.detectors.detector import Detector, check_detector, detector_of
from chatward.detectors.registry import Detectors
from chatward.errors import ModelError, PolicyError
from chatward.kinds import PRESIDIO_KINDS
from chatward.matching.cache import DatabaseCache, default_folder
from chatward.memory.keys import Keyring
from chatward.memory.ports import Vault
from chatward.pipeline import Pipeline
from chatward.policy.check import check_policy
from chatward.policy.model import Policy
from chatward.redactors.operators import Redactors

if TYPE_CHECKING:
    from presidio_anonymizer.operators import Operator


def build_pipeline(
    policy: Policy,
    keys: Keyring,
    vault: Vault,
    detectors: Sequence[ModuleType | Detector] | None,
    operators: Sequence[type[Operator]],
) -> Pipeline:
    """Put the pipeline together.

    Raises:
        PolicyError: The policy names a kind nobody detects or an unknown redactor.
        DetectorError: A detector of the application's own lacks something.

    """
    from chatward.detectors import BUILTIN, FAMILIES  # noqa: PLC0415 (loading them takes a moment)

    chosen = BUILTIN if detectors is None else tuple(map(detector_of, detectors))
    if policy.model is not None:
        chosen = _with_model(chosen, policy.model)
    builtin = frozenset(map(id, BUILTIN))
    for detector in chosen:
        if id(detector) not in builtin:
            check_detector(detector)
    families = {**PRESIDIO_KINDS, **FAMILIES, **{each.kind: each.family for each in chosen}}
    check_policy(policy, families)
    redactors = Redactors(policy.redactions, families, keys, tuple(operators))
    redactors.check()
    cache = DatabaseCache(default_folder())
    return Pipeline(policy, Detectors(chosen, families, cache), redactors, vault, keys)


def _with_model(detectors: tuple[Detector, ...], path: str) -> tuple[Detector, ...]:
    """Return the detectors with the policy's own model in place of the shipped one.

    Raises:
        PolicyError: The model cannot be read.

    """
    from chatward.detectors.injection import prompt_injection  # noqa: PLC0415 (as above)

    try:
        prompt_injection.check_model(path)
    except ModelError as error:
        msg = f"model: {error}"
        raise PolicyError(msg) from None
    own = prompt_injection.detector(path)
    return tuple(own if each.kind == own.kind else each for each in detectors)


def default_audit(policy: Policy) -> AuditLog:
    """Return the logger ``chatward.audit``, and the policy's audit file if it names one."""
    if policy.audit_file is None:
        return LoggerAudit()
    return AllOf((LoggerAudit(), FileAudit(policy.audit_file)))
