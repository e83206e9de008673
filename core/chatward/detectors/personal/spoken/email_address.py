"""E-mail addresses as they are said or disguised: "anna dot smith at example dot com".

English, German, Spanish, French. "Look at amazon dot com" is no address: it takes a joined or
known first part, a mail provider, or a word such as "email" before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from chatward.detectors.personal.persons.names import is_only_given
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern
from chatward.matching.reading import NUMBER, Reading, Sense
from chatward.matching.readings import Readings
from chatward.matching.words import Heard, words

KIND = "email-address"
FAMILY = PERSONAL

CAUGHT = (
    "anna dot smith at example dot com",
    "my email is info at example dot org",
    "anna punkt schmidt ät beispiel punkt de",
    "ana punto garcia arroba ejemplo punto es",
    "marie tiret dupont arobase exemple point fr",
    "write to jane underscore doe at gmail dot com",
    "jane [at] example [dot] com",
)
CLEAN = (
    "at the dot com boom",
    "look at amazon dot com",
    "we met at the dot net conference",
    "find it at example dot com",
)

_WRITTEN_DOT = r"\.|[ ]?(?:\[dot\]|\(dot\)|\{dot\})[ ]?"
_DOT = rf"(?:[ ](?:dot|period|punkt|punto|point)[ ]|{_WRITTEN_DOT})"
_JOINT = (
    r"(?:[ ](?:dot|period|punkt|punto|point|underscore|unterstrich|gui[oó]n[ ]bajo|tiret[ ]bas|"
    rf"dash|hyphen|minus|bindestrich|gui[oó]n|tiret|plus)[ ]|[_-]|{_WRITTEN_DOT})"
)
_AT = (
    r"(?:at|at[ ]sign|ät|klammeraffe|arroba|arobase|arobas|a[ ]commercial|chiocciola|\[at\]|\(at\)|"
    r"\{at\})"
)
_DOMAINS = (
    "com|org|net|edu|gov|info|biz|app|dev|io|de|fr|es|it|uk|nl|ch|at|be|pt|pl|eu|us|ca|co|me|mx|"
    "ar|br|cl|in|au|se|no|dk|fi|ru|ie|nz|jp|cn|kr|za"
)
_LABEL = r"[^\W_]{1,20}"
_LOCAL = rf"{_LABEL}(?:{_JOINT}{_LABEL}){{0,3}}"
_ADDRESS = (
    rf"(?<![\w.@-]){_LOCAL}[ ]{{1,2}}{_AT}[ ]{{1,2}}{_LABEL}(?:{_DOT}{_LABEL}){{0,2}}"
    rf"{_DOT}(?:{_DOMAINS})(?![^\W_])"
)
_LEAD = rf"{_DOT}(?:{_DOMAINS})"

_PARTS = re.compile(rf"[ ]{{1,2}}{_AT}[ ]{{1,2}}", re.IGNORECASE)
_JOINED = re.compile(_JOINT, re.IGNORECASE)
_PROVIDERS = words(
    "gmail|googlemail|yahoo|hotmail|outlook|live|icloud|aol|gmx|web|proton|protonmail|"
    "mail|orange|wanadoo|laposte|free|freenet|tonline|terra"
).exact
_NO_HOSTS = words(
    "the|a|an|this|that|my|your|our|his|her|their|its|der|die|das|dem|den|ein|eine|el|"
    "la|los|las|un|una|le|les|une"
).exact
_NO_NAMES = words(
    "look|looking|find|found|visit|buy|bought|shop|shopping|available|order|ordered|"
    "check|see|here|there|it|them|us|me|him|her|sold|online|is|are|was|were|be|stop|"
    "start|more|everything|anything|price|prices|work|working|works|job|arrived|meet|"
    "met"
).exact


_MAIL_WORDS = words(
    "email|e mail|mail|address|reach me|write to|contact|adresse|correo|email adresse|courriel|"
    "send it to"
)


class SpokenAddresses(Readings):
    """Says whether words with "at" and "dot" between them are an address."""

    def read(self, matched: str, hear: Callable[[], Heard], *, alone: bool) -> list[Sense]:
        """Return the address, if it is one."""
        local, host = _PARTS.split(matched, maxsplit=1)
        if host.split()[0].lower() in _NO_HOSTS or local.split()[-1].lower() in _NO_NAMES:
            return []
        if _is_marked(local, host):
            return [Sense(len(matched), KIND, 0.9)]
        known = alone or _MAIL_WORDS.near(hear())
        return [Sense(len(matched), KIND, 0.85)] if known else []


def _is_marked(local: str, host: str) -> bool:
    """Ask for more than "at" and "dot": a joined first part, a name, a mail provider, brackets."""
    return (
        _JOINED.search(local) is not None
        or "[" in host
        or "(" in host
        or any(char.isdigit() for char in local)
        or re.split(r"[ .]", host)[0].lower() in _PROVIDERS
        or is_only_given(local)
    )


PATTERNS = (
    Pattern(
        KIND,
        _ADDRESS,
        ignore_case=True,
        unicode=True,
        lead=_LEAD,
        lead_chars=220,
        readings=SpokenAddresses(NUMBER, (Reading(KIND, NUMBER, ".{1,220}"),)),
    ),
)
