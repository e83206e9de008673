"""What the shape of a value says: a piece of code, a place, or something made by a machine."""

from __future__ import annotations

import re

from chatward.detectors.secrets.entropy import looks_random

_CALL_OR_INDEX = re.compile(r"^([A-Za-z_$][\w$.:>-]{1,60})[(\[]")
_CHAIN = re.compile(r"^[A-Za-z_$]\w*(?:(?:\.|->|::|\?\.)[A-Za-z_]\w*)+$")
_NAME = re.compile(r"^[A-Za-z_]+\d?$")
_SNAKE_CASE = re.compile(r"^[a-z]+(?:_[a-z]+)+$")
_PART_OF_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_WORDS_OF_CODE = (
    "pass passwd passwords password pwd pw secret token key user username name input field value "
    "data get set text hash hashed env arg args param params config conf settings self this cred "
    "creds credentials option options opts str string bytes type model form request req response "
    "var val variable file path id auth login session account new old raw plain default "
    "generate make create read load fetch prompt parse decode encode encrypt decrypt split join "
    "host label final class base private public types sync async client server win api enum "
    "identity utils util lib test header headers context key keys value values name names"
)
_CODE = frozenset(_WORDS_OF_CODE.split())
_PLACE = re.compile(
    r"^(?:/|\.{1,2}/|~/|[A-Za-z]:\\|\\\\)[\w .~-]*[/\\]|^[a-z][a-z+]{1,15}://|^(?:\.{0,2}/)[\w.-]+$"
)
_FILE = re.compile(
    r"(?i)\.(?:txt|ya?ml|json|toml|py|pem|key|crt|cer|p12|pfx|jks|env|ini|cfg|conf|xml|js|ts|tsx|"
    r"go|rs|java|kt|rb|cs|md|rst|html?|php|sh|db|kdbx|log|csv|pdf|docx?)$"
)
_MAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
_UUID = re.compile(r"(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_RUN = re.compile(r"[A-Za-z0-9]{8,}")
_TWO_TURNS = re.compile(r"[0-9][A-Za-z]+[0-9]|[A-Za-z][0-9]+[A-Za-z]")
_LICENCE = re.compile(r"^[A-Z0-9]{4,8}(?:-[A-Z0-9]{4,8}){2,7}$")

_MIN_LETTERS = 16
_WORD_CHARS = 3.2
_NAME_CHARS = 2.8
_BITS = 2.5


def is_code(value: str) -> bool:
    """Tell whether an unquoted value is a piece of code: a call, a name, an attribute."""
    called = _CALL_OR_INDEX.match(value)
    if called:
        return _reads_as_words(called.group(1))
    parts = _PART_OF_NAME.findall(value)
    if _CHAIN.match(value):
        return value.replace(".", "").isalpha() or _speaks_of_code(parts)
    if _SNAKE_CASE.match(value):
        return True
    if not _NAME.match(value) or not parts or len(value) / len(parts) < _WORD_CHARS:
        return False
    return _speaks_of_code(parts)


def _reads_as_words(name: str) -> bool:
    """Tell whether the letters of a name stand in words and not one by one."""
    parts = _PART_OF_NAME.findall(name)
    return bool(parts) and sum(map(len, parts)) / len(parts) >= _NAME_CHARS


def _speaks_of_code(parts: list[str]) -> bool:
    return any(part.lower() in _CODE for part in parts)


def is_place(value: str) -> bool:
    """Tell whether a value names a file, an address or a mailbox.

    Base64 may look like a path; names of folders are shorter than its runs.
    """
    if _PLACE.match(value):
        return "://" in value or not any(
            len(run) >= _MIN_LETTERS and _is_opaque_run(run) for run in _RUN.findall(value)
        )
    return bool(_FILE.search(value) or _MAIL.match(value))


def is_opaque(value: str) -> bool:
    """Tell whether a value looks made by a machine: a key, a token, a UUID."""
    if _UUID.match(value) or _is_licence(value):
        return True
    if not any(_is_opaque_run(run) for run in _RUN.findall(value)):
        return False
    return looks_random(value, bits=_BITS) and not _is_dotted_name(value)


def _is_dotted_name(value: str) -> bool:
    """Tell whether it is a name of code with numbers in it: ``base64.b64encode``."""
    return _reads_as_words(value) and _speaks_of_code(_PART_OF_NAME.findall(value))


def _is_licence(value: str) -> bool:
    """Tell whether it is groups of capitals and digits, all of one length."""
    return _LICENCE.match(value) is not None and len({len(g) for g in value.split("-")}) == 1


def _is_opaque_run(run: str) -> bool:
    """Letters and digits that take turns, or letters that make no words."""
    if run.isdigit():
        return False
    if _TWO_TURNS.search(run):
        return True
    if len(run) < _MIN_LETTERS or run.islower() or run.isupper():
        return False
    words = _PART_OF_NAME.findall(run)
    return len(run) / len(words) < _WORD_CHARS
