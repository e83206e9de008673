"""One policy with everything on, and a guard that lives by it: what none of its sinks holds."""

from __future__ import annotations

from collections import Counter

import pytest
from evidence_parts import PEOPLE, secrets_planted

from chatward.incidents.keeping import Incidents
from chatward.memory.stores.opening import open_store
from chatward.testing import GUISES, Sinks, disguised

pytest_plugins = ["evidence_fixtures"]
pytestmark = pytest.mark.slow
for needed in ("opentelemetry.sdk", "prometheus_client", "urllib3"):
    pytest.importorskip(needed)

FILES = ("audit.jsonl", "audit.db", "vault.db", "witness.jsonl", "otel.jsonl", "otel-metrics.json")


@pytest.fixture(scope="module")
def sinks(scene):
    """Everything that is left of the guard, and everything that commands say about it."""
    watched = Sinks(PEOPLE[0])
    for name, value in secrets_planted().items():
        if not name.endswith(" 0") or value not in dict(PEOPLE[0].items()).values():
            watched.plant(name, value)
    log, vault = scene.log, f"sqlite:///{scene.folder}/vault.db"
    for name in (*FILES, "prometheus.txt", "stderr.txt"):
        beside = sorted(scene.folder.glob(f"{name}[.-]*"))
        watched.watch(name, *(each.read_bytes() for each in [scene.folder / name, *beside]))
    watched.watch("webhooks", scene.webhooks.taken, scene.webhooks.tries)
    store = open_store(vault, clock=lambda: 0.0)
    found = Incidents(store).all()
    store.close()
    watched.watch("incidents", found)
    some = next(each for each in scene.decisions() if each["findings"])["reference"]
    page = scene.folder / "report.html"
    for name, arguments in {
        "tail": ("audit", "tail", log, "-n", 5_000),
        "tail json": ("audit", "tail", scene.folder / "audit.db", "-n", 5_000, "--json"),
        "search": ("audit", "search", log, "--kind", "credit-card", "--json"),
        "show": ("audit", "show", some, log),
        "show json": ("audit", "show", some, log, "--json"),
        "report": ("audit", "report", log, "--since", "all", "--out", page, "--json"),
        "verify": ("audit", "verify", log, "--witness", scene.folder / "witness.jsonl"),
        "incidents listed": ("incident", "list", "--vault", vault, "--json"),
        "incident shown": ("incident", "show", found[0].id, "--vault", vault, "--json"),
        "replay": ("policy", "replay", log, "--policy", "strict", "--json"),
        "explain": ("explain", some, "--audit", log),
    }.items():
        watched.watch(name, scene.command(*arguments))
    watched.watch("page", page.read_text("utf-8"))
    return watched


def test_no_sink_and_no_command_holds_a_value_an_id_a_protected_text_or_a_key(sinks, scene):
    assert len(scene.acknowledged) > 300
    names = [each for each in sinks._sinks if each != "incidents"]
    sinks.assert_clean(*names, "incidents")


@pytest.mark.parametrize("guise", GUISES)
def test_the_search_would_find_them_in_any_of_the_files(scene, guise):
    watched = Sinks(PEOPLE[0])
    for name in (*FILES, "prometheus.txt", "stderr.txt"):
        said = disguised(PEOPLE[0].mail, guise).encode()
        watched.watch(name, (scene.folder / name).read_bytes()[-20_000:] + b"\n" + said + b"\n")
    watched.assert_leaks(*FILES, "prometheus.txt", "stderr.txt")


def test_the_guard_has_read_the_values_so_they_could_be_there(scene):
    kinds = Counter(kind for each in scene.decisions() for kind, *_ in each["findings"])
    wanted = {"person", "email-address", "credit-card", "phone-number", "aws-access-key"}
    wanted |= {"prompt-injection", "protected-text", "forged-placeholder", "canary"}
    assert wanted <= kinds.keys(), kinds
