"""Chatward for LangChain: guarded chat models, runnables for chains, and a callback.

Names are loaded on first use, so importing this package costs nothing and works without
langchain-core; using a name without it says what to install.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatward_langchain.callbacks import GuardCallback
    from chatward_langchain.failures import ModelFailed
    from chatward_langchain.models import guard_model
    from chatward_langchain.runnables import GuardInput, GuardOutput

__all__ = ["GuardCallback", "GuardInput", "GuardOutput", "ModelFailed", "guard_model"]

_HOMES = {
    "GuardCallback": "callbacks",
    "GuardInput": "runnables",
    "GuardOutput": "runnables",
    "ModelFailed": "failures",
    "guard_model": "models",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        home = import_module(f"{__name__}.{_HOMES[name]}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "langchain_core":
            raise
        raise ImportError(
            f"{name} needs langchain-core, which is not installed; "
            'run: pip install "chatward[langchain]"'
        ) from error
    return getattr(home, name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
