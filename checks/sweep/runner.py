"""Run what is missing, on all cores, and keep each row the moment it is finished."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from threading import Event

from ownlatents.checks.sweep.bundles import Batched, Bundle, Enough, Measurement, Run, one_row
from ownlatents.checks.sweep.claims import Claims
from ownlatents.checks.sweep.pool import Pool, one_thread_each
from ownlatents.checks.sweep.progress import Progress
from ownlatents.checks.sweep.store import Store
from ownlatents.checks.sweep.task import Row, Task

_POLL = 0.2  # seconds after which Ctrl-C is heeded
_OTHERS = 1.0  # seconds between looks at what other processes have


def run_tasks(
    tasks: Sequence[Task],
    run: Run,
    store: Store,
    progress: Progress,
    *,
    enough: Enough = one_row,
    workers: int | None = None,
    minutes: float | None = None,
    batched: Batched | None = None,
) -> list[list[Row]]:
    """The rows of all tasks, in order; those already in the store are not run again.

    Several calls into one store, of any processes that see its folder, share the tasks.

    Args:
        tasks: what to measure.
        run: a module-level function from a task and its earlier rows to the next row.
        store: where rows are kept as they finish: an interrupt loses only rows that were being
            computed, a kill of this process also those just handed in; the same call goes on.
        progress: told of finished tasks.
        enough: whether a task's rows suffice; batches of one task follow each other, so that rows
            depend neither on the number of workers nor on their order.
        workers: processes; all cores by default.
        minutes: after which no more work is begun; the rows so far are returned.
        batched: does several tasks at once, in place of `run`; each is told its share of the time.

    Raises:
        InputError: a task killed its worker twice, a worker cannot start, or rows cannot be kept.
    """
    measurement = Measurement(run, enough, batched)
    missing = measurement.unfinished(tasks, store)
    progress.expect(len(tasks), sum(task.cost for task in missing), done=len(tasks) - len(missing))
    if missing:
        store.prepare()
        bundles = measurement.bundles(missing)
        workers = min(workers or os.cpu_count() or 1, len(bundles))
        end = float("inf") if minutes is None else time.monotonic() + 60 * minutes
        with Claims(store.folder) as claims:
            sweep = _Sweep(measurement, store, claims, progress, deque(bundles), end)
            _uninterrupted(lambda stop: sweep.run(workers, stop))
    return [store.rows(task) for task in tasks]


@dataclass
class _Sweep:
    """One call's part of the work: bundles to begin, and tasks that other processes have."""

    measurement: Measurement
    store: Store
    claims: Claims
    progress: Progress
    queue: deque[Bundle]
    end: float
    elsewhere: list[Task] = field(default_factory=list)
    looked: float = 0.0

    def run(self, workers: int, stop: Event) -> None:
        """Until all is done, the time is over, or `stop` is set; what has come back is kept."""
        with one_thread_each(), Pool(workers) as pool:
            while not stop.is_set():
                over = time.monotonic() >= self.end
                if not over:
                    self._look(pool)
                    self._begin(pool)
                if not (pool.busy or (self.elsewhere and not over)):
                    return
                self._keep(pool, _POLL)
            self._keep(pool, 0)

    def _begin(self, pool: Pool) -> None:
        """Give idle workers what no other process has."""
        while self.queue and pool.idle and time.monotonic() < self.end:
            bundle = self.queue.popleft()
            ours = self.measurement.claimed(bundle, self.store, self.claims)
            self._set_aside([task for task in bundle if task not in ours])
            if ours:
                earlier = [self.store.rows(task) for task in ours]
                pool.submit(ours, self.measurement, ours, earlier)

    def _keep(self, pool: Pool, timeout: float) -> None:
        """Write the rows that have come back, and put adaptive tasks that go on in front."""
        if not pool.busy:
            time.sleep(timeout)
        for bundle, rows, seconds in pool.results(timeout):
            going_on = self.measurement.keep(bundle, rows, seconds, self.store, self.claims)
            for task in bundle:
                if task in going_on:
                    self.queue.appendleft([task])
                else:
                    self.progress.advance(task.cost)

    def _look(self, pool: Pool) -> None:
        """Once a second, where workers have nothing to do: what has become of the others' tasks."""
        now = time.monotonic()
        if self.queue or not (self.elsewhere and pool.idle) or now < self.looked + _OTHERS:
            return
        self.looked = now
        self.store.refresh()
        tasks, self.elsewhere = self.elsewhere, []
        given_up = [task for task in tasks if self.claims.take(task)]
        self._set_aside([task for task in tasks if task not in given_up])
        self.queue.extend(self.measurement.bundles(given_up))

    def _set_aside(self, tasks: Sequence[Task]) -> None:
        unfinished = self.measurement.unfinished(tasks, self.store)
        self.elsewhere += unfinished
        for task in tasks:
            if task not in unfinished:
                self.progress.advance(task.cost)


def _uninterrupted(sweep: Callable[[Event], None]) -> None:
    """Call it in a thread of its own, where Ctrl-C cannot strike; it is told by the event.

    Ctrl-C is blocked in that thread, hence in the workers, which take this over.
    """
    resource_tracker.ensure_running()  # its start, at the first worker's, would lift the block
    stop = Event()

    def blocked() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        sweep(stop)

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(blocked)
        try:
            running.result()
        except KeyboardInterrupt:
            stop.set()
            running.result()
            raise
        finally:
            stop.set()
