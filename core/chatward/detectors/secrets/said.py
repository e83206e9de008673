"""How people say a secret in a sentence: what joins its name to it, in some twenty languages.

``my password is X``, ``Passwort für das WLAN lautet: X``, ``密码是X``. The names themselves stand
in the detectors; the joints are the same for passwords, PINs, codes and keys.
"""

from __future__ import annotations

from chatward.detectors.secrets.names import any_of

_WHOSE_WORDS = any_of(
    "fürs|beim|for|to|of|on|in|at|from|with|i|we|you|für|der|des|dem|den|meiner|meines|unserer|unseres|zum|"
    "zur|von|vom|im|am|bei|para|de|del|da|do|dos|das|mitt|min|mea|meu|meus|của|saya|en|pour|du|"
    "le|la|les|sur|per|di|della|dello|nel|voor|van|op|het|dla|na|til|till|på|k|ke|pro|pentru|"
    "untuk|של|שלי|שלנו|cá nhân|của tôi|για|του|της|для|от|к|на|в|від|для|من|على|الخاصة|الخاص|का|"
    "की|के"
)
_TO_BE = any_of(
    "is|it's|that's|was|are|be|should be|will be|equals|reads|lautet|lauten|ist|war|sind|heißt|"
    "est|c'est|"
    "était|es|era|son|é|eh|foi|são|è|e'|sono|luidt|zijn|to|jest|brzmi|to jest|är|er|on|je|zní|"
    "znie|este|adalah|ialah|là|это|такой|такая|является|є|це|هي|هو|है|คือ|е|беше|είναι|ήταν|הוא|"
    "היא|היה|הייתה|byl|bylo|był|było|oli|var|was het|było|este|a fost|era|volt|az|=>|->|→"
)
_STILL = any_of(
    "now|currently|still|just|simply|actually|again|also|jetzt|nun|aktuell|noch|immer noch|"
    "einfach|ahora|simplemente|maintenant|toujours|agora|adesso|ora|sempre|nu|nog|teraz|nå|nyt|"
    "теперь|сейчас|просто|зараз"
)
_PARTICLES = any_of("是|为|為|就是|は|が|を|って|은|는|이|가|คือ|ของฉันคือ|ของผมคือ")

COLON = r"[ \t]{0,3}(?:(?::=|=>|[=＝]{1,2})[ \t]{0,3}|[:：]{1,2}\s{0,3})"

WHOSE = rf"(?:\s{_WHOSE_WORDS}(?:\s[^\s:=,.!?]{{1,24}}){{0,5}}?)?(?:\s?\([^()\n]{{1,40}}\))?"
"""Whose or what for: "for the wifi", "von Anna"; a few words."""

_THAT = any_of("that|this|it|und der|und das|und die|e cioè|y")
LINK = (
    rf"(?:,?\s{{1,3}}(?:{_THAT}\s{{1,2}})?{_TO_BE}(?:\s{_STILL})?(?:\s?[:：])?\s{{1,3}}|{COLON}|"
    rf"\s{{1,2}}[-–—]\s{{1,2}}|\s?{_PARTICLES}\s{{0,2}})"
)
"""The verb or the sign between the name of a secret and the secret."""

JOINT = rf"(?:{WHOSE}{LINK})"
"""What stands between the name of a secret and the secret, where a joint is spoken or written."""

_MINE_WORDS = any_of(
    "saya|aku|ku|kami|mea|mitt|minun|של|שלי|שלנו|của tôi|của mình|tôi|الخاصة بي|الخاص بي|meu|minha|"
    "mio|mia|moje|moj"
)
MINE = rf"(?:\s{_MINE_WORDS})?"
"""Whose it is, in languages that say it after the name: "kata sandi saya"."""

ABOUT = r"(?:\s[^\s:=,.!?]{1,24}){1,3}?"
"""A few words, whatever they say."""

QUOTE = "[\"'`´‘’“”„«»「『*]"
"""One quotation mark, or an asterisk of Markdown."""
