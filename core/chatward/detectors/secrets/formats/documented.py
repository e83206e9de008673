"""Keys that vendors print in their own documentation, and that everybody copies from there.

Kept as digests, so that no scanner takes this file for a leak.
"""

from __future__ import annotations

import hashlib

_DIGESTS = frozenset(
    {
        "2cafc0970149a84f",  # Stripe, https://docs.stripe.com/keys
        "f2d6ca16515033e5",  # Stripe, its older documentation
        "0b5dd075ccdd03c4",  # Telegram, https://core.telegram.org/bots/features#botfather
        "f5375a46365089a8",  # Slack, https://api.slack.com/authentication/token-types
        "ac9265e56c79b234",  # Google, https://cloud.google.com/docs/authentication/api-keys
        "02091175c1ae3023",  # SendGrid, its guide to API keys
        "fa1ccdeec8175c63",  # Nostr, https://github.com/nostr-protocol/nips/blob/master/19.md
        "8be5d113c0871ce1",  # Google Authenticator, its wiki on key URIs
        "c85debb55f2f204d",  # Supabase, every local installation has this one
        "9d6a2b9d1f01d457",  # Bitcoin, https://en.bitcoin.it/wiki/Wallet_import_format
    }
)


def is_documented(key: str) -> bool:
    """Tell whether a key is an example of its vendor."""
    return hashlib.sha256(key.encode()).hexdigest()[:16] in _DIGESTS
