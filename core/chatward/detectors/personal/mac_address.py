"""Hardware addresses of network cards, EUI-48 and EUI-64 (IEEE 802), as they are written.

Broadcast and all-zero addresses point at no device. Six pairs of digits without a letter may be
a time or a number of some other kind: joined by dashes or dots they need a word before them.
"""

from __future__ import annotations

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "mac-address"
FAMILY = PERSONAL

CAUGHT = (
    "00:1B:44:11:3A:B7",
    "my MAC is 00-1b-44-11-3a-b7.",
    "001b.4411.3ab7",
    "MAC address 00-11-22-33-44-55",
    "eui 02:1b:44:ff:fe:11:3a:b7",
)
CLEAN = (
    "12:34:56:78",
    "00:1b:44:11:3a",
    "10-11-12-13-14-15",
    "ff:ff:ff:ff:ff:ff",
    "16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
    "1234.5678.9012",
    "cafe.babe.beef.dead",
)

_PAIR = "[0-9A-Fa-f]{2}"
_COLONS = rf"(?<![\w:-]){_PAIR}(?::{_PAIR}){{5}}(?::{_PAIR}:{_PAIR})?(?![\w:-])"
_DASHES = rf"(?<![\w:-]){_PAIR}(?:-{_PAIR}){{5}}(?:-{_PAIR}-{_PAIR})?(?![\w:-])"
_DOTS = r"(?<![\w.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w-]|\.\w)"


def _is_device(address: str) -> bool:
    return len(set(address.lower()) - set(":-.")) > 1


def _has_letter(address: str) -> bool:
    mixed = any(map(str.isalpha, address)) and any(map(str.isdigit, address))
    return mixed and _is_device(address)


PATTERNS = (
    Pattern(KIND, _COLONS, score=0.9, validate=_is_device),
    Pattern(KIND, f"{_DASHES}|{_DOTS}", score=0.85, validate=_has_letter),
    Pattern(
        KIND,
        f"{_DASHES}|{_DOTS}",
        score=0.85,
        validate=_is_device,
        context="mac|macs|mac address|mac adresse|adresse mac|direccion mac|hardware address|"
        "physical address|physische adresse|wifi|wlan|ethernet|bluetooth|bssid|物理地址",
    ),
)
