"""What a refused person is told, in his language: the shipped texts, or the policy's own."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from chatward_rasa.payload import UNKNOWN
from chatward_rasa.refusal import HAND_OFF

if TYPE_CHECKING:
    from chatward.policy.model import Policy

GENERAL = "general"
ENGLISH = "en"

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class RefusalTexts:
    """The texts of one policy.

    A policy with a `refusal` of its own says that whatever the reason; only that a colleague
    takes over it does not say.

    Attributes:
        policy: What may say something else.
        language: What is spoken where nothing is known.

    """

    policy: Policy
    language: str = ENGLISH

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which there are texts."""
        return tuple(sorted({*_shipped(), *self.policy.refusals}))

    def text(self, reason: str, language: str = UNKNOWN) -> str:
        """Return what is said, ``{reference}`` in it not filled in."""
        if self._own and reason != HAND_OFF:
            known = language if language in self.policy.refusals else self.language
            return self.policy.refusals.get(known, self.policy.refusal)
        shipped = _shipped()
        texts = shipped.get(language) or shipped.get(self.language) or shipped[ENGLISH]
        return texts.get(reason, texts[GENERAL])

    def filled(self, reason: str, language: str, reference: str) -> str:
        """Return what is said, complete."""
        from chatward.policy.model import REFERENCE  # noqa: PLC0415 (see guards.py)

        return self.text(reason, language).replace(REFERENCE, reference)

    @property
    def _own(self) -> bool:
        from chatward.policy.model import DEFAULT_REFUSAL  # noqa: PLC0415 (see guards.py)

        return bool(self.policy.refusals) or self.policy.refusal != DEFAULT_REFUSAL


def known_language(said: Any) -> str:
    """Return a language by its letters, such as ``"de"`` for ``"de-AT"``; else ``"-"``.

    A client may have written it, so nothing but letters comes of it.
    """
    first = re.split(r"[-_]", said, maxsplit=1)[0].lower() if isinstance(said, str) else ""
    return first if _LANGUAGE.fullmatch(first) else UNKNOWN


@functools.cache
def _shipped() -> dict[str, dict[str, str]]:
    text = (resources.files("chatward_rasa") / "refusals.yml").read_text(encoding="utf-8")
    texts: dict[str, dict[str, str]] = yaml.safe_load(text)
    return texts
