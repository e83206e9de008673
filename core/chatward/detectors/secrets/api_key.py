"""Keys, tokens and client secrets whose owner is not known: ``API_KEY=...``, "my token is ...".

The name must say what it is and the value must look made by a machine. Formats that are
recognised by themselves have detectors of their own.
"""

from __future__ import annotations

import re

from chatward.detectors.secrets.fill_in import is_fill_in
from chatward.detectors.secrets.names import any_of, lead_of
from chatward.detectors.secrets.said import JOINT, QUOTE
from chatward.detectors.secrets.shape import is_opaque, is_place
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "api-key"
FAMILY = SECRET

CAUGHT = (
    "API_KEY=q8Zt3mXw6LpRk9VbN2sY",
    "my api key is q8Zt3mXw6LpRk9VbN2sY",
    'client_secret: "q8Zt3mXw-6LpRk9VbN2sY"',
    '{"accessToken": "q8Zt3mXw6LpRk9VbN2sYc5Hd"}',
    "X-Api-Key: 3f2b8c1e-5d47-4a6b-9c0d-1e2f3a4b5c6d",
    "deploy --token q8Zt3mXw6LpRk9VbN2sY",
    "https://api.example.org/v1?api_key=q8Zt3mXw6LpRk9VbN2sY&page=2",
    "Mein API-Schlüssel lautet q8Zt3mXw6LpRk9VbN2sY",
    "ma clé API : q8Zt3mXw6LpRk9VbN2sY",
    "mi clave de API es q8Zt3mXw6LpRk9VbN2sY",
    "API密钥是q8Zt3mXw6LpRk9VbN2sY",
    "SECRET_KEY = 'django-9x7qk2mvw4zr8tnp3lfh6bgjd5sc1y0ae'",
)
CLEAN = (
    "API_KEY=YOUR_API_KEY",
    "api_key = os.environ['API_KEY']",
    "token = get_token()",
    "secret: ${{ secrets.DEPLOY_KEY }}",
    "Where do I find my API key?",
    "token: string | null",
    "access_token: Optional[str] = None",
    "token_url = https://auth.example.org/oauth2/v2token9",
    "public_key = 9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit",
    "credentialsId: 29f63271-dc2f-4734-8221-5b31b5169bac",
    "the token expires in 3600 seconds",
    "secretSize must be >= XXH3_SECRET_SIZE_MIN",
    "max_tokens: 4096",
)

_NAMES = (
    "token|tokens|secret|secrets|credential|credentials|bearer|zugriffstoken|jeton|jeton d'accès|"
    "api-schlüssel|lizenzschlüssel|clé api|clé d'api|clé de l'api|clé secrète|clé privée|"
    "clé d'accès|clave api|clave de api|clave de la api|clave privada|clave de acceso|chave api|"
    "chave de api|chave da api|chave privada|chave de acesso|chiave api|chiave privata|"
    "chiave segreta|api-sleutel|klucz api|klucz do api|api-nyckel|api-nøgle|api-nøkkel|api-avain|"
    "api-avaimeni|api klíč|api kľúč|api-kulcs|api ključ|cheia api|khóa api|κλειδί api|"
    "מפתח api|מפתח ה-api|kunci api|"
    "api anahtarı|api anahtarım|токен|ключ api|ключ доступа|api-ключ|مفتاح api|مفتاح الوصول|"
    "api कुंजी|टोकन|密钥|密鑰|令牌|apiキー|api キー|アクセスキー|トークン|토큰|api키|api 키"
)
_OWNERS = (
    "api|app|auth|access|secret|private|client|account|service|master|encryption|signing|webhook|"
    "deploy|admin|license|licence|activation|product|subscription|integration|storage|consumer|"
    "function"
)
_NOUN = (
    rf"(?:{any_of(_OWNERS)}[\s_.-]?{any_of('key|keys')}|{any_of(_NAMES)}|"
    rf"(?<![A-Za-z]){any_of('auth')})"
)
_KEY_NOUN = r"(?:(?<![A-Za-z])[Kk][Ee][Yy][Ss]?|(?<=[a-z])Keys?|[Ss]chl(?:ü|ue)ssel|ключ)"

# SECRET_KEY_BASE and token_prod are keys, token_url and credentials_id are not.
_NO_KEYS = "id|name|url|uri|file|path|hash|type|arn"
_NAME_END = r"(?:[_-][A-Za-z0-9]{1,20}){0,3}(?![A-Za-z0-9])" + "".join(
    f"(?<!{any_of(word)})" for word in _NO_KEYS.split("|")
)
_TYPE = r"(?::\s{0,2}[A-Za-z][A-Za-z.\[\]]{1,20})?"
_TAG_END = r"(?:\s[^<>\n]{0,40})?>\s{0,3}"
_GIVEN = (
    rf"\\{{0,3}}[\"'`\])]{{0,2}}(?:{_TYPE}[ \t]{{0,3}}(?::=|=>|->|[!=]?={{1,2}})[ \t]{{0,3}}|"
    rf"{JOINT}|\s{{0,2}}[,(]\s{{0,2}}|{_TAG_END}|\s{{1,3}})\\{{0,3}}{QUOTE}{{0,3}}"
)
_VALUE = r"(?P<value>[A-Za-z0-9_+/=.~!@#$%^&*:-]{8,200})"
_OTHER_KEYS = (
    "public|publickey|pub|publishable|csrf|xsrf|site|bucket|cache|primary|foreign|sort|partition|"
    "row|hot|next|page|pagination|continuation|sync|schema|sequence|index|idx|lookup|group|"
    "object|no|not|non"
)

_TRAILING = ".,:;?!)]}*&"
_MOST_EQUALS = 2
_MIN_CHARS = 8
_MIN_STRICT_CHARS = 16
_NEXT_PARAMETER = re.compile(r"&\w{1,40}=")
_DIGEST = re.compile(r"(?i)^[0-9a-f-]+$")


def _key_chars(candidate: str) -> int:
    """Judge a value by its shape; return how much of it is the key."""
    value = _NEXT_PARAMETER.split(candidate, maxsplit=1)[0].rstrip(_TRAILING)
    if value.count("=") > _MOST_EQUALS:
        return 0
    if len(value) < _MIN_CHARS or ".." in candidate or not is_opaque(value):
        return 0
    return 0 if is_fill_in(value) or is_place(value) else len(value)


def _strictly(candidate: str) -> int:
    """Judge what is only called a key: neither an id nor a digest."""
    chars = _key_chars(candidate)
    if chars < _MIN_STRICT_CHARS or _DIGEST.match(candidate[:chars]):
        return 0
    return chars


PATTERNS = (
    Pattern(
        KIND,
        rf"{_NOUN}{_NAME_END}{_GIVEN}{_VALUE}",
        unicode=True,
        lead=lead_of(f"{_OWNERS}|{_NAMES}"),
        score=0.8,
        validate=_key_chars,
        unless=_OTHER_KEYS,
    ),
    Pattern(
        KIND,
        rf"{_KEY_NOUN}{_NAME_END}{_GIVEN}{_VALUE}",
        unicode=True,
        lead=r"(?:[Kk][Ee][Yy]|[Ss]chl|ключ)",
        score=0.8,
        validate=_strictly,
        unless=_OTHER_KEYS,
    ),
)
