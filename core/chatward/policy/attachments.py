"""What a policy says about attachments: images, audio, files, which no detector looks into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chatward.action import Action
from chatward.passage import Origin
from chatward.policy.entries import ATTACHMENT_ORIGINS, AttachmentsEntry

RULE = "attachments"
"""The rule behind every decision about attachments."""

_ACTIONS = {"allow": Action.ALLOW, "strip": Action.SANITISE, "refuse": Action.BLOCK}


def attachments_in(written: Sequence[AttachmentsEntry | str | None]) -> dict[Origin, str]:
    """Return the word for each origin that any layer speaks about.

    Args:
        written: What each layer says, the nearest first. One word speaks about every origin; a
            mapping leaves what it does not name to the next layer.

    """
    words: dict[Origin, str] = {}
    for layer in reversed(written):
        for name in ATTACHMENT_ORIGINS:
            word = layer if isinstance(layer, str) else getattr(layer, name, None)
            if word is not None:
                words[Origin(name)] = word
    return words


def action_on_attachments(words: Mapping[Origin, str], origin: Origin) -> Action:
    """Return what is done with attachments of an origin; an origin without a word allows."""
    return _ACTIONS[words.get(origin, "allow")]
