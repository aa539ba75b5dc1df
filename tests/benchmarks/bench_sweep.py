"""What sharing out tasks and keeping their rows costs, and that it stays so with many tasks."""

from __future__ import annotations

import os
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import StringIO
from multiprocessing import get_context

from rich.console import Console

from ownlatents.checks.sweep import Row, Store, Task, run_tasks
from ownlatents.checks.sweep.progress import Progress
from tests.benchmarks.timing import line

_SIZES = (1_000, 10_000)
_WORKERS = 2
_BEHIND = 2 * _WORKERS  # rows after which all workers, started one by one, have had one
_SECONDS = 0.01


class _Timed(Store):
    """Notes when rows were kept."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.kept: list[float] = []

    def write(self, task: Task, batch: int, row: Row, seconds: float) -> None:
        super().write(task, batch, row, seconds)
        self.kept.append(time.perf_counter())


@dataclass(frozen=True)
class _Swept:
    """One sweep: seconds to the first row, between later ones, at work, and of the parent's own."""

    first: float
    span: float
    work: float
    parent: float
    again: float
    memory: float


def run() -> None:
    most = _memory()
    for n in _SIZES:
        one = _swept(n)
        line(
            f"sweep, {n} tasks of {_SECONDS * 1e3:.0f} ms, {_WORKERS} workers", f"{one.span:.2f} s"
        )
        busy = one.work / (_WORKERS * one.span)
        line("  share of the time that workers were busy", f"{busy:.1%}", "over 80 %")
        overhead = (_WORKERS * one.span - one.work) / (n - _BEHIND)
        line("  overhead of a task", f"{overhead * 1e3:.2f} ms", "under 5 ms")
        line("  of which computation of the parent", f"{one.parent / n * 1e3:.2f} ms")
        line("  to the first row", f"{one.first:.1f} s")
        line("  reading a row again", f"{one.again / n * 1e6:.0f} µs")
        grown = f"{one.memory:.0f} MB, {one.memory - most:+.1f} MB"
        line("  largest resident memory of the parent, and growth", grown, "flat")
        most = one.memory
    span, plain = _swept(_SIZES[0]).span, _plain(_SIZES[0])
    line("  over concurrent.futures, which keeps no rows", f"{span / plain:.2f} ×")
    line("load of the machine, all programs", f"{os.getloadavg()[0]:.1f}")


def _swept(n: int) -> _Swept:
    tasks = [Task("busy", 1, {"number": number}) for number in range(n)]
    start, parent = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        with Progress(Console(file=StringIO()), "busy") as progress:
            store = _Timed(folder)
            run_tasks(tasks, _busy, store, progress, workers=_WORKERS)
        parent, memory = time.process_time() - parent, _memory()
        work = [record.seconds for record in store.records()]
        again = time.perf_counter()
        Store(folder).rows(tasks[0])
        again = time.perf_counter() - again
    return _Swept(
        first=store.kept[0] - start,
        span=store.kept[-1] - store.kept[_BEHIND - 1],
        work=sum(work[_BEHIND:]),
        parent=parent,
        again=again,
        memory=memory,
    )


def _memory() -> float:
    """Largest resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _busy(task: Task) -> Row:
    end = time.perf_counter() + _SECONDS
    while time.perf_counter() < end:
        pass
    return {"number": task.settings["number"]}


def _plain(n: int) -> float:
    tasks = [Task("busy", 1, {"number": number}) for number in range(n)]
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        for _ in pool.map(_busy, tasks[:_BEHIND]):
            pass
        start = time.perf_counter()
        for _ in pool.map(_busy, tasks[_BEHIND:]):
            pass
        return time.perf_counter() - start
