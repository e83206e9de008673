"""Names of people where the words around them say so: "my name is", "Dear Ms", "Best regards,".

Cues and a list of frequent names, no language model: a name without a cue that no list knows
passes. The finding is the name alone, without title and cue. Organisations and places are not
guessed.
"""

from __future__ import annotations

from chatward.detectors.personal.persons import KIND, cued, other_scripts
from chatward.kinds import PERSONAL

__all__ = ["CAUGHT", "CLEAN", "FAMILY", "KIND", "PATTERNS"]

FAMILY = PERSONAL

CAUGHT = (
    "Hello, my name is Anna Kowalska and I have a question.",
    "my name is anna",
    "I'm Peter Miller from accounting",
    "this is Dr. Jane O'Neil speaking",
    "Dear Ms Schmidt,",
    "Best regards,\nJan van der Berg",
    "customer name - Maria de la Cruz",
    "please call Anna Schmidt back",
    "Ich heiße Jürgen Müller-Lüdenscheidt",
    "je m'appelle Élodie Dupont",
    "nazywam się Zbigniew Wiśniewski",
    "меня зовут Анна Ковальская",
)
CLEAN = (
    "I'm Sorry, I'm Looking for it",
    "my name is on the list",
    "my name is misspelled",
    "Dear Customer, Dear Sir or Madam, Dear Team,",
    "Best regards,\nThe Support Team",
    "This is Google Chrome",
    "Harvey Street, Victoria Station, Washington University",
    "open from Monday to Friday in May",
    "Mit freundlichen Grüßen\nIhr Kundenservice",
)

PATTERNS = (*cued.PATTERNS, *other_scripts.PATTERNS)
