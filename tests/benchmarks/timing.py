"""Best of a few runs, and lines that compare."""

from __future__ import annotations

import time
from collections.abc import Callable

import torch


def seconds(run: Callable[[], object], repeats: int = 5) -> float:
    """Shortest of a few runs, after one that is not counted."""
    run()
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def alternating(
    first: Callable[[], object], second: Callable[[], object], steps: int, device: str
) -> tuple[float, float]:
    """Seconds a step of each, the least of ten rounds in turn: a busy machine is fair to both.

    Args:
        first, second: that take so many steps each on the torch device.
    """
    best = [float("inf")] * 2
    for _ in range(10):
        for k, run in enumerate((first, second)):
            start = _now(device)
            run()
            best[k] = min(best[k], (_now(device) - start) / steps)
    return best[0], best[1]


def _now(device: str) -> float:
    """Seconds of this process on the CPU; of the clock on a GPU, once it has done all."""
    if device == "cpu":
        return time.process_time()
    torch.cuda.synchronize()
    return time.perf_counter()


def line(what: str, measured: str, wanted: str = "") -> None:
    """One line of the table."""
    print(f"{what:<58} {measured:<28} {wanted}", flush=True)
