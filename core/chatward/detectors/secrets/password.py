"""Passwords said in plain sentences or written as an assignment.

"my password is ..." in several languages, and ``password: ...``; the finding is the password
alone. What is clearly no password ("is wrong", "is required") is clean.
"""

from __future__ import annotations

from chatward.detectors.secrets.entropy import is_fill_in
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "password"
FAMILY = SECRET

CAUGHT = (
    "my password is Sommer2026!",
    "password: hunter2x",
    "DB_PASSWORD='9fQw-7ZxT'",
    "Mein Passwort lautet Pferd7Korrekt",
    "mi contraseña es Verano_2026",
    "mon mot de passe est Cheval9Correct",
)
CLEAN = (
    "my password is wrong",
    "the password is required",
    "password: ********",
    "password=<password>",
    "I forgot my password and cannot log in",
    "the password must be 12 characters",
)

_NOUN = (
    r"(?:pass\s?word|passwort|kennwort|passphrase|pwd|contrase[nñ]a|clave\s{1,2}secreta|"
    r"mot\s{1,2}de\s{1,2}passe|senha|wachtwoord|has[lł]o|parola(?:\s{1,2}d'ordine)?|l[öo]senord)"
)
_VERB = r"(?:is|was|to|lautet|ist|es|est|é|e'|è|is:|jest|är)"


def _is_password(candidate: str) -> bool:
    """A word of letters alone is prose ("is wrong"); a password has a digit or a symbol in it."""
    value = candidate.strip("\"'`.,;:!?()")
    if is_fill_in(value) or len(value) < 4:
        return False
    return any(not char.isalpha() for char in value) and any(char.isalnum() for char in value)


PATTERNS = (
    Pattern(
        KIND,
        rf"(?<![A-Za-z]){_NOUN}\s{{1,3}}(?:(?:for|für|para|pour)\s[^\s,.;:]{{1,30}}\s{{1,3}})?{_VERB}"
        r"\s{1,3}[\"'`]?(?P<value>[^\s\"'`,;<>]{4,64})",
        ignore_case=True,
        unicode=True,
        lead=_NOUN,
        score=0.85,
        validate=_is_password,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z]){_NOUN}[\"'`]?\s{{0,3}}[:=]{{1,2}}\s{{0,3}}[\"'`]?"
        r"(?P<value>[^\s\"'`,;<>]{4,64})",
        ignore_case=True,
        unicode=True,
        lead=_NOUN,
        score=0.85,
        validate=_is_password,
    ),
)
