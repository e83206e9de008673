"""All checks, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from chatward import ChatwardError, Guard
from chatward_rasa.doctor.bot import Bot, read_bot
from chatward_rasa.doctor.channels import check_channels
from chatward_rasa.doctor.guarding import check_hooks, check_policy, policy_of
from chatward_rasa.doctor.model import check_model
from chatward_rasa.doctor.parts import check_parts
from chatward_rasa.doctor.places import check_endpoints
from chatward_rasa.doctor.results import Result, error, ok, warning
from chatward_rasa.doctor.variables import check_variables
from chatward_rasa.doctor.wiring import check_importer, check_line, check_options, check_views
from chatward_rasa.lint.run import lint

Check = Callable[[Bot], Iterable[Result]]

_MOST_KINDS = 5


def examine(folder: Path, environment: Mapping[str, str] | None = None) -> list[Result]:
    """Examine a bot's folder; modules that its files name are imported for it.

    Args:
        folder: Where config.yml is.
        environment: Variables to go by; this process's own by default.

    """
    bot = read_bot(folder, environment)
    return [result for check in CHECKS for result in check(bot)]


def check_files(bot: Bot) -> Iterator[Result]:
    """Check the bot's files for personal data and secrets; tell kinds and numbers."""
    try:
        guard = Guard(policy_of(bot), store="memory:")
    except ChatwardError:
        return  # said already
    try:
        report = lint(bot.folder, guard)
    except ChatwardError as problem:
        yield error("files", str(problem))
        return
    kinds = Counter(hit.kind for hit in report.hits).most_common(_MOST_KINDS)
    if report.broken:
        yield warning("files", f"{len(report.broken)} files cannot be read: `chatward rasa lint`.")
    if kinds:
        told = ", ".join(f"{count} {kind}" for kind, count in kinds)
        yield warning("files", f"the bot's files hold {told}: `chatward rasa lint --fix`.")
    elif not report.broken:
        yield ok("files", f"{report.files} files hold no personal data and no secrets.")


CHECKS: tuple[Check, ...] = (
    check_line,
    check_options,
    check_importer,
    check_views,
    check_policy,
    check_hooks,
    check_model,
    check_endpoints,
    check_channels,
    check_parts,
    check_variables,
    check_files,
)
