"""The guard for agents made by langchain's `create_agent`. Importing this package costs nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatward_langchain.agents.checking import UnguardedAgent, assert_guarded
    from chatward_langchain.agents.middleware import GuardMiddleware

__all__ = ["GuardMiddleware", "UnguardedAgent", "assert_guarded"]

_HOMES = {
    "GuardMiddleware": "middleware",
    "UnguardedAgent": "checking",
    "assert_guarded": "checking",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        home = import_module(f"{__name__}.{_HOMES[name]}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"langchain", "langgraph"}:
            raise
        raise ImportError(
            f"{name} needs langchain and langgraph, which are not installed; "
            'run: pip install "chatward[agents]"'
        ) from error
    return getattr(home, name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
