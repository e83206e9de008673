"""guardlayer's scanners for personal data and for secrets."""

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


def _finder(scanner: object) -> Callable[[str], list[tuple[int, int]]]:
    from guardlayer import ScanContext

    context = ScanContext(direction="input")

    def find(text: str) -> list[tuple[int, int]]:
        return [each.span for each in scanner.scan(text, context) if each.span]

    return find
