"""What the bot says to refused people, as responses of its domain: by reason and language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chatward_rasa.options import Options
from chatward_rasa.payload import LANGUAGE_ENTITY, REASON_ENTITY, REFERENCE_ENTITY, UNKNOWN
from chatward_rasa.refusal import HAND_OFF, QUARANTINE, REFUSED_FOR
from chatward_rasa.refusal_texts import GENERAL, RefusalTexts

REFUSAL_RESPONSE = "utter_guardrail_refusal"
QUARANTINE_RESPONSE = "utter_guardrail_quarantine"
HAND_OFF_RESPONSE = "utter_guardrail_hand_off"

Variation = dict[str, Any]


def add_responses(responses: dict[str, Any], options: Options, texts: RefusalTexts) -> None:
    """Add what refusals need to a domain's responses; what is there already stays and wins.

    A response `utter_guardrail_refusal_REASON` becomes what is said for that reason.
    """
    own = REFUSAL_RESPONSE in responses
    refusals = responses.get(REFUSAL_RESPONSE) or [_said(texts.text(GENERAL))]
    for reason in REFUSED_FOR:
        written = responses.get(f"{REFUSAL_RESPONSE}_{reason}")
        if written:
            refusals = [*refusals, *(_where(each, REASON_ENTITY, reason) for each in written)]
        elif not own:
            refusals = [*refusals, *_for_reason(reason, options, texts)]
    responses[REFUSAL_RESPONSE] = refusals
    responses.setdefault(QUARANTINE_RESPONSE, _in_languages(QUARANTINE, options, texts))
    if options.hands_off:
        responses.setdefault(HAND_OFF_RESPONSE, _in_languages(HAND_OFF, options, texts))


def _for_reason(reason: str, options: Options, texts: RefusalTexts) -> Iterator[Variation]:
    """Yield variations of which at most one fits, whatever the language: Rasa draws among them."""
    if texts.text(reason) != texts.text(GENERAL):
        said = _where(_said(texts.text(reason)), REASON_ENTITY, reason)
        yield _where(said, LANGUAGE_ENTITY, UNKNOWN) if options.language_key else said
    for language in _languages(options, texts):
        said = _where(_said(texts.text(reason, language)), REASON_ENTITY, reason)
        yield _where(said, LANGUAGE_ENTITY, language)


def _in_languages(reason: str, options: Options, texts: RefusalTexts) -> list[Variation]:
    others = (
        _where(_said(texts.text(reason, language)), LANGUAGE_ENTITY, language)
        for language in _languages(options, texts)
    )
    return [_said(texts.text(reason)), *others]


def _languages(options: Options, texts: RefusalTexts) -> tuple[str, ...]:
    return texts.languages if options.language_key else ()


def _said(text: str) -> Variation:
    from chatward.policy.model import REFERENCE  # noqa: PLC0415 (see guards.py)

    return {"text": text.replace(REFERENCE, f"{{{REFERENCE_ENTITY}}}")}


def _where(variation: Variation, slot: str, value: str) -> Variation:
    condition = {"type": "slot", "name": slot, "value": value}
    return {**variation, "condition": [*(variation.get("condition") or []), condition]}
