"""AWS access key ids and secret access keys.

Shape: AWS IAM User Guide, "IAM identifiers" (prefixes) and "Manage access keys".
"""

from __future__ import annotations

from chatward.detectors.secrets.entropy import looks_random
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "aws-access-key"
FAMILY = SECRET

CAUGHT = (
    "AKIAQYLPMN5HHHFPZAM2",
    "key=ASIAY3XJ2K7WQZ5TBN4R;",
    "aws_secret_access_key = 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",
)
CLEAN = ("AKIAIOSFODNN7EXAMPLE", "AKIA is a prefix", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def _is_real(candidate: str) -> bool:
    return "EXAMPLE" not in candidate


def _is_secret(candidate: str) -> bool:
    return _is_real(candidate) and looks_random(candidate, bits=4.0)


PATTERNS = (
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])",
        validate=_is_real,
    ),
    Pattern(
        KIND,
        r"(?<![A-Za-z0-9])aws.{0,20}?(?:secret|key).{0,20}?[=:\s\"']{1,5}"
        r"(?P<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
        ignore_case=True,
        validate=_is_secret,
        lead=r"aws.{0,20}?(?:secret|key)",
    ),
)
