"""Chatward for LangChain: guarded chat models, runnables for chains, and a callback.

Names are loaded on first use, so importing this package costs nothing and works without
langchain-core; using a name without it says what to install.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chatward_langchain.agents import GuardMiddleware, assert_guarded
    from chatward_langchain.callbacks import GuardCallback
    from chatward_langchain.documents import GuardDocumentTransformer
    from chatward_langchain.edge import GuardedRunnable
    from chatward_langchain.embeddings import guard_embeddings
    from chatward_langchain.failures import ModelFailed, ToolFailed
    from chatward_langchain.histories import GuardedChatMessageHistory
    from chatward_langchain.models import guard_model
    from chatward_langchain.retrievers import guard_retriever
    from chatward_langchain.runnables import GuardInput, GuardOutput
    from chatward_langchain.tools import guard_tool
    from chatward_langchain.traces import langsmith_anonymizer, mask_json
    from chatward_langchain.traces_langsmith import langsmith_client
    from chatward_langchain.tracing_otel import guard_exporter
    from chatward_langchain.traffic import TrafficCallback

__all__ = [
    "GuardCallback",
    "GuardDocumentTransformer",
    "GuardInput",
    "GuardMiddleware",
    "GuardOutput",
    "GuardedChatMessageHistory",
    "GuardedRunnable",
    "ModelFailed",
    "ToolFailed",
    "TrafficCallback",
    "assert_guarded",
    "guard_embeddings",
    "guard_exporter",
    "guard_model",
    "guard_retriever",
    "guard_tool",
    "langsmith_anonymizer",
    "langsmith_client",
    "mask_json",
]

_HOMES = {
    "GuardCallback": "callbacks",
    "GuardDocumentTransformer": "documents",
    "GuardInput": "runnables",
    "GuardMiddleware": "agents",
    "GuardOutput": "runnables",
    "GuardedChatMessageHistory": "histories",
    "GuardedRunnable": "edge",
    "ModelFailed": "failures",
    "ToolFailed": "failures",
    "TrafficCallback": "traffic",
    "assert_guarded": "agents",
    "guard_embeddings": "embeddings",
    "guard_exporter": "tracing_otel",
    "guard_model": "models",
    "guard_retriever": "retrievers",
    "guard_tool": "tools",
    "langsmith_anonymizer": "traces",
    "langsmith_client": "traces_langsmith",
    "mask_json": "traces",
}

_BRINGS = {
    "langchain_core": ("langchain-core", '"chatward[langchain]"'),
    "opentelemetry": ("opentelemetry-sdk", "opentelemetry-sdk"),
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        home = import_module(f"{__name__}.{_HOMES[name]}")
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _BRINGS:
            raise
        needed, install = _BRINGS[missing]
        raise ImportError(
            f"{name} needs {needed}, which is not installed; run: pip install {install}"
        ) from error
    return getattr(home, name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
