"""The cheap checks, whenever a model is loaded: one line in the log, or no bot."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rasa.shared.exceptions import InvalidConfigException

from chatward_rasa.doctor.bot import Bot, read_yaml
from chatward_rasa.doctor.channels import check_roles
from chatward_rasa.doctor.guarding import broken_hooks
from chatward_rasa.doctor.parts import check_parts
from chatward_rasa.doctor.places import check_endpoints
from chatward_rasa.doctor.results import Level, Result, error, warning
from chatward_rasa.doctor.wiring import check_views
from chatward_rasa.options import Options

if TYPE_CHECKING:
    from chatward import Guard

logger = logging.getLogger(__name__)

_SERVING = frozenset({"run", "shell", "interactive", "x"})
_FILES = {
    "endpoints": ("--endpoints", "endpoints.yml"),
    "credentials": ("--credentials", "credentials.yml"),
}


def check_at_start(guard: Guard, options: Options, *, trained_with: str | None) -> None:
    """Log in one line whether the bot is as guarded as it can be seen to be from here.

    Raises:
        InvalidConfigException: Something is wrong, and the options say not to serve then.

    """
    if options.self_check == "off":
        return
    results = [*_of_model(guard, options, trained_with), *_of_files(options)]
    wrong = [each for each in results if each.level is not Level.OK]
    stamp = guard.policy.stamp
    about = f"policy {stamp.name!r}, version {stamp.version}, hash {stamp.hash}"
    if not wrong:
        logger.info("self-check: all well; %s", about)
        return
    told = "; ".join(f"{each.level.value}, {each.check}: {each.says}" for each in wrong)
    logger.warning("self-check: %s; %s", about, told)
    if options.self_check == "refuse" and any(each.is_error for each in wrong):
        raise InvalidConfigException(f"chatward_rasa.Guardrails, self_check: refuse. {told}")


def serving_arguments(arguments: Sequence[str]) -> dict[str, Path] | None:
    """Return where endpoints and credentials of `rasa run` are; None where this is no server."""
    if not arguments or "rasa" not in Path(arguments[0]).parts[-2:]:
        return None
    if len(arguments) < 2 or arguments[1] not in _SERVING:
        return None
    return {name: _value(arguments, *each) for name, each in _FILES.items()}


def _value(arguments: Sequence[str], option: str, default: str) -> Path:
    for place, each in enumerate(arguments):
        if each == option and place + 1 < len(arguments):
            return Path(arguments[place + 1])
        if each.startswith(f"{option}="):
            return Path(each.partition("=")[2])
    return Path(default)


def _of_model(guard: Guard, options: Options, trained_with: str | None) -> Iterator[Result]:
    broken = broken_hooks() if options.hooks else []
    if broken:
        yield error("hooks", f"this Rasa lacks hooks: {', '.join(broken)}.")
    if trained_with not in (None, guard.policy.stamp.hash):
        yield warning("model-policy", "the policy has changed since the model was trained.")
    if guard.policy.mode != "enforce":
        yield warning("policy", f"the policy only watches (mode {guard.policy.mode}).")
    if guard.policy.store.startswith("memory:") and os.environ.get("SANIC_WORKERS", "1") != "1":
        yield warning("store", "several workers, and each has a memory of its own.")


def _of_files(options: Options) -> Iterator[Result]:
    files = serving_arguments(sys.argv)
    if files is None:
        return
    line = {"name": "chatward_rasa.Guardrails", **asdict(options)}
    read = {name: (read_yaml(path) if path.exists() else {}) for name, path in files.items()}
    bot = Bot(
        Path.cwd(), {"pipeline": [line]}, read["endpoints"], read["credentials"], knocks=False
    )
    yield from check_views(bot)
    yield from check_endpoints(bot)
    yield from check_roles(bot)
    yield from check_parts(bot)
