"""A model of the user's own, named on the command line as ``module:function``."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, cast

import typer

from chatward.prompts.trying import Model


@contextmanager
def own_modules() -> Generator[None]:
    """Look for modules in the folder that the command is run in, too."""
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        yield
    finally:
        with suppress(ValueError):  # the module may have changed the path, too
            sys.path.remove(here)


def model_named(written: str) -> Model:
    """Return the function that answers.

    Raises:
        BadParameter: There is none of this name.

    """
    module_name, _, name = written.partition(":")
    if not module_name or not name:
        _refuse("write MODULE:FUNCTION, such as my_bot:answer")
    try:
        module = importlib.import_module(module_name)
    except (Exception, SystemExit) as error:  # noqa: BLE001 (it may raise anything, or exit)
        _refuse(f"module {module_name!r} cannot be imported: {type(error).__name__}")
    found: object = getattr(module, name, None)
    if not callable(found):
        _refuse(f"module {module_name!r} has no function {name!r}")
    if inspect.iscoroutinefunction(found):
        _refuse(f"{name!r} is asynchronous; wrap it in a function that runs it")
    return cast("Model", found)


def _refuse(problem: str) -> NoReturn:
    raise typer.BadParameter(problem, param_hint="--model")
