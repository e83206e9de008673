"""The options that say which events of an audit log are meant, the same for every command."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from chatward.audit.digests import user_pseudonym
from chatward.audit.query import Query, moment_of
from chatward.cli.memory_options import VAULT_HELP, guard_over
from chatward.errors import AuditError, KeyringError
from chatward.memory import rooms
from chatward.memory.keys import VARIABLE, Keyring, keyring_from_environment

_TIME_HELP = "2026-11-29T12:00 (UTC), or how long ago: 30m, 2h, 7d."


def _any_of(metavar: str, text: str, name: str) -> Any:  # noqa: ANN401 (typer's own class)
    return typer.Option(name, metavar=metavar, help=f"{text}; may be given again.")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which events are meant, as the options say it."""

    kind: Annotated[list[str] | None, _any_of("KIND", "About this kind", "--kind")] = None
    rule: Annotated[list[str] | None, _any_of("RULE", "Of this rule", "--rule")] = None
    action: Annotated[
        list[str] | None,
        _any_of("ACTION", "Of this action, such as block, or what was done", "--action"),
    ] = None
    event: Annotated[list[str] | None, _any_of("EVENT", "Such as decision", "--event")] = None
    door: Annotated[list[str] | None, _any_of("DOOR", "From this door", "--door")] = None
    stage: Annotated[list[str] | None, _any_of("STAGE", "At this stage", "--stage")] = None
    origin: Annotated[list[str] | None, _any_of("ORIGIN", "Of this origin", "--origin")] = None
    reference: Annotated[
        list[str] | None, _any_of("REF", "With or about this reference", "--reference")
    ] = None
    conversation: Annotated[
        list[str] | None, _any_of("PSEUDONYM", "Of this conversation", "--conversation")
    ] = None
    conversation_id: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Of the conversation with this id; needs --vault."),
    ] = None
    vault: Annotated[str | None, typer.Option("--vault", metavar="URL", help=VAULT_HELP)] = None
    user: Annotated[list[str] | None, _any_of("PSEUDONYM", "Of this user", "--user")] = None
    user_id: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Of the user with this id; needs the master key."),
    ] = None
    since: Annotated[str | None, typer.Option(metavar="TIME", help=_TIME_HELP)] = None
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="Before this time, written likewise.")
    ] = None
    enforced: Annotated[
        bool | None,
        typer.Option("--enforced/--not-enforced", help="Whether the action was carried out."),
    ] = None

    def query(self) -> Query:
        """Return what the options ask for.

        Raises:
            BadParameter: A time is none, or something is missing.
            StoreError: The vault failed.
            KeyringError: There is no master key.

        """
        now = time.time()
        return Query(
            kinds=frozenset(self.kind or ()),
            rules=frozenset(self.rule or ()),
            actions=frozenset(self.action or ()),
            events=frozenset(self.event or ()),
            doors=frozenset(self.door or ()),
            stages=frozenset(self.stage or ()),
            origins=frozenset(self.origin or ()),
            conversations=frozenset((*(self.conversation or ()), *self._conversation())),
            users=frozenset((*(self.user or ()), *self._user())),
            references=frozenset(self.reference or ()),
            since=_moment(self.since, now, "--since"),
            until=_moment(self.until, now, "--until"),
            enforced=self.enforced,
        )

    def _conversation(self) -> tuple[str, ...]:
        """Return the pseudonym of the conversation that is named by its id."""
        if self.conversation_id is None:
            return ()
        if self.vault is None:
            msg = "its pseudonym is made of a key in a vault: add --vault URL"
            raise typer.BadParameter(msg, param_hint="--conversation-id")
        memory = guard_over(self.vault).review.memory
        owner = memory.owner_of(self.conversation_id)
        if memory.store.read(owner, [(rooms.KEY, rooms.WRAPPED)]) == [None]:
            msg = "the vault knows no such conversation, or it was forgotten"
            raise typer.BadParameter(msg, param_hint="--conversation-id")
        return (memory.open(self.conversation_id).key.pseudonym,)

    def _user(self) -> tuple[str, ...]:
        """Return the pseudonyms of the user named by his id: one for each master key."""
        if self.user_id is None:
            return ()
        keys = keyring_from_environment()
        if keys.ephemeral:
            msg = f"a user's pseudonym is made with the master key: set {VARIABLE}"
            raise KeyringError(msg)
        masters = (keys.master, *keys.older)
        return tuple(user_pseudonym(self.user_id, Keyring(each)) for each in masters)


def filtered(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options of `Filters`; what they ask for it gets as ``query``."""
    names = [each.name for each in fields(Filters)]
    hints = get_type_hints(Filters, include_extras=True)
    # Not by `get_type_hints`: on Python 3.10 that hides what is told about an option without value.
    signature = inspect.signature(command, eval_str=True)
    before = [each for each in signature.parameters.values() if each.name != "query"]
    options = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=hints[name]
        )
        for name in names
    ]

    @wraps(command)
    def run(**given: Any) -> object:  # noqa: ANN401 (what typer read)
        filters = Filters(**{name: given.pop(name) for name in names})
        return command(**given, query=filters.query())

    parameters = [*before, *options]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _moment(written: str | None, now: float, option: str) -> float | None:
    try:
        return None if written is None else moment_of(written, now)
    except AuditError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
