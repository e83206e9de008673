"""Read policies from YAML: strict, with errors that say where, what and what is allowed.

A file may extend a shipped profile; a rule of the same name takes the place of the profile's,
other rules are added, every other key that is set replaces the profile's value.
"""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
import yaml

from chatward.action import Action
from chatward.decision import PolicyStamp
from chatward.errors import PolicyError, nearest
from chatward.passage import Origin
from chatward.policy.model import FailModes, Policy, Redaction, Rule

Profile = Literal["strict", "balanced", "monitor"]
PROFILES: tuple[str, ...] = get_args(Profile)
FailMode = Literal["closed", "open", "degraded"]


class RuleEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """One rule as written in a file."""

    name: str
    kinds: list[str]
    action: Action
    origins: list[Origin] = []
    roles: list[str] = []
    min_score: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.5


class RedactionEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """A redactor as written in a file."""

    operator: str
    params: dict[str, Any] = {}


class FailEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """Fail modes as written in a file."""

    detect: FailMode = "closed"
    store: FailMode = "closed"
    audit: FailMode = "closed"


class LinksEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """What is said about links."""

    allowed_domains: list[str] = []


class AuditEntry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """Where audit events are written besides the logger."""

    file: str | None = None


class PolicyFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """A policy file."""

    name: str = ""
    version: str | int = "1"
    extends: Profile | None = None
    mode: Literal["enforce", "monitor"] | None = None
    rules: list[RuleEntry] = []
    refusal: str | None = None
    withheld: str | None = None
    spotlight: list[Origin] | None = None
    unenforceable: Literal["block", "audit"] | None = None
    links: LinksEntry | None = None
    protected: list[str] = []
    redactors: dict[str, RedactionEntry] = {}
    fail: FailEntry | None = None
    audit: AuditEntry | None = None
    model: str | None = None


def load_policy(path: str | Path) -> Policy:
    """Read a policy file.

    Raises:
        PolicyError: It cannot be read or says something that cannot be carried out.

    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read: {error.__class__.__name__}"
        raise PolicyError(msg) from None
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
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        msg = f"{where}{place}: not valid YAML: {getattr(error, 'problem', None) or 'unreadable'}"
        raise PolicyError(msg) from None
    except (ValueError, RecursionError):
        msg = f"{where}: not valid YAML: a value that cannot be read, or nesting without end"
        raise PolicyError(msg) from None
    if not _is_encodable(data):
        msg = f"{where}: holds a lone surrogate, which is no character"
        raise PolicyError(msg)
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        msg = f"{where}: a policy is a mapping of keys such as 'extends' and 'rules'"
        raise PolicyError(msg)
    try:
        return msgspec.convert(data, PolicyFile)
    except msgspec.ValidationError as error:
        raise PolicyError(_explain(str(error), text, where)) from None


def _is_encodable(data: object) -> bool:
    try:
        msgspec.json.encode(data)
    except (UnicodeEncodeError, TypeError, RecursionError):
        return False
    return True


_PATH = re.compile(r" - at `\$?([^`]*)`$")
_UNKNOWN_FIELD = re.compile(r"unknown field `([^`]*)`")
_BAD_ENUM = re.compile(r"Invalid enum value '([^']*)'")
_KEYS = {
    "": PolicyFile,
    "rules": RuleEntry,
    "redactors": RedactionEntry,
    "fail": FailEntry,
    "links": LinksEntry,
    "audit": AuditEntry,
}
_WORDS: dict[str, list[str]] = {
    "action": [action.value for action in Action],
    "origins": [origin.value for origin in Origin],
    "spotlight": [origin.value for origin in Origin],
    "extends": list(PROFILES),
    "mode": ["enforce", "monitor"],
    "unenforceable": ["block", "audit"],
    "fail": list(get_args(FailMode)),
}


def _explain(error: str, text: str, where: str) -> str:
    """Turn msgspec's message into: file, line, place, what is wrong, what is allowed, a guess."""
    found = _PATH.search(error)
    path = found.group(1).lstrip(".") if found else ""
    problem = _PATH.sub("", error)
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    last = re.split(r"[.\]]", re.sub(r"\[[^\]]*\]$", "", path))[-1]
    unknown = _UNKNOWN_FIELD.search(problem)
    bad = _BAD_ENUM.search(problem)
    wrong = unknown.group(1) if unknown else bad.group(1) if bad else ""
    known = list(_KEYS.get(top, PolicyFile).__struct_fields__) if unknown else []
    if bad:
        known = _WORDS.get(last) or _WORDS.get(top) or []
    place = _place(text, path, wrong)
    if unknown:
        problem = f"unknown key {wrong!r}"
    elif bad:
        problem = f"unknown {last.rstrip('s') or 'word'} {wrong!r}"
    allowed = f"; use one of {', '.join(known)}.{nearest(wrong, known)}" if known else ""
    return f"{where}{place}: {problem}{allowed}"


def _place(text: str, path: str, wrong: str) -> str:
    """Return ", line N" where the wrong word can be seen, and the path to it."""
    line = next((n for n, each in enumerate(text.splitlines(), 1) if wrong and wrong in each), None)
    spot = f", line {line}" if line else ""
    return f"{spot}, {path}" if path else spot


def _build(chain: list[PolicyFile], where: str, default_name: str) -> Policy:
    """Lay a file over the profiles it extends; the file comes first in the chain."""
    rules: dict[str, RuleEntry] = {}
    for layer in reversed(chain):
        seen: set[str] = set()
        for entry in layer.rules:
            if entry.name in seen:
                msg = f"{where}: two rules are named {entry.name!r}; give each a name of its own"
                raise PolicyError(msg)
            seen.add(entry.name)
            rules[entry.name] = entry
    redactors: dict[str, RedactionEntry] = {}
    for layer in reversed(chain):
        redactors.update(layer.redactors)
    defaults = Policy(stamp=PolicyStamp("", "", ""), rules=())
    fail = _first(chain, "fail") or FailEntry()
    links = _first(chain, "links") or LinksEntry()
    audit = _first(chain, "audit") or AuditEntry()
    stamp = PolicyStamp(chain[0].name or default_name, str(chain[0].version), _hash(chain))
    return Policy(
        stamp=stamp,
        rules=tuple(_rule(entry, where) for entry in rules.values()),
        mode=_first(chain, "mode") or defaults.mode,
        refusal=_first(chain, "refusal") or defaults.refusal,
        withheld=_first(chain, "withheld") or defaults.withheld,
        spotlight=frozenset(_first(chain, "spotlight") or ()),
        unenforceable=_first(chain, "unenforceable") or defaults.unenforceable,
        allowed_domains=tuple(links.allowed_domains),
        protected=tuple(text for layer in reversed(chain) for text in layer.protected),
        redactions={
            kind: Redaction(each.operator, dict(each.params)) for kind, each in redactors.items()
        },
        fail=FailModes(fail.detect, fail.store, fail.audit),
        audit_file=audit.file,
        model=_first(chain, "model"),
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
