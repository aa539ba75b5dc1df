"""Run what is missing, on all cores, and keep each row the moment it is finished."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from ownlatents.checks.sweep.interrupts import held
from ownlatents.checks.sweep.pool import Pool
from ownlatents.checks.sweep.progress import Progress
from ownlatents.checks.sweep.store import Store
from ownlatents.checks.sweep.task import Row, Task

Run = Callable[..., Row]
Enough = Callable[[Task, Sequence[Row]], bool]


@dataclass(frozen=True)
class _OneByOne:
    """Each task in a call of its own."""

    run: Run

    def bundles(self, tasks: Sequence[Task]) -> list[list[Task]]:
        return [[task] for task in tasks]

    def __call__(self, bundle: Sequence[Task], earlier: Sequence[Sequence[Row]]) -> list[Row]:
        return [self.run(task, *rows) for task, rows in zip(bundle, earlier, strict=True)]


@dataclass(frozen=True)
class SideBySide:
    """How tasks of one row each are done in one call, as the networks of one batch.

    Args:
        run: a module-level function from tasks to their rows.
        alike: what tasks must have in common for that.
        most: tasks in one call.
    """

    run: Callable[[Sequence[Task]], Sequence[Row]]
    alike: Callable[[Task], Hashable]
    most: int

    def bundles(self, tasks: Sequence[Task]) -> list[list[Task]]:
        """All tasks, in the order given among those that are alike."""
        groups: dict[Hashable, list[Task]] = {}
        for task in tasks:
            groups.setdefault(self.alike(task), []).append(task)
        return [
            its[start : start + self.most]
            for its in groups.values()
            for start in range(0, len(its), self.most)
        ]

    def __call__(self, bundle: Sequence[Task], earlier: Sequence[Sequence[Row]]) -> Sequence[Row]:
        """The rows of one bundle; none of them has `earlier` ones."""
        return self.run(bundle)


def one_row(task: Task, rows: Sequence[Row]) -> bool:
    """The rule of a task that is measured once."""
    return len(rows) == 1


def run_tasks(
    tasks: Sequence[Task],
    run: Run,
    store: Store,
    progress: Progress,
    *,
    enough: Enough = one_row,
    workers: int | None = None,
    minutes: float | None = None,
    together: SideBySide | None = None,
) -> list[list[Row]]:
    """The rows of all tasks, in order; those already in the store are not run again.

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
        together: does several tasks at once, in place of `run`; each is told its share of the time.

    Raises:
        InputError: a task killed its worker twice, or rows cannot be kept.
    """
    missing = [task for task in tasks if not enough(task, store.rows(task))]
    progress.expect(len(tasks), sum(task.cost for task in missing), done=len(tasks) - len(missing))
    if missing:
        store.prepare()
        # Long tasks first, so that no core is left with one at the end.
        missing.sort(key=lambda task: -task.cost)
        way = together or _OneByOne(run)
        queue = deque(way.bundles(missing))
        end = float("inf") if minutes is None else time.monotonic() + 60 * minutes
        with Pool(way, min(workers or os.cpu_count() or 1, len(queue))) as pool:

            def keep() -> None:
                with held():
                    for bundle, rows, seconds in pool.results():
                        for task, row in zip(bundle, rows, strict=True):
                            store.write(task, len(store.rows(task)), row, seconds / len(bundle))
                            if enough(task, store.rows(task)):
                                progress.advance(task.cost)
                            else:
                                queue.appendleft([task])

            try:
                while queue or pool.busy:
                    while queue and pool.idle > 0 and time.monotonic() < end:
                        bundle = queue.popleft()
                        pool.submit(bundle, bundle, [store.rows(task) for task in bundle])
                    if not pool.busy:
                        break
                    pool.wait()
                    keep()
            except KeyboardInterrupt:
                keep()
                raise
    return [store.rows(task) for task in tasks]
