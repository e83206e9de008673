"""What a streamed answer costs by the size of its pieces, and how much text is held back."""

from __future__ import annotations

import time

from results import save
from rich.console import Console
from rich.table import Table

from chatward import Guard

ANSWER = (
    "Your order left our house this morning and will be with you on Thursday. "
    "If anything is missing, call us; the card ending in 1111 has not been charged yet. "
    "For the record, the account is 4111 1111 1111 1111 and the contact is bob@example.com. "
) * 12


def main() -> None:
    """Print a table."""
    guard = Guard()
    guard.warm()
    table = Table("piece, chars", "us per piece", "held p50", "held p95", "held max")
    figures: dict[int, dict[str, float]] = {}
    for size in (1, 4, 20, 200):
        micros, held = _run(guard, size)
        held.sort()
        p50, p95, most = (held[int((len(held) - 1) * share)] for share in (0.5, 0.95, 1.0))
        figures[size] = {"micros": micros, "held_p50": p50, "held_p95": p95, "held_max": most}
        table.add_row(str(size), *(f"{each:,.0f}" for each in figures[size].values()))
    save("stream", figures)
    Console().print(table)


def _run(guard: Guard, size: int) -> tuple[float, list[int]]:
    """Return microseconds per piece and, after each piece, how many characters are held."""
    stream = guard.stream(origin="model")
    pieces = [ANSWER[place : place + size] for place in range(0, len(ANSWER), size)]
    plain = Guard.preview(guard, ANSWER, origin="model").edits
    held: list[int] = []
    fed = released = 0
    began = time.process_time()
    for piece in pieces:
        fed += len(piece)
        released += len(stream.feed(piece))
        # What was replaced counts as released at its original length.
        replaced = sum(e.end - e.start - e.chars for e in plain if e.end <= fed)
        held.append(max(0, fed - released - replaced))
    micros = (time.process_time() - began) / len(pieces) * 1e6
    stream.finish()
    return micros, held


if __name__ == "__main__":
    main()
