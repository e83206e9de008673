"""What a guarded app says about itself: what the app inside says."""

from __future__ import annotations

from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.graph import Graph
from langchain_core.runnables.utils import ConfigurableFieldSpec

from chatward_langchain.runnables import Step


class Described(Step):
    """A step that takes and returns what another runnable does."""

    _app: Runnable[Any, Any]

    @property
    def app(self) -> Runnable[Any, Any]:
        """The app without the guard; its state holds placeholders."""
        return self._app

    @property
    def InputType(self) -> Any:  # noqa: N802 (LangChain's name)
        """What the app takes."""
        return self._app.InputType

    @property
    def OutputType(self) -> Any:  # noqa: N802 (LangChain's name)
        """What the app returns."""
        return self._app.OutputType

    @property
    def config_specs(self) -> list[ConfigurableFieldSpec]:
        """What of the app can be configured."""
        return self._app.config_specs

    def get_input_schema(self, config: RunnableConfig | None = None) -> Any:
        """Return the schema of what the app takes."""
        return self._app.get_input_schema(config)

    def get_output_schema(self, config: RunnableConfig | None = None) -> Any:
        """Return the schema of what the app returns."""
        return self._app.get_output_schema(config)

    def get_graph(self, config: RunnableConfig | None = None) -> Graph:
        """Return the app's graph."""
        return self._app.get_graph(config)

    def with_retry(self, **kwargs: Any) -> Runnable[Any, Any]:
        """Retry inside the guard: outside, the retry's own run would show what was handed in."""
        return self._around(self._app.with_retry(**kwargs))

    def with_fallbacks(self, *args: Any, **kwargs: Any) -> Any:
        """Fall back inside the guard, so that it guards the fallbacks as well."""
        return self._around(self._app.with_fallbacks(*args, **kwargs))

    def _around(self, app: Runnable[Any, Any]) -> Runnable[Any, Any]:
        new = type(self).__new__(type(self))
        vars(new).update({**vars(self), "_app": app})
        return new
