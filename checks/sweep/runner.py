"""Run what is missing, on all cores, and keep each row the moment it is finished."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for

from checks.progress import Progress
from checks.sweep.store import Store
from checks.sweep.task import Row, Task
from sim import InputError

Run = Callable[[Task], Row]


def run_tasks(
    tasks: Sequence[Task], run: Run, store: Store, progress: Progress, workers: int | None = None
) -> list[Row]:
    """The rows of all tasks, in order; those already in the store are not run again.

    Args:
        tasks: what to measure.
        run: a module-level function from task to row.
        store: where rows are kept as they finish: an interrupt or a kill loses only rows that were
            being computed, and the same call goes on from there.
        progress: told of finished tasks.
        workers: processes; all cores by default. Rows do not depend on it.

    Raises:
        InputError: a worker process was killed.
    """
    missing = [task for task in tasks if store.read(task) is None]
    progress.expect(len(tasks), sum(task.cost for task in missing), done=len(tasks) - len(missing))
    if missing:
        # Long tasks first, so that no core is left with one at the end.
        missing.sort(key=lambda task: -task.cost)
        _run_missing(missing, run, store, progress, workers or os.cpu_count() or 1)
    rows = [store.read(task) for task in tasks]
    return [row for row in rows if row is not None]


def _run_missing(
    missing: Sequence[Task], run: Run, store: Store, progress: Progress, workers: int
) -> None:
    pool = ProcessPoolExecutor(
        max_workers=min(workers, len(missing)),
        mp_context=get_context("spawn"),
        initializer=_start_worker,
    )
    queue = iter(missing)
    running: dict[Future[tuple[Row, float]], Task] = {}
    try:
        for task in queue:
            with _without_interrupts():  # a worker's start takes over the mask
                running[pool.submit(_timed, run, task)] = task
            # Two waiting tasks a worker keep it busy; memory does not grow with the queue.
            while len(running) >= 2 * workers:
                _collect(running, store, progress)
        while running:
            _collect(running, store, progress)
    except BrokenProcessPool as error:
        raise InputError(
            "a worker process was killed (out of memory?); finished rows are kept, "
            "the same command goes on"
        ) from error
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _collect(
    running: dict[Future[tuple[Row, float]], Task], store: Store, progress: Progress
) -> None:
    finished, _ = wait(running, return_when=FIRST_COMPLETED)
    # What came back well is kept before what failed is raised.
    for future in sorted(finished, key=lambda future: future.exception() is not None):
        task = running.pop(future)
        row, seconds = future.result()
        store.write(task, row, seconds)
        progress.advance(task.cost)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C waits; workers started within never get it, the parent handles it for all."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def _start_worker() -> None:
    import torch  # noqa: PLC0415  (the parent shows progress before torch is loaded)

    threading.Thread(target=_end_with_parent, daemon=True).start()
    torch.set_num_threads(1)


def _end_with_parent() -> None:
    # A pool's workers wait for ever where their parent was killed outright.
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _timed(run: Run, task: Task) -> tuple[Row, float]:
    start = time.perf_counter()
    row = run(task)
    return row, time.perf_counter() - start
