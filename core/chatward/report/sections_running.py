"""The sections of a report about how the guard is run: values let out, tools, people, the log."""

from __future__ import annotations

from chatward.report import words
from chatward.report.headlines import median_of
from chatward.report.period import Subject
from chatward.report.sections import Section
from chatward.report.tables import Column, Row, Table, ranking

_NEWEST = 12
_WEEK = 7


def about_running(told: Subject) -> list[Section]:
    """Return the sections about how the guard is run."""
    return [
        _releases(told),
        _tools(told),
        _appeals(told),
        _incidents(told),
        _retention(told),
        _degraded(told),
        _policies(told),
        _shadow(told),
        _log(told),
    ]


def _releases(told: Subject) -> Section:
    total = told.total
    both = {**total.released.of, **total.denied.of}
    rows: list[Row] = [
        (kind, to, total.released.of.get((kind, to), 0), total.denied.of.get((kind, to), 0))
        for kind, to in both
    ]
    columns = (
        Column("Kind"),
        Column("Where to"),
        Column("Released", "count"),
        Column("Not released", "count"),
    )
    kept = total.other.of.get("kept back", 0)
    lead = "Values that took the place of their pseudonyms, and those that no rule lets go there."
    if kept:
        lead += f" {words.times(kept, 'value')} stayed behind in web addresses, or were gone."
    table = ranking("Values by kind and destination", columns, rows, 2, total.released.rest)
    return Section("releases", "Releases", lead, (table,))


def _tools(told: Subject) -> Section:
    calls = told.total.calls
    rows: list[Row] = [
        (tool, rule, action, "yes" if carried_out else "no", count)
        for (tool, rule, action, carried_out), count in calls.of.items()
        if action != "allow"
    ]
    columns = (
        Column("Tool"),
        Column("Rule"),
        Column("Action"),
        Column("Carried out"),
        Column("Calls", "count"),
    )
    lead = f"Of {words.times(calls.total, 'call')} in all, those that a rule spoke against."
    table = ranking("Calls of tools that were not simply allowed", columns, rows, 4)
    return Section("tools", "Tools refused", lead, (table,))


def _appeals(told: Subject) -> Section:
    verdicts: dict[str, list[float]] = {}
    for (rule, verdict), count in told.total.appeals.of.items():
        both = verdicts.setdefault(rule, [0, 0])
        both[verdict == "false-alarm"] += count
    rows: list[Row] = [
        (rule, upheld + wrong, wrong, wrong / (upheld + wrong))
        for rule, (upheld, wrong) in verdicts.items()
    ]
    columns = (
        Column("Rule"),
        Column("Appeals", "count"),
        Column("False alarms", "count"),
        Column("Share", "share"),
    )
    lead = "Decisions that somebody looked at again, and how many of them were wrong."
    return Section("appeals", "Appeals", lead, (ranking("Appeals by rule", columns, rows, 1),))


def _incidents(told: Subject) -> Section:
    opened = told.incidents(told.now)
    rows: list[Row] = [
        (each.rule, each.severity, each.opened, each.contained, each.closed)
        for each in opened[:_NEWEST]
    ]
    columns = (
        Column("Rule of the playbook"),
        Column("Severity"),
        Column("Opened", "moment"),
        Column("Contained after", "span"),
        Column("Closed after", "span"),
    )
    lead = f"{words.times(len(opened), 'incident')} opened; exercises are not among them."
    contained = median_of(each.contained for each in opened)
    if contained is not None:
        lead += f" Half of those contained took no more than {words.span(contained)}."
    drills = [each for each in told.found.drills if told.holds(each.time)]
    tables = [Table("The newest incidents", columns, rows)]
    if drills:
        held: list[Row] = [
            (each.rule, each.time, len(each.told), len(each.failed), each.seconds)
            for each in drills[-_NEWEST:]
        ]
        exercise = (
            Column("Rule of the playbook"),
            Column("Held", "moment"),
            Column("Channels told", "count"),
            Column("Channels that failed", "count"),
            Column("Took", "span"),
        )
        tables.append(Table("Exercises", exercise, held))
    return Section("incidents", "Incidents and response", lead, tuple(tables))


def _retention(told: Subject) -> Section:
    purges = sorted(told.found.purges, key=lambda each: -each.time)
    rows: list[Row] = [
        (words.moment(each.time), sum(n for _, n in each.purged), each.kept, each.left)
        for each in purges[:_WEEK]
    ]
    columns = (
        Column("Run"),
        Column("Purged", "count"),
        Column("Kept", "count"),
        Column("Left over", "count"),
    )
    inside = [each for each in purges if told.holds(each.time)]
    kept_to = sum(not each.left for each in inside)
    runs = words.times(len(inside), "run")
    lead = f"{runs} in this period, {words.number(kept_to)} with nothing left over."
    erased = told.total.other.of.get("erasure", 0)
    if erased:
        lead += f" {words.times(erased, 'conversation')} were erased on request."
    return Section(
        "retention",
        "Retention",
        lead,
        (Table("The newest purges", columns, rows, empty="No purge is on record."),),
    )


def _degraded(told: Subject) -> Section:
    rows: list[Row] = [
        (each.what, each.since, max(0.0, each.until - each.since), each.spilled, each.lost)
        for each in told.found.outages
        if told.holds(each.time)
    ]
    columns = (
        Column("What was down"),
        Column("Since", "moment"),
        Column("For", "span"),
        Column("Events spilled", "count"),
        Column("Events lost", "count"),
    )
    failed: list[Row] = list(told.total.failed.of.items())
    lead = "Times in which a part of the guard did not work, and decisions made without it."
    by_part = (Column("What failed"), Column("Decisions", "count"))
    return Section(
        "degraded",
        "Degraded service",
        lead,
        (
            Table("Times of degraded service", columns, rows[-_NEWEST:]),
            ranking("Decisions made without a part", by_part, failed, 1, told.total.failed.rest),
        ),
    )


def _policies(told: Subject) -> Section:
    seen: list[Row] = [
        (name, version, hashed, each.decisions, each.first, each.last)
        for (name, version, hashed), each in told.found.policies.items()
        if each.last >= told.now.start
    ]
    columns = (
        Column("Policy"),
        Column("Version"),
        Column("Hash"),
        Column("Decisions", "count"),
        Column("From", "moment"),
        Column("To", "moment"),
    )
    changed: list[Row] = [
        (
            words.moment(each.time),
            each.did,
            f"{each.now[0]} {each.now[1]}",
            each.note,
            each.stricter,
            each.laxer,
        )
        for each in sorted(told.found.changes, key=lambda each: -each.time)[:_NEWEST]
    ]
    change = (
        Column("When"),
        Column("What happened"),
        Column("Policy"),
        Column("Note"),
        Column("Stricter", "count"),
        Column("Laxer", "count"),
    )
    lead = "What the guards went by, all of the log counted, and what was changed while they ran."
    return Section(
        "policies",
        "Policies",
        lead,
        (
            ranking("Policies of this period", columns, seen, 3),
            Table("The newest changes", change, changed, empty="No change is on record."),
        ),
    )


def _shadow(told: Subject) -> Section:
    shadows = told.total.shadows
    rows: list[Row] = [
        (was[0], was[1], new[0], new[1], count) for (was, new), count in shadows.of.items()
    ]
    columns = (
        Column("Now"),
        Column("By rule"),
        Column("On trial"),
        Column("By its rule"),
        Column("Texts", "count"),
    )
    lead = "Texts about which a policy that is only tried would have decided otherwise."
    table = ranking("Differences", columns, rows, 4, shadows.rest)
    return Section("shadow", "Policy on trial", lead, (table,))


def _log(told: Subject) -> Section:
    rows: list[Row] = [
        (
            each.path.name,
            each.events,
            each.broken,
            each.future,
            each.unknown,
            "signed" if each.signed else "not signed",
            each.verdict or "not verified",
        )
        for each in told.found.logs
    ]
    columns = (
        Column("Log"),
        Column("Events", "count"),
        Column("Broken lines", "count"),
        Column("Times to come", "count"),
        Column("Unknown events", "count"),
        Column("Signed"),
        Column("Verified"),
    )
    lead = "What this report was made from, all of it, and whether it can be trusted."
    return Section("log", "The log", lead, (Table("Logs", columns, rows),))
