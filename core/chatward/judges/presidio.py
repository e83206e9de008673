"""Names, places and organisations, by presidio-analyzer and the spaCy pipelines that you loaded.

Install ``chatward[ner]`` and a pipeline of your choice. Nothing is downloaded: only recognizers
that work offline are used, and what the built-in detectors find better is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from chatward.errors import DetectorError
from chatward.finding import Finding
from chatward.judges.plausible import is_plausible_name
from chatward.kinds import from_presidio

NAMES: Mapping[str, float] = {"PERSON": 0.5}
"""Entities that are reported, and from which score on, unless you say otherwise.

People alone. A place, an organisation, a date or a nationality seldom says who somebody is, and
nearly every message holds one.
"""

EVERYTHING: Mapping[str, float] = {**NAMES, "LOCATION": 0.5, "ORGANIZATION": 0.5, "NRP": 0.5}
"""Places, organisations, nationalities, religions and politics as well."""

_OWN_LEAST = 0.5


class Result(Protocol):
    """What presidio-analyzer says about a place in a text."""

    @property
    def entity_type(self) -> str:
        """Presidio's name of what is there."""
        ...

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...

    @property
    def score(self) -> float:
        """How sure that is."""
        ...


class Analyzer(Protocol):
    """What a judge needs of presidio-analyzer's ``AnalyzerEngine``."""

    def analyze(self, text: str, language: str, entities: list[str]) -> Sequence[Result]:
        """Return what is in the text."""
        ...


class PresidioJudge:
    """Ask presidio-analyzer about a text and return findings for `Guard.inspect(also=...)`."""

    def __init__(
        self,
        analyzer: Analyzer,
        *,
        entities: Mapping[str, float] = NAMES,
        language: str = "en",
        only_plausible: bool = True,
    ) -> None:
        """Take an analyzer that you put together.

        Args:
            analyzer: An ``AnalyzerEngine``, or anything with its ``analyze``.
            entities: Presidio's names of what to report, and the least score of each.
            language: Language of texts of which nothing else is said.
            only_plausible: Leave out people whose names do not look like one; say no where your
                model is surer than a small one.

        """
        self._analyzer = analyzer
        self._entities = dict(entities)
        self._language = language
        self._only_plausible = only_plausible

    @classmethod
    def of(
        cls,
        pipelines: Mapping[str, Any],
        *,
        recognizers: Iterable[Any] = (),
        entities: Mapping[str, float] = NAMES,
        only_plausible: bool = True,
    ) -> PresidioJudge:
        """Put an analyzer together from spaCy pipelines and recognizers of your own.

        Args:
            pipelines: Loaded pipelines by language: ``{"en": spacy.load("en_core_web_md")}``;
                the first language is the default.
            recognizers: Presidio ``EntityRecognizer`` objects; all that they support is reported.
            entities: Presidio's names of what the pipelines' entities are reported as.
            only_plausible: As for the judge itself.

        Raises:
            DetectorError: presidio-analyzer is not installed, or no pipeline is given.

        """
        if not pipelines:
            msg = "judge 'presidio': no pipeline; give at least one, such as {'en': nlp}"
            raise DetectorError(msg)
        own = list(recognizers)
        supported = {name for each in own for name in each.get_supported_entities()}
        wanted = {**dict.fromkeys(sorted(supported), _OWN_LEAST), **entities}
        return cls(
            _analyzer(pipelines, own),
            entities=wanted,
            language=next(iter(pipelines)),
            only_plausible=only_plausible,
        )

    def __call__(self, text: str, language: str | None = None) -> list[Finding]:
        """Return what the analyzer sees in a text, offsets in code points.

        Raises:
            DetectorError: The analyzer failed; names the kind of failure, never the text.

        """
        try:
            results = self._analyzer.analyze(
                text=text, language=language or self._language, entities=list(self._entities)
            )
            found = [self._finding(each, text) for each in results]
        except Exception as error:  # noqa: BLE001 (its message may hold the text)
            msg = f"judge 'presidio' failed with {type(error).__name__}"
            raise DetectorError(msg) from None
        return sorted(finding for finding in found if finding is not None)

    def _finding(self, result: Result, text: str) -> Finding | None:
        """Translate one result; None where it is not asked for, too unsure or beside the text."""
        least = self._entities.get(result.entity_type)
        start, end = max(0, result.start), min(len(text), result.end)
        value = text[start:end]
        start, end = (
            start + len(value) - len(value.lstrip()),
            end - len(value) + len(value.rstrip()),
        )
        if least is None or result.score < least or start >= end:
            return None
        person = result.entity_type == "PERSON"
        if person and self._only_plausible and not is_plausible_name(text[start:end]):
            return None
        return Finding(start, end, from_presidio(result.entity_type), _score(result.score))


def _score(score: float) -> float:
    return min(1.0, max(0.0, float(score)))


def _analyzer(pipelines: Mapping[str, Any], recognizers: Sequence[Any]) -> Analyzer:
    """Return an analyzer of the pipelines' entities and these recognizers, and of nothing else.

    Presidio's own recognizers stay out: the one for addresses asks the network for the list of
    public suffixes, and the built-in detectors need no help with formats.
    """
    try:
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415
        from presidio_analyzer.nlp_engine import SpacyNlpEngine  # noqa: PLC0415
        from presidio_analyzer.predefined_recognizers import SpacyRecognizer  # noqa: PLC0415
    except ImportError:
        msg = "judge 'presidio': presidio-analyzer is missing; pip install 'chatward[ner]'"
        raise DetectorError(msg) from None

    languages = list(pipelines)
    engine = SpacyNlpEngine(models=[{"lang_code": each, "model_name": each} for each in languages])
    # Loaded already; load() would look for packages.
    engine.nlp = dict(pipelines)  # type: ignore[assignment,unused-ignore]
    seers = [SpacyRecognizer(supported_language=language) for language in languages]
    registry = RecognizerRegistry(recognizers=[*seers, *recognizers], supported_languages=languages)
    analyzer: Analyzer = AnalyzerEngine(
        registry=registry, nlp_engine=engine, supported_languages=languages
    )
    return analyzer
