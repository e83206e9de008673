"""Secrets: providers' keys from templates, passwords that people choose, credentials in addresses.

Prefixes, lengths and alphabets are those of the providers' own documentation; the detectors name
the pages. No value was ever handed out by anybody.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from random import Random

from chatward.detectors.samples import fill
from make_corpus.value import Draw, Value, drawn

_KEYS = {
    "GITHUB_TOKEN": (
        "ghp_{A-Za-z0-9:30}{crc32}",
        "gho_{A-Za-z0-9:30}{crc32}",
        "github_pat_{A-Z0-9:22}_{A-Za-z0-9:59}",
    ),
    "GITLAB_TOKEN": ("glpat-{A-Za-z0-9_:20}",),
    "OPENAI_KEY": (
        "sk-proj-{A-Za-z0-9:58}T3BlbkFJ{A-Za-z0-9:58}",
        "sk-{A-Za-z0-9:20}T3BlbkFJ{A-Za-z0-9:20}",
    ),
    "ANTHROPIC_KEY": ("sk-ant-api03-{A-Za-z0-9_:93}AA",),
    "AWS_ACCESS_KEY": ("AKIA{A-Z2-7:16}", "ASIA{A-Z2-7:16}"),
    "GOOGLE_API_KEY": ("AIza{A-Za-z0-9_:35}",),
    "SLACK_TOKEN": ("xoxb-{1-9:12}-{1-9:13}-{A-Za-z0-9:24}",),
    "STRIPE_KEY": ("sk_live_{A-Za-z0-9:24}", "rk_live_{A-Za-z0-9:24}", "sk_test_{A-Za-z0-9:24}"),
    "NPM_TOKEN": ("npm_{A-Za-z0-9:30}{crc32}",),
    "PYPI_TOKEN": ("pypi-AgEIcHlwaS5vcmc{A-Za-z0-9_:140}",),
    "SENDGRID_KEY": ("SG.{A-Za-z0-9_:22}.{A-Za-z0-9_:43}",),
    "HUGGINGFACE_TOKEN": ("hf_{A-Za-z:34}",),
    "DIGITALOCEAN_TOKEN": ("dop_v1_{a-f0-9:64}",),
    "TELEGRAM_TOKEN": ("{1-9:10}:AA{A-Za-z0-9_:33}",),
    "SHOPIFY_TOKEN": ("shpat_{a-f0-9:32}",),
    "DATABRICKS_TOKEN": ("dapi{a-f0-9:32}",),
    "POSTMAN_KEY": ("PMAK-{a-f0-9:24}-{a-f0-9:34}",),
    "LINEAR_KEY": ("lin_api_{A-Za-z0-9:40}",),
    "DOPPLER_TOKEN": ("dp.pt.{A-Za-z0-9:43}",),
    "GRAFANA_TOKEN": ("glc_eyJ{A-Za-z0-9:60}",),
    "PULUMI_TOKEN": ("pul-{a-f0-9:40}",),
    "GROQ_KEY": ("gsk_{A-Za-z0-9:52}",),
    "VAULT_TOKEN": ("hvs.{A-Za-z0-9_:95}",),
}
_WORDS = ("Falcon", "sommer", "Lavendel", "dragon", "Kaffee", "monte", "Winter", "paloma", "tiger")
_PASSWORDS = (
    "{w}!###",
    "{w}-{w}-!#",
    "{w}_20!#$",
    "@~~#~%~#",
    "{w}#!",
    "!#{w}&{w}",
    "~~@#~*~#~!",
    "{w}@20!#",
)
_ADDRESSES = (
    "postgres://app:{p}@db.example.com:5432/shop",
    "postgresql+psycopg2://reporting:{p}@10.0.4.12/warehouse",
    "mysql://root:{p}@mysql.example.net:3306/orders",
    "mongodb+srv://svc_bot:{p}@cluster0.example.mongodb.net/test",
    "redis://default:{p}@cache.example.org:6379/0",
    "amqp://worker:{p}@mq.example.com:5672/jobs",
    "https://deploy:{p}@git.example.com/team/site.git",
    "Server=tcp:sql.example.net;Database=crm;User Id=app;Password={p};",
    "jdbc:postgresql://db.example.com/crm?user=app&password={p}",
)


def _key(chance: Random, _lang: str) -> Value:
    name = chance.choice(sorted(_KEYS))
    return Value(fill(chance.choice(_KEYS[name]), chance.getrandbits(32)), name)


def _password(chance: Random, _lang: str) -> Value:
    return Value(_chosen(chance), "PASSWORD")


def _chosen(chance: Random) -> str:
    """Return a password as people choose them: words, a number, a sign."""
    form = chance.choice(_PASSWORDS)
    parts = [drawn(chance, part) for part in form.split("{w}")]
    whole = parts[0]
    for part in parts[1:]:
        whole += chance.choice(_WORDS) + part
    return whole


def _address(chance: Random, _lang: str) -> Value:
    secret = drawn(chance, chance.choice(("~~##@~#@~~#~", "@~~~#@@~~##~#~@", "%%%%%%%%%%%%%%%%")))
    return Value(chance.choice(_ADDRESSES).replace("{p}", secret), "DATABASE_URL", secret)


def _token(chance: Random, _lang: str) -> Value:
    """Return what stands after ``Authorization: Bearer``: random, without a prefix."""
    return Value(fill("{A-Za-z0-9:40}", chance.getrandbits(32)), "BEARER_TOKEN")


def _basic(chance: Random, _lang: str) -> Value:
    return Value(b64encode(f"svc-bot:{_chosen(chance)}".encode()).decode(), "BASIC_CREDENTIALS")


def _jwt(chance: Random, _lang: str) -> Value:
    payload = {"sub": str(chance.randrange(10**9)), "iat": 1700000000}
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT"}, payload)]
    coded = [urlsafe_b64encode(part).decode().rstrip("=") for part in parts]
    signature = fill("{A-Za-z0-9_:43}", chance.getrandbits(32))
    return Value(".".join((*coded, signature)), "JSON_WEB_TOKEN")


def _private_key(chance: Random, _lang: str) -> Value:
    name = chance.choice(("RSA ", "", "EC ", "OPENSSH ")) + "PRIVATE KEY"
    count = chance.randrange(3, 7)
    lines = [fill("{A-Za-z0-9+/:64}", chance.getrandbits(32)) for _ in range(count)]
    text = "\n".join((f"-----BEGIN {name}-----", *lines, f"-----END {name}-----"))
    return Value(text, "PRIVATE_KEY")


SECRET: dict[str, Draw] = {
    "key": _key,
    "password": _password,
    "address": _address,
    "token": _token,
    "basic": _basic,
    "jwt": _jwt,
    "private-key": _private_key,
    "pin": lambda chance, _lang: Value(drawn(chance, "!###"), "PIN"),
    "otp": lambda chance, _lang: Value(drawn(chance, "!#####"), "ONE_TIME_CODE"),
}
"""By the name that stands in sentences; an `address` is that of a database."""
