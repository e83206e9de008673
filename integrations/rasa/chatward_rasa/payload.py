"""Messages of the form `/intent{"entity": "value"}`: what Rasa reads in them, what we write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import ENTITIES, INTENT_NAME_KEY

RULE_ENTITY = "guardrail_rule"
REFERENCE_ENTITY = "guardrail_reference"
REASON_ENTITY = "guardrail_reason"
LANGUAGE_ENTITY = "guardrail_language"
ENTITIES_OF_REFUSALS = (RULE_ENTITY, REFERENCE_ENTITY, REASON_ENTITY, LANGUAGE_ENTITY)

QUARANTINE_INTENT = "guardrail_quarantined"
HAND_OFF_INTENT = "guardrail_hand_off"

UNKNOWN = "-"
"""Stands for a reference or a language that there is not."""


@dataclass(frozen=True)
class TypedIntent:
    """A message that Rasa takes as an intent instead of as words.

    Attributes:
        intent: Name of the intent, as Rasa will look it up.
        head: Everything before the entities, the slash included.
        entities: The decoded JSON object; None when there is none that Rasa could read.
        escaped: The JSON holds escapes, so that its text is not what Rasa will see.

    """

    intent: str
    head: str
    entities: dict[str, Any] | None = None
    escaped: bool = False

    def with_entities(self, entities: dict[str, Any]) -> str:
        """Return the message with other entities, nothing escaped that need not be."""
        return self.head + json.dumps(entities, ensure_ascii=False)


def read_typed_intent(text: str) -> TypedIntent | None:
    """Read a message the way Rasa's RegexMessageHandler will; None when it is plain words."""
    text = text.strip()
    if not text.startswith(INTENT_MESSAGE_PREFIX):
        return None
    # Rasa's own pattern: a copy of it could come to read a message differently than Rasa does.
    match = YAMLStoryReader._regex_message_pattern().match(text)
    if match is None:
        return None
    body = match.group(ENTITIES)
    intent = match.group(INTENT_NAME_KEY).strip()
    if body is None:
        return TypedIntent(intent, text)
    return TypedIntent(intent, text[: match.start(ENTITIES)], _decoded(body), "\\" in body)


def block_message(
    intent: str, rule: str, reference: str, *, reason: str = "failure", language: str = UNKNOWN
) -> str:
    """Return the message that stands in for a refused one; it holds nothing of the user's."""
    said = (rule, reference or UNKNOWN, reason, language)
    entities = dict(zip(ENTITIES_OF_REFUSALS, said, strict=True))
    return INTENT_MESSAGE_PREFIX + intent + json.dumps(entities, ensure_ascii=False)


def defused(text: str) -> str:
    """Return the message as plain words: Rasa must not take it for an intent."""
    return text.strip().lstrip(INTENT_MESSAGE_PREFIX + " \t\r\n")


def _decoded(body: str) -> dict[str, Any] | None:
    try:
        entities = json.loads(body)
    except ValueError:
        return None
    return entities if isinstance(entities, dict) else None
