"""An event broker that publishes what is fit to be kept, around any other."""

from __future__ import annotations

import logging
from asyncio import AbstractEventLoop
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from rasa.core.brokers.broker import EventBroker
from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.declared import Declared
from chatward_rasa.guards import conversation_of
from chatward_rasa.kept_events import Keeping
from chatward_rasa.nested import guard_of, loudly, nested_config, refuse_unknown

if TYPE_CHECKING:
    from rasa.utils.endpoints import EndpointConfig

    from chatward import Guard

logger = logging.getLogger(__name__)

WHERE = "endpoints.yml, event_broker"
OPTIONS = ("broker", "policy")
_KNOWN = ("pika", "sql", "file", "kafka")

_fit: ContextVar[bool] = ContextVar("chatward_events_fit", default=False)


class GuardedEventBroker(EventBroker):
    """Publishes events through another broker, with pseudonyms in place of values."""

    def __init__(self, broker: EventBroker, guard: Guard) -> None:
        self._inner = broker
        self._guard = guard

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: AbstractEventLoop | None = None
    ) -> GuardedEventBroker:
        """Build the broker that stands inside.

        Raises:
            InvalidConfigException: An option is wrong, or there is no such broker.

        """
        options = dict(broker_config.kwargs)
        with loudly(WHERE):
            block, policy = options.pop("broker", None), options.pop("policy", None)
            refuse_unknown(options, OPTIONS, WHERE)
            config = nested_config(block, f"{WHERE}, broker", _KNOWN)
            broker = await EventBroker.create(config, event_loop)
            guard = guard_of(policy, WHERE)
        if broker is None:
            raise InvalidConfigException(f"{WHERE}, broker: it could not be built.")
        return cls(broker, guard)

    def __getattr__(self, name: str) -> Any:
        """Be in everything else what the broker inside is."""
        if name == "_inner":  # not built yet
            raise AttributeError(name)
        return getattr(self._inner, name)

    def publish(self, event: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        """Publish an event as it may rest; one that cannot be made fit is not published."""
        try:
            fit = event if _fit.get() else self._hidden(event)
        except Exception as error:  # noqa: BLE001 (whatever it was, nothing raw is published)
            logger.error(  # noqa: TRY400 (a traceback may quote what broke it)
                "an event could not be made fit to be kept and was not published (%s)",
                type(error).__name__,
            )
            return
        self._inner.publish(fit, *args, **kwargs)

    def is_ready(self) -> bool:
        """Tell whether the broker inside is ready."""
        return self._inner.is_ready()

    async def close(self) -> None:
        """Close the broker inside."""
        await self._inner.close()

    def _hidden(self, event: dict[str, Any]) -> dict[str, Any]:
        with self._guard.at_rest(conversation_of(event.get("sender_id"))) as kept:
            return Keeping(kept, Declared({})).hide(event)


def fit_for(broker: EventBroker, guard: Guard) -> EventBroker:
    """Return a broker that publishes nothing raw."""
    return broker if isinstance(broker, GuardedEventBroker) else GuardedEventBroker(broker, guard)


@contextmanager
def already_fit() -> Iterator[None]:
    """Let events pass as they are: they were made fit before."""
    token = _fit.set(True)
    try:
        yield
    finally:
        _fit.reset(token)
