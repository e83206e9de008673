"""A channel that calls a function of the application's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from chatward.errors import PolicyError
from chatward.incidents.message import Message
from chatward.incidents.not_told import NotTold


class CallChannel:
    """Calls ``module:function`` with the message as plain values, in a thread of its own.

    Raises:
        PolicyError: There is no such function.

    """

    def __init__(self, name: str, function: str) -> None:
        self._function = _found(name, function)

    def send(self, message: Message) -> None:
        """Call the function; what it returns is not looked at."""
        try:
            self._function(message.fields())
        except Exception as error:  # noqa: BLE001 (whatever it raises; what it says may hold text)
            msg = f"the function raised {type(error).__name__}"
            raise NotTold(msg) from None


def _found(name: str, written: str) -> Callable[[Mapping[str, Any]], object]:
    place = f"channel {name!r}, function {written!r}"
    module, colon, function = written.partition(":")
    if not (module and colon and function.isidentifier()):
        msg = f"{place}: write it as module:function"
        raise PolicyError(msg)
    try:
        found: object = getattr(import_module(module), function, None)
    except Exception as error:  # noqa: BLE001 (a module may fail in any way while it is loaded)
        msg = f"{place}: the module cannot be imported: {type(error).__name__}"
        raise PolicyError(msg) from None
    if not callable(found):
        msg = f"{place}: the module has no such function"
        raise PolicyError(msg)
    return found
