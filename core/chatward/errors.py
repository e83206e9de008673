"""Every exception Chatward raises on purpose.

ChatwardError
├── GuardBlocked        a text was refused and the caller asked for an exception (also a ValueError)
├── PolicyError         the policy cannot be used; raised when it is loaded, never per message
├── PassageError        what was handed in is not a text the guard can look at (also a TypeError)
├── DetectorError       a detector cannot be built: its rule is unbounded or its samples are missing
├── RedactorError       a redactor cannot be found or run
├── ModelError          the injection model cannot be read
├── KeyringError        the master key is missing, short, or not base64
├── StoreError          a store cannot be reached, is full or damaged
├── GrantError          a grant is forged, over, used up, revoked or for something else
├── AuditError          an audit record could not be written
├── AppealError         a decision cannot be looked at again in this way
├── PromptError         a system prompt cannot be tried
└── StreamClosed        a stream was fed after it was finished

No message, attribute or repr of any of them holds user text or a secret.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ChatwardError(Exception):
    """Root of every error raised on purpose."""


class GuardBlocked(ChatwardError, ValueError):  # noqa: N818 (a refusal is an outcome, not a fault)
    """A text was refused.

    A ValueError too, because LangGraph's default retry policy does not repeat those.

    Attributes:
        rule: Name of the policy rule that asked for it.
        kinds: What was found, sorted; never the text.

    """

    def __init__(self, rule: str, kinds: Iterable[str] = ()) -> None:
        self.rule = rule
        self.kinds = tuple(sorted(set(kinds)))
        found = f": found {', '.join(self.kinds)}" if self.kinds else ""
        super().__init__(f"refused by rule {rule!r}{found}")

    def __reduce__(self) -> tuple[type[GuardBlocked], tuple[str, tuple[str, ...]]]:
        """Survive pickling: worker processes hand exceptions back that way."""
        return type(self), (self.rule, self.kinds)


class PolicyError(ChatwardError):
    """The policy says something that cannot be carried out."""


class PassageError(ChatwardError, TypeError):
    """The guard was handed something that is not a text."""


class DetectorError(ChatwardError):
    """A detector cannot be built."""


class RedactorError(ChatwardError):
    """A redactor cannot be found or run."""


class ModelError(ChatwardError):
    """The injection model cannot be read."""


class KeyringError(ChatwardError):
    """The master key cannot be used."""


class StoreError(ChatwardError):
    """A store cannot be reached, is full, is damaged, or holds what this key cannot open."""


class GrantError(ChatwardError):
    """A grant does not allow what was asked for."""


class AuditError(ChatwardError):
    """An audit record could not be written."""


class AppealError(ChatwardError):
    """A decision cannot be looked at again in this way."""


class PromptError(ChatwardError):
    """A system prompt cannot be tried."""


class StreamClosed(ChatwardError):  # noqa: N818 (misuse, named for what happened)
    """A stream was fed after it was finished."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the closest known word, or an empty string."""
    names = sorted(known)
    longer = [name for name in names if word and word in name.split("-")]
    close = difflib.get_close_matches(word, names, n=1) or longer
    return f" Did you mean {close[0]!r}?" if close else ""
