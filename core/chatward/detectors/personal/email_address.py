"""E-mail addresses, internationalised ones too (RFC 5321, RFC 6531)."""

from __future__ import annotations

from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "email-address"
FAMILY = PERSONAL

CAUGHT = (
    "anna@example.org",
    "Mail me: anna.b+news@mail.example.co.uk, thanks",
    "jürgen@exämple.example",
    "write to \uff41nna@example\uff0eorg",
    "a\u200bnna@exa\u200bmple.org",
)
CLEAN = ("user@localhost", "@handle", "meet @ 5.30 pm", "a@b", "npm install @scope/pkg@1.2.3")

# Less than RFC 5321 allows: "email=anna@..." and "'anna@...'" would lose their key and quotes.
_LOCAL = r"[A-Za-z0-9_+.\u00a1-\u2fff\uac00-\ud7a3\u4e00-\u9fff-]"
_LABEL = r"[A-Za-z0-9\u00a1-\u2fff\uac00-\ud7a3\u4e00-\u9fff]"
_INNER = r"[A-Za-z0-9\u00a1-\u2fff\uac00-\ud7a3\u4e00-\u9fff-]"


def _is_plausible(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    last = domain.rpartition(".")[2]
    return bool(local.strip(".")) and not last.isdigit() and len(last) >= 2


PATTERNS = (
    Pattern(
        KIND,
        rf"(?<!{_LOCAL})(?<!@){_LOCAL}{{1,128}}@(?:{_LABEL}{_INNER}{{0,62}}\.){{1,5}}"
        rf"{_LABEL}{{2,24}}(?!{_LABEL})",
        validate=_is_plausible,
    ),
)
