"""guardlayer's scanners for personal data and for secrets; all of it for injection."""

from __future__ import annotations

from collections.abc import Callable


def pii() -> Callable[[str], list[tuple[int, int]]]:
    """Return a finder of personal data."""
    from guardlayer import PIIScanner

    return _finder(PIIScanner())


def secret() -> Callable[[str], list[tuple[int, int]]]:
    """Return a finder of secrets."""
    from guardlayer import SecretsScanner

    return _finder(SecretsScanner())


def injection() -> Callable[[str], tuple[bool, float]]:
    """Return what tells whether a text may not go on without a human, and the risk."""
    from guardlayer import GuardLayer

    layer = GuardLayer()

    def judge(text: str) -> tuple[bool, float]:
        result = layer.scan_input(text)
        return not result.allowed, result.score

    return judge


def _finder(scanner: object) -> Callable[[str], list[tuple[int, int]]]:
    from guardlayer import ScanContext

    context = ScanContext(direction="input")

    def find(text: str) -> list[tuple[int, int]]:
        return [each.span for each in scanner.scan(text, context) if each.span]

    return find
