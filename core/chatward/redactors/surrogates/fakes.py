"""Faker, on first use: names and places of a locale.

An instance is slow to make and must not be shared by two threads at once, as it is seeded before
every use: each thread keeps its own.
"""

from __future__ import annotations

import threading
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from chatward.errors import RedactorError, nearest

if TYPE_CHECKING:
    from faker import Faker

_PROVIDERS = ("person", "address", "company", "lorem")
_RETIRED = frozenset({"fr_QC"})  # warns whenever it is loaded: use fr_CA
_kept = threading.local()


@cache
def check_locale(locale: str) -> str:
    """Return a locale as Faker spells it.

    Args:
        locale: Such as ``de_DE`` or ``de-DE``.

    Raises:
        RedactorError: Faker is not installed, or it does not know the locale.

    """
    known = _locales()
    spelled = locale.replace("-", "_")
    for name in known:
        if name.casefold() == spelled.casefold():
            return name
    msg = f"surrogates: unknown locale {locale!r}; use one of Faker's, such as 'de_DE'."
    raise RedactorError(msg + nearest(spelled, known))


def faker_of(locale: str, random: Random) -> Faker:
    """Return this thread's Faker of a locale, seeded from `random`.

    Raises:
        RedactorError: Faker is not installed.

    """
    instances: dict[str, Faker] = _kept.__dict__
    if locale not in instances:
        instances[locale] = _made(locale)
    fake = instances[locale]
    fake.seed_instance(random.getrandbits(64))
    return fake


def _made(locale: str) -> Faker:
    try:
        from faker import Faker  # noqa: PLC0415 (an extra, and slow to load)
    except ImportError:
        raise _missing() from None
    return Faker(locale, providers=[f"faker.providers.{name}" for name in _PROVIDERS])


def _locales() -> frozenset[str]:
    try:
        from faker.config import AVAILABLE_LOCALES  # noqa: PLC0415 (an extra, and slow to load)
    except ImportError:
        raise _missing() from None
    return frozenset(AVAILABLE_LOCALES) - _RETIRED


def _missing() -> RedactorError:
    return RedactorError("surrogates need Faker: pip install chatward[surrogates]")
