"""The check digits in tokens of GitHub, npm, Packagist and Grafana: a CRC-32, written four ways.

Sources: GitHub blog, "Behind GitHub's new authentication token formats" (2021), of npm the same;
Private Packagist documentation, "Token format"; Grafana, pkg/components/satokengen.
"""

from __future__ import annotations

import string
import zlib

CHECK_DIGITS = 6
_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def check_digits(random_part: str) -> str:
    """Return the six base-62 digits that belong after the random part of a GitHub token."""
    rest = zlib.crc32(random_part.encode())
    written = ""
    for _ in range(CHECK_DIGITS):
        rest, digit = divmod(rest, len(_BASE62))
        written = _BASE62[digit] + written
    return written


def has_check_digits(token: str) -> bool:
    """Tell whether a token of GitHub or npm has the right ones."""
    body = token.rpartition("_")[2]
    return check_digits(body[:-CHECK_DIGITS]) == body[-CHECK_DIGITS:]


def has_check_bytes(token: str) -> bool:
    """Tell whether the last eight hexadecimal digits of a Packagist token are right."""
    return f"{zlib.crc32(token[:-8].encode()):08x}" == token[-8:]


def has_check_word(token: str) -> bool:
    """Tell whether what follows the last underscore of a Grafana token is right."""
    rest, _, check = token.rpartition("_")
    return zlib.crc32(rest.encode()).to_bytes(4, "little").hex() == check
