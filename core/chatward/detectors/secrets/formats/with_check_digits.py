"""Tokens with check digits in them: GitHub's, npm's, Packagist's and Grafana's.

A token whose check digits are wrong is reported all the same, with a lower score: samples in
tests and documentation often do not have them, nor did the tokens of the first months.
"""

from __future__ import annotations

from collections.abc import Callable

from chatward.detectors.detector import Detector
from chatward.detectors.secrets.crc32 import has_check_bytes, has_check_digits, has_check_word
from chatward.detectors.secrets.formats.token import UUID, bounded
from chatward.detectors.secrets.formats.variety import varies
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern
from chatward.matching.reading import TOKEN, Reading

UNCHECKED_SCORE = 0.6


def _is_filled(token: str) -> bool:
    """Look at the longest part: the others are mark and check digits."""
    return varies(max(token.split("_"), key=len))


def _checked(kind: str, regex: str, is_checked: Callable[[str], bool]) -> tuple[Pattern, Pattern]:
    """Return one pattern for tokens with the right check digits and one for all others."""
    return (
        Pattern(kind, bounded(regex), validate=is_checked),
        Pattern(kind, bounded(regex), UNCHECKED_SCORE, validate=_is_filled),
    )


FORMATS = (
    Detector(
        "github-token",
        SECRET,
        caught=(
            "ghp_{A-Za-z0-9:30}{crc32}",
            "token: gho_{A-Za-z0-9:30}{crc32}",
            "GITHUB_TOKEN=ghs_{A-Za-z0-9:30}{crc32}",
            "ghu_{A-Za-z0-9:36} と ghr_{A-Za-z0-9:76}",
            "ghs_{0-9:7}_eyJ{A-Za-z0-9_-:60}.eyJ{A-Za-z0-9_-:200}.{A-Za-z0-9_-:86}",
            "github_pat_11{A-Z0-9:20}_{A-Za-z0-9:59}",
        ),
        clean=("ghp_short", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "github_pat_is a prefix"),
        patterns=(
            *_checked("github-token", "gh[pousr]_[A-Za-z0-9]{36,251}", has_check_digits),
            # Tokens of app installations since 2026: the app's number and a JSON web token.
            Pattern(
                "github-token",
                bounded(
                    r"ghs_[A-Za-z0-9]{1,20}_eyJ[A-Za-z0-9_-]{10,200}"
                    r"\.eyJ[A-Za-z0-9_-]{10,600}\.[A-Za-z0-9_-]{40,700}"
                ),
            ),
            Pattern(
                "github-token",
                bounded("github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{58,59}"),
                validate=_is_filled,
            ),
        ),
        source="https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
    ),
    Detector(
        "npm-token",
        SECRET,
        caught=(
            "npm_{A-Za-z0-9:30}{crc32}",
            "//registry.example.org/:_authToken=npm_{A-Za-z0-9:30}{crc32}",
            'export NPM_TOKEN="npm_{A-Za-z0-9:36}"',
            "_authToken={0-9a-f:8}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:4}-{0-9a-f:12}",
        ),
        clean=("npm_config_registry", "npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "npm_{a-z:12}"),
        patterns=_checked("npm-token", "npm_[A-Za-z0-9]{36}", has_check_digits),
        readings=(
            # Older tokens are plain UUIDs; the name of the setting gives them away.
            Reading(
                "npm-token",
                TOKEN,
                UUID,
                words="authtoken|npm token|npm auth*|npmrc",
                validate=varies,
                alone="",
            ),
        ),
        source="https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/",
    ),
    Detector(
        "packagist-token",
        SECRET,
        caught=(
            "packagist_ort_{0-9a-f:68}",
            '"auth": "packagist_uut_{0-9a-f:68}"',
            "composer says packagist_out_{0-9a-f:68} has no access",
        ),
        clean=("packagist_ort_token", "packagist_uut_{0-9a-f:20}"),
        patterns=_checked("packagist-token", "packagist_[ocu][ru]t_[0-9a-f]{68}", has_check_bytes),
        source="https://packagist.com/docs/composer-authentication",
    ),
    Detector(
        "grafana-service-account-token",
        SECRET,
        caught=(
            "GRAFANA_TOKEN=glsa_{A-Za-z0-9:32}_{0-9a-f:8}",
            '{"token": "glsa_{A-Za-z0-9:32}_{0-9a-f:8}"}',
            "Authorization: Bearer glsa_{A-Za-z0-9:32}_{0-9a-f:8}",
        ),
        clean=(
            "glsa_token",
            "glsa_{A-Za-z0-9:20}",
            "glsa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_00000000",
        ),
        patterns=_checked(
            "grafana-service-account-token",
            "glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}",
            has_check_word,
        ),
        source="https://grafana.com/docs/grafana/latest/administration/service-accounts/",
    ),
)
