"""AWS: access key ids, and secret access keys near a word that says so."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.secrets.formats.token import bounded
from chatward.detectors.secrets.formats.variety import varies
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern
from chatward.matching.reading import TOKEN, Reading


def _is_real(key_id: str) -> bool:
    """The vendor's own examples say so: AKIAIOSFODNN7EXAMPLE."""
    return "EXAMPLE" not in key_id and len(set(key_id)) > 6


def _is_secret(candidate: str) -> bool:
    """Forty characters of all three kinds; a commit's hash has two."""
    return "EXAMPLE" not in candidate and varies(candidate, kinds_of_chars=3)


FORMATS = (
    Detector(
        "aws-access-key",
        SECRET,
        caught=(
            "AKIA{A-Z2-7:16}",
            "key=ASIA{A-Z2-7:16};",
            "aws_secret_access_key = {A-Za-z0-9+/:40}",
            "AKIA{A-Z2-7:16}:{A-Za-z0-9+/:40}",
            "our AWS secret is {A-Za-z0-9+/:40}",
        ),
        clean=(
            "AKIAIOSFODNN7EXAMPLE",
            "AKIA is a prefix",
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "aws cdk at commit {0-9a-f:40}",
        ),
        patterns=(
            Pattern(
                "aws-access-key",
                bounded("(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}"),
                lead="(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{2}",
                validate=_is_real,
            ),
        ),
        readings=(
            Reading(
                "aws-access-key",
                TOKEN,
                r"[A-Za-z0-9+/]{40}",
                words="aws*|amazon*|akia*|asia*|secret access key|secretaccesskey|bedrock*",
                validate=_is_secret,
                score=1.0,
                alone="",
            ),
        ),
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
    ),
)
