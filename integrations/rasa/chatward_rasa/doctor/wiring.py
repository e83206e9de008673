"""config.yml: the line, its options, the importer and what answers a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.doctor.bot import LINES, Bot
from chatward_rasa.doctor.results import Result, error, ok, warning
from chatward_rasa.options import default_options, read_options

_ADD_LINE = "put `- name: chatward_rasa.Guardrails` at the end of the pipeline in config.yml"
_ADD_IMPORTER = "put `- name: chatward_rasa.GuardrailsImporter` under `importers:` in config.yml"


def check_line(bot: Bot) -> Iterator[Result]:
    """Check that the line stands there, once, and last."""
    if bot.config is None:
        yield error("line", "config.yml is missing or no YAML mapping: nothing can be guarded.")
        return
    places = [n for n, each in enumerate(bot.pipeline) if each.get("name") in LINES]
    if not places:
        yield error("line", f"there is no Guardrails line, so nothing is guarded: {_ADD_LINE}.")
    elif len(places) > 1:
        yield error("line", "the Guardrails line stands there more than once: keep the last.")
    elif places[0] != len(bot.pipeline) - 1:
        yield error("line", "the Guardrails line is not the last of the pipeline: move it there.")
    else:
        yield ok("line", "the Guardrails line stands once, as the last of the pipeline.")


def check_options(bot: Bot) -> Iterator[Result]:
    """Check what stands under the line."""
    if bot.line is None:
        return
    try:
        options = read_options({**default_options(), **bot.line})
    except (InvalidConfigException, TypeError) as problem:
        yield error("options", " ".join(str(problem).split()))
        return
    wide = {
        "on_error: allow": not options.blocks_on_error,
        "redact_output: false": not options.redact_output,
        "redact_logs: false": not options.redact_logs,
        "redact_metadata: false": not options.redact_metadata,
        "self_check: off": getattr(options, "self_check", "") == "off",
    }
    open_ones = [name for name, is_open in wide.items() if is_open]
    if open_ones:
        yield warning("options", f"less is guarded than by default: {', '.join(open_ones)}.")
    else:
        yield ok("options", "the options can be carried out.")


def check_views(bot: Bot) -> Iterator[Result]:
    """Check who gets to see raw values: they may rest in guarded stores only, or nowhere."""
    raw = [name for name in ("nlu_view", "actions_view") if bot.option(name, "") == "raw"]
    if not raw:
        return
    views = f"{' and '.join(raw)}: raw"
    store, broker = (_type_of(bot, name) for name in ("tracker_store", "event_broker"))
    if store == "GuardedTrackerStore":
        yield ok("views", f"{views}, over a guarded tracker store.")
    elif store or broker not in ("", "GuardedEventBroker"):
        yield error(
            "views",
            f"{views} needs `type: chatward_rasa.GuardedTrackerStore` under tracker_store in "
            "endpoints.yml, or values are kept as users wrote them.",
        )
    else:
        yield warning("views", f"{views}, and conversations live in memory: for trying out only.")


def _type_of(bot: Bot, name: str) -> str:
    """Return the last name of what a block of endpoints.yml names; empty without a block."""
    block = (bot.endpoints or {}).get(name)
    kind = block.get("type") or "default" if isinstance(block, dict) else ""
    return str(kind).rpartition(".")[2]


def check_importer(bot: Bot) -> Iterator[Result]:
    """Check that refusals are answered: by the importer, or by the bot's own rules."""
    if bot.line is None:
        return
    intent = str(bot.option("block_intent", "guardrail_blocked"))
    if bot.has_importer:
        if len(bot.importers) > 1:
            yield error(
                "importer",
                "chatward_rasa.GuardrailsImporter stands beside others: put those under its own "
                "key `importers`.",
            )
        else:
            yield ok("importer", "the importer adds intent, answer and rule for refusals.")
        yield from _check_policies(bot)
    elif intent not in bot.intents:
        yield warning(
            "importer",
            f"the domain does not know {intent!r}, so that a refused message can fill a slot: "
            f"{_ADD_IMPORTER}.",
        )
    elif intent not in bot.answered:
        yield warning(
            "importer", f"no rule or story answers the intent {intent!r}: {_ADD_IMPORTER}."
        )
    else:
        yield ok("importer", "no importer; the bot's own rules answer refusals.")


def _check_policies(bot: Bot) -> Iterator[Result]:
    policies = (bot.config or {}).get("policies")
    names = [str(each.get("name")) for each in policies or [] if isinstance(each, dict)]
    intent = str(bot.option("block_intent", "guardrail_blocked"))
    if names and intent not in bot.answered and not any(n.endswith("RulePolicy") for n in names):
        yield error(
            "policies",
            "refusals are answered by a rule, and `policies:` has no RulePolicy: add it.",
        )
