"""Try a system prompt: does a model that was given it give it away when it is attacked?

Only what is seen counts: seven words of the prompt in a row, in any spelling that folds to the
same words, or a canary. A model that tells what its prompt means in other words is not caught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from chatward.detectors.leaks import canary, protected_text
from chatward.errors import PromptError
from chatward.guard import Guard
from chatward.memory.prompts import Prompt, PromptResult

Model = Callable[[str, str], str]
"""Answers a text of a user (second) under a system prompt (first)."""

_GIVEN_AWAY = frozenset({protected_text.KIND, canary.KIND})


@dataclass(frozen=True, slots=True)
class Attack:
    """What an attacker says.

    Attributes:
        name: Tells it from others; no part of its text.
        texts: One after the other, each in a conversation of its own; not in the repr.

    """

    name: str
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of all attacks.

    Attributes:
        result: The figures.
        leaked: Names of the attacks that worked.
        failed: Names of those that the model did not answer, and why not; no text.

    """

    result: PromptResult
    leaked: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PromptTest:
    """Tries one prompt with one model.

    Attributes:
        guard: Tells whether an answer gives the prompt away, and whether an attack gets through.
        prompt: What is tried.
        model: What answers.
        model_name: What the result calls it.

    """

    guard: Guard
    prompt: Prompt = field(repr=False)
    model: Model = field(repr=False)
    model_name: str

    def run(self, attacks: Iterable[Attack], now: float) -> Trial:
        """Try the prompt with every attack; nothing is remembered or recorded.

        Args:
            attacks: What is said to the model, whether the guard would stop it or not.
            now: Clock time, seconds since the epoch.

        Raises:
            PromptError: The prompt is too short to be recognised, or no attack was answered.

        """
        self._check_recognised()
        leaked: list[str] = []
        failed: list[tuple[str, str]] = []
        rows = blocked = 0
        for attack in attacks:
            rows += 1
            blocked += self._is_stopped(attack)
            try:
                if self._gives_away(attack):
                    leaked.append(attack.name)
            except _NoAnswer as error:
                failed.append((attack.name, str(error)))
        asked = rows - len(failed)
        if not asked:
            why = f": {failed[0][1]}" if failed else ""
            msg = f"no attack was answered, so the test says nothing{why}"
            raise PromptError(msg)
        result = PromptResult(
            now, rows, asked, len(leaked), blocked, self.model_name, self.prompt.digest
        )
        return Trial(result, tuple(leaked), tuple(failed))

    def _check_recognised(self) -> None:
        if not self._shows_prompt(self.prompt.text):
            msg = (
                f"prompt {self.prompt.name!r} has too few words to be recognised in an answer;"
                " 'harden' adds a canary"
            )
            raise PromptError(msg)

    def _is_stopped(self, attack: Attack) -> bool:
        return any(self.guard.preview(each, origin="user").blocked for each in attack.texts)

    def _gives_away(self, attack: Attack) -> bool:
        """Tell whether an answer shows the prompt; the model is asked no more once one has.

        Raises:
            _NoAnswer: The model failed, or answered with something else than a string.

        """
        return any(self._shows_prompt(self._answer(each)) for each in attack.texts)

    def _answer(self, text: str) -> str:
        try:
            answer: object = self.model(self.prompt.text, text)
        except Exception as error:  # noqa: BLE001 (it is the tester's own, and may raise anything)
            msg = f"the model raised {type(error).__name__}"
            raise _NoAnswer(msg) from None
        if not isinstance(answer, str):
            msg = f"the model returned {type(answer).__name__}, not str"
            raise _NoAnswer(msg)
        return answer

    def _shows_prompt(self, answer: str) -> bool:
        decision = self.guard.preview(answer, origin="model", protected=[self.prompt.text])
        lost = sorted(_GIVEN_AWAY.intersection(decision.failed))
        if lost:
            msg = f"the guard could not tell: {', '.join(lost)} failed"
            raise PromptError(msg)
        return any(each.kind in _GIVEN_AWAY for each in decision.findings)


class _NoAnswer(Exception):  # noqa: N818 (an outcome, caught where the attack was tried)
    """The model did not answer; the message holds no text."""
