"""What can be wrong with what a policy settles around its rules."""

from __future__ import annotations

from collections.abc import Iterator

from chatward.passage import Origin
from chatward.policy.diff_words import listed
from chatward.policy.lint_checks import Case, Found

YEAR_DAYS = 365.0
SHORT_CHARS = 20
"""A protected text of fewer characters is likely to stand in harmless answers, too."""

_OUTSIDE = (Origin.TOOL, Origin.DOCUMENT)
_LIVES = ("conversations_days", "vault_days", "quarantine_days")


def outside_texts(case: Case) -> Iterator[Found]:
    """Yield texts and attachments from outside that reach the model as a person's would."""
    unmarked = [origin.value for origin in _OUTSIDE if origin not in case.policy.spotlight]
    if unmarked:
        sentence = f"texts of {listed(unmarked)} are not marked as data; orders in them read alike."
        yield "not-marked-as-data", "spotlight", sentence
    said = case.policy.attachments
    open_to = [origin.value for origin in _OUTSIDE if said.get(origin, "allow") == "allow"]
    if open_to:
        sentence = f"attachments of {listed(open_to)} pass, and no detector looks into them."
        yield "attachments-unseen", "attachments", sentence


def redactors(case: Case) -> Iterator[Found]:
    """Yield redactors that leave what they should redact."""
    for kind, each in sorted(case.policy.redactions.items()):
        if each.operator == "keep":
            yield "redactor-keeps", f"redactors, {kind}", "where it is redacted, the value stays."


def domains(case: Case) -> Iterator[Found]:
    """Yield allowed domains that hold half the world."""
    for domain in case.policy.allowed_domains:
        if "." not in domain.strip("."):
            sentence = "every address that ends in it may carry data; name a domain of your own."
            yield "domain-too-wide", f"links.allowed_domains, {domain}", sentence


def protected(case: Case) -> Iterator[Found]:
    """Yield how many protected texts are short enough to stand in harmless answers."""
    short = sum(len(text.strip()) < SHORT_CHARS for text in case.policy.protected)
    if short:
        number = "1 text has" if short == 1 else f"{short} texts have"
        sentence = f"{number} fewer than {SHORT_CHARS} characters: harmless answers may hold that."
        yield "protected-too-short", "protected", sentence


def memory(case: Case) -> Iterator[Found]:
    """Yield what is kept for longer than it should be, and what is not kept although it should."""
    policy = case.policy
    if policy.quarantine and policy.store in {"memory:", "memory://"}:
        sentence = "blocked texts are kept for review in a store that ends with the process."
        yield "quarantine-forgets", "quarantine", sentence
    for name in _LIVES:
        days: float = getattr(policy.retention, name)
        if days > YEAR_DAYS:
            yield "kept-long", f"memory.{name}", f"{days:g} days are more than a year."


def failing(case: Case) -> Iterator[Found]:
    """Yield stages whose failure is put up with."""
    fail = case.policy.fail
    for stage, mode in (("detect", fail.detect), ("store", fail.store)):
        if mode == "open":
            sentence = "texts pass half looked at, and nobody is told; degraded says so."
            yield "fails-open", f"fail.{stage}", sentence
        elif mode == "degraded":
            yield "fails-degraded", f"fail.{stage}", "texts pass half looked at, on record."


def log(case: Case) -> Iterator[Found]:
    """Yield how decisions may go without a record, or with one that anybody could have written."""
    plan, mode = case.policy.audit, case.policy.fail.audit
    if mode == "open":
        sentence = "decisions whose event cannot be written leave no trace."
        yield "log-may-fail", "fail.audit", sentence
    elif mode == "degraded" and plan.spill is None:
        sentence = "events that cannot be written are lost; name a file under audit.spill."
        yield "log-may-fail", "fail.audit", sentence
    if plan.file is not None and plan.signed is False:
        sentence = "who can write the file can change what was decided; leave audit.signed out."
        yield "log-unsigned", "audit.signed", sentence


def carrying_out(case: Case) -> Iterator[Found]:
    """Yield decisions that are recorded and not carried out."""
    if case.policy.mode == "monitor":
        yield "only-watches", "mode", "everything is decided and nothing is carried out."
    if case.policy.unenforceable == "audit":
        sentence = "a door that cannot edit lets personal data and secrets pass."
        yield "unenforceable-passes", "unenforceable", sentence


def history(case: Case) -> Iterator[Found]:
    """Yield that nobody can tell why this policy came to be, or which of two it is."""
    if case.shipped:
        return
    if not case.policy.change.strip():
        yield "no-change-note", "change", "it does not say why it came to be."
    if case.written is not None and "version" not in case.written:
        yield "no-version", "version", "it has no version; events of two of them look alike."
