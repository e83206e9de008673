"""Completes the training data, so that the bot's author edits neither domain nor rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.importers.importer import CombinedDataImporter, TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from chatward_rasa.guards import shared_guard
from chatward_rasa.hardening import harden_domain, refusal_rules
from chatward_rasa.options import Options, default_options, read_options
from chatward_rasa.placeholders import with_placeholders
from chatward_rasa.refusal_texts import RefusalTexts, known_language

if TYPE_CHECKING:
    from chatward import Guard

_LINES = ("Guardrails", "chatward_rasa.Guardrails", "chatward_rasa.component.Guardrails")


class GuardrailsImporter(TrainingDataImporter):
    """Reads a bot as Rasa does and adds what refusals need.

    Examples that hold personal data or secrets get a twin with placeholders, unless
    `placeholders: false` stands under its line.

    It stands alone under `importers:` and reads the bot's files itself; other importers go
    under its own key `importers`. Rasa merges importers so that the first one to name a slot
    wins, so that from beside another importer no slot could be changed.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        importers: list[dict[str, Any]] | None = None,
        placeholders: bool = True,  # noqa: FBT001, FBT002 (Rasa hands over the keys of config.yml)
    ) -> None:
        self._files = (config_file, domain_path, training_data_paths)
        self._inside = importers
        self._placeholders = placeholders

    def get_domain(self) -> Domain:
        """Return the bot's domain, hardened; an empty one stays empty (NLU-only training)."""
        domain = self._importer().get_domain()
        if domain.is_empty():
            return domain
        options = self._options()
        return harden_domain(domain, options, self._texts())

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return the bot's stories and rules, and the rules that answer refusals."""
        stories = self._importer().get_stories(exclusion_percentage)
        if not stories.story_steps:
            return stories
        rules = refusal_rules(stories, self._options())
        if rules.story_steps:
            self._check_policies()
        return stories.merge(rules)

    def _texts(self) -> RefusalTexts:
        language = known_language(self.get_config().get("language"))
        return RefusalTexts(shared_guard(self._options().policy).policy, language)

    def get_conversation_tests(self) -> StoryGraph:
        """Return the bot's test stories as they are."""
        return self._importer().get_conversation_tests()

    def get_config(self) -> dict[str, Any]:
        """Return the bot's configuration."""
        return self._importer().get_config()

    def get_config_file_for_auto_config(self) -> str | None:
        """Return the file that Rasa may complete, if there is just one."""
        return self._importer().get_config_file_for_auto_config()

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the bot's NLU examples, and how those read that hold personal data."""
        data = self._importer().get_nlu_data(language)
        return with_placeholders(data, self._guard()) if self._wants_placeholders() else data

    def _wants_placeholders(self) -> bool:
        if not isinstance(self._placeholders, bool):
            raise InvalidConfigException(
                "config.yml, chatward_rasa.GuardrailsImporter: 'placeholders' is true or false."
            )
        # Where the NLU reads what the user wrote, it needs no placeholders.
        return self._placeholders and getattr(self._options(), "nlu_view", "") != "raw"

    @cached_method
    def _guard(self) -> Guard:
        from chatward import Guard  # noqa: PLC0415 (see guards.py)

        # Training data is no conversation: nothing of it belongs into the policy's store.
        return Guard(shared_guard(self._options().policy).policy, store="memory:")

    @cached_method
    def _importer(self) -> TrainingDataImporter:
        inside = [
            TrainingDataImporter._importer_from_dict(dict(entry), *self._files)
            for entry in self._inside or [{"name": RasaFileImporter.__name__}]
        ]
        if None in inside:
            raise InvalidConfigException(
                "config.yml: an importer under chatward_rasa.GuardrailsImporter cannot be found."
            )
        return inside[0] if len(inside) == 1 else CombinedDataImporter(inside)

    def _check_policies(self) -> None:
        policies = self.get_config().get("policies")
        names = [str(policy.get("name")) for policy in policies or [] if isinstance(policy, dict)]
        # Without `policies:` Rasa suggests some, RulePolicy among them.
        if policies and not any(name.endswith("RulePolicy") for name in names):
            raise InvalidConfigException(
                "config.yml: refusals are answered by a rule, so `policies:` needs RulePolicy; "
                "or write a story of your own for the block intent."
            )

    @cached_method
    def _options(self) -> Options:
        config = self.get_config()
        if len(config.get("importers") or []) > 1:
            raise InvalidConfigException(
                "config.yml: chatward_rasa.GuardrailsImporter stands alone under `importers:`; "
                "put the others under its own key `importers`. It reads the bot's files itself, "
                "so RasaFileImporter need not be named."
            )
        for line in config.get("pipeline") or []:
            if isinstance(line, dict) and line.get("name") in _LINES:
                own = {key: item for key, item in line.items() if key != "name"}
                return read_options({**default_options(), **own})
        raise InvalidConfigException(
            "config.yml: chatward_rasa.GuardrailsImporter without `- name: "
            "chatward_rasa.Guardrails` at the end of the pipeline would guard nothing."
        )
