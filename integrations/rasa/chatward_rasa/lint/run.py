"""Lint a folder: look at every file of the bot, and fix what is asked to be fixed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from chatward import Guard
from chatward_rasa.lint.allowed import FILE, Allowed, LintError, read_allowed, written
from chatward_rasa.lint.files import BotFile, NotYaml, bot_files, read_bot_file
from chatward_rasa.lint.fixing import StandIns, fixed, write_atomically
from chatward_rasa.lint.looking import Found, look_at
from chatward_rasa.lint.repeats import with_repeats


@dataclass(frozen=True)
class Hit:
    """A finding as it is told: where and what, never the value."""

    file: str
    line: int
    column: int
    kind: str
    fixed: bool = False


@dataclass
class Report:
    """What linting a folder came to.

    Attributes:
        hits: What was found, in the order of files and lines.
        broken: Sentences about files that could not be read.
        files: How many files were looked at.
        variables: Variables of the environment that the settings now ask for.

    """

    hits: list[Hit] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    files: int = 0
    variables: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many findings are still in the files."""
        return sum(not hit.fixed for hit in self.hits)


def lint(folder: Path, guard: Guard, *, fix: bool = False, locale: str = "en_US") -> Report:
    """Look at every file of a bot; with `fix`, replace what was found.

    Raises:
        LintError: There is no such folder, or its `.chatward-lint.yml` cannot be used.
        RedactorError: Faker is not installed, or does not know the locale.

    """
    if not folder.is_dir():
        raise LintError(f"{folder}: is no folder")
    allowed = read_allowed(folder)
    report = Report()
    files = _read(folder, report)
    found = with_repeats([(file, look_at(file, guard, allowed)) for file in files], allowed)
    if not fix:
        for file, each in found:
            report.hits += [_hit(file, one) for one in each]
        return report
    stand_ins = StandIns(locale, {one.value for _, each in found for one in each})
    for file, each in found:
        if each:
            _fix(file, each, stand_ins, guard, allowed, report)
    if allowed.added:
        write_atomically(folder / FILE, written(allowed))
    return report


def _read(folder: Path, report: Report) -> list[BotFile]:
    files = []
    for path in bot_files(folder):
        try:
            file = read_bot_file(path, folder)
        except NotYaml as error:
            report.broken.append(str(error))
            continue
        if file is not None:
            files.append(file)
    report.files = len(files)
    return files


def _fix(
    file: BotFile,
    found: list[Found],
    stand_ins: StandIns,
    guard: Guard,
    allowed: Allowed,
    report: Report,
) -> None:
    new, left = fixed(file, found, stand_ins)
    if new is not file:
        _allow_surrogates(new, guard, allowed, stand_ins)
        write_atomically(file.path, new.text)
        now = {name for name in stand_ins.names if f"${{{name}}}" in new.text}
        report.variables = sorted({*report.variables, *now})
    report.hits += [_hit(file, one, fixed=one not in left) for one in found]


def _allow_surrogates(file: BotFile, guard: Guard, allowed: Allowed, stand_ins: StandIns) -> None:
    """Write down the surrogates that the next look would take for real values."""
    for one in look_at(file, guard, allowed):
        if stand_ins.wrote(one.value):
            allowed.add(one.value)


def _hit(file: BotFile, one: Found, *, fixed: bool = False) -> Hit:
    return Hit(file.name, one.line, one.column, one.kind, fixed)
