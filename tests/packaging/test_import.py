"""What `import chatward` costs, brings along and offers."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys

import pytest

# A name is added here on purpose or not at all: users build on it.
PUBLIC = {
    "Action",
    "AuditError",
    "ChatwardError",
    "Conversation",
    "Decision",
    "DetectorError",
    "Door",
    "Edit",
    "Finding",
    "GrantError",
    "Guard",
    "GuardBlocked",
    "Keyring",
    "KeyringError",
    "ModelError",
    "Origin",
    "Passage",
    "PassageError",
    "Policy",
    "PolicyError",
    "PolicyStamp",
    "RedactorError",
    "StoreError",
    "StreamClosed",
    "issue_canary",
    "load_policy",
    "load_profile",
}
# Each belongs to a framework, or takes long to load: presidio_anonymizer pulls in the whole
# analyzer, and with it spaCy, where that is installed.
HEAVY = {
    "langchain",
    "langchain_core",
    "langgraph",
    "numpy",
    "presidio_analyzer",
    "presidio_anonymizer",
    "pydantic",
    "rasa",
    "spacy",
    "typer",
}
# Rooms of our own that wait until somebody needs them; `benchmarks/bench_start.py` takes the time.
LATER = {
    "chatward.classifier.model",
    "chatward.cli",
    "chatward.detectors.builtin",
    "chatward.memory.stores.redis",
    "chatward.memory.stores.sqlite",
    "chatward.redactors.surrogates",
    "chatward.releasing",
    "chatward.restorer",
    "chatward.review",
}
MOST_MODULES = 132
LOADED = "import json, sys, chatward; print(json.dumps(sorted(sys.modules)))"


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that `import chatward` loads in a new interpreter."""
    ran = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True)
    return set(json.loads(ran.stdout))


def test_importing_the_core_loads_no_framework_and_nothing_slow(loaded):
    assert "chatward" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY


def test_importing_the_core_loads_no_more_of_it_than_it_needs(loaded):
    assert {"cryptography", "sqlite3"}.isdisjoint(loaded)
    assert LATER.isdisjoint(loaded)
    assert sum(name.startswith("chatward") for name in loaded) <= MOST_MODULES


def test_the_public_names_are_a_deliberate_list():
    chatward = importlib.import_module("chatward")
    assert set(chatward.__all__) == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_is_there_and_described(name):
    chatward = importlib.import_module("chatward")
    assert getattr(chatward, name).__doc__


def _modules_in(room):
    paths = getattr(importlib.import_module(room), "__path__", [])
    return [module.name for module in pkgutil.walk_packages(paths, f"{room}.")]


def test_every_module_of_the_core_imports_without_a_framework():
    chatward = importlib.import_module("chatward")
    # Judges have dependencies of their own and are imported by name only.
    apart = ("chatward.__main__", "chatward.judges")
    found = pkgutil.iter_modules(chatward.__path__, "chatward.")
    rooms = [room.name for room in found if room.name not in apart]
    names = [n for room in rooms for n in (room, *_modules_in(room))]
    code = f"import sys; [__import__(n) for n in {names!r}]"
    code += "; print([n for n in ('langchain_core', 'rasa', 'pydantic') if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "[]"
