"""Passwords said in a sentence, written as an assignment, or given on a command line.

"my password is ..." in some twenty languages, ``password: ...``, ``DB_PASSWORD='...'``,
``IDENTIFIED BY '...'``, ``--password ...``. The finding is the password alone.
"""

from __future__ import annotations

from chatward.detectors.secrets.names import any_of, lead_of
from chatward.detectors.secrets.password_value import (
    FIRST,
    SAID,
    WITH_SIGN,
    WORD,
    bare_chars,
    is_quoted_password,
    said_chars,
)
from chatward.detectors.secrets.password_words import NAMES, PAIRS, RENEWED, VAGUE, WORDS
from chatward.detectors.secrets.said import ABOUT, COLON, JOINT, LINK, MINE, QUOTE
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "password"
FAMILY = SECRET

CAUGHT = (
    "my password is Sommer2026!",
    "password: hunter2x",
    "DB_PASSWORD='9fQw-7ZxT'",
    "Mein Passwort lautet Pferd7Korrekt",
    "mi contraseña es Verano_2026",
    "mon mot de passe est Cheval9Correct",
    "my password is correcthorsebattery",
    "login with user bob and password Sommer$pmUIhU",
    "the password for the guest wifi is Apfelbaum",
    "мой пароль Leto2026zima",
    "密码是Xiatian2026",
    "パスワードはNatsu2026です",
    "비밀번호는 Yeoreum2026 입니다",
    "كلمة المرور هي Sayf2026!",
    "मेरा पासवर्ड Garmi@2026 है",
    'conn = connect(user="app", password="korrekt9pferd")',
    "CREATE USER shop IDENTIFIED BY 'Apfel9Baum';",
    "mysqldump -u root -pApfel9Baum shop",
    "curl -u anna:Apfel9Baum https://intranet.example.org",
    "<password>Apfel9Baum</password>",
)
CLEAN = (
    "my password is wrong",
    "my password is not working",
    "the password is required",
    "password: ********",
    "password=<password>",
    "I forgot my password and cannot log in",
    "the password must be 12 characters",
    "password: str = None",
    "password = get_password(user)",
    "password = config.db.password",
    "password=os.environ['DB_PASSWORD']",
    "DB_PASSWORD=${DB_PASSWORD}",
    "DB_PASSWORD=changeme",
    "Mein Passwort ist abgelaufen.",
    "密码是什么？",
)

_WHICH = r"(?:[_-]?(?:\d{1,2}|confirm(?:ation)?|prod|dev|test|root|admin))?"
_BEGIN = "(?<![A-Za-z0-9])"
_NOUN = rf"(?:{any_of(NAMES)}|{_BEGIN}{any_of(WORDS)}){_WHICH}"
# The leads of words that stand alone begin where a word does: "mat" of Vietnamese is in "format".
_NOUNS = (
    (rf"{any_of(NAMES)}{_WHICH}", lead_of(NAMES)),
    (rf"{_BEGIN}{any_of(WORDS)}{_WHICH}", _BEGIN + lead_of(WORDS)),
)
# In Hindi the verb stands at the end: "my password X is".
_HINDI = r"(?<=[\u0900-\u097f])\s{1,2}"
_PASS = r"(?:(?<![a-z])PASS|(?<![A-Za-z])[Pp]ass)[\"'`]?" + COLON

_STRING = (
    r"[\"'](?![\s,;])(?P<value>(?<=\")[^\"\n\\]{4,100}(?=[\"\\])|(?<=')[^'\n\\]{4,100}(?=['\\]))"
)
_TAG_END = r"(?:\s[^<>\n]{0,40})?>\s{0,3}(?![@:/])"
_TYPE = r"(?::\s{0,2}[A-Za-z&][A-Za-z.\[\]]{1,20}\s{0,2})?"
_GIVEN = (
    rf"\\{{0,3}}[\"'`\])]{{0,2}}\s{{0,3}}(?:{_TYPE}(?:[:!=]{{0,2}}=|=>|->)|:)?\s{{0,3}}\\{{0,3}}"
)
_ARE = (
    rf"(?:\s{any_of('are|is|sind|ist|sont|son|são|sono|zijn|to')}[:\s]\s{{0,3}}|\s?[:=]\s{{0,3}})"
)
_AS = rf"\s{any_of('as|als|como|comme|come|jako|som')}\s"
_MY = any_of("my|our|your|mein|unser|dein|mon|mi|minha|mijn|moje|mitt|min|мой") + r"\s"
_KIND = r"(?:[!-~]{1,20}\s)?"
_THE = any_of("the|das|le|la|a|il|het") + r"\s"
_IS = rf"\s{any_of('is|was|ist|est|es|é|è|jest|to|är|er|on|je')}\s"
_IDENTIFIED_BY = (
    rf"{any_of('identified')}(?:\s{any_of('with')}\s[\w'\"]{{1,40}})?\s{any_of('by|as')}"
)
_ARGUMENTS = r"\s[^\n|;]{0,120}?(?<=\s)"
_AND = any_of("and|but|und|aber|et|mais|y|pero|e|mas|ma|però|en|maar|i|ale|och|men|og|и|но")
_BY = any_of("identified by")
_SECURE_STRING = r"[Cc]onvert[Tt]o-[Ss]ecure[Ss]tring(?:\s-\w{1,12}){0,3}"
_SETTING = "changed|set|reset|updated|switched"
_SET = rf"{any_of(_SETTING)}\s{any_of('it|that')}\s(?:back\s)?to\s"
_TO_WORDS = any_of(
    "to|as|a|auf|als|en|como|na|в|на|para|por|in|naar|till|til|på|ke|jadi|menjadi|thành"
)
_TO = rf"(?:\s{_TO_WORDS})?"
_OF_WORDS = any_of("от|для|к|for|für|voor|do|till|til|untuk|para|pour|per")
_OF = rf"(?:\s{_OF_WORDS}\s[^\s:=,.!?]{{1,24}}\s)"
_BARE = rf"(?:{_TO}\s{{1,3}}|[\"'`]?\s{{0,3}}[,(]\s{{0,3}})"


def _said(noun: str, lead: str) -> tuple[Pattern, ...]:
    """Return the patterns for a password that follows its name."""
    return (
        Pattern(
            KIND,
            rf"(?:{noun}(?:[\"'`]?{JOINT}|{_TAG_END}|{_HINDI})|(?<=--){noun}\s){QUOTE}{{0,3}}(?P<value>{SAID})",
            unicode=True,
            lead=lead,
            score=0.85,
            validate=said_chars,
        ),
        Pattern(
            KIND,
            rf"{noun}{JOINT}{QUOTE}{{0,3}}(?P<value>{WORD})\s{_AND}\s",
            unicode=True,
            lead=lead,
            score=0.6,
            validate=said_chars,
        ),
        Pattern(
            KIND,
            rf"{noun}(?:{MINE}{_BARE}|{ABOUT}{LINK}|{_OF}){QUOTE}{{0,2}}(?P<value>(?![#@/]){WITH_SIGN})",
            unicode=True,
            lead=lead,
            score=0.85,
            validate=bare_chars,
        ),
        Pattern(
            KIND,
            f"{noun}{_GIVEN}{_STRING}",
            unicode=True,
            lead=lead,
            score=0.85,
            validate=is_quoted_password,
        ),
    )


PATTERNS = (
    Pattern(
        KIND,
        rf"{_BEGIN}{any_of(VAGUE)}(?:{JOINT}|{MINE}\s{{1,3}}|{ABOUT}{LINK}){QUOTE}{{0,3}}(?P<value>{WITH_SIGN})",
        unicode=True,
        lead=_BEGIN + lead_of(VAGUE),
        score=0.85,
        validate=bare_chars,
    ),
    *(pattern for noun, lead in _NOUNS for pattern in _said(noun, lead)),
    Pattern(
        KIND,
        rf"{_PASS}{QUOTE}{{0,3}}(?P<value>{SAID})",
        unicode=True,
        lead="[Pp](?:ass|ASS)",
        score=0.85,
        validate=said_chars,
    ),
    Pattern(
        KIND,
        rf"(?:{_BY}|{_SECURE_STRING}){_BARE}{QUOTE}{{0,2}}(?P<value>(?![#@/]){WITH_SIGN})",
        unicode=True,
        lead=r"(?:[Ii][Dd][Ee][Nn][Tt][Ii][Ff]|[Cc]onvert[Tt]o-)",
        score=0.85,
        validate=bare_chars,
    ),
    Pattern(
        KIND,
        f"{_IDENTIFIED_BY}{_GIVEN}{_STRING}",
        unicode=True,
        lead=r"[Ii][Dd][Ee][Nn][Tt][Ii][Ff]",
        score=0.85,
        validate=is_quoted_password,
    ),
    Pattern(
        KIND,
        rf"(?<![\w-])(?:(?:mysql|mysqldump|mysqladmin|mariadb){_ARGUMENTS}-p|"
        rf"(?:sshpass|docker\slogin|podman\slogin|redis-cli){_ARGUMENTS}-[pa]\s{{0,2}}|"
        rf"(?:curl|wget|http){_ARGUMENTS}(?:-u|--user|--proxy-user)[\s=]{{0,3}}"
        r"[\"']?[^\s:\"'<]{0,64}[\"']?:)[\"']?(?P<value>[^\s\"']{4,100})",
        lead=r"(?:-[pua]|--user|--proxy-user)",
        lead_chars=160,
        score=0.85,
        validate=said_chars,
    ),
    Pattern(
        KIND,
        rf"{any_of(PAIRS)}{_ARE}{QUOTE}?[\w.@+-]{{2,64}}{QUOTE}?\s?[/|:,]\s?{QUOTE}?(?P<value>{WITH_SIGN})",
        unicode=True,
        lead=lead_of(PAIRS),
        score=0.85,
        validate=bare_chars,
    ),
    Pattern(
        KIND,
        rf"(?<![^\s\"'`(:*])(?P<value>{FIRST}){QUOTE}?(?:{_IS}(?:{_MY}{_KIND}|{_THE})|{_AS}(?:{_MY}{_KIND}|{_THE})?){_NOUN}(?!\w)",
        unicode=True,
        lead=rf"(?:{_IS}(?:{_MY}{_KIND}|{_THE})|{_AS}(?:{_MY}{_KIND}|{_THE})?){lead_of(f'{NAMES}|{WORDS}')}",
        lead_chars=170,
        score=0.85,
        validate=bare_chars,
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9_])(?:{any_of(RENEWED)}{LINK}|{_SET}){QUOTE}{{0,3}}(?P<value>{WITH_SIGN})",
        unicode=True,
        lead="(?<![A-Za-z0-9_])" + lead_of(f"{RENEWED}|{_SETTING}"),
        score=0.85,
        context=f"{NAMES}|{WORDS}",
        validate=bare_chars,
    ),
)
