"""A response generator that tells no server what somebody said, around Rasa's own or any other."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

from rasa.core.nlg.callback import CallbackNaturalLanguageGenerator
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.exceptions import InvalidConfigException, RasaException
from rasa.utils.endpoints import EndpointConfig

from chatward_rasa.answers import AnswerBlocked, inspect_leaves
from chatward_rasa.aside import ANY, aside
from chatward_rasa.declared import declared_in
from chatward_rasa.guards import conversation_of
from chatward_rasa.in_force import intake_in_force
from chatward_rasa.leaves import edit_leaves
from chatward_rasa.nested import guard_of, loudly, nested_config, refuse_unknown
from chatward_rasa.options import Options
from chatward_rasa.turns import recipient_of

if TYPE_CHECKING:
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker

    from chatward import Guard

logger = logging.getLogger(__name__)

WHERE = "endpoints.yml, nlg"
OPTIONS = ("nlg", "policy")
_LEFT = frozenset({"sender_id"})
_BOTS_OWN = frozenset({"response", "id", "channel"})
_KNOWN = ("callback", "response", "rephrase")  # the last one is Rasa Pro's

Response = dict[str, Any]


# Rasa hands the responses of a model that was loaded to this parent class only.
class GuardedNLG(TemplatedNaturalLanguageGenerator):
    """Generates responses from the domain, or by another generator, and inspects them.

    What is in the tracker is pseudonyms before a server gets it; what comes back is decided on
    before the tracker holds it.
    """

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None
    ) -> None:
        """Build the generator that stands inside.

        Raises:
            InvalidConfigException: An option is wrong, or there is no such generator.

        """
        super().__init__(domain.responses if domain else {})
        options = dict(endpoint_config.kwargs) if endpoint_config else {}
        if endpoint_config and endpoint_config.url:
            options["url"] = endpoint_config.url  # Rasa sets it aside
        with loudly(WHERE):
            block, policy = options.pop("nlg", None), options.pop("policy", None)
            refuse_unknown(options, OPTIONS, WHERE)
            self._guard = guard_of(policy, WHERE)
            self._inner = _inner(block, domain, self._guard)

    @property
    def responses(self) -> dict[str, list[Response]]:
        """Return the responses of the model's domain."""
        return self._responses

    @responses.setter
    def responses(self, responses: dict[str, list[Response]]) -> None:
        self._responses = responses
        inner = getattr(self, "_inner", None)
        if isinstance(inner, TemplatedNaturalLanguageGenerator):
            inner.responses = responses

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Response | None:
        """Generate a response and decide on it; see the parent class."""
        asked = (utter_action, tracker, output_channel)
        if self._inner is None:
            response = await super().generate(*asked, **kwargs)
        else:
            response = await self._inner.generate(*asked, **kwargs)
        guard, options = _in_force(self._guard)
        if not response or not options.redact_output:
            return response
        to = recipient_of(tracker.sender_id)
        try:
            return await aside(guard, ANY, lambda: _fit(response, guard, to))
        except Exception as error:  # noqa: BLE001 (whatever it was, nothing unchecked goes out)
            logger.error(  # noqa: TRY400 (a traceback may quote what broke it)
                "a response could not be checked (%s)", type(error).__name__
            )
            refusal = {"text": guard.policy.says_no("-")}
            return refusal if options.blocks_on_error else response


class _GuardedCallback(CallbackNaturalLanguageGenerator):
    """Asks a server, which gets pseudonyms."""

    def __init__(self, endpoint: EndpointConfig, guard: Guard) -> None:
        super().__init__(_Endpoint(endpoint, guard))


class _Endpoint:
    """An endpoint that is told what is fit to be told."""

    def __init__(self, endpoint: EndpointConfig, guard: Guard) -> None:
        self._endpoint = endpoint
        self._guard = guard

    def __getattr__(self, name: str) -> Any:
        """Be in everything else what the endpoint is."""
        return getattr(self._endpoint, name)

    async def request(self, *args: Any, json: Any = None, **kwargs: Any) -> Any:
        """Send a request."""
        guard, options = _in_force(self._guard)
        fit = json
        if not options.monitors:
            conversation = conversation_of((json.get("tracker") or {}).get("sender_id"))
            fit = await aside(guard, conversation, lambda: _fit_request(json, guard, conversation))
        return await self._endpoint.request(*args, json=fit, **kwargs)


def _fit_request(body: dict[str, Any], guard: Guard, conversation: str | None) -> Any:
    """Return a request with nothing raw in it.

    Raises:
        RasaException: It could not be made so.

    """
    declared = declared_in(body)
    try:
        with guard.at_rest(conversation) as kept:
            # A tracker says the same few words again and again.
            hide = functools.cache(lambda text: kept.hide(text, also=declared.places(text)))
            told = {key: item for key, item in body.items() if key not in _BOTS_OWN}
            return {**body, **edit_leaves(told, hide, leave=_LEFT)}
    except Exception as error:  # noqa: BLE001 (whatever it was, nothing unchecked goes out)
        logger.error(  # noqa: TRY400 (as above)
            "a request for a response could not be checked (%s)", type(error).__name__
        )
        raise RasaException("a request for a response was withheld") from None


def _inner(block: Any, domain: Domain | None, guard: Guard) -> NaturalLanguageGenerator | None:
    """Return what stands inside; None for the responses of the domain."""
    if block is None:
        return None
    kind = block.get("type") if isinstance(block, dict) else ""
    if kind is None or (isinstance(kind, str) and kind.lower() == "callback"):
        if not isinstance(block.get("url"), str):
            msg = f"{WHERE}, nlg: holds the original block with its 'url' or its 'type'."
            raise InvalidConfigException(msg)
        return _GuardedCallback(EndpointConfig.from_dict(block), guard)
    config = nested_config(block, f"{WHERE}, nlg", _KNOWN)
    if config.type.lower() == "response":
        return None
    return NaturalLanguageGenerator.create(config, domain)


def _in_force(own: Guard) -> tuple[Guard, Options]:
    """Return what the Guardrails line of the model says; our own where there is none."""
    intake = intake_in_force()
    return (own, Options()) if intake is None else (intake.guard, intake.options)


def _fit(response: Response, guard: Guard, to: Any) -> Response:
    try:
        fit: Response = inspect_leaves(response, guard, to)
    except AnswerBlocked as blocked:
        return {"text": blocked.decision.text}
    return fit
