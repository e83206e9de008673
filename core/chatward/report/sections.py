"""The sections of a report about texts: what was decided, by what, where."""

from __future__ import annotations

from dataclasses import dataclass

from chatward.action import Action
from chatward.report import words
from chatward.report.period import Subject
from chatward.report.tables import Column, Row, Table, ranking

_STOPS = frozenset({"block", "ask"})
_ACTIONS = {each.value: each.strictness for each in Action}


@dataclass(frozen=True)
class Section:
    """A section.

    Attributes:
        id: Its anchor.
        title: Its heading.
        lead: What there is to know before the figures.
        tables: Its tables.
        plot: Name of its plot; empty = it has none.

    """

    id: str
    title: str
    lead: str
    tables: tuple[Table, ...]
    plot: str = ""


def about_texts(told: Subject) -> list[Section]:
    """Return the sections about texts."""
    return [
        _decisions(told),
        _speed(told),
        _rules(told),
        _attacks(told),
        _kinds(told),
        _coverage(told),
        _regulations(told),
    ]


def _decisions(told: Subject) -> Section:
    total = told.total
    rows: list[Row] = [
        (action, "yes" if enforced else "no", count, count / total.decisions)
        for (action, enforced), count in total.actions.of.items()
    ]
    rows.sort(key=lambda row: (_ACTIONS.get(str(row[0]), 99), str(row[1])))
    columns = (
        Column("Action"),
        Column("Carried out"),
        Column("Texts", "count"),
        Column("Share", "share"),
    )
    lead = (
        "Every text that a guard looks at gets one decision, the strictest of its rules. "
        "What was not carried out was only put on record."
    )
    table = Table("Decisions by action, the mildest first", columns, rows, bar=3)
    return Section("decisions", "Decisions", lead, (table,), "decisions")


def _speed(told: Subject) -> Section:
    total = told.total
    rows: list[Row] = [
        (name, total.quantile(part))
        for name, part in (("half of all texts", 0.5), ("95 of 100", 0.95), ("99 of 100", 0.99))
    ]
    columns = (Column("Texts"), Column("Took no longer than", "span"))
    lead = "Time that texts spent in the guard; streams, which last as long as an answer, aside."
    table = Table("Time in the guard", columns, rows if total.micros.total else [])
    return Section("speed", "Speed", lead, (table,), "speed")


def _rules(told: Subject) -> Section:
    rules = told.total.rules
    rows: list[Row] = [
        (rule, action, count, _daily_before(told, (rule, action)), told.now.a_day(count))
        for (rule, action), count in rules.of.items()
    ]
    columns = (
        Column("Rule"),
        Column("Action"),
        Column("Texts", "count"),
        Column("A day before", "count"),
        Column("A day now", "count"),
    )
    table = ranking("Rules by how many texts they decided", columns, rows, 2, rules.rest)
    return Section("rules", "Rules", "The policy's rules that spoke, and how often.", (table,))


def _daily_before(told: Subject, what: tuple[str, str]) -> float | None:
    before = told.before
    return None if before is None else before.a_day(before.total.rules.of.get(what, 0))


def _attacks(told: Subject) -> Section:
    families = told.total.families
    rows: list[Row] = [
        (family, count, told.found.firsts.get(("family", family)))
        for family, count in families.of.items()
    ]
    columns = (Column("Family"), Column("Texts", "count"), Column("First seen", "moment"))
    lead = "Texts that the injection model or a rule takes for an attack, with a score from 0.5."
    table = ranking("Attacks by family", columns, rows, 1, families.rest)
    return Section("attacks", "Attacks", lead, (table,))


def _kinds(told: Subject) -> Section:
    kinds = told.total.kinds
    rows: list[Row] = [(kind, action, count) for (kind, action), count in kinds.of.items()]
    columns = (Column("Kind"), Column("Action"), Column("Findings", "count"))
    table = ranking("Findings by kind", columns, rows, 2, kinds.rest)
    attachments = told.total.attachments
    files: list[Row] = [(kind, action, count) for (kind, action), count in attachments.of.items()]
    tables: tuple[Table, ...] = (table,)
    if files:
        columns = (Column("Kind"), Column("Action"), Column("Attachments", "count"))
        tables += (ranking("Attachments by kind", columns, files, 2, attachments.rest),)
    return Section("kinds", "What was found", "What texts held, by kind.", tables)


def _coverage(told: Subject) -> Section:
    stages: list[Row] = [
        (each.stage, each.guarded, each.traffic, each.share) for each in told.covered()
    ]
    columns = (
        Column("Stage"),
        Column("Guarded", "count"),
        Column("All", "count"),
        Column("Coverage", "share"),
    )
    places = told.total.places
    doors: list[Row] = [
        (bot, door, stage, count, told.total.refused_at.of.get((bot, door, stage), 0))
        for (bot, door, stage), count in places.of.items()
    ]
    lead = (
        "How much of what the bots had in all went through a guard. A stage that nobody counts has "
        f"no share, only {words.NONE}; a text that two doors saw is guarded twice."
    )
    door_columns = (
        Column("Bot"),
        Column("Door"),
        Column("Stage"),
        Column("Texts", "count"),
        Column("Refused", "count"),
    )
    return Section(
        "coverage",
        "Coverage",
        lead,
        (
            Table("Texts and calls by stage, in the order of their way", columns, stages, bar=3),
            ranking("Texts by bot, door and stage", door_columns, doors, 3, places.rest),
        ),
    )


def _regulations(told: Subject) -> Section:
    tags = told.total.regulations
    rows: list[Row] = list(tags.of.items())
    columns = (Column("Rule of law or trade"), Column("Texts", "count"))
    lead = "Texts in which something was found that these speak about: a pointer, no legal advice."
    table = ranking("Texts by regulation", columns, rows, 1, tags.rest)
    return Section("regulations", "Regulations touched", lead, (table,))
