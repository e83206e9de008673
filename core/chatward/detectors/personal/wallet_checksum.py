"""The checksums of wallet addresses: Base58Check, Bech32 and Bech32m, CRC-16.

Base58Check: https://en.bitcoin.it/wiki/Base58Check_encoding; Bech32: BIP 173 and BIP 350;
CRC-16/XMODEM as Stellar's SEP-23 uses it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import reduce

_BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CONSTANT, _BECH32M_CONSTANT = 1, 0x2BC830A3
_CHECK_BYTES = 4


def base58_bytes(text: str, alphabet: str = _BITCOIN) -> bytes:
    """Decode Base58; empty where a character is not in the alphabet."""
    number = 0
    for char in text:
        value = alphabet.find(char)
        if value < 0:
            return b""
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def is_base58check(text: str) -> bool:
    """Tell whether the last four bytes are the double SHA-256 of the others."""
    return _is_checked(base58_bytes(text))


def is_ripple(text: str) -> bool:
    """Tell the same with Ripple's own order of the characters."""
    return _is_checked(base58_bytes(text, _RIPPLE))


def is_bech32(text: str) -> bool:
    """Tell whether text is prefix, ``1``, data and a checksum; upper or lower case, not mixed."""
    lower = text.lower()
    if text not in (lower, text.upper()):
        return False
    prefix, _, data = lower.rpartition("1")
    values = [_BECH32.find(char) for char in data]
    if not prefix or min(values, default=-1) < 0:
        return False
    spread = [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix)]
    return reduce(_polymod, spread + values, 1) in {_BECH32_CONSTANT, _BECH32M_CONSTANT}


def is_stellar(text: str) -> bool:
    """Tell whether a key in Base32 ends with its CRC-16, low byte first."""
    data = base64.b32decode(text)
    return binascii.crc_hqx(data[:-2], 0).to_bytes(2, "little") == data[-2:]


def is_ton(text: str) -> bool:
    """Tell whether an address in Base64 ends with its CRC-16, high byte first."""
    data = base64.urlsafe_b64decode(text)
    return binascii.crc_hqx(data[:-2], 0).to_bytes(2, "big") == data[-2:]


def _is_checked(data: bytes) -> bool:
    body, check = data[:-_CHECK_BYTES], data[-_CHECK_BYTES:]
    if len(body) <= _CHECK_BYTES:
        return False
    return hashlib.sha256(hashlib.sha256(body).digest()).digest()[:_CHECK_BYTES] == check


def _polymod(check: int, value: int) -> int:
    top = check >> 25
    check = (check & 0x1FFFFFF) << 5 ^ value
    for bit, generator in enumerate(_GENERATORS):
        if top >> bit & 1:
            check ^= generator
    return check
