"""A pytest plugin: the fixture `leak_sinks`, there as soon as Chatward is installed.

Loaded by pytest in every run, so what it needs is imported when a test asks for the fixture.
`-p no:chatward` leaves it out.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from chatward.testing.sinks import Sinks


@pytest.fixture
def leak_sinks(request: pytest.FixtureRequest) -> Iterator[Sinks]:
    """Planted values of this test's own, and a search for them in everything that is watched.

    Logs, standard output and error, and warnings are watched from the start.
    """
    from chatward.testing.captured import capturing  # noqa: PLC0415 (see the module)
    from chatward.testing.plants import planted  # noqa: PLC0415
    from chatward.testing.sinks import Sinks  # noqa: PLC0415

    sinks = Sinks(planted(zlib.crc32(request.node.nodeid.encode())))
    with capturing(sinks):
        yield sinks
