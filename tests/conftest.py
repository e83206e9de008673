"""What every suite shares: which tests can run here, and how hard hypothesis tries."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from hypothesis import settings

_HERE = Path(__file__).parent

# The two frameworks cannot be installed together, so a plain `pytest` runs what fits where it is.
# `make test` names the suites one by one: one that is ignored there has no tests and so fails.
_NEEDS = {
    "browser": "playwright",
    "langchain": "langchain_core",
    "packaging": "hatchling",
    "rasa": "rasa",
}
collect_ignore = [
    str(_HERE / folder) for folder, module in _NEEDS.items() if find_spec(module) is None
]

# Nothing under test may report home.
os.environ.setdefault("LANGSMITH_TRACING", "false")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

# A shared machine can make any single example slow, so time is no reason to fail. CI tries the
# same examples every time, so that a red run is about the change; developers look for new ones.
_in_ci = bool(os.environ.get("CI"))
settings.register_profile("default", deadline=None, derandomize=_in_ci)
settings.register_profile("quick", settings.get_profile("default"), max_examples=20)
settings.load_profile("default")
