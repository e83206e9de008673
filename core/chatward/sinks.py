"""Where the events of a guard go, put together as its policy says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from chatward.audit.log import AllOf, AuditLog, Event, LoggerAudit
from chatward.errors import ChatwardError, KeyringError, PolicyError
from chatward.in_force import InForce
from chatward.memory.containment import Containment
from chatward.memory.keys import Keyring
from chatward.memory.memory import Memory
from chatward.policy.model import Policy


def log_for(
    force: InForce,
    handed: AuditLog | None,
    keys: Keyring,
    memory: Memory,
    containment: Containment,
    clock: Callable[[], float],
) -> AuditLog:
    """Return what takes the events of a guard: its sinks, what tries a policy, what responds.

    Args:
        force: Its policy says where they go, which other is tried, and what an incident is.
        handed: A log of the application's own, in place of the logger and all that `audit` names.
        keys: Sign the file.
        memory: Where conversations and incidents are kept.
        containment: What the guard goes by, so that it sees at once what is held back.
        clock: Returns seconds since the epoch.

    Raises:
        PolicyError: A package is missing, or the playbook or the policy to try cannot be used.
        KeyringError: The file is to be signed, and there is no master key.

    """
    policy, outermost = force.policy, _Outermost()
    log = handed or AllOf(tuple(_sinks(policy, keys, clock, outermost)))
    if policy.shadow is not None:
        from chatward.replay.shadowing import shadowed  # noqa: PLC0415 (hardly ever needed)

        log = shadowed(log, policy, force.pipeline.families, clock)
    if policy.incidents is not None:
        from chatward.incidents.responding import responding  # noqa: PLC0415 (as above)

        families = force.pipeline.families
        log = responding(log, policy, memory, clock, containment, families)
    outermost.log = log
    return log


class _Outermost:
    """The whole of it, for what a sink has to say itself: that it failed for a while."""

    log: AuditLog

    def write(self, event: Event) -> None:
        """Write one event to all of it."""
        self.log.write(event)


def _sinks(
    policy: Policy, keys: Keyring, clock: Callable[[], float], outermost: _Outermost
) -> Iterator[AuditLog]:
    plan = policy.audit
    yield LoggerAudit()
    if plan.file is not None or plan.sqlite is not None or plan.otel:
        yield from _that_may_fail(policy, keys, clock, outermost)
    for place in plan.metrics:
        yield _of_a_package(partial(_metrics, place))


def _that_may_fail(
    policy: Policy, keys: Keyring, clock: Callable[[], float], outermost: _Outermost
) -> Iterator[AuditLog]:
    """Yield what keeps events or sends them; each does what the policy says where it fails."""
    from chatward.audit import opening  # noqa: PLC0415 (as above)

    plan = policy.audit
    guarded = partial(opening.guarded_log, policy=policy, clock=clock, tell=outermost.write)
    if plan.file is not None:
        file = _of_a_package(partial(opening.file_log, plan, keys, clock))
        yield guarded(file, what=opening.AUDIT)
    if plan.sqlite is not None:
        from chatward.audit.sqlite_log import SqliteLog  # noqa: PLC0415 (as above)

        yield guarded(SqliteLog(plan.sqlite, fsync=plan.fsync), what=opening.SQLITE)
    if plan.otel:
        yield guarded(_of_a_package(_otel), what=opening.OTEL)


def _otel() -> AuditLog:
    from chatward.audit.otel import OtelLog  # noqa: PLC0415 (an extra)

    return OtelLog()


def _metrics(place: str) -> AuditLog:
    from chatward.metrics.counting import MetricsLog  # noqa: PLC0415 (an extra)

    return MetricsLog(place)


def _of_a_package(make: Callable[[], AuditLog]) -> AuditLog:
    """Return a sink that takes a package; one that is missing is a fault of the policy.

    Raises:
        PolicyError: It is missing; says what to install.
        KeyringError: There is no master key.

    """
    try:
        return make()
    except KeyringError:
        raise
    except ChatwardError as error:
        msg = f"audit: {error}"
        raise PolicyError(msg) from None
