"""Variables of the environment in endpoints.yml and credentials.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from chatward_rasa.doctor.bot import Bot
from chatward_rasa.doctor.results import Result, error, ok, warning

_FILES = ("endpoints.yml", "credentials.yml")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


def check_variables(bot: Bot) -> Iterator[Result]:
    """Check that Rasa can read them: it does so without quotes only, and if they are set."""
    missing: set[str] = set()
    seen = 0
    for name in _FILES:
        try:
            text = (bot.folder / name).read_text(encoding="utf-8")
            tokens = [each for each in yaml.scan(text) if isinstance(each, yaml.ScalarToken)]
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            continue
        for token in tokens:
            names = _VARIABLE.findall(str(token.value))
            seen += len(names)
            missing |= {each for each in names if each not in bot.environment}
            if names and token.style in ("'", '"'):
                yield error(
                    "variables",
                    f"{name}, line {token.start_mark.line + 1}: Rasa reads ${{{names[0]}}} only "
                    "where no quotes stand round it; as it is, it is the value itself.",
                )
    if missing:
        told = ", ".join(sorted(missing))
        yield warning("variables", f"not set here: {told}; Rasa does not start without them.")
    elif seen:
        yield ok("variables", "the variables that endpoints and credentials name are set.")
