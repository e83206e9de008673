"""A slip in a word that is searched for: nothing is found, which looks as if nothing had been."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chatward.action import Action
from chatward.audit.query import Query
from chatward.audit.schema import EVENTS
from chatward.audit.stages import STAGES
from chatward.cli.policy_checked import KINDS
from chatward.errors import nearest
from chatward.passage import Origin


def slips(query: Query) -> str:
    """Return what may have been meant, for a search that found nothing; "" = no idea.

    Kinds may be of detectors of one's own, and words of a newer version, so none is an error.
    """
    told = [f"nothing is called {word!r} here.{meant}" for word, meant in _near(query)]
    return " ".join(told)


def _near(query: Query) -> Iterator[tuple[str, str]]:
    known: tuple[tuple[frozenset[str], Iterable[str]], ...] = (
        (query.actions, [each.value for each in Action]),
        (query.events, EVENTS),
        (query.stages, STAGES),
        (query.origins, [each.value for each in Origin]),
        (query.kinds, KINDS),
    )
    for asked, words in known:
        for word in sorted(asked.difference(words)):
            if meant := nearest(word, words):
                yield word, meant
