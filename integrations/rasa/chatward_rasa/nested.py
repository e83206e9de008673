"""Stores and brokers that stand inside ours in endpoints.yml, built as Rasa builds them.

Rasa replaces a class that it cannot find by one that keeps nothing, or that keeps everything in
memory, and goes on. Inside ours that is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.utils.common import class_from_module_path
from rasa.utils.endpoints import EndpointConfig

from chatward_rasa.guards import shared_guard

if TYPE_CHECKING:
    from chatward import Guard


def nested_config(block: Any, where: str, known: Iterable[str]) -> EndpointConfig:
    """Return the configuration of what stands inside.

    Args:
        block: What stands in the file.
        where: Where it stands, for messages.
        known: What Rasa has names for, in lower case; everything else is the path of a class.

    Raises:
        InvalidConfigException: It names no class that can be found.

    """
    if not isinstance(block, dict) or not isinstance(block.get("type"), str):
        msg = f"{where}: holds the original block with its 'type', such as {{type: SQL, ...}}."
        raise InvalidConfigException(msg)
    kind = block["type"]
    if kind.lower() not in known:
        try:
            class_from_module_path(kind)
        except Exception as error:  # noqa: BLE001 (a module may fail in any way)
            msg = (
                f"{where}, type: {kind!r} is neither a name of Rasa's ({', '.join(known)}) nor "
                f"the path of a class that can be imported ({type(error).__name__})."
            )
            raise InvalidConfigException(msg) from None
    return EndpointConfig.from_dict(block)


def guard_of(policy: Any, where: str) -> Guard:
    """Return the guard for a policy file, the same one that the Guardrails line names.

    Raises:
        InvalidConfigException: The file cannot be used.

    """
    from chatward import ChatwardError  # noqa: PLC0415 (see guards.py)

    if not isinstance(policy, (str, type(None))):
        raise InvalidConfigException(f"{where}: 'policy' is the path of a policy file.")
    try:
        return shared_guard(policy)
    except ChatwardError as error:
        raise InvalidConfigException(f"{where}, policy: {error}") from None


def refuse_unknown(names: Iterable[str], known: Iterable[str], where: str) -> None:
    """Refuse options that do nothing.

    Raises:
        InvalidConfigException: There is one.

    """
    from chatward.errors import nearest  # noqa: PLC0415 (as above)

    known = tuple(known)
    for name in names:
        hint = nearest(name, known)
        msg = f"{where}: {name!r} is not an option.{hint} Options: {', '.join(known)}."
        raise InvalidConfigException(msg)


@contextmanager
def loudly(where: str) -> Iterator[None]:
    """Turn the errors that Rasa takes for "not found" into ones that it does not.

    Raises:
        InvalidConfigException: An AttributeError, ImportError or TypeError was raised.

    """
    try:
        yield
    except (AttributeError, ImportError, TypeError) as error:
        msg = f"{where}: it could not be built ({type(error).__name__}: {error})."
        raise InvalidConfigException(msg) from error
