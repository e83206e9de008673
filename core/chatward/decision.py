"""The outcome for one text."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatward.action import Action
from chatward.attacks import REASONS
from chatward.finding import Finding


@dataclass(frozen=True, slots=True)
class Door:
    """Where the guard is asked from, and what that place can carry out.

    Attributes:
        name: Appears in the audit event, such as ``"langchain-model"``.
        can_edit: The place can replace the text.
        can_block: The place can keep the text from going on.
        can_wrap: Marks can be put around the text; not where a program reads it, too.
        source: What the text came from, where the origin does not tell: ``"tool:read_page"``.
        user: Id of the person the bot talks to, who is in the log under a pseudonym; not in the
            repr.

    """

    name: str
    can_edit: bool = True
    can_block: bool = True
    can_wrap: bool = True
    source: str = ""
    user: str | None = field(default=None, repr=False)


PYTHON = Door("python")

_REASON_FROM = 0.5


@dataclass(frozen=True, slots=True)
class PolicyStamp:
    """Which policy decided: name, version and a hash over its content."""

    name: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One place of the original text that was changed; offsets in code points.

    Attributes:
        start: First character replaced.
        end: After the last character replaced.
        chars: Length of what stands there now.
        kind: Kind of the finding that led to it.
        how: Name of the sanitizer or redactor.

    """

    start: int
    end: int
    chars: int
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one text. Holds no part of the original beyond what may pass on.

    Attributes:
        action: The strictest action any finding led to.
        rule: Name of the policy rule behind it; empty when nothing matched.
        text: What to pass on: the text, edited; or a refusal when blocked. Not in the repr.
        findings: Everything seen, in order of appearance, each with its own action.
        score: Probability that the text attacks the model, 0.0 to 1.0.
        family: What kind of attack it is or comes nearest to; empty where none was looked for.
        model: Version and hash of the model that says so.
        edits: What was changed, in order of appearance.
        policy: Which policy decided.
        failed: Names of detectors that raised.
        overridden: Rules that would have acted, had a grant not set them aside.
        enforced: False when the door could not carry the action out.
        known_good: Whether people have found the text good, so that its attacks are set aside.
        reference: Id of the audit event; safe to show to a user.

    """

    action: Action
    rule: str
    text: str = field(repr=False)
    findings: tuple[Finding, ...] = ()
    score: float = 0.0
    family: str = ""
    model: str = ""
    edits: tuple[Edit, ...] = ()
    policy: PolicyStamp = PolicyStamp("", "", "")
    failed: tuple[str, ...] = ()
    overridden: tuple[str, ...] = ()
    enforced: bool = True
    known_good: bool = False
    reference: str = ""

    @property
    def blocked(self) -> bool:
        """Tell whether the text must not pass (block, or ask where nobody can be asked).

        False where a block is only recorded: in monitor mode, or at a door that cannot block.
        """
        return self.action.stops and self.enforced

    @property
    def reason(self) -> str:
        """What an attack of this family does, in plain words; empty where nothing attacks."""
        if self.score < _REASON_FROM:
            return ""
        return REASONS.get(self.family, "")

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds the policy acts on, sorted, each once."""
        return tuple(sorted({f.kind for f in self.findings if f.action is not Action.ALLOW}))
