"""What a bot needs to know about refusals: intents, answers, rules, and slots that decline."""

from __future__ import annotations

import copy
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph

from chatward_rasa.hand_off import HAND_OFF_ACTION
from chatward_rasa.options import Options
from chatward_rasa.payload import (
    ENTITIES_OF_REFUSALS,
    HAND_OFF_INTENT,
    QUARANTINE_INTENT,
    UNKNOWN,
)
from chatward_rasa.refusal_responses import (
    HAND_OFF_RESPONSE,
    QUARANTINE_RESPONSE,
    REFUSAL_RESPONSE,
    add_responses,
)
from chatward_rasa.refusal_texts import RefusalTexts

# Ways in which a refused message could fill a slot although it has no entities of the user's.
_MAPPINGS = ("from_text", "from_intent", "from_trigger_intent", "custom")


def harden_domain(domain: Domain, options: Options, texts: RefusalTexts) -> Domain:
    """Return the domain with our intents, their answers, and slots they cannot fill.

    What the bot's author wrote about any of these stays as it is.
    """
    data = copy.deepcopy(domain.as_dict())
    intents = options.used_intents
    _add_names(data, "intents", [{name: {"use_entities": []}} for name in intents])
    _add_names(data, "entities", list(ENTITIES_OF_REFUSALS))
    if _pauses(options):
        _add_names(data, "actions", [HAND_OFF_ACTION])
    add_responses(data.setdefault("responses", {}), options, texts)
    slots = data.get("slots") or {}
    for slot in slots.values():
        for mapping in slot.get("mappings") or []:
            _decline(mapping, intents)
    data["slots"] = {**{name: _slot(name, intents) for name in ENTITIES_OF_REFUSALS}, **slots}
    return Domain.from_dict(data)


def refusal_rules(stories: StoryGraph, options: Options) -> StoryGraph:
    """Return the rules that answer refused messages; none for what the bot has its own."""
    rules = [
        {"rule": f"answer {intent}", "steps": [{"intent": intent}, *_steps(intent, options)]}
        for intent in options.used_intents
        if not any(_asks_for(event, intent) for s in stories.story_steps for event in s.events)
    ]
    content = {"version": "3.1", "rules": rules}
    return StoryGraph(YAMLStoryReader().read_from_parsed_yaml(content))


def _steps(intent: str, options: Options) -> list[dict[str, str]]:
    if intent == QUARANTINE_INTENT:
        silent = options.quarantined == "silent"
        return [{"action": ACTION_LISTEN_NAME if silent else QUARANTINE_RESPONSE}]
    if intent == HAND_OFF_INTENT:
        pause = [{"action": HAND_OFF_ACTION}] if _pauses(options) else []
        return [{"action": HAND_OFF_RESPONSE}, *pause]
    return [{"action": REFUSAL_RESPONSE}]


def _pauses(options: Options) -> bool:
    """Tell whether our action can run: without hooks nothing runs it but an action server."""
    return options.hands_off and options.hooks


def _slot(entity: str, intents: tuple[str, ...]) -> dict[str, Any]:
    """Return a slot for responses to be filled from; only a refusal fills it."""
    return {
        "type": "text",
        "initial_value": UNKNOWN,
        "influence_conversation": False,
        "mappings": [{"type": "from_entity", "entity": entity, "intent": list(intents)}],
    }


def _decline(mapping: dict[str, Any], intents: tuple[str, ...]) -> None:
    if mapping.get("type") not in _MAPPINGS:
        return
    declined = mapping.get("not_intent") or []
    declined = declined if isinstance(declined, list) else [declined]
    mapping["not_intent"] = [*declined, *(name for name in intents if name not in declined)]


def _add_names(data: dict[str, Any], section: str, additions: list[Any]) -> None:
    known = data.get(section) or []
    names = {_name(item) for item in known}
    data[section] = [*known, *(item for item in additions if _name(item) not in names)]


def _name(item: Any) -> str:
    return next(iter(item)) if isinstance(item, dict) else item


def _asks_for(event: Any, intent: str) -> bool:
    return isinstance(event, UserUttered) and event.intent.get("name") == intent
