"""Put surrogates in place of what was found, and nothing else on any line."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chatward.kinds import to_presidio
from chatward.memory.keys import keyring_from_environment
from chatward.redactors.surrogates import make_surrogate
from chatward_rasa.lint.annotated import annotations_in
from chatward_rasa.lint.files import BotFile, NotYaml, parse_bot_file
from chatward_rasa.lint.looking import Found
from chatward_rasa.lint.pieces import paths_of

_ATTEMPTS = 200
_PLAIN = re.compile(r"(?!.*(?::\s|\s#))[^\s\"'\[\]{}&*!|>%@`,#?:-][^\r\n]*")


Edit = tuple[int, int, str]
"""Where something is replaced, and by what."""


@dataclass
class StandIns:
    """Gives each value one surrogate, the same in all files.

    Attributes:
        locale: A locale of Faker: whose names, and whose telephone numbers.
        taken: Values that are in the files already, which no surrogate may equal.
        names: Variables of the environment that secrets were replaced by, and those.

    """

    locale: str = "en_US"
    taken: set[str] = field(default_factory=set, repr=False)
    names: dict[str, str] = field(default_factory=dict, repr=False)
    _made: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    # Under a key: who knows a plain digest's value list can try telephone numbers one by one.
    _key: bytes = field(
        default_factory=lambda: keyring_from_environment().subkey("rasa-lint"), repr=False
    )

    def of(self, one: Found) -> str:
        """Return what stands in for a value; a marker where its kind has no surrogates."""
        known = self._made.get((one.kind, one.value))
        if known is None:
            known = self._made[one.kind, one.value] = self._make(one)
            self.taken.add(known)
        return known

    def wrote(self, value: str) -> bool:
        """Tell whether a value is, or lies within, a surrogate that was written."""
        return any(value in made for made in self._made.values())

    def variable(self, one: Found) -> str:
        """Return the variable of the environment for a secret in settings, such as SLACK_TOKEN."""
        steps = [step for step in one.piece.path if not step.isdigit()]
        last = steps[-1:] if steps[:1] == steps[-1:] else steps[-2:]
        if len(last) == 2 and re.split(r"\W|_", last[1])[0].lower() == last[0].lower():
            last = last[1:]
        stem = name = re.sub(r"\W+", "_", "_".join(last)).strip("_").upper()
        number = 1
        while self.names.setdefault(name, one.value) != one.value:
            number += 1
            name = f"{stem}_{number}"
        return f"${{{name}}}"

    def _make(self, one: Found) -> str:
        marker = f"<{to_presidio(one.kind)}>"
        if one.is_secret:
            return marker
        spelled = re.sub(r"[\W_]+", "", one.value).casefold()
        seed = self._key + f"{one.kind}\0{spelled}".encode()
        for attempt in range(_ATTEMPTS):
            made = make_surrogate(
                one.kind, one.value, seed=seed, attempt=attempt, locale=self.locale
            )
            if made is None:
                return marker
            if made not in self.taken:
                return made
        return marker


def fixed(
    file: BotFile, found: Sequence[Found], stand_ins: StandIns
) -> tuple[BotFile, list[Found]]:
    """Return a file with its values replaced, and what could not be.

    A value whose replacement would change the structure of the file stays as it is.
    """
    edits = [(one, _edit(one, file, stand_ins)) for one in found]
    whole = _with(file, [edit for _, edit in edits if edit is not None])
    if whole is not None:
        return whole, [one for one, edit in edits if edit is None]
    # One of them would break it: one after the other, from the end, so that offsets stay.
    left = []
    for one, edit in reversed(edits):
        new = _with(file, [edit]) if edit is not None else None
        if new is None:
            left.append(one)
        else:
            file = new
    return file, left


def _with(file: BotFile, edits: Sequence[Edit]) -> BotFile | None:
    """Return a file with places replaced; None where it would not say the same any more."""
    try:
        new = parse_bot_file(file.path, file.name, _spliced(file.text, edits))
    except NotYaml:
        return None
    if new is None or paths_of(new) != paths_of(file) or _annotations(new) != _annotations(file):
        return None
    return new


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that it is either the old or the new one at any time."""
    goal = path.resolve()
    handle, name = tempfile.mkstemp(dir=goal.parent, prefix=f".{goal.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if goal.exists():
            shutil.copymode(goal, name)
        Path(name).replace(goal)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _edit(one: Found, file: BotFile, stand_ins: StandIns) -> Edit | None:
    if not one.whole:
        return None
    style = one.piece.style
    if one.is_secret and file.settings and style != "#":
        return _to_variable(one, file, stand_ins)
    made = stand_ins.of(one)
    if style == "'":
        made = made.replace("'", "''")
    elif style == '"':
        made = made.replace("\\", "\\\\").replace('"', '\\"')
    elif style == "#":
        made = made.replace("\n", " ")
    return one.begin, one.end, made


def _to_variable(one: Found, file: BotFile, stand_ins: StandIns) -> Edit | None:
    """Replace a secret by a variable; Rasa reads variables only where there are no quotes."""
    begin, end = one.piece.scalar
    inside = (one.begin - begin, one.end - begin)
    raw = file.text[begin:end]
    if one.piece.style in ("|", ">"):
        return None
    variable = stand_ins.variable(one)
    new = raw[: inside[0]] + variable + raw[inside[1] :]
    if one.piece.style:
        new = new[1:-1]
    if new != variable and not _PLAIN.fullmatch(new):
        return None
    return begin, end, new


def _spliced(text: str, edits: Sequence[Edit]) -> str:
    parts, done = [], 0
    for begin, end, new in sorted(edits):
        if begin < done:
            continue  # a value with two secrets is replaced by one variable
        parts += [text[done:begin], new]
        done = end
    return "".join([*parts, text[done:]])


def _annotations(file: BotFile) -> list[list[str]]:
    return [annotations_in(line) for line in file.text.split("\n")] if file.annotated else []
