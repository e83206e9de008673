"""Check digits of private keys that people write down."""

from __future__ import annotations

import base64
import binascii
import hashlib

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def has_bech32_check(written: str) -> bool:
    """Tell whether the last six characters are right (BIP 173)."""
    prefix, _, data = written.lower().rpartition("1")
    values = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    values += [_BECH32.find(char) for char in data]
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATOR):
            check ^= generator if top >> bit & 1 else 0
    return min(values) >= 0 and check == 1


def has_base58_check(written: str) -> bool:
    """Tell whether the last four bytes are right (Bitcoin wiki, "Base58Check encoding")."""
    number = 0
    for char in written:
        digit = _BASE58.find(char)
        if digit < 0:
            return False
        number = number * 58 + digit
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    payload, check = data[:-4], data[-4:]
    return hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == check


def has_crc16_check(written: str) -> bool:
    """Tell whether the last two bytes are right (SEP 23 and NKeys: CRC-16/XMODEM)."""
    try:
        data = base64.b32decode(written + "=" * (-len(written) % 8))
    except (binascii.Error, ValueError):
        return False
    return binascii.crc_hqx(data[:-2], 0) == int.from_bytes(data[-2:], "little")
