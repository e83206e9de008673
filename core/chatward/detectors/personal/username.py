"""User names: after a cue such as "my username is" or "login:", and handles after "Instagram".

Which word is a name nobody can tell: it must look like one (a digit, a dot, an underscore) or
stand where only a name stands.
"""

from __future__ import annotations

import re

from chatward.detectors.personal.cue import after_cue
from chatward.kinds import PERSONAL
from chatward.matching.pattern import Pattern

KIND = "username"
FAMILY = PERSONAL

CAUGHT = (
    "my username is vreid",
    "login: bob_77",
    "Reset the password for user denise51",
    "Reset the password for user vreid",
    "user name = anna.k",
    "Mein Benutzername lautet anna_k",
    "nom d'utilisateur : marie.d",
    "mi usuario es pepe77",
    "il mio nome utente è mario_r",
    "nazwa użytkownika: ola99",
    "логин: ivan_77",
    "用户名：xiaoming88",
    "follow me on instagram @anna.k",
    "my twitter handle is @bob_77",
    "I am logged in as jtownsend",
    "user: bob_77",
    "@anna_k on twitter",
)
CLEAN = (
    "my username is wrong",
    "the username is not accepted",
    "login: failed",
    "write a guide for user authentication",
    "@pytest.fixture",
    "email @ five",
    "usernames are case-sensitive",
    "access for user accounts",
    "the user 1",
    "username: {username}",
    "login to continue",
    "user: hello",
)

_SCORE = 0.6

_SURE = (
    "user ?name|screen ?name|user[_-]?id|login(?: ?name)?|log-?in ?id|nick(?:name)?|gamertag|"
    "handle|"
    "benutzername|anmeldename|nutzername|nom d['\u2019]utilisateur|identifiant|pseudo|"
    "(?:nombre de )?usuario|nome (?:de )?us[uú]ario|nome utente|gebruikersnaam|nazwa użytkownika|"
    "uživatelské jméno|korisničko ime|uporabniško ime|felhasználónév|nume de utilizator|"
    "användarnamn|brukernavn|brugernavn|käyttäjätunnus|käyttäjänimi|kullanıcı adım?|"
    "логин|имя пользователя|ім'?я користувача|потребителско име|όνομα χρήστη|"
    "اسم المستخدم|שם משתמש|nama pengguna|tên đăng nhập|用户名|使用者名稱|ユーザー名|사용자 ?이름|"
    "아이디"
)
_IS = (
    r"[ ]?(?:(?:is|ist|lautet|est|es|é|è|jest|je|is:|är|er|on)[ ]|[:\uff1a=][ ]?|"
    r"是|は|为){1,2}"
)
_ACCESS = (
    "(?:password|passwd|login|account|credentials|profile|session|access|permissions)[ ](?:for|of)"
    "(?:[ ]the)?[ ]user|(?:logged|signed)[ ]in[ ]as(?:[ ]user)?|log[ ]in[ ]as|sign[ ]in[ ]as|"
    "angemeldet als|connectée? en tant que|conectad[oa] como"
)
_PLATFORM = (
    "instagram|insta|twitter|tiktok|telegram|snapchat|snap|discord|threads|mastodon|bluesky|github|"
    "reddit|twitch|youtube|linkedin|x\\.com|телеграм|инстаграм"
)
_NETWORK = (
    f"{_PLATFORM}|handle|follow me|dm me|find me|folge mir|suis-moi|sígueme|seguimi|me siga|volg me"
)
_QUOTE = r"[\"'`\u201c\u201e\u2018\u00ab]?"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{1,30}[A-Za-z0-9_](?![@({\[/]|\.[A-Za-z])"

_LOOKS_CHOSEN = re.compile(
    r"[A-Za-z].*\d|\d.*[A-Za-z]|[a-z0-9]_[a-z0-9]|[a-z]\.[a-z]", re.IGNORECASE
)
_NO_NAMES = (
    "a about above access account accounts admin administrator again already also always an and "
    "anonymous "
    "any are as at authentication authenticated authorization available bad banned be because been "
    "being blank "
    "blocked both but by can cannot case changed correct credentials data default deactivated "
    "deleted disabled "
    "does doing duplicate email empty enabled error exactly example expired failed fails false "
    "feedback field "
    "for forgotten from generated going gone good guest guide has have here how however hidden id "
    "if in "
    "incorrect input interface invalid is it its just known length letters like locked login long "
    "lost "
    "management missing must my name names needed never new no none not null number of ok okay on "
    "one only "
    "optional or page password pending profile profiles public readable required reserved right "
    "root same "
    "screen sensitive session sessions set settings should shown so some something stored string "
    "successful "
    "such system taken test that the their them then there this to too true unavailable undefined "
    "unique "
    "unknown unset used user username users valid value visible was what when where which who why "
    "will with "
    "without wrong yes you your bereits falsch nicht ungültig weg incorrecto incorrect deja "
    "pas sbagliato "
    "experience interaction input requests roles service support stories research"
)
_WORDS = frozenset(_NO_NAMES.split())


def _is_chosen(name: str) -> bool:
    """Tell whether a name is made up for a computer, or at least no word that may stand there."""
    return bool(_LOOKS_CHOSEN.search(name)) or (
        len(name) >= 4 and name.lower() not in _WORDS and name.isascii() and name == name.lower()
    )


def _is_sure(name: str) -> bool:
    return _LOOKS_CHOSEN.search(name) is not None


def _is_handle(name: str) -> bool:
    return not name.isdigit() and name.lower() not in _WORDS


PATTERNS = (
    after_cue(KIND, _SURE, _NAME, score=_SCORE, validate=_is_chosen, link=_IS + _QUOTE),
    after_cue(KIND, _ACCESS, _NAME, score=_SCORE, validate=_is_chosen, link=rf"[ ]{_QUOTE}"),
    after_cue(KIND, "user|usr", _NAME, score=_SCORE, validate=_is_sure, link=r"[ ]?[:=][ ]?"),
    after_cue(
        KIND,
        _NETWORK,
        _NAME,
        score=_SCORE,
        validate=_is_handle,
        link=rf"(?:[ ][a-z:]{{1,8}}){{0,3}}[: ]{{1,2}}{_QUOTE}@",
    ),
    Pattern(
        KIND,
        rf"(?<![A-Za-z0-9_.])@(?P<value>{_NAME})[ ](?:on|auf|sur|en|su|no|op|в)[ ]"
        rf"(?:{_PLATFORM})(?![A-Za-z])",
        _SCORE,
        ignore_case=True,
        validate=_is_handle,
        lead=rf"@{_NAME}",
    ),
)
