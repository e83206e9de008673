"""What a bot needs to know about refusals: an intent, an answer, a rule, and slots that decline."""

from __future__ import annotations

import copy
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph

from chatward_rasa.payload import REFERENCE_ENTITY, RULE_ENTITY

REFUSAL_RESPONSE = "utter_guardrail_refusal"

# Ways in which a refused message could fill a slot although it has no entities of the user's.
_MAPPINGS = ("from_text", "from_intent", "from_trigger_intent", "custom")


def harden_domain(domain: Domain, block_intent: str, refusal: str) -> Domain:
    """Return the domain with the block intent, its answer, and slots it cannot fill.

    What the bot's author wrote about any of these stays as it is.
    """
    data = copy.deepcopy(domain.as_dict())
    _add_names(data, "intents", [{block_intent: {"use_entities": []}}])
    _add_names(data, "entities", [RULE_ENTITY, REFERENCE_ENTITY])
    responses = data.setdefault("responses", {})
    responses.setdefault(REFUSAL_RESPONSE, [{"text": refusal}])
    for slot in (data.get("slots") or {}).values():
        for mapping in slot.get("mappings") or []:
            _decline(mapping, block_intent)
    return Domain.from_dict(data)


def refusal_rule(stories: StoryGraph, block_intent: str) -> StoryGraph:
    """Return the rule that answers a refused message; none when the bot has its own."""
    if any(_asks_for(event, block_intent) for s in stories.story_steps for event in s.events):
        return StoryGraph([])
    rule = {"intent": block_intent}, {"action": REFUSAL_RESPONSE}
    content = {"version": "3.1", "rules": [{"rule": "answer a refusal", "steps": list(rule)}]}
    return StoryGraph(YAMLStoryReader().read_from_parsed_yaml(content))


def _decline(mapping: dict[str, Any], block_intent: str) -> None:
    if mapping.get("type") not in _MAPPINGS:
        return
    declined = mapping.get("not_intent") or []
    declined = declined if isinstance(declined, list) else [declined]
    if block_intent not in declined:
        mapping["not_intent"] = [*declined, block_intent]


def _add_names(data: dict[str, Any], section: str, additions: list[Any]) -> None:
    known = data.get(section) or []
    names = {_name(item) for item in known}
    data[section] = [*known, *(item for item in additions if _name(item) not in names)]


def _name(item: Any) -> str:
    return next(iter(item)) if isinstance(item, dict) else item


def _asks_for(event: Any, block_intent: str) -> bool:
    return isinstance(event, UserUttered) and event.intent.get("name") == block_intent
