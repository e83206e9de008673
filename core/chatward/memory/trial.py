"""A dossier that leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields

from chatward.memory.conversation import Conversation
from chatward.memory.dossier import Dossier
from chatward.memory.ports import Change

_FIRST_MADE_UP = 900_000
"""The placeholders of a preview are seen to be none that was given out."""


@dataclass
class TrialDossier(Dossier):
    """Knows what the real one knows; new placeholders are made up and stand for nothing."""

    made_up: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    def numbered(
        self,
        kind: str,
        value: str,
        *,
        own: bool = True,  # noqa: ARG002 (see `Dossier`)
        exact: bool = False,
    ) -> int:
        """Return the real number of a value if it has one, else one made up."""
        name = self.key.name_of(kind, value, exact=exact)
        return self.number_of(kind, value) or self.made_up.setdefault(
            (kind, name), _FIRST_MADE_UP + len(self.made_up)
        )

    def update(self, change: Callable[[Conversation], Conversation]) -> Conversation:
        """Return the new state, and keep the old one."""
        return change(self.state)

    def write(self, changes: list[Change], more_lives: Mapping[str, float] | None = None) -> bool:  # noqa: ARG002 (see `Dossier`)
        """Write nothing."""
        return True


def trial_of(real: Dossier) -> TrialDossier:
    """Return a dossier that starts where the real one is."""
    return TrialDossier(**{each.name: getattr(real, each.name) for each in fields(real)})
