"""What two policies settle besides rules, releases and tools: one function for each key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chatward.passage import Origin
from chatward.policy.diff_words import (
    DIFFERENT,
    LAXER,
    STRICTER,
    Difference,
    Direction,
    listed,
    stepped,
)
from chatward.policy.links import is_allowed_link
from chatward.policy.model import Policy, Redaction

_KEEP = "keep"
_FAIL = ("open", "degraded", "closed")
_TAINTED = ("allow", "ask", "deny")
_ATTACHED = ("allow", "strip", "refuse")
_STAGES = {
    "detect": "a detector that raises",
    "store": "a store that fails",
    "audit": "an event that cannot be written",
}
_LIVES = {
    "conversations_days": "what is known of a conversation",
    "vault_days": "what stands for which value",
    "quarantine_days": "blocked texts kept for review",
}


def mode(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield whether it is carried out or only recorded."""
    what = "is carried out" if b.mode == "enforce" else "is only recorded, and nothing is changed"
    yield from stepped("mode", ("monitor", "enforce"), a.mode, b.mode, f"what is decided {what}.")


def spotlight(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield whose texts are marked as data."""
    added, gone = b.spotlight - a.spotlight, a.spotlight - b.spotlight
    if added:
        yield Difference(
            STRICTER, f"texts of {_names(added)} are marked as data.", f"spotlight: {_names(added)}"
        )
    if gone:
        sentence = f"texts of {_names(gone)} are not marked as data any more."
        yield Difference(LAXER, sentence, f"spotlight: {_names(gone)}")


def unenforceable(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield what a door does that cannot edit."""
    blocks = b.unenforceable == "block"
    does = "is blocked" if blocks else "passes as it is, on record"
    sentence = f"what a door would have to edit and cannot {does}."
    order = ("audit", "block")
    yield from stepped("unenforceable", order, a.unenforceable, b.unenforceable, sentence)


def allowed_domains(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield where links with data in them may lead; a domain stands for its subdomains, too."""
    for domain in sorted({*a.allowed_domains, *b.allowed_domains}):
        was, now = (is_allowed_link(f"//{domain}", each.allowed_domains) for each in (a, b))
        if was != now:
            may = "may" if now else "may not"
            sentence = f"links to {domain} {may} carry data."
            yield Difference(
                LAXER if now else STRICTER, sentence, f"links.allowed_domains: {domain}"
            )


def protected(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield how many texts are protected that were not; never the texts."""
    was, now = set(a.protected), set(b.protected)
    if added := len(now - was):
        sentence = f"{_texts(added)} protected that {_was(added)} not."
        yield Difference(STRICTER, sentence, f"protected: {added}")
    if gone := len(was - now):
        sentence = f"{_texts(gone)} not protected any more."
        yield Difference(LAXER, sentence, f"protected: {gone}")


def redactions(a: Policy, b: Policy, families: Mapping[str, str]) -> Iterator[Difference]:
    """Yield which redactor edits which kind; never its parameters."""
    for kind in sorted({*a.redactions, *b.redactions}):
        was, now = (_redaction(each, kind, families) for each in (a, b))
        what = "what has no redactor of its own" if kind == "default" else kind
        if was.operator != now.operator:
            direction: Direction = DIFFERENT
            if _KEEP in {was.operator, now.operator}:
                direction = LAXER if now.operator == _KEEP else STRICTER
            sentence = f"where {what} is redacted, {now.operator} does it (was {was.operator})."
            yield Difference(direction, sentence, f"redactors: {kind}")
        elif was.params != now.params:
            sentence = f"where {what} is redacted, {now.operator} has other parameters."
            yield Difference(DIFFERENT, sentence, f"redactors: {kind}")


def surrogates(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield which kinds look real where they are pseudonymised."""
    for kind in sorted({*a.surrogates, *b.surrogates}):
        was, now = a.surrogates.get(kind), b.surrogates.get(kind)
        if was != now:
            by = "placeholders" if now is None else f"surrogates in {now}"
            yield Difference(DIFFERENT, f"pseudonyms of {kind} are {by}.", f"surrogates: {kind}")


def fail(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield what happens where a stage fails."""
    does = {"closed": "blocks", "degraded": "is put up with, as degraded", "open": "is put up with"}
    for stage, what in _STAGES.items():
        was, now = getattr(a.fail, stage), getattr(b.fail, stage)
        yield from stepped(f"fail.{stage}", _FAIL, was, now, f"{what} {does[now]}.")


def store(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield where conversations are kept, without passwords."""
    if a.store != b.store:
        sentence = f"conversations are kept in another store: {without_secrets(b.store)}."
        yield Difference(DIFFERENT, sentence, "memory.store")


def retention(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield how long what is remembered lives: the shorter, the stricter."""
    for name, what in _LIVES.items():
        was, now = getattr(a.retention, name), getattr(b.retention, name)
        if was != now:
            sentence = f"{what} lives for {now:g} days (was {was:g})."
            yield Difference(STRICTER if now < was else LAXER, sentence, f"memory.{name}")


def quarantine(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield whether blocked texts are kept: better to review, and more to lose."""
    if a.quarantine != b.quarantine:
        kept = "kept for review" if b.quarantine else "not kept any more"
        yield Difference(DIFFERENT, f"blocked texts are {kept}.", "quarantine")


def tainted(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield what happens where untrusted text, private data and a tool that sends out meet."""
    does = {"allow": "is allowed", "ask": "needs approval", "deny": "is blocked"}[b.tainted]
    sentence = f"a call that could carry private data away {does}."
    yield from stepped("tainted", _TAINTED, a.tainted, b.tainted, sentence)


def attachments(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield what is done with attachments."""
    does = {"allow": "pass", "strip": "are left out", "refuse": "are refused"}
    for origin in Origin:
        was, now = (each.attachments.get(origin, "allow") for each in (a, b))
        sentence = f"attachments of {origin.value} {does[now]}."
        yield from stepped(f"attachments: {origin.value}", _ATTACHED, was, now, sentence)


def refusals(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield what is said in other languages instead of a blocked text."""
    languages = {*a.refusals, *b.refusals}
    changed = sorted(each for each in languages if a.refusals.get(each) != b.refusals.get(each))
    if changed:
        yield Difference(DIFFERENT, f"the refusal is another in {listed(changed)}.", "refusal: by")


def regulations(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield which tags stand in the log for which kinds."""
    for tag in sorted({*a.regulations, *b.regulations}):
        was, now = (frozenset(each.regulations.get(tag, ())) for each in (a, b))
        if was != now:
            about = f"is about {listed(sorted(now))}" if now else "is not the policy's own any more"
            yield Difference(DIFFERENT, f"the tag {tag} {about}.", f"regulations: {tag}")


def incidents(a: Policy, b: Policy) -> Iterator[Difference]:
    """Yield which playbook is gone by."""
    if a.incidents != b.incidents:
        direction: Direction = DIFFERENT
        if None in {a.incidents, b.incidents}:
            direction = LAXER if b.incidents is None else STRICTER
        by = "no playbook any more" if b.incidents is None else f"the playbook {b.incidents}"
        yield Difference(direction, f"incidents go by {by}.", "incidents")


def without_secrets(url: str) -> str:
    """Return a store's URL without users, passwords and options, any of which may be one.

    >>> without_secrets("sqlite:///a.db#keys=rediss://anna:hunter2@store.example.org/1?x=y")
    'sqlite:///a.db#keys=rediss://store.example.org/1'
    """
    return "#keys=".join(map(_without_secrets, url.split("#keys=")))


def _without_secrets(url: str) -> str:
    scheme, mark, place = url.partition("?")[0].partition("://")
    return scheme + mark + (place if scheme == "sqlite" else place.rpartition("@")[2])


def _redaction(policy: Policy, kind: str, families: Mapping[str, str]) -> Redaction:
    names = (kind, families.get(kind, ""), "default")
    found = (policy.redactions[name] for name in names if name in policy.redactions)
    return next(found, Redaction("replace"))


def _names(origins: frozenset[Origin]) -> str:
    return listed(sorted(origin.value for origin in origins))


def _texts(count: int) -> str:
    return "1 text is" if count == 1 else f"{count} texts are"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
