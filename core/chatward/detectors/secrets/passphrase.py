"""Passphrases and wallet seed phrases of several plain words, after their name.

A seed phrase has 12, 15, 18, 21 or 24 words (BIP 39); a passphrase four and more, and none of the
little words that hold a sentence together.
"""

from __future__ import annotations

from chatward.detectors.secrets.names import any_of, lead_of
from chatward.detectors.secrets.said import JOINT, QUOTE
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "passphrase"
FAMILY = SECRET

_TWELVE = "orbit maple canyon velvet tiger anchor puzzle lemon harbor silent copper ridge"

CAUGHT = (
    f"my seed phrase is {_TWELVE}",
    f"Recovery phrase: {_TWELVE} {_TWELVE}",
    'the passphrase is "correct horse battery staple"',
    "Passphrase: correct horse battery staple",
)
CLEAN = (
    "my passphrase is the one you gave me",
    "the seed phrase is a list of words that opens a wallet",
    "Passphrase: choose one that is easy to remember",
    "what is a recovery phrase good for",
)

_NAMES = (
    "wallet seed|bitcoin seed|crypto seed|passphrase|pass-phrase|seed phrase|seed words|"
    "seedphrase|recovery phrase|recovery words|backup phrase|mnemonic|mnemonic phrase|"
    "secret phrase|wiederherstellungsphrase|seed-phrase|phrase de récupération|phrase secrète|"
    "frase de recuperación|frase semilla|frase di recupero|frase de recuperação|助记词|助記詞|"
    "мнемоническая фраза|сид-фраза"
)
_SEED_WORDS = frozenset({12, 15, 18, 21, 24})
_GLUE_WORDS = (
    "a an and are as at be by can do for from has have how i if in is it its long must my no not "
    "of on one or our should so that the them then there these this to used was we what when which "
    "choose enter type use using please something anything long longer short simple easy least "
    "who will with word words you your phrase passphrase password der die das ein eine ist und zu "
    "von mit nicht ich sie du el la los las un una es y de que en con no le les des et du il je "
    "vous o os um uma e do da é em het een van en niet"
)
_GLUE = frozenset(_GLUE_WORDS.split())


def _phrase_chars(candidate: str) -> int:
    """Judge a row of words; return how much of it is the phrase."""
    words = candidate.split()
    fits = [count for count in _SEED_WORDS if count <= len(words)]
    if len(words) in _SEED_WORDS and sum(word in _GLUE for word in words) * 4 < len(words):
        return len(candidate)
    if not fits and _GLUE.isdisjoint(words):
        return len(candidate)
    return 0


PATTERNS = (
    Pattern(
        KIND,
        rf"{any_of(_NAMES)}{JOINT}{QUOTE}?(?P<value>[a-z]{{3,9}}(?:\s[a-z]{{3,9}}){{3,23}})"
        r"(?!\w)",
        unicode=True,
        lead=lead_of(_NAMES),
        score=0.85,
        validate=_phrase_chars,
    ),
)
