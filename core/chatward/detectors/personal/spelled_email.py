"""E-mail addresses whose signs are written out to hide from harvesters, or were said aloud.

"anna (at) example (dot) org", "anna arroba ejemplo punto com". The brackets, capitals and the
names of the sign tell; a plain "at" is too common a word and needs one such as "mail" before it.
"""

from __future__ import annotations

from chatward.matching.pattern import Pattern

_LETTER = "A-Za-z0-9\u00aa-\u024f"
_WORD = rf"[{_LETTER}][{_LETTER}_+-]{{0,40}}"
_WIDEST = 420
"""How far before the end of its lead such an address can begin."""

_DOT = r"(?:dot|punkt|point|punto|ponto|punt|kropka|tecka|tečka|piste|pont|точка)"
_AT_SIGN = (
    r"(?:arobas|arobase|arroba|chiocciola|apenstaartje|klammeraffe|malpa|małpa|snabel-a|zavinac|"
    r"zavináč|kukac|собака)"
)
_OPEN, _CLOSE = r"[ ]?[\[({<][ ]?", r"[ ]?[\])}>][ ]?"
_AT_IN_BRACKETS = rf"{_OPEN}(?:at|@|ät|a|arroba|arobase|chiocciola){_CLOSE}"

_MAIL_WORDS = (
    "email|e mail|emails|mail|mails|address|adresse|adress|correo|correio|courriel|mel|posta|"
    "indirizzo|direccion|endereco|adres|poczta|sahkoposti|epost|e post|почта|имейл|mailto|"
    "contact|reach|write|schreib*|write to|scrivi|escribe|ecris|ecrire|login|account|username"
)

# What stands before "at" when no mailbox does: "look at example dot com".
_NO_MAILBOX = frozenset(
    {"am", "are", "is", "was", "it", "look", "me", "us", "you", "him", "her", "them", "meet"}
    | {"buy", "bought", "order", "be", "found", "now", "stay", "see", "not", "here", "there"}
    | {"available", "in", "out", "website", "site", "store", "shop", "online", "sold", "live"}
)


def spelled_patterns(kind: str) -> tuple[Pattern, ...]:
    """Return the patterns of addresses that are written out."""
    return (
        Pattern(
            kind,
            _spelled(rf"(?:{_AT_IN_BRACKETS}|[ ]?@[ ]?)", rf"{_OPEN}(?:{_DOT}|\.){_CLOSE}"),
            score=0.9,
            ignore_case=True,
            lead=rf"[\[({{<][ ]?(?:{_DOT}|\.)",
            lead_chars=_WIDEST,
        ),
        Pattern(
            kind,
            _spelled(rf"(?:{_AT_IN_BRACKETS}|[ ]{{1,2}}@[ ]{{0,2}})", r"\."),
            score=0.8,
            ignore_case=True,
            validate=_may_have_mailbox,
            lead=rf"{_AT_IN_BRACKETS}|[ ]@[ ]{{0,2}}[A-Za-z0-9]",
            lead_chars=_WIDEST,
        ),
        Pattern(
            kind,
            _spelled(rf"[ ]{_AT_SIGN}[ ]", rf"[ ]{_DOT}[ ]"),
            score=0.85,
            ignore_case=True,
            lead=rf"[ ]{_AT_SIGN}[ ]",
            lead_chars=_WIDEST,
        ),
        Pattern(
            kind,
            _spelled("[ ]at[ ]", rf"[ ]{_DOT}[ ]"),
            score=0.85,
            ignore_case=True,
            validate=_may_have_mailbox,
            context=_MAIL_WORDS,
            lead=rf"[ ]{_DOT}[ ]",
            lead_chars=_WIDEST,
        ),
        Pattern(
            kind,
            _spelled("[ ]AT[ ]", "[ ]DOT[ ]"),
            score=0.8,
            lead="[ ]DOT[ ]",
            lead_chars=_WIDEST,
        ),
    )


def _may_have_mailbox(address: str) -> bool:
    return address.split(maxsplit=1)[0].lower() not in _NO_MAILBOX


def _spelled(at: str, dot: str) -> str:
    """Return the pattern of an address whose signs are written like this."""
    dots = rf"(?:{dot}|\.)"
    return (
        rf"(?<![{_LETTER}._+-]){_WORD}(?:{dots}{_WORD}){{0,3}}{at}"
        rf"{_WORD}(?:{dots}{_WORD}){{0,2}}{dot}[{_LETTER}]{{2,12}}(?![{_LETTER}])"
    )
