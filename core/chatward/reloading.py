"""What a guard goes by: its policy, another one, or a stricter profile for a while."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from chatward.audit.log import Event
from chatward.audit.running_events import PolicyEvent
from chatward.decision import PYTHON, PolicyStamp
from chatward.door import decide_about
from chatward.errors import ChatwardError, PolicyError, StoreError
from chatward.in_force import InForce
from chatward.judging import judged
from chatward.memory.containment import NOTHING, Contained, Containment
from chatward.memory.keys import Keyring
from chatward.parts import Parts, put_in_force
from chatward.passage import Origin, passage_of
from chatward.policy.file import load_policy
from chatward.policy.model import Policy
from chatward.remembering import Remembering

NEEDS_RESTART = ("store", "retention", "bot", "audit", "shadow", "incidents")
"""What a guard is built on: a running one does not change it."""

_UNREAD = PolicyStamp("", "", "")
_QUOTED = re.compile(r"""['"].*['"]""", re.DOTALL)


class Reloading(Remembering):
    """The part of a guard that is about its policy."""

    _in_force: InForce
    _before: InForce | None = None
    _profile: str | None = None
    _containment: Containment
    _tightened: Mapping[tuple[str, str], InForce]
    _keys: Keyring
    _parts: Parts
    _clock: Callable[[], float]
    _record: Callable[[Event], None]

    def reload(self, policy: Policy | str | Path) -> None:
        """Go by another policy from the next text on; what is under way ends by the old one.

        A policy that cannot be carried out changes nothing. Either way it goes on record.

        Args:
            policy: The policy, or its file. It has to say under ``change`` why it came to be, and
                to have a version of its own.

        Raises:
            PolicyError: It cannot be read or carried out, lacks note or version, or changes what
                takes a restart: store, retention, bot, audit, shadow, incidents.

        """
        stamp = policy.stamp if isinstance(policy, Policy) else _UNREAD
        try:
            new = policy if isinstance(policy, Policy) else load_policy(policy)
            stamp = new.stamp
            if stamp.hash == self._in_force.policy.stamp.hash:
                return
            _check_change(self._in_force.policy, new)
            force = put_in_force(new, self._keys, self._parts)
        except ChatwardError as error:
            why = _unquoted(str(error)) if stamp is _UNREAD else str(error)
            self._tell("refused", stamp, why, self._in_force.policy)
            raise
        self._put(force, "changed", new.change)

    def roll_back(self) -> None:
        """Go by the policy before the last `reload` again; twice is as if nothing was done.

        Raises:
            PolicyError: There is none before.

        """
        if self._before is None:
            msg = "there is no policy to go back to: none was reloaded"
            raise PolicyError(msg)
        self._put(self._before, "rolled-back", "")

    def scrub(self, text: str) -> str:
        """Return the text fit for logs, traces and stores: personal data and secrets redacted.

        Nothing is recorded: a log line about a log line would never end. No store is asked.
        """
        passage, force = passage_of(text, Origin.TRAINING), self._in_force
        judgement = judged(self._judges, passage.text, ())
        pipeline = force.pipeline.trying()
        return decide_about(passage, pipeline, force, judgement, self._memory, PYTHON).text

    def _held(self) -> Contained:
        """Return what incidents hold back; nothing where the store cannot tell."""
        try:
            return self._containment.read(self._clock())
        except StoreError:  # what that means for a text, the policy says when it is asked about
            return NOTHING

    def _current(self) -> InForce:
        """Return what to go by now: the policy, stricter while an incident asks for that."""
        profile = self._held().profile
        force = self._in_force if profile is None else self._under(profile)
        if profile != self._profile:
            was = self._in_force if self._profile is None else self._under(self._profile)
            self._profile = profile
            note = "an incident is over" if profile is None else "an incident asks for it"
            self._tell("profile", force.policy.stamp, note, was.policy, force.policy)
        return force

    def _under(self, profile: str) -> InForce:
        """Return the policy in force with a profile laid over it; made once for each."""
        key = (profile, self._in_force.policy.stamp.hash)
        if key not in self._tightened:
            from chatward.tightening import tightened  # noqa: PLC0415 (by incidents only)

            policy = tightened(self._in_force.policy, profile)
            self._tightened = {key: put_in_force(policy, self._keys, self._parts)}
        return self._tightened[key]

    def _put(self, force: InForce, did: str, note: str) -> None:
        was, self._before, self._in_force = self._in_force, self._in_force, force
        self._tell(did, force.policy.stamp, note, was.policy, force.policy)

    def _tell(
        self, did: str, now: PolicyStamp, note: str, was: Policy, new: Policy | None = None
    ) -> None:
        stricter, laxer = (
            (0, 0) if new is None else _counts(was, new, self._in_force.pipeline.families)
        )
        self._record(
            PolicyEvent(
                time=self._clock(),
                reference=secrets.token_hex(8),
                did=did,
                was=(was.stamp.name, was.stamp.version, was.stamp.hash),
                now=(now.name, now.version, now.hash),
                note=note,
                stricter=stricter,
                laxer=laxer,
            )
        )


def _unquoted(said: str) -> str:
    """Return an error without what it quotes of a file: that may be part of a protected text."""
    return _QUOTED.sub("'...'", said)


def _counts(was: Policy, now: Policy, families: Mapping[str, str]) -> tuple[int, int]:
    """Return how many differences are stricter, and how many laxer."""
    from chatward.policy.diff import differences  # noqa: PLC0415 (needed by who reloads only)

    said = [each.direction for each in differences(was, now, families)]
    return said.count("stricter"), said.count("laxer")


def _check_change(was: Policy, new: Policy) -> None:
    """Refuse a policy that says not why it changed, or changes what takes a restart.

    Raises:
        PolicyError: Names what is missing, or the keys.

    """
    name = repr(new.stamp.name)
    if not new.change.strip():
        msg = f"policy {name}: say under the key 'change' why this version came to be"
        raise PolicyError(msg)
    if (was.stamp.name, was.stamp.version) == (new.stamp.name, new.stamp.version):
        msg = f"policy {name}: it differs but is still version {was.stamp.version!r}; count it up"
        raise PolicyError(msg)
    fixed = [key for key in NEEDS_RESTART if getattr(was, key) != getattr(new, key)]
    if fixed:
        msg = f"policy {name}: changes {', '.join(fixed)}: that takes a restart"
        raise PolicyError(msg)
