"""What a guarded text model does with what must not pass, one by one and in batches."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from text_model_parts import Parrot, ScriptedText, TextSpy, told

from chatward import GuardBlocked
from chatward.testing.model_server import Reply
from chatward_langchain import guard_model

pytest_plugins = ["text_model_fixtures"]

SECRET = "The warehouse code is purple elephants dance at midnight on the frozen lake."


@pytest.fixture
def refusal(guard):
    return guard.policy.refusal


@pytest.fixture(params=["batch", "abatch"])
def batch(request):
    if request.param == "batch":
        return lambda model, *args, **options: model.batch(*args, **options)
    return lambda model, *args, **options: asyncio.run(model.abatch(*args, **options))


@pytest.fixture(params=["generate", "agenerate"])
def generate(request):
    if request.param == "generate":
        return lambda model, *args, **options: model.generate(*args, **options)
    return lambda model, *args, **options: asyncio.run(model.agenerate(*args, **options))


def test_a_refused_prompt_never_reaches_the_model(
    completions, guard, texts, chain_way, injection, refusal, text_spy, tracer
):
    config = {"callbacks": [text_spy, tracer]}
    answer = chain_way(guard_model(completions(), guard), injection, config)
    assert texts.requests == []
    assert told(answer) == refusal
    assert "Ignore all" not in repr((answer, text_spy, tracer.sent))
    assert tracer.run_map == {}


def test_or_the_call_raises(completions, guard, texts, chain_way, injection, text_spy):
    model = guard_model(completions(), guard, on_block="raise")
    with pytest.raises(GuardBlocked, match="prompt-injection"):
        chain_way(model, injection, {"callbacks": [text_spy]})
    assert texts.requests == []
    assert text_spy.seen == []


def test_a_refused_answer_is_replaced_or_raised(completions, guard, texts, chain_way, refusal):
    texts.answer = lambda body: Reply(f"Sure: {SECRET}")
    messages = [SystemMessage(SECRET), HumanMessage("hi")]
    model = guard_model(completions(), guard)
    answer = chain_way(model, messages, None)
    assert told(answer).endswith(refusal)
    assert "purple" not in told(answer)
    with pytest.raises(GuardBlocked, match="protected-texts"):
        chain_way(guard_model(completions(), guard, on_block="raise"), messages, None)


def test_a_refusal_says_which_rule_and_where_to_look_it_up(guard, injection, audit, generate):
    choice = generate(guard_model(ScriptedText(), guard), [injection]).generations[0][0]
    assert choice.generation_info["chatward"] == {
        "action": "block",
        "rule": "prompt-injection",
        "reference": audit[0]["reference"],
    }


def test_in_a_batch_only_the_refused_one_is_refused(guard, batch, injection, refusal):
    plain = ScriptedText()
    answers = batch(guard_model(plain, guard), ["a", injection, "b"])
    assert answers == ["ok", refusal, "ok"]
    assert plain.received == [["a", "b"]]


def test_a_batch_that_raises_raises_or_hands_the_error_over(guard, batch, injection):
    plain = ScriptedText()
    model = guard_model(plain, guard, on_block="raise")
    with pytest.raises(GuardBlocked):
        batch(model, ["a", injection])
    assert plain.received == []
    answers = batch(model, ["a", injection, 3], return_exceptions=True)
    assert answers[0] == "ok"
    assert isinstance(answers[1], GuardBlocked)
    assert isinstance(answers[2], ValueError)


def test_a_batch_of_one_conversation_is_one_call_and_of_several_is_several(guard, batch):
    plain = ScriptedText()
    model = guard_model(plain, guard)
    batch(model, ["a", "b", "c"])
    assert plain.received == [["a", "b", "c"]]
    plain.received.clear()
    threads = [{"configurable": {"thread_id": name}} for name in ("one", "two", "one")]
    batch(model, ["a", "b", "c"], threads)
    assert plain.received == [["a", "c"], ["b"]]


def test_each_prompt_of_a_batch_belongs_to_its_own_conversation(guard, batch, said):
    model = guard_model(Parrot(), guard)
    threads = [{"configurable": {"thread_id": name}} for name in ("one", "two", "one")]
    one, two, again = batch(model, [said] * 3, threads)
    assert one == again != two
    assert "anna@example.org" in guard.restore(two, conversation="two")


def test_a_batch_keeps_callbacks_limits_and_order(guard, batch, injection, refusal):
    plain = ScriptedText()
    spies = [TextSpy() for _ in range(3)]
    configs = [{"callbacks": [spy], "max_concurrency": 1} for spy in spies]
    answers = batch(guard_model(plain, guard), ["a", injection, "b"], configs)
    assert answers == ["ok", refusal, "ok"]
    assert [spy.prompts for spy in spies] == [["a"], [refusal], ["b"]]
    assert plain.received == [["a"], ["b"]]
    assert batch(guard_model(plain, guard), []) == []


def test_generate_guards_each_prompt(completions, guard, texts, generate, said, guarded, injection):
    result = generate(guard_model(completions(), guard), [said, injection, "hello"])
    assert [choices[0].text for choices in result.generations] == [
        f"You said: {guarded}",
        guard.policy.refusal,
        "You said: hello",
    ]
    assert [request["prompt"] for request in texts.requests] == [[guarded, "hello"]]
    assert result.llm_output["token_usage"]["total_tokens"] == 14
    assert len(result.run) == 3


def test_what_is_given_for_each_prompt_of_generate_goes_to_that_prompt(guard, generate, injection):
    spies = [TextSpy() for _ in range(3)]
    names = ["first", "second", "third"]
    ids = [uuid.uuid4() for _ in spies]
    result = generate(
        guard_model(ScriptedText(), guard),
        ["a", injection, "b"],
        callbacks=[[spy] for spy in spies],
        tags=[[name] for name in names],
        metadata=[{"name": name} for name in names],
        run_name=names,
        run_id=ids,
    )
    assert [run.run_id for run in result.run] == ids
    for spy, name in zip(spies, names, strict=True):
        assert len(spy.prompts) == 1
        assert f"'tags': ['{name}']" in spy.seen[0]
        assert f"'name': '{name}'" in spy.seen[0]


def test_a_single_run_id_belongs_to_the_first_prompt(guard, generate, injection):
    own = uuid.uuid4()
    for prompts in (["a", injection], [injection, "a"]):
        result = generate(guard_model(ScriptedText(), guard), prompts, run_id=own)
        assert result.run[0].run_id == own
        assert result.run[1].run_id != own


def test_lists_of_another_length_than_the_prompts_are_refused(guard, generate, injection):
    model = guard_model(ScriptedText(), guard)
    for prompts in (["a", "b"], ["a", injection]):
        with pytest.raises(ValueError, match=r"prompts|one for each prompt"):
            generate(model, prompts, callbacks=[[TextSpy()]])


def test_no_prompts_are_no_answers(guard, generate):
    assert generate(guard_model(ScriptedText(), guard), []).generations == []
    with pytest.raises(ValueError, match="expected to be of type list"):
        guard_model(ScriptedText(), guard).generate("text")


def test_choices_and_probabilities_are_kept_where_nothing_changed(
    completions, guard, texts, generate, said
):
    model = guard_model(completions(n=2, best_of=2, logprobs=1), guard)
    clean = generate(model, ["hello"])
    assert len(clean.generations[0]) == 2
    assert clean.generations[0][0].generation_info["logprobs"]["tokens"] == ["You said: hello"]
    texts.answer = lambda body: Reply(said)
    changed = generate(model, ["hello"])
    assert "logprobs" not in changed.generations[0][0].generation_info
    assert changed.generations[0][0].generation_info["finish_reason"] == "stop"


def test_retries_and_fallbacks_see_a_refusal_as_an_answer(guard, injection, refusal):
    plain, other = ScriptedText(), ScriptedText()
    chain = guard_model(plain, guard).with_retry(stop_after_attempt=3).with_fallbacks([other])
    assert chain.invoke(injection) == refusal
    assert plain.received == other.received == []


def test_a_fallback_has_to_be_guarded_too(guard, said, guarded):
    class Broken(ScriptedText):
        def _generate(self, prompts, stop=None, run_manager=None, **kwargs):
            raise ConnectionError

    broken = guard_model(Broken(), guard)
    assert broken.with_fallbacks([Parrot()]).invoke(said) == said
    assert broken.with_fallbacks([guard_model(Parrot(), guard)]).invoke(said) == guarded
