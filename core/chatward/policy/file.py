"""Read policies from YAML: strict, with errors that say where, what and what is allowed.

A file may extend a shipped profile; a rule of the same name takes the place of the profile's,
other rules are added, every other key that is set replaces the profile's value.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from chatward.action import Action
from chatward.decision import PolicyStamp
from chatward.errors import PolicyError, nearest
from chatward.policy.arguments import ArgumentPattern, argument_pattern
from chatward.policy.attachments import attachments_in
from chatward.policy.entries import (
    PROFILES,
    AuditEntry,
    FailEntry,
    LinksEntry,
    MemoryEntry,
    PolicyFile,
    RedactionEntry,
    ReleaseEntry,
    RuleEntry,
    ToolEntry,
)
from chatward.policy.explain import explain
from chatward.policy.model import (
    DEFAULT_REFUSAL,
    AuditPlan,
    FailModes,
    Policy,
    Redaction,
    Release,
    Retention,
    Rule,
)
from chatward.policy.releases import DESTINATION
from chatward.policy.tools import TOOL_NAME, ToolRule
from chatward.policy.yaml_text import read_text, read_yaml


def load_policy(path: str | Path) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: It cannot be read or says something that cannot be carried out.

    """
    path = Path(path)
    text = read_text(path, PROFILES)
    return parse_policy(text, where=str(path), default_name=path.stem)


def load_profile(name: str) -> Policy:
    """Return a shipped profile: ``strict``, ``balanced`` or ``monitor``.

    Raises:
        PolicyError: There is none of that name.

    """
    if name not in PROFILES:
        known = ", ".join(PROFILES)
        msg = f"unknown profile {name!r}; use one of {known}.{nearest(name, PROFILES)}"
        raise PolicyError(msg)
    return parse_policy(_profile_text(name), where=f"profile {name}", default_name=name)


def parse_policy(text: str, *, where: str, default_name: str = "policy") -> Policy:
    """Read a policy from YAML text.

    Args:
        text: The YAML.
        where: Named in errors.
        default_name: The policy's name where the text gives none.

    Raises:
        PolicyError: See `load_policy`.

    """
    written = _convert(text, where)
    chain = [written]
    while chain[-1].extends is not None:
        parent = chain[-1].extends
        chain.append(_convert(_profile_text(parent), f"profile {parent}"))
    return _build(chain, where, default_name)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a policy file, for editors."""
    return msgspec.json.schema(PolicyFile)


def _profile_text(name: str) -> str:
    folder = resources.files("chatward.policy") / "profiles"
    return (folder / f"{name}.yml").read_text(encoding="utf-8")


def _convert(text: str, where: str) -> PolicyFile:
    data = read_yaml(text, where)
    if not _is_encodable(data):
        msg = f"{where}: holds a lone surrogate, which is no character"
        raise PolicyError(msg)
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        msg = f"{where}: a policy is a mapping of keys such as 'extends' and 'rules'"
        raise PolicyError(msg)
    try:
        return msgspec.convert(data, PolicyFile)
    except msgspec.ValidationError as error:
        raise PolicyError(explain(str(error), text, where)) from None


def _is_encodable(data: object) -> bool:
    try:
        msgspec.json.encode(data)
    except (UnicodeEncodeError, TypeError, RecursionError):
        return False
    return True


def _build(chain: list[PolicyFile], where: str, default_name: str) -> Policy:
    """Lay a file over the profiles it extends; the file comes first in the chain."""
    rules = _named(chain, "rules", where)
    releases = _named(chain, "releases", where)
    tools = _named(chain, "tools", where)
    redactors: dict[str, RedactionEntry] = {}
    surrogates: dict[str, str] = {}
    regulations: dict[str, tuple[str, ...]] = {}
    for layer in reversed(chain):
        redactors.update(layer.redactors)
        surrogates.update(layer.surrogates)
        regulations.update({tag: tuple(kinds) for tag, kinds in layer.regulations.items()})
    memory = _first(chain, "memory") or MemoryEntry()
    defaults = Policy(stamp=PolicyStamp("", "", ""), rules=())
    fail = _first(chain, "fail") or FailEntry()
    links = _first(chain, "links") or LinksEntry()
    refusals = _refusals(_first(chain, "refusal"))
    stamp = PolicyStamp(chain[0].name or default_name, str(chain[0].version), _hash(chain))
    return Policy(
        stamp=stamp,
        rules=tuple(_rule(entry, where) for entry in rules.values()),
        mode=_first(chain, "mode") or defaults.mode,
        refusal=next(iter(refusals.values())),
        withheld=_first(chain, "withheld") or defaults.withheld,
        spotlight=frozenset(_first(chain, "spotlight") or ()),
        unenforceable=_first(chain, "unenforceable") or defaults.unenforceable,
        allowed_domains=tuple(links.allowed_domains),
        protected=tuple(text for layer in reversed(chain) for text in layer.protected),
        redactions={
            kind: Redaction(each.operator, dict(each.params)) for kind, each in redactors.items()
        },
        fail=FailModes(fail.detect, fail.store, fail.audit),
        audit=_audit(_first(chain, "audit") or AuditEntry()),
        model=_first(chain, "model"),
        surrogates=surrogates,
        releases=tuple(_release(entry, where) for entry in releases.values()),
        store=memory.store,
        retention=Retention(memory.conversations_days, memory.vault_days, memory.quarantine_days),
        quarantine=bool(_first(chain, "quarantine")),
        bot=_first(chain, "bot") or stamp.name,
        tools=tuple(_tool(entry, where) for entry in tools.values()),
        tainted=_first(chain, "tainted") or defaults.tainted,
        attachments=attachments_in([layer.attachments for layer in chain]),
        refusals={language: text for language, text in refusals.items() if language},
        change=chain[0].change,
        regulations=regulations,
        shadow=_first(chain, "shadow"),
        incidents=_first(chain, "incidents"),
    )


def _audit(entry: AuditEntry) -> AuditPlan:
    return AuditPlan(
        file=entry.file,
        rotate_bytes=entry.rotate_bytes,
        keep_days=entry.keep_days,
        fsync=entry.fsync,
        signed=entry.signed,
        witness=entry.witness,
        spill=entry.spill,
        sqlite=entry.sqlite,
        otel=entry.otel,
        metrics=tuple(entry.metrics),
    )


def _refusals(written: str | dict[str, str] | None) -> dict[str, str]:
    """Return refusals by language; the first is for who speaks none of them."""
    return written if isinstance(written, dict) else {"": written or DEFAULT_REFUSAL}


def _named(chain: list[PolicyFile], key: str, where: str) -> dict[str, Any]:
    """Return entries by name; the nearest layer's takes the place of others of its name."""
    named: dict[str, Any] = {}
    for layer in reversed(chain):
        seen: set[str] = set()
        for entry in getattr(layer, key):
            if entry.name in seen:
                what = key.removesuffix("s")
                msg = f"{where}: two {what}s are named {entry.name!r}; give each its own name"
                raise PolicyError(msg)
            seen.add(entry.name)
            named[entry.name] = entry
    return named


def _release(entry: ReleaseEntry, where: str) -> Release:
    for place in entry.to:
        if not DESTINATION.fullmatch(place):
            msg = (
                f"{where}: release {entry.name!r}: {place!r} is no place; "
                "use user, tool:NAME or tool:NAME.ARGUMENT"
            )
            raise PolicyError(msg)
    return Release(
        name=entry.name,
        kinds=frozenset(entry.kinds),
        to=tuple(entry.to),
        allow=entry.action == "allow",
        roles=frozenset(entry.roles),
        own_only=entry.own_only,
    )


def _tool(entry: ToolEntry, where: str) -> ToolRule:
    if not TOOL_NAME.fullmatch(entry.name):
        msg = f"{where}: tool {entry.name!r}: a name has letters, digits, _ . : / - and * only"
        raise PolicyError(msg)
    patterns: dict[str, ArgumentPattern] = {}
    for name, written in entry.arguments.items():
        try:
            patterns[name] = argument_pattern(written)
        except ValueError as error:
            msg = f"{where}: tool {entry.name!r}, argument {name!r}: the pattern {error}"
            raise PolicyError(msg) from None
    return ToolRule(
        name=entry.name,
        capabilities=None if entry.capabilities is None else frozenset(entry.capabilities),
        roles=frozenset(entry.roles),
        arguments=patterns,
        calls=entry.calls,
        approve=entry.approve,
    )


def _rule(entry: RuleEntry, where: str) -> Rule:
    if entry.action is Action.SPOTLIGHT:
        msg = f"{where}: rule {entry.name!r}: list origins under the key 'spotlight' instead"
        raise PolicyError(msg)
    return Rule(
        name=entry.name,
        kinds=frozenset(entry.kinds),
        action=entry.action,
        origins=frozenset(entry.origins),
        roles=frozenset(entry.roles),
        min_score=entry.min_score,
    )


def _first(chain: list[PolicyFile], key: str) -> Any:  # noqa: ANN401 (the key decides)
    """Return the nearest layer's value for a key that some layer sets."""
    return next((value for layer in chain if (value := getattr(layer, key)) is not None), None)


def _hash(chain: list[PolicyFile]) -> str:
    content = msgspec.json.encode([msgspec.to_builtins(layer) for layer in chain], order="sorted")
    return hashlib.sha256(content).hexdigest()[:16]
