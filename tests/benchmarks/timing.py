"""Best of a few runs, and lines that compare."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(run: Callable[[], object], repeats: int = 5) -> float:
    """Shortest of a few runs, after one that is not counted."""
    run()
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def line(what: str, measured: str, wanted: str = "") -> None:
    """One line of the table."""
    print(f"{what:<58} {measured:<28} {wanted}", flush=True)
