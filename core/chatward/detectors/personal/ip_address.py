"""Internet addresses, version 4 (RFC 791) and 6 (RFC 4291, RFC 5952); zones, embedded version 4.

What every machine calls itself (127.0.0.1, ``::1``), "no address" (0.0.0.0, ``::``) and netmasks
(255.255.255.0) point at nobody and are left alone. A version number has the shape of an address:
after words such as "version" it is none, and one of small numbers only (1.2.10.4) needs a word
such as "IP" or "server" before it. ``a::b`` is C++, ``x[1::2]`` Python: a shortened address counts
where it begins as addresses that are given out do, or after such a word.
"""

from __future__ import annotations

import ipaddress
import re

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "ip-address"
FAMILY = PERSONAL

CAUGHT = (
    "from 203.0.113.7 today",
    "2001:db8::8a2e:370:7334",
    "host [2001:db8:0:1:1:1:1:1]:80",
    "10.0.0.0/8",
    "ssh user@192.168.0.1:22",
    "http://[fe80::1%eth0]/",
    "::ffff:192.0.2.128",
    "64:ff9b::192.0.2.33",
    "ping 8.8.4.4",
    "IP:203.0.113.9",
    "10.0.0.5-10.0.0.9",
    "ip=198.51.100.23,",
    "mi IP es 1.2.3.4",
    "update the DNS server to 203.0.113.7",
)
CLEAN = (
    "section 1.2.3.4.5",
    "at 12:45:30",
    "999.1.1.1",
    "std::vector",
    "a::b",
    "x[1::2]",
    "127.0.0.1",
    "::",
    "::1",
    "netmask 255.255.255.0",
    "firmware 9.18.18.27",
    "update to 27.115.1.20",
    "the server version is 9.18.118.27",
    "v10.2.4.150",
    "Chrome/120.0.6099.109",
    "numpy==1.26.100.4",
    "tool-1.2.103.4.jar",
    "1.2.10.4",
    "00:1b:44:11:3a:b7",
    "12:34:56:78",
    "3.141.592.653",
)

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_SMALL = r"[1-3]?\d"
_BEFORE = r"(?<![\w.])(?<![A-Za-z_]-)(?<![=~<>!]=)(?<![A-Za-z]/)(?<![vV])"
# A word for "version" may also stand behind.
_AFTER = r"(?!\d)(?!\.\d)(?![版버])(?! 버)"
_GROUPS = (
    r"(?:[0-9A-Fa-f]{1,4}:|:){1,7}(?::|[0-9A-Fa-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})"
    r"(?![\w:])(?!\.\d)"
)
# Two colons in a row, or more of them than a clock time has: all that is not shortened has seven.
_GROUPS_LEAD = r"::|:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:"
_GROUPS_CHARS = 44
_ZONE = r"(?:%[A-Za-z0-9]{1,15})?"

_VERSION_WORDS = (
    "version|versions|versione|versiones|versao|versie|wersja|wersji|verze|verzio|verzija|"
    "versiune|versjon|versio|surum|vers|ver|firmware|release|releases|build|driver|kernel|bios|"
    "update to|updated to|updating to|upgrade to|upgraded to|upgrading to|aktualisiert auf|"
    "update auf|mise a jour|actualizado a|aggiornato a|atualizado para|section|sections|chapter|"
    "clause|paragraph|kapitel|abschnitt|capitulo|seccion|chapitre|capitolo|sezione|oid|"
    "верси*|прошивк*|обновление до|обновил до|пункт|раздел|версія|версії|إصدار|الإصدار|גרסה|نسخه|"
    "micrologiciel|oprogramowanie*|версія|संस्करण|versi|"
    "版本|固件|バージョン|ファームウェア|버전|펌웨어|phien ban|versi|เวอร์ชัน"
)
_ADDRESS_WORDS = (
    "ip|ips|ipv4|ipv6|ip address|address|addresses|adresse|adressen|direccion|indirizzo|endereco|"
    "adres|host|hosts|server|servers|serveur|servidor|dns|ping|traceroute|gateway|router|subnet|"
    "client|clients|remote|src|dst|source|destination|connect|connected|connecting|localhost|"
    "proxy|vpn|ssh|telnet|nameserver|resolver|login|адрес|айпи|сервер|地址|アドレス|주소|عنوان|כתובת"
)
# Ranges of RFC 6890 and IANA's global unicast; ::ffff: maps version 4.
_GIVEN_OUT = re.compile(
    r"[23][0-9a-f]{3}:|f[cdef][0-9a-f]{2}:|64:ff9b:|::ffff:|::\d+\.\d", re.IGNORECASE
)
_SMALLEST, _PRIVATE = 40, "10"


def _is_somebodys(quad: str) -> bool:
    return not quad.startswith(("127.", "255.", "0."))


def _is_unlike_a_version(quad: str) -> bool:
    octets = quad.split(".")
    return _is_somebodys(quad) and (
        octets[0] == _PRIVATE or any(int(octet) >= _SMALLEST for octet in octets)
    )


def _is_version_6(candidate: str) -> bool:
    if "::" not in candidate and candidate.count(":") < (6 if "." in candidate else 7):
        return False
    try:
        address = ipaddress.IPv6Address(candidate)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def _is_given_out(candidate: str) -> bool:
    shortened = "::" in candidate
    return (not shortened or bool(_GIVEN_OUT.match(candidate))) and _is_version_6(candidate)


PATTERNS = (
    Pattern(
        KIND,
        rf"{_BEFORE}{_OCTET}(?:\.{_OCTET}){{3}}{_AFTER}",
        score=0.85,
        validate=_is_unlike_a_version,
        unless=_VERSION_WORDS,
    ),
    Pattern(
        KIND,
        rf"{_BEFORE}{_SMALL}(?:\.{_SMALL}){{3}}{_AFTER}",
        score=0.85,
        validate=_is_somebodys,
        context=_ADDRESS_WORDS,
        unless=_VERSION_WORDS,
    ),
    Pattern(
        KIND,
        rf"(?<![\w:.]){_GROUPS}{_ZONE}",
        score=0.85,
        validate=_is_given_out,
        lead=_GROUPS_LEAD,
        lead_chars=_GROUPS_CHARS,
    ),
    Pattern(
        KIND,
        rf"(?<![\w:.]){_GROUPS}{_ZONE}",
        score=0.85,
        validate=_is_version_6,
        context="ip|ips|ipv6|ip address|ip v|ip adresse|direccion ip|adresse ip|indirizzo ip",
        lead=_GROUPS_LEAD,
        lead_chars=_GROUPS_CHARS,
    ),
)
