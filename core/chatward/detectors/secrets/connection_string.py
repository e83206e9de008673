"""Passwords and keys in connection strings: ODBC, ADO.NET, Azure, libpq, Go's MySQL driver.

``Server=...;Uid=...;Pwd=...;``, ``AccountKey=...``, ``host=... password=...``,
``user:password@tcp(host)/db``. The finding is the secret part alone: the parts are told apart.

Sources: learn.microsoft.com/azure/storage/common/storage-configure-connection-string,
learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax,
github.com/go-sql-driver/mysql#dsn-data-source-name.
"""

from __future__ import annotations

import re

from chatward.detectors.secrets.fill_in import is_fill_in
from chatward.detectors.secrets.names import any_of
from chatward.detectors.secrets.shape import is_code, is_opaque
from chatward.kinds import SECRET
from chatward.matching.pattern import Pattern

KIND = "connection-string"
FAMILY = SECRET

CAUGHT = (
    "Server=db.example.org;Database=shop;User Id=app;Password=Apfel9Baum;Encrypt=true",
    "Driver={ODBC Driver 18};Server=db;Uid=app;Pwd={Apfel;9Baum};",
    "AccountName=shop;AccountKey=q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1oTi4Kx7EwQz0PnMv==",
    "Endpoint=sb://shop.example.org/;SharedAccessKeyName=app;SharedAccessKey=q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1oTi4Kx7EwQz=",
    "https://shop.example.org/c?sv=2024-01-01&sig=q8Zt3mXw6LpRk9VbN2sYc5HdJf8GuAe1oTi4Kx7EwQz%3D",
    "host=db.example.org user=app password=letmein dbname=shop",
    "app:Apfel9Baum@tcp(db.example.org:3306)/shop",
)
CLEAN = (
    "Server=db;Database=shop;Integrated Security=true",
    "Server=db;Uid=<user>;Pwd=<password>;",
    "AccountName=shop;AccountKey=<your-account-key>",
    "Server=db;Password={password};",
    "name:price@tcp is no address",
)

_NOT = r"\s;\"'<>&"
_VARIABLE = re.compile(r"^[A-Za-z_]\w*(?:[!:.\[(].*)?$")
_NAME = any_of("password|passwd|pwd")
_TRAILING = ".,:)]}"


def _is_azure_key(candidate: str) -> bool:
    """Judge an account key or a signature."""
    return not is_fill_in(candidate) and is_opaque(candidate)


def _password_chars(candidate: str) -> int:
    """Judge a value; return how much of it is the password."""
    value = candidate.rstrip(_TRAILING)
    return 0 if is_fill_in(value) or is_code(value) else len(value)


def _is_braced(candidate: str) -> bool:
    """Judge ``{...}``: braces around a value, or around the name of one."""
    inner = candidate.strip("{}")
    return _VARIABLE.match(inner) is None and _password_chars(inner) > 0


PATTERNS = (
    Pattern(
        KIND,
        r"(?:AccountKey|SharedAccessKey|SharedSecretValue|SharedSecret|AccessKey|[?&]sig)="
        r"(?P<value>[A-Za-z0-9+/%_-]{30,120}={0,2})",
        ignore_case=True,
        lead=r"(?:AccountKey|SharedAccessKey|SharedSecretValue|SharedSecret|AccessKey|[?&]sig)=",
        validate=_is_azure_key,
    ),
    Pattern(
        KIND,
        rf"(?:(?<=;)|(?<=[^,]\s)){_NAME}\s?=\s?(?P<value>[^{_NOT}{{}}]{{3,100}})",
        lead=rf"{_NAME}\s?=",
        validate=_password_chars,
        context=(
            "host|hostname|hostaddr|server|data source|address|port|user|user id|userid|username|"
            "uid|dbname|database|initial catalog|driver|dsn"
        ),
    ),
    Pattern(
        KIND,
        rf"{_NAME}\s?=\s?(?P<value>\{{[^{{}}\n]{{3,100}}\}})",
        lead=rf"{_NAME}\s?=\s?\{{",
        validate=_is_braced,
    ),
    Pattern(
        KIND,
        r"(?<![\w.:/-])[\w.-]{1,40}:(?P<value>[^\s@]{3,80})@(?:tcp|unix)\(",
        lead=r"@(?:tcp|unix)\(",
        lead_chars=130,
        validate=_password_chars,
    ),
)
