"""What sharing out tasks and keeping their rows costs."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from io import StringIO
from multiprocessing import get_context

from rich.console import Console

from checks.progress import Progress
from checks.sweep import Row, Store, Task, run_tasks
from tests.benchmarks.timing import line

_N = 500
_WORKERS = 2
_SECONDS = 0.01


class _Timed(Store):
    """Notes when rows were kept."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.kept: list[float] = []

    def write(self, task: Task, batch: int, row: Row, seconds: float) -> None:
        super().write(task, batch, row, seconds)
        self.kept.append(time.perf_counter())


def run() -> None:
    tasks = [Task("busy", 1, {"number": number}) for number in range(_N)]
    start, parent = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        with Progress(Console(file=StringIO()), "busy") as progress:
            store = _Timed(folder)
            run_tasks(tasks, _busy, store, progress, workers=_WORKERS)
        parent = time.process_time() - parent
        work = [record.seconds for record in store.records()]
        again = time.perf_counter()
        Store(folder).rows(tasks[0])
        read = time.perf_counter() - again
    # Workers start one after the other: from when all of them have had a first row.
    behind = 2 * _WORKERS
    span = store.kept[-1] - store.kept[behind - 1]
    busy = sum(work[behind:]) / (_WORKERS * span)
    overhead = (_WORKERS * span - sum(work[behind:])) / (_N - behind)
    line(f"sweep, {_N} tasks of {_SECONDS * 1e3:.0f} ms, {_WORKERS} workers", f"{span:.2f} s")
    line("  share of the time that workers were busy", f"{busy:.1%}")
    line("  overhead of a task", f"{overhead * 1e3:.2f} ms")
    line("  of which computation of the parent", f"{parent / _N * 1e3:.2f} ms")
    line("  over concurrent.futures, which keeps no rows", f"{span / _plain(behind):.2f} ×")
    line("  to the first row", f"{store.kept[0] - start:.1f} s")
    line("  reading a row again", f"{read / _N * 1e6:.0f} µs")


def _busy(task: Task) -> Row:
    end = time.perf_counter() + _SECONDS
    while time.perf_counter() < end:
        pass
    return {"number": task.settings["number"]}


def _plain(behind: int) -> float:
    tasks = [Task("busy", 1, {"number": number}) for number in range(_N)]
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        for _ in pool.map(_busy, tasks[:behind]):
            pass
        start = time.perf_counter()
        for _ in pool.map(_busy, tasks[behind:]):
            pass
        return time.perf_counter() - start
