"""Addresses of wallets, most of them proven by their own checksum.

Bitcoin, Litecoin, Dogecoin, Dash, Zcash and Tron (Base58Check), Ripple, SegWit and Cardano
(Bech32), Stellar and TON (CRC-16); Ethereum's 20 bytes in hexadecimal by their shape; Monero by
its length. Solana's 32 bytes could be any key: they need a word such as "wallet" before them.
"""

from __future__ import annotations

from chatward.detectors.personal.wallet_checksum import (
    base58_bytes,
    is_base58check,
    is_bech32,
    is_ripple,
    is_stellar,
    is_ton,
)
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import TOKEN, Reading

KIND = "crypto"
FAMILY = PERSONAL

# The addresses are those of the formats' own documents and of the first block.
CAUGHT = (
    "send it to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "my ETH wallet: 0x52908400098527886E0F7030069857D2E4169EE7",
    "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
    "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
    "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",
    "EQAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHx2j",
    "xmr 4A{1-9A-HJ-NP-Za-km-z:93}",
    "solana address 11111111111111111111111111111112",
)
CLEAN = (
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
    "16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ2",
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp",
    "0x0000000000000000000000000000000000000000",
    "commit 52908400098527886e0f7030069857d2e4169ee7",
    "sha256:8f953371d3e85eddb89b05ed6b9e680791055315c73e1025ab5dba7bb2aee189",
    "0x8f953371d3e85eddb89b05ed6b9e680791055315c73e1025ab5dba7bb2aee189",
)

_BASE58 = "[1-9A-HJ-NP-Za-km-z]"
_FREE = "(?<![A-Za-z0-9_])"
_OVER = "(?![A-Za-z0-9_])"
_KEY_BYTES = 32
_FEWEST_CHARS = 8

_WALLET_WORDS = (
    "wallet|wallets|solana|sol|phantom|spl|crypto|address|kryptowahrung|portefeuille|billetera|"
    "monedero|carteira|portafoglio|portfel|cuzdan|кошелек|кошелька|кошелёк|гаманець|محفظة|"
    "钱包|錢包|ウォレット|지갑"
)


def _is_filled(address: str) -> bool:
    return len(set(address[2:].lower())) >= _FEWEST_CHARS


def _is_key(address: str) -> bool:
    return len(base58_bytes(address)) == _KEY_BYTES


PATTERNS = (
    Pattern(KIND, rf"{_FREE}[123ADLMTXmn]{_BASE58}{{25,34}}{_OVER}", validate=is_base58check),
    Pattern(KIND, rf"{_FREE}t[13]{_BASE58}{{33}}{_OVER}", validate=is_base58check),
    Pattern(KIND, rf"{_FREE}r{_BASE58}{{24,34}}{_OVER}", validate=is_ripple),
    Pattern(
        KIND,
        rf"{_FREE}(?:bc|tb|ltc|addr|stake|cosmos|osmo)1[02-9ac-hj-np-z]{{25,110}}{_OVER}",
        ignore_case=True,
        validate=is_bech32,
    ),
    Pattern(KIND, rf"{_FREE}0x[0-9A-Fa-f]{{40}}{_OVER}", score=0.9, validate=_is_filled),
    Pattern(KIND, rf"{_FREE}G[A-Z2-7]{{55}}{_OVER}", validate=is_stellar),
    Pattern(KIND, r"(?<![A-Za-z0-9_-])[EUk0]Q[A-Za-z0-9_-]{46}(?![A-Za-z0-9_-])", validate=is_ton),
    Pattern(KIND, rf"{_FREE}[48][1-9AB]{_BASE58}{{93}}(?:{_BASE58}{{11}})?{_OVER}", score=0.8),
    Pattern(KIND, rf"{_FREE}bitcoincash:[qp][02-9ac-hj-np-z]{{41}}{_OVER}", ignore_case=True),
)

READINGS = (
    Reading(
        KIND,
        TOKEN,
        rf"{_BASE58}{{32,44}}",
        words=_WALLET_WORDS,
        validate=_is_key,
        score=0.7,
    ),
)
