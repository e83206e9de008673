"""E-mail addresses, internationalised ones too (RFC 5321, RFC 6531), and ones written out.

Less than the standards allow: no quoted local parts, no hosts without a dot. An address is in
one script, so that words of a language without blanks do not stick to it. ``git@host`` is how a
repository is fetched, by everybody alike: it is left alone.
"""

from __future__ import annotations

import re

from chatward.detectors.personal.spelled_email import spelled_patterns
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
    "conan.o'brien@example.com",
    "a@xn--d1acufc.xn--p1ai",
    "почта: иван@пример.рф",
    "anna@пример.рф",
    "我的邮箱是anna@example.org谢谢",
    "電子メールは用户@例子.公司です",
    "anna.b (at) example (dot) org",
    "anna(at)example.org, or anna @ example.org",
    "anna AT example DOT org",
    "anna[at]mail.example[punkt]org",
    "my email is anna dot b at example dot org",
    "mon adresse: anna arobase exemple point fr",
    "mi correo es anna arroba ejemplo punto com",
)
CLEAN = (
    "user@localhost",
    "@handle",
    "meet @ 5.30 pm",
    "a@b",
    "npm install @scope/pkg@1.2.3",
    "left-pad@1.3.0.tgz",
    "icon@2x.png",
    "git clone git@github.com:acme/tool.git",
    "look at example dot com",
    "+@app.workflow()",
    "I bought it (at) the shop",
    "it is sold @ example.com",
)

_LATIN = "A-Za-z0-9\u00aa-\u024f\u1e00-\u1eff"
_OTHER = "\u0370-\u1dff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_ANY = f"{_LATIN}{_OTHER}"

# Less than RFC 5321 allows: "email=anna@..." and "'anna@...'" would lose their key and quotes.
_LOCAL = rf"[{_LATIN}_+.-]{{1,64}}(?:['’][{_LATIN}_+.-]{{1,64}})?"
_LABELS = rf"(?:[{_LATIN}][{_LATIN}-]{{0,62}}\.){{1,5}}"
_TOP = rf"(?:xn--[A-Za-z0-9-]{{2,30}}|[{_LATIN}]{{2,24}})(?![{_LATIN}])"
_WIDEST_LOCAL = 132
_LABELS_OF_ANY = rf"(?:[{_ANY}][{_ANY}-]{{0,62}}\.){{1,5}}"

# Endings of file names that are no top-level domains.
_FILES = {
    *("png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico", "tgz", "gz", "js", "css"),
    *("html", "json", "pdf", "txt", "whl"),
}
_ROBOTS = {"git", "hg", "svn"}
_VERSION = re.compile(r"v?\d{1,4}\.\d{1,4}\.")


def _is_mailbox(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    last = domain.rpartition(".")[2].lower()
    if last.isdigit() or last in _FILES or local.lower() in _ROBOTS:
        return False
    return any(map(str.isalnum, local)) and _VERSION.match(domain) is None


# The database looks for the sign and its neighbours only: classes this wide make it slow.
PATTERNS = (
    Pattern(
        KIND,
        rf"(?<![{_LATIN}_+.@-]){_LOCAL}@{_LABELS}{_TOP}",
        validate=_is_mailbox,
        lead=rf"[{_LATIN}_+.-]@[{_LATIN}]",
        lead_chars=_WIDEST_LOCAL,
    ),
    Pattern(
        KIND,
        rf"(?<![{_ANY}_+.@-])[{_OTHER}0-9_.-]{{0,64}}[{_OTHER}][0-9_.-]{{0,10}}@"
        rf"{_LABELS_OF_ANY}[{_ANY}]{{2,24}}",
        validate=_is_mailbox,
        lead=rf"[{_OTHER}][0-9_.-]{{0,10}}@[{_ANY}]",
        lead_chars=_WIDEST_LOCAL,
    ),
    Pattern(
        KIND,
        rf"(?<![{_LATIN}_+.@-]){_LOCAL}@{_LABELS_OF_ANY}[{_OTHER}]{{2,24}}",
        validate=_is_mailbox,
        lead=rf"[{_LATIN}_+.-]@[{_OTHER}]|[{_ANY}]\.[{_OTHER}]{{2}}",
        lead_chars=500,
    ),
    *spelled_patterns(KIND),
)
