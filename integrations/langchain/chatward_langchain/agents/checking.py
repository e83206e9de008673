"""Find what goes round the guard in an agent's list of middleware."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from langchain_core.language_models import BaseChatModel

from chatward import ChatwardError
from chatward_langchain.agents.middleware import GuardMiddleware
from chatward_langchain.models import GuardedModel

T = TypeVar("T", bound=Sequence[Any])


class UnguardedAgent(ChatwardError):  # noqa: N818 (named for what it is)
    """Something in an agent's middleware goes round the guard."""


def assert_guarded(middleware: T, *, warn: bool = False) -> T:
    """Return an agent's list of middleware, if nothing in it goes round the guard.

    Nothing inside an agent can see this for itself, so call it where the agent is made.

    Args:
        middleware: As handed to `create_agent`.
        warn: Warn instead of raising.

    Raises:
        UnguardedAgent: There is no `GuardMiddleware`, or it is not the last one, or another one
            has a model of its own that is not guarded.

    """
    faults = list(_faults(middleware))
    if faults and warn:
        warnings.warn("; ".join(faults), stacklevel=2)
    elif faults:
        raise UnguardedAgent("; ".join(faults))
    return middleware


def _faults(middleware: Sequence[Any]) -> Iterator[str]:
    places = [at for at, each in enumerate(middleware) if isinstance(each, GuardMiddleware)]
    if not places:
        yield "no GuardMiddleware in the list; put one last"
    for each in middleware[places[-1] + 1 :] if places else ():
        yield f"{type(each).__name__} stands after GuardMiddleware; put GuardMiddleware last"
    for each in middleware:
        model = getattr(each, "model", None)
        unguarded = isinstance(model, BaseChatModel) and not isinstance(model, GuardedModel)
        if unguarded or isinstance(model, str):
            yield f"{type(each).__name__} has a model of its own; give it guard_model(...)"
