"""The secret half of key pairs, in the short forms that people copy and paste."""

from __future__ import annotations

from chatward.detectors.secrets.formats.checksums import (
    has_base58_check,
    has_bech32_check,
    has_crc16_check,
)
from chatward.detectors.secrets.formats.token import opaque, token

# The samples are made of the numbers 1 to 32 and the check digits that belong there.
FORMATS = (
    token(
        "age-secret-key",
        "AGE-SECRET-KEY-1",
        r"[02-9AC-HJ-NP-Z]{58}",
        sample="AGE-SECRET-KEY-1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUSQGPQYEE",
        clean=("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1QQQQ"),
        source="https://github.com/C2SP/C2SP/blob/main/age.md",
        validate=has_bech32_check,
    ),
    token(
        "nostr-secret-key",
        "nsec1",
        r"[02-9ac-hj-np-z]{58}",
        sample="nsec1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5z5tpwxqergd3c8g7rusqpqcc2y",
        clean=("nsec1", "nsec1qqqq"),
        source="https://github.com/nostr-protocol/nips/blob/master/19.md",
        validate=has_bech32_check,
    ),
    token(
        "bitcoin-private-key",
        "",
        r"(?:[5KLc9][1-9A-HJ-NP-Za-km-z]{50,51}|[xyzt]prv[1-9A-HJ-NP-Za-km-z]{107})",
        sample="KwFfpDsaF7yxCELuyrH9gP5XL7TAt5b9HPWC1xCQbmrxvhJgMQHb",
        clean=("xprv", "L{1-9A-HJ-NP-Za-km-z:51}"),
        source="https://en.bitcoin.it/wiki/Wallet_import_format",
        validate=has_base58_check,
    ),
    token(
        "stellar-secret-seed",
        "S",
        r"[A-Z2-7]{55}",
        sample="SAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYPSBF5K",
        clean=("S{A-Z2-7:55}",),
        source="https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md",
        validate=has_crc16_check,
    ),
    token(
        "nats-seed",
        "S[UACNOX]",
        r"[A-Z2-7]{56}",
        sample="SUAACAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DUPB6IC5CQ",
        clean=("SU{A-Z2-7:56}",),
        source="https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth",
        validate=has_crc16_check,
    ),
    opaque(
        "wireguard-key",
        r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=",
        sample="{A-Za-z0-9+/:42}A=",
        words="wireguard*|privatekey|private key|presharedkey|preshared key|wg",
        clean=("PublicKey = {A-Za-z0-9+/:42}A=",),
        source="https://www.wireguard.com/quickstart/",
    ),
    opaque(
        "ethereum-private-key",
        r"(?:0x)?[0-9a-fA-F]{64}",
        sample="0x{0-9a-f:64}",
        words="private key|privatekey|wallet key|eth key|clave privada|私钥|秘密鍵|개인키",
        clean=("ethereum transaction 0x{0-9a-f:64}", "public key 0x{0-9a-f:64}"),
        source="https://ethereum.org/en/developers/docs/accounts/",
    ),
)
