"""A judge asks presidio-analyzer about a text; the guard decides about what it says."""

import pytest

from chatward import Guard
from chatward.errors import DetectorError
from chatward.judges.plausible import is_plausible_name
from chatward.judges.presidio import EVERYTHING, PresidioJudge

TEXT = "hello, I am Anna Schmidt of Acme in Berlin, since Monday. Mail anna@example.org"


class Result:
    """What presidio-analyzer returns, as far as a judge looks at it."""

    def __init__(self, entity_type, start, end, score):
        self.entity_type, self.start, self.end, self.score = entity_type, start, end, score


class Analyzer:
    """Says what it was told to say and remembers what it was asked."""

    def __init__(self, *results):
        self.results = results
        self.asked = []

    def analyze(self, text, language, entities):
        self.asked.append((language, entities))
        return self.results


class Broken:
    def analyze(self, text, language, entities):
        raise RuntimeError(text)


def test_only_people_are_asked_for_and_reported_by_default():
    analyzer = Analyzer(Result("PERSON", 12, 24, 0.85), Result("LOCATION", 36, 42, 0.85))
    found = PresidioJudge(analyzer)(TEXT)
    assert [(each.kind, TEXT[each.start : each.end], each.score) for each in found] == [
        ("person", "Anna Schmidt", 0.85)
    ]
    assert analyzer.asked == [("en", ["PERSON"])]


def test_what_an_entity_must_score_is_said_entity_by_entity():
    analyzer = Analyzer(Result("PERSON", 12, 24, 0.6), Result("LOCATION", 36, 42, 0.6))
    judge = PresidioJudge(analyzer, entities={"PERSON": 0.7, "LOCATION": 0.5})
    assert [each.kind for each in judge(TEXT)] == ["location"]


def test_findings_lie_inside_the_text_and_begin_with_no_blank():
    found = PresidioJudge(Analyzer(Result("PERSON", 11, 24, 1.2), Result("PERSON", 90, 99, 0.9)))(
        TEXT
    )
    assert [(each.start, each.end, each.score) for each in found] == [(12, 24, 1.0)]


def test_the_language_of_a_text_is_handed_on():
    analyzer = Analyzer()
    judge = PresidioJudge(analyzer, language="de")
    judge("Guten Tag")
    judge("Good day", language="en")
    assert [language for language, _ in analyzer.asked] == ["de", "en"]


def test_a_failing_analyzer_is_named_without_the_text():
    with pytest.raises(DetectorError) as caught:
        PresidioJudge(Broken())("my secret text")
    assert "RuntimeError" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("value", "plausible"),
    [
        pytest.param("Xavantha Quorbit", True, id="two-words-with-capitals"),
        pytest.param("Xavantha van der Quorbit's", True, id="particles-and-a-possessive"),
        pytest.param("Anna", True, id="one-known-word"),
        pytest.param("ANNA SCHMIDT", True, id="known-in-capitals"),
        pytest.param("王小明", True, id="no-capitals-in-the-script"),
        pytest.param("Starlette", False, id="one-unknown-word"),
        pytest.param("HTTP JSON", False, id="unknown-in-capitals"),
        pytest.param("hello", False, id="a-greeting"),
        pytest.param("Anna Street", False, id="a-street"),
        pytest.param("Order 4711", False, id="a-digit"),
        pytest.param('Path("x.log")', False, id="code"),
        pytest.param("AgentNode", False, id="a-capital-inside"),
        pytest.param("Anna\nOrder", False, id="two-lines"),
    ],
)
def test_a_person_must_look_like_a_name(value, plausible):
    assert is_plausible_name(value) is plausible


def test_a_surer_model_may_report_what_looks_like_no_name():
    analyzer = Analyzer(Result("PERSON", 0, 5, 0.9))
    assert PresidioJudge(analyzer)(TEXT) == []
    assert len(PresidioJudge(analyzer, only_plausible=False)(TEXT)) == 1


def test_a_judge_needs_a_pipeline():
    with pytest.raises(DetectorError, match="give at least one"):
        PresidioJudge.of({})


@pytest.fixture(scope="module")
def pipeline():
    """An English pipeline that knows a handful of names."""
    import spacy

    nlp = spacy.blank("en")
    patterns = [
        {"label": "PERSON", "pattern": "Anna Schmidt"},
        {"label": "PERSON", "pattern": "hello"},
        {"label": "ORG", "pattern": "Acme"},
        {"label": "GPE", "pattern": "Berlin"},
        {"label": "DATE", "pattern": "Monday"},
    ]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    return nlp


@pytest.mark.slow
def test_a_pipeline_of_yours_names_people(pipeline):
    found = PresidioJudge.of({"en": pipeline})(TEXT)
    assert [(each.kind, TEXT[each.start : each.end]) for each in found] == [
        ("person", "Anna Schmidt")
    ]


@pytest.mark.slow
def test_places_and_organisations_are_reported_on_demand(pipeline):
    found = PresidioJudge.of({"en": pipeline}, entities=EVERYTHING)(TEXT)
    assert [each.kind for each in found] == ["person", "organization", "location"]


@pytest.mark.slow
def test_recognizers_of_your_own_see_with_it(pipeline):
    from presidio_analyzer import Pattern, PatternRecognizer

    badge = PatternRecognizer(
        supported_entity="BADGE", patterns=[Pattern("badge", r"B-\d{4}", score=0.8)]
    )
    found = PresidioJudge.of({"en": pipeline}, recognizers=[badge])("Anna Schmidt, badge B-1234")
    assert [each.kind for each in found] == ["person", "badge"]


@pytest.mark.slow
def test_every_language_has_its_pipeline(pipeline):
    import spacy

    german = spacy.blank("de")
    german.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Jürgen Müller"}])
    judge = PresidioJudge.of({"en": pipeline, "de": german})
    text = "Ich bin Jürgen Müller, hallo."
    assert [text[each.start : each.end] for each in judge(text, language="de")] == ["Jürgen Müller"]
    with pytest.raises(DetectorError, match="failed with"):
        judge(text, language="fr")


@pytest.mark.slow
def test_the_guard_redacts_what_the_judge_says(pipeline):
    judge = PresidioJudge.of({"en": pipeline}, entities=EVERYTHING)
    text = "Tell Anna Schmidt that Acme moved to Berlin."
    decision = Guard().inspect(text, origin="user", also=judge(text))
    assert decision.text == "Tell <PERSON> that <ORGANIZATION> moved to <LOCATION>."
