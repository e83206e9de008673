"""Addresses of machines and mailboxes that are kept for documentation.

IP: RFC 5737 (version 4) and RFC 3849 (version 6). MAC: RFC 9542, 2.1.4. Domains: RFC 2606. There
are 762 addresses of version 4 and 256 of network cards; of all others, more than can be used up.
"""

from __future__ import annotations

import re
from random import Random

from chatward.redactors.surrogates.draw import Draw
from chatward.redactors.surrogates.fakes import faker_of
from chatward.redactors.surrogates.names import ascii_names, cased_like
from chatward.redactors.surrogates.pattern import like

_DOMAINS = ("example.org", "example.com", "example.net")
_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
_HOSTS = 254
_QUAD = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)")
_GROUPS = re.compile(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_LINK = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:www\.)?)[^/?#\s]*(.*)", re.DOTALL)


def mailbox(value: str, draw: Draw) -> str | None:
    """Return a mailbox at a reserved domain, its local part in the style of the original."""
    local = re.split(r"@|\s|[\[(]", value.strip(), maxsplit=1)[0]
    if not local:
        return None
    return f"{_local_like(local, draw)}@{draw.random.choice(_DOMAINS)}"


def handle(value: str, draw: Draw) -> str | None:
    """Return the name of an account in the style of the original."""
    return _local_like(value, draw) if _TOKEN.search(value) else None


def link(value: str, draw: Draw) -> str | None:
    """Return a link to a reserved domain; of its path, other letters and digits."""
    found = _LINK.fullmatch(value.strip())
    if found is None:
        return None
    return f"{found[1]}{draw.random.choice(_DOMAINS)}{like(found[2], draw.random)}"


def ip_address(value: str, draw: Draw) -> str | None:
    """Return an address from the documentation's ranges; ports, masks and zones stay."""
    quad = _QUAD.search(value)
    if quad is not None:
        place = draw.nth(len(_NETWORKS) * _HOSTS)
        made = f"{_NETWORKS[place // _HOSTS]}.{place % _HOSTS + 1}"
        return value[: quad.start()] + made + value[quad.end() :]
    groups = _GROUPS.search(value)
    if groups is None or groups[0].count(":") < 2:
        return None
    made = _version_6(groups[0], draw.random)
    return value[: groups.start()] + made + value[groups.end() :]


def mac_address(value: str, draw: Draw) -> str | None:
    """Return the address of a network card that is kept for documentation."""
    size = len(re.findall("[0-9A-Fa-f]", value))
    if size not in (12, 16):
        return None
    head = "00005e0053" if size == 12 else "02005e10000000"
    left = iter(f"{head}{draw.nth(256):02x}")
    made = re.sub("[0-9A-Fa-f]", lambda _: next(left), value)
    return made.upper() if re.search("[A-F]", value) else made


def _version_6(value: str, random: Random) -> str:
    if "::" in value:
        made = f"2001:db8::{random.randrange(1, 0x10000):x}:{random.randrange(1, 0x10000):x}"
    else:
        rest = (f"{random.randrange(1, 0x10000):x}" for _ in range(6))
        made = ":".join(("2001", "db8", *rest))
    return made.upper() if re.search("[A-F]", value) else made


def _local_like(local: str, draw: Draw) -> str:
    """Return other words and numbers between the same dots and dashes; a letter for a letter."""
    given, family = ascii_names(faker_of, draw)
    words = [given, family]

    def other(found: re.Match[str]) -> str:
        token = found[0]
        if token[0].isdigit():
            return like(token, draw.random)
        if len(token) == 1:
            return cased_like(token, draw.random.choice("abcdefghjklmnprstvw"))
        word = words.pop(0) if words else ascii_names(faker_of, draw)[0]
        return cased_like(token, word)

    # One word alone is the two names in one, or there would be too few of them.
    tokens = [token for token in _TOKEN.findall(local) if len(token) > 1 and token.isalpha()]
    if len(tokens) == 1:
        words = [given + family]
    return _TOKEN.sub(other, local)
