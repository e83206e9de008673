"""Sets of attacks that a user writes, some with harmless prompts among them."""

from __future__ import annotations

from pathlib import Path

from rows import ATTACK, BENIGN, Rows, read_lines, row


def deepset(path: Path) -> Rows:
    """Convert an export of deepset's prompt-injections: text, label (1 is an injection)."""
    for number, each in enumerate(read_lines(path), 1):
        if str(each["label"]) == "1":
            yield row(number, each["text"], ATTACK, "direct")
        else:
            yield row(number, each["text"], BENIGN, "chat")


def tensor_trust(path: Path) -> Rows:
    """Convert Tensor Trust's robustness sets: what attackers typed, without the defence."""
    for number, each in enumerate(read_lines(path), 1):
        yield row(number, each["attack"], ATTACK, "direct")


def gandalf(path: Path) -> Rows:
    """Convert an export of gandalf_ignore_instructions: text, similarity."""
    for number, each in enumerate(read_lines(path), 1):
        yield row(number, each["text"], ATTACK, "direct")


def in_the_wild(path: Path) -> Rows:
    """Convert in-the-wild prompts: platform, source, prompt, jailbreak (True or False)."""
    for number, each in enumerate(read_lines(path), 1):
        if each["jailbreak"].lower() == "true":
            yield row(number, each["prompt"], ATTACK, "jailbreak")
        else:
            yield row(number, each["prompt"], BENIGN, "hard_negative")


def jailbreakbench(path: Path) -> Rows:
    """Convert JailbreakBench's behaviours: Index, Goal, Target, Behavior, Category, Source.

    Harmful goals are asked for in plain words, which is no injection: `harmful_request`.
    """
    harmful = path.stem.startswith("harmful")
    label, kind = (ATTACK, "harmful_request") if harmful else (BENIGN, "hard_negative")
    for number, each in enumerate(read_lines(path), 1):
        yield row(number, each["Goal"], label, kind)
