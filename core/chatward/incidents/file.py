"""Read playbooks from YAML: strict, with errors that say where, what and what is allowed.

A file may extend the shipped playbook; a rule of the same name takes the place of the shipped one,
rules under ``without`` are left out, all else is added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import msgspec

from chatward.errors import PolicyError, nearest
from chatward.incidents.containments import containments
from chatward.incidents.entries import PlaybookFile, RuleEntry, TellEntry, WhenEntry
from chatward.incidents.explain import explain
from chatward.incidents.playbook import LOG_CHANNEL, OWN_CHANNEL, Playbook, Rule, Spike, When
from chatward.policy.yaml_text import read_text, read_yaml

STANDARD = "standard"

_FIELDS = {
    "rules": "rule",
    "actions": "action",
    "families": "family",
    "origins": "origin",
    "doors": "door",
    "stages": "stage",
    "did": "did",
    "what": "what",
    "tools": "tool",
    "bots": "bot",
}
"""Which field of an event each list under ``when`` is about."""


def load_playbook(path: str | Path) -> Playbook:
    """Read a playbook file; ``standard`` is the shipped one.

    Raises:
        PolicyError: It cannot be read or says something that cannot be carried out.

    """
    if path == STANDARD:
        return parse_playbook(_shipped(), where=f"playbook {STANDARD}", default_name=STANDARD)
    path = Path(path)
    text = read_text(path, (STANDARD,))
    return parse_playbook(text, where=str(path), default_name=path.stem)


def parse_playbook(text: str, *, where: str, default_name: str = "playbook") -> Playbook:
    """Read a playbook from YAML text.

    Args:
        text: The YAML.
        where: Named in errors.
        default_name: The playbook's name where the text gives none.

    Raises:
        PolicyError: See `load_playbook`.

    """
    layers = [_convert(text, where)]
    if layers[0].extends is not None:
        layers.insert(0, _convert(_shipped(), f"playbook {STANDARD}"))
    own = layers[-1]
    entries = _rules(layers, where)
    roles = {name: what for layer in layers for name, what in layer.roles.items()}
    channels = dict(OWN_CHANNEL)
    for layer in layers:
        channels.update(layer.channels)
    rules = tuple(_rule(each, layers, where) for each in entries.values())
    for rule in rules:
        _check_named((*rule.channels, *rule.escalate_to), channels, "channel", rule, where)
        _check_named((role for role, _ in rule.steps), roles, "role", rule, where)
    return Playbook(
        name=own.name or default_name,
        version=str(own.version),
        hash=_hash(layers),
        rules=rules,
        channels=channels,
        roles=roles,
    )


def _shipped() -> str:
    folder = resources.files("chatward.incidents")
    return (folder / f"{STANDARD}.yml").read_text(encoding="utf-8")


def _convert(text: str, where: str) -> PlaybookFile:
    data = read_yaml(text, where)
    try:
        msgspec.json.encode(data)
    except (ValueError, TypeError, RecursionError):
        msg = f"{where}: holds a value that JSON does not know, or a lone surrogate"
        raise PolicyError(msg) from None
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        msg = f"{where}: a playbook is a mapping of keys such as 'extends' and 'rules'"
        raise PolicyError(msg)
    try:
        return msgspec.convert(data, PlaybookFile)
    except msgspec.ValidationError as error:
        raise PolicyError(explain(str(error), text, where)) from None


def _rules(layers: list[PlaybookFile], where: str) -> dict[str, RuleEntry]:
    """Return the rules by name, without those that are left out."""
    named: dict[str, RuleEntry] = {}
    for layer in layers:
        seen: set[str] = set()
        for entry in layer.rules:
            if entry.name in seen:
                msg = f"{where}: two rules are named {entry.name!r}; give each its own name"
                raise PolicyError(msg)
            seen.add(entry.name)
            named[entry.name] = entry
    for name in layers[-1].without:
        if name not in named:
            msg = f"{where}, without: no rule is named {name!r}.{nearest(name, named)}"
            raise PolicyError(msg)
    return {name: each for name, each in named.items() if name not in layers[-1].without}


def _rule(entry: RuleEntry, layers: list[PlaybookFile], where: str) -> Rule:
    place = f"{where}: rule {entry.name!r}"
    _check_sense(entry, place)
    channels = entry.channels
    if channels is None:
        tells = [layer.tell for layer in layers if layer.tell is not None]
        channels = _told(tells, entry.severity)
    spike = entry.spike
    return Rule(
        name=entry.name,
        when=_when(entry.when),
        severity=entry.severity,
        count=entry.count,
        within_seconds=entry.within_seconds,
        per=entry.per,
        first=entry.first,
        spike=None if spike is None else Spike(spike.times, spike.before_seconds),
        channels=tuple(dict.fromkeys(channels)),
        contain=containments(entry, place),
        steps=tuple(_step(each, place) for each in entry.steps),
        quiet_seconds=entry.quiet_seconds,
        escalate_after_seconds=entry.escalate_after_seconds,
        escalate_to=tuple(dict.fromkeys(entry.escalate_to)),
    )


def _check_sense(entry: RuleEntry, place: str) -> None:
    """Refuse what no event could ever do, or what says two things at once."""
    problem = ""
    if entry.first and (entry.spike or entry.count > 1):
        problem = "'first' asks for one event: leave out 'spike' and 'count'"
    elif (entry.spike or entry.first) and entry.per != "bot":
        problem = "'spike' and 'first' are about a whole bot: say 'per: bot'"
    elif entry.spike and entry.spike.before_seconds < entry.within_seconds:
        problem = "'spike.before_seconds' must be no less than 'within_seconds'"
    elif entry.spike and entry.spike.before_seconds > 100 * entry.within_seconds:
        problem = "'spike.before_seconds' must be no more than 100 times 'within_seconds'"
    elif (entry.escalate_after_seconds is None) is bool(entry.escalate_to):
        problem = "'escalate_after_seconds' and 'escalate_to' go together"
    elif entry.per == "user" and _names(entry.when) != frozenset({"decision"}):
        problem = "only decisions tell who the user is: 'per: user' needs 'event: decision'"
    if problem:
        msg = f"{place}: {problem}"
        raise PolicyError(msg)


def _told(tells: Iterable[TellEntry], severity: str) -> list[str]:
    said = [channels for each in tells if (channels := getattr(each, severity)) is not None]
    return said[-1] if said else [LOG_CHANNEL]


def _when(entry: WhenEntry) -> When:
    wanted = tuple(
        (field, frozenset(map(str, allowed)))
        for key, field in _FIELDS.items()
        if (allowed := getattr(entry, key))
    )
    return When(_names(entry), wanted, frozenset(entry.kinds), entry.min_score)


def _names(entry: WhenEntry) -> frozenset[str]:
    return frozenset({entry.event} if isinstance(entry.event, str) else entry.event)


def _step(written: dict[str, str], place: str) -> tuple[str, str]:
    if len(written) != 1:
        msg = f"{place}, steps: each step is a role and what it does, as in '- duty: call back'"
        raise PolicyError(msg)
    return next(iter(written.items()))


def _check_named(
    names: Iterable[str], known: Iterable[str], what: str, rule: Rule, where: str
) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            msg = (
                f"{where}: rule {rule.name!r}: unknown {what} {name!r}; "
                f"use one of {', '.join(known) or 'none'}.{nearest(name, known)}"
            )
            raise PolicyError(msg)


def _hash(layers: list[PlaybookFile]) -> str:
    content = msgspec.json.encode([msgspec.to_builtins(each) for each in layers], order="sorted")
    return hashlib.sha256(content).hexdigest()[:16]
