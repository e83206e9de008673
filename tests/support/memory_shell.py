"""What is said in a shell about a conversation in a vault; `vault_shell` has the fixtures."""

from __future__ import annotations

import base64
import json

from chatward import Keyring

KEYS = Keyring(b"k" * 32)
MAIL = b"Mail anna@example.org, card 4111 1111 1111 1111.\n"


def about(conversation, url):
    return "--pseudonyms", "--conversation", conversation, "--vault", url


def written(*masters):
    """Master keys as they stand in the environment."""
    return ",".join(base64.b64encode(each).decode() for each in masters)


def events(log):
    return [json.loads(line) for line in log.read_text().splitlines()]
