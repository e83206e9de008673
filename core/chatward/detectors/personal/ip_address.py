"""Internet addresses, version 4 (RFC 791) and 6 (RFC 4291); parsed by the standard library.

A version number has the same shape: after words such as "version" or "firmware" four small
numbers are not an address.
"""

from __future__ import annotations

import ipaddress

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "ip-address"
FAMILY = PERSONAL

CAUGHT = ("from 203.0.113.7 today", "2001:db8::8a2e:370:7334", "host [2001:db8:0:1:1:1:1:1]:80")
CLEAN = ("section 1.2.3.4.5", "at 12:45:30", "999.1.1.1", "std::vector", "127.0.0.1", "::")


def _is_address(candidate: str) -> bool:
    try:
        address = ipaddress.ip_address(candidate)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![\w.:-])(?<!version )(?<!firmware )(?<!release )(?<![vV])"
        r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?!\d)(?!\.\d)",
        score=0.85,
        validate=_is_address,
    ),
    Pattern(
        KIND,
        r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])",
        score=0.85,
        validate=_is_address,
    ),
)
