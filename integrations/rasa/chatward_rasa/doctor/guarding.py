"""The policy file, what it remembers and where, and Rasa's hooks."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from rasa.plugin import plugin_manager

from chatward import ChatwardError
from chatward.memory.keys import keyring_from_environment
from chatward.policy.file import load_policy, load_profile
from chatward.policy.model import Policy
from chatward_rasa.doctor.bot import Bot
from chatward_rasa.doctor.results import Result, error, ok, warning

MADE_FOR = "3.6.21"
HOOKS = {
    "modify_default_recipe_graph_predict_nodes": ("predict_nodes",),
    "get_anonymization_pipeline": (),
    "prefix_stripping_for_custom_actions": ("json_body",),
    "prefixing_custom_actions_response": ("json_body", "response"),
}

_SECONDS = 2.0
_PORTS = {"redis": 6379, "rediss": 6379}


def check_policy(bot: Bot) -> Iterator[Result]:
    """Check that the policy can be read, and that it does something."""
    try:
        policy = policy_of(bot)
    except ChatwardError as problem:
        yield error("policy", " ".join(str(problem).split()))
        return
    stamp = policy.stamp
    if policy.mode != "enforce":
        yield warning("policy", f"policy {stamp.name!r} only watches (mode {policy.mode}).")
    else:
        yield ok("policy", f"policy {stamp.name!r}, version {stamp.version}, is enforced.")
    yield from check_store(policy, bot)


def policy_of(bot: Bot) -> Policy:
    """Return the bot's policy.

    Raises:
        PolicyError: It cannot be used.

    """
    path = bot.policy_path
    return load_profile("balanced") if path is None else load_policy(path)


def check_store(policy: Policy, bot: Bot) -> Iterator[Result]:
    """Check what the policy remembers, and whether all workers can reach it."""
    workers = bot.environment.get("SANIC_WORKERS", "1")
    url = policy.store
    if url.startswith("memory:"):
        if workers != "1":
            yield warning(
                "store",
                f"SANIC_WORKERS={workers}, and each worker has a memory of its own: name a "
                "`memory: {store: ...}` in the policy file.",
            )
        else:
            yield ok("store", "placeholders live in this process and end with it.")
        return
    yield from _check_key(bot)
    problem = _unreachable(url, bot.folder)
    if problem:
        yield error("store", f"the policy's store cannot be reached: {problem}.")
    else:
        yield ok("store", "the policy's store can be reached.")


def check_hooks(bot: Bot) -> Iterator[Result]:
    """Check that Rasa has the hooks that the adapter hangs on."""
    if bot.option("hooks", default=True) is False:
        return
    broken = broken_hooks()
    installed = version("rasa")
    if broken:
        yield error(
            "hooks",
            f"Rasa {installed} lacks hooks ({', '.join(broken)}): use Rasa {MADE_FOR}.",
        )
    elif installed != MADE_FOR:
        yield warning("hooks", f"this is Rasa {installed}; Chatward is made for {MADE_FOR}.")
    else:
        yield ok("hooks", f"Rasa {installed} has the hooks, with the arguments they should have.")


def broken_hooks() -> list[str]:
    """Return which of Rasa's hooks are missing, or are called with other arguments."""
    hooks = plugin_manager().hook
    specs = {name: getattr(getattr(hooks, name, None), "spec", None) for name in HOOKS}
    return [
        name
        for name, spec in specs.items()
        if spec is None or not set(HOOKS[name]) <= set(spec.argnames)
    ]


def _check_key(bot: Bot) -> Iterator[Result]:
    written = bot.environment.get("CHATWARD_MASTER_KEY")
    if not written:
        yield error(
            "master-key",
            "the policy names a store, and CHATWARD_MASTER_KEY is not set here: set it wherever "
            "the bot runs.",
        )
        return
    try:
        keyring_from_environment()
    except ChatwardError as problem:
        yield error("master-key", " ".join(str(problem).split()))
    else:
        yield ok("master-key", "CHATWARD_MASTER_KEY can be used.")


def _unreachable(url: str, folder: Path) -> str:
    """Return why a store cannot be reached; empty where it can. Never names passwords."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = folder / url.partition("///")[2]
        return "" if path.parent.is_dir() else "its folder does not exist"
    host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
    if host is None or port is None:
        return ""
    return "" if answers(host, port) else f"{host}:{port} does not answer"


def answers(host: str, port: int) -> bool:
    """Tell whether somebody listens there."""
    try:
        with socket.create_connection((host, port), timeout=_SECONDS):
            return True
    except OSError:
        return False
