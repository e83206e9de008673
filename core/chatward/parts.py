"""The parts of a guard, as they are unless somebody hands over others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from chatward.audit.recorder import Recorder
from chatward.audit.regulations import regulations
from chatward.detectors.detector import Detector, check_detector, detector_of
from chatward.detectors.leaks.protected_text import Protections
from chatward.detectors.registry import Detectors
from chatward.errors import ModelError, PolicyError, RedactorError
from chatward.in_force import InForce
from chatward.kinds import PRESIDIO_KINDS
from chatward.matching.cache import DatabaseCache, default_folder
from chatward.memory.keys import Keyring
from chatward.memory.memory import Memory
from chatward.memory.ports import Store
from chatward.memory.rooms import Lifetimes
from chatward.memory.stores.in_process import InProcessStore
from chatward.pipeline import Pipeline
from chatward.policy.check import check_policy
from chatward.policy.model import Policy
from chatward.redactors.operators import Redactors

if TYPE_CHECKING:
    from presidio_anonymizer.operators import Operator


@dataclass(frozen=True)
class Parts:
    """What an application has of its own, whatever the policy.

    Attributes:
        detectors: Detectors, or modules that describe them; None = all built-in ones.
        operators: presidio-anonymizer operators that a policy may name.

    """

    detectors: Sequence[ModuleType | Detector] | None = None
    operators: Sequence[type[Operator]] = ()


def build_pipeline(
    policy: Policy,
    keys: Keyring,
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
    _check_surrogates(policy)
    cache = DatabaseCache(default_folder())
    return Pipeline(policy, Detectors(chosen, families, cache), redactors, keys)


def put_in_force(policy: Policy, keys: Keyring, parts: Parts) -> InForce:
    """Make all that is made of a policy.

    Raises:
        PolicyError: The policy names a kind nobody detects or an unknown redactor.
        DetectorError: A detector of the application's own lacks something.

    """
    pipeline = build_pipeline(policy, keys, parts.detectors, parts.operators)
    protections = Protections(policy.protected, keys.subkey("protected-texts"))
    tags = regulations(pipeline.families, policy.regulations)
    return InForce(pipeline, protections, Recorder(policy, keys, tags))


def memory_for(
    policy: Policy, keys: Keyring, store: Store | str | None, clock: Callable[[], float]
) -> Memory:
    """Return the memory of a guard, over the store handed in or the one that the policy names.

    Raises:
        StoreError: The URL names no store.
        KeyringError: The store outlives the process, and there is no master key.

    """
    chosen = policy.store if store is None else store
    opened = _opened(chosen, clock) if isinstance(chosen, str) else chosen
    kept = policy.retention
    lives = Lifetimes(kept.conversations_days, kept.vault_days, kept.quarantine_days)
    return Memory(opened, keys, lives)


def _opened(url: str, clock: Callable[[], float]) -> Store:
    if url == "memory:":
        return InProcessStore(clock=clock)
    from chatward.memory.stores.opening import open_store  # noqa: PLC0415 (loads SQLite)

    return open_store(url, clock=clock)


def _check_surrogates(policy: Policy) -> None:
    """Refuse locales that Faker does not know, or surrogates without Faker.

    Raises:
        PolicyError: Names the kind, and the nearest locale.

    """
    if not policy.surrogates:
        return
    from chatward.redactors.surrogates import check_locale  # noqa: PLC0415 (loads Faker)

    for kind, locale in policy.surrogates.items():
        try:
            check_locale(locale)
        except RedactorError as error:
            msg = f"policy {policy.stamp.name!r}, surrogates, {kind!r}: {error}"
            raise PolicyError(msg) from None


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
