"""Words that orders to a model are made of, for spellings that only a word can give away.

Digits for letters, rot13 and writing backwards are told by words: by these, disguised. It does
no harm that most of them are everyday words; a view made for one is read for injection alone.
"""

from __future__ import annotations

TELLING = (
    *("ignore", "disregard", "forget", "override", "bypass", "neglect", "previous", "preceding"),
    *("instruction", "instructions", "directive", "directives", "guidelines", "restrictions"),
    *("system", "prompt", "prompts", "reveal", "repeat", "pretend", "jailbreak", "developer"),
    *("unrestricted", "uncensored", "confidential", "password", "credentials", "everything"),
    *("ignoriere", "vergiss", "anweisungen", "ignora", "instrucciones", "instruções"),
    *("istruzioni", "oublie", "consignes", "instructies"),
)
"""Words that ordinary sentences seldom hold several of; long enough to be told disguised."""

COMMON = (
    *("all", "any", "above", "act", "admin", "and", "answer", "are", "before", "command"),
    *("commands", "context", "data", "delete", "earlier", "email", "every", "execute", "filter"),
    *("filters", "follow", "from", "given", "have", "hidden", "initial", "mode", "must", "new"),
    *("now", "obey", "only", "order", "orders", "original", "output", "past", "policy", "print"),
    *("prior", "rule", "rules", "safety", "say", "secret", "send", "show", "tell", "that", "the"),
    *("these", "this", "those", "told", "until", "user", "what", "were", "will", "with", "without"),
    *("you", "your", "alle", "vorherigen", "todas", "las", "anteriores", "toutes", "les"),
)
"""Words that stand between them."""
