"""Chatward for Rasa: one line in config.yml, and an importer that completes the domain."""

from __future__ import annotations

try:
    import rasa  # noqa: F401
except ImportError as error:  # pragma: no cover (needs an environment without Rasa)
    msg = "chatward_rasa needs Rasa 3.6 on Python 3.10: pip install 'chatward[rasa]'"
    raise ImportError(msg) from error

from chatward_rasa.component import Guardrails
from chatward_rasa.importer import GuardrailsImporter
from chatward_rasa.plugin import install

# Rasa imports this package when it reads config.yml, before it builds the graph, and again when
# it loads a model: that is how one line of configuration reaches the hooks.
install()

__all__ = ["Guardrails", "GuardrailsImporter"]
