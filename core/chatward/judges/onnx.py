"""A second opinion about prompt injection: any ONNX sequence classifier that you have.

Install ``chatward[onnx]``, and name the folder of a model exported to ONNX, such as Prompt Guard
or a DeBERTa, with its ``tokenizer.json``. Nothing is downloaded. Such a model takes a hundred
times as long as the shipped one, so by default it is asked only where that one is unsure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from chatward.detectors.injection import prompt_injection
from chatward.errors import DetectorError
from chatward.finding import Finding
from chatward.text.views import as_meant, views_of

UNSURE = (0.1, 0.95)
"""Scores of the shipped model, both inclusive, between which a second opinion is asked for."""

ALWAYS = (0.0, 1.0)
_LEAST = 0.5


class Session(Protocol):
    """What a judge needs of onnxruntime's ``InferenceSession``."""

    def get_inputs(self) -> Sequence[Any]:
        """Return the inputs, each with a ``name``."""
        ...

    def run(self, output_names: None, input_feed: dict[str, Any]) -> Sequence[Any]:
        """Return the outputs; logits of shape (rows, classes) first."""
        ...


class Tokenizer(Protocol):
    """What a judge needs of a ``tokenizers.Tokenizer``."""

    def encode(self, sequence: str) -> Any:  # noqa: ANN401 (an Encoding)
        """Return ``ids``, ``attention_mask``, ``type_ids`` and ``offsets`` of the tokens."""
        ...


class OnnxJudge:
    """Ask a sequence classifier about a text, window by window; give it to `Guard(judges=...)`."""

    def __init__(
        self,
        session: Session,
        tokenizer: Tokenizer,
        *,
        attack: int = 1,
        window_tokens: int = 510,
        unsure: tuple[float, float] = UNSURE,
    ) -> None:
        """Take a session and a tokenizer that you put together; `of` does it from a folder.

        Args:
            session: The classifier.
            tokenizer: Its tokenizer, without truncation.
            attack: Number of the class that means an attack.
            window_tokens: Most tokens it is asked about at once; windows overlap by half.
            unsure: Scores of the shipped model between which it is asked; `ALWAYS` for every text.

        """
        self._session = session
        self._tokenizer = tokenizer
        self._attack = attack
        self._window = window_tokens
        self._unsure = unsure
        self._first = prompt_injection.detector().whole
        self._inputs = [each.name for each in session.get_inputs()]

    @classmethod
    def of(cls, folder: str | Path, **options: Any) -> OnnxJudge:  # noqa: ANN401 (those of `OnnxJudge`)
        """Load ``model.onnx`` and ``tokenizer.json`` from a folder.

        Args:
            folder: Where they are.
            options: As for `OnnxJudge`.

        Raises:
            DetectorError: They are missing or cannot be read, or chatward[onnx] is not installed.

        """
        try:
            from onnxruntime import InferenceSession  # noqa: PLC0415 (an extra)
            from tokenizers import Tokenizer as Loaded  # noqa: PLC0415 (an extra)
        except ImportError:
            msg = "onnxruntime or tokenizers is missing: pip install 'chatward[onnx]'"
            raise DetectorError(msg) from None
        try:
            tokenizer = Loaded.from_file(str(Path(folder) / "tokenizer.json"))
            tokenizer.no_truncation()
            tokenizer.no_padding()
            session = InferenceSession(
                str(Path(folder) / "model.onnx"), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # noqa: BLE001 (both libraries raise what they like)
            problem = type(error).__name__
            msg = f"{folder}: no model.onnx and tokenizer.json in it can be read: {problem}"
            raise DetectorError(msg) from None
        return cls(session, tokenizer, **options)

    def __call__(self, text: str) -> Iterator[Finding]:
        """Yield the window that the classifier is surest of, if it takes it for an attack."""
        views = [as_meant(views_of(text))]
        if not text or not self._is_unsure(views):
            return
        said = list(self._windows(text))
        if said:
            score, start, end = max(said)
            if score >= _LEAST:
                yield Finding(start, end, prompt_injection.KIND, round(score, 4))

    def _is_unsure(self, views: Sequence[Any]) -> bool:
        if self._unsure == ALWAYS or self._first is None:
            return True
        low, high = self._unsure
        return low <= self._first(views, (), False).finding.score <= high  # noqa: FBT003 (see `whole`)

    def _windows(self, text: str) -> Iterator[tuple[float, int, int]]:
        """Yield (probability of an attack, start, end) of each window."""
        whole = self._tokenizer.encode(text)
        places = [(start, end) for start, end in whole.offsets if end > start]
        for first in range(0, max(1, len(places) - self._window // 2), self._window // 2):
            inside = places[first : first + self._window]
            if inside:
                start, end = inside[0][0], inside[-1][1]
                yield self._ask(text[start:end]), start, end

    def _ask(self, text: str) -> float:
        """Return the probability that a short text is an attack."""
        import numpy as np  # noqa: PLC0415 (loaded with onnxruntime anyway)

        tokens = self._tokenizer.encode(text)
        known = {
            "input_ids": tokens.ids,
            "attention_mask": tokens.attention_mask,
            "token_type_ids": tokens.type_ids,
        }
        feed = {name: np.array([known[name]], np.int64) for name in self._inputs}
        logits = [float(each) for each in self._session.run(None, feed)[0][0]]
        largest = max(logits)
        powers = [math.exp(each - largest) for each in logits]
        return powers[self._attack] / sum(powers)
