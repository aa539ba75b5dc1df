"""What is done with tasks, in calls of one task or of several: the same here and on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from ownlatents.checks.sweep.claims import Claims
from ownlatents.checks.sweep.store import Store
from ownlatents.checks.sweep.task import Row, Task

Run = Callable[..., Row]
Enough = Callable[[Task, Sequence[Row]], bool]
Bundle = list[Task]
"""Tasks that are done in one call."""


def one_row(task: Task, rows: Sequence[Row]) -> bool:
    """The rule of a task that is measured once."""
    return len(rows) == 1


@dataclass(frozen=True)
class Batched:
    """How tasks of one row each are done in one call, as the networks of one batch.

    Args:
        run: a module-level function from tasks to their rows.
        batch_key: what tasks must have in common for that.
        max_batch: tasks in one call.
    """

    run: Callable[[Sequence[Task]], Sequence[Row]]
    batch_key: Callable[[Task], Hashable]
    max_batch: int


@dataclass(frozen=True)
class Measurement:
    """How the rows of tasks are made; it can be pickled, and called in another process.

    Args:
        run: a module-level function from a task and its earlier rows to the next row.
        enough: whether a task's rows suffice.
        batched: does several tasks at once, in place of `run`.
    """

    run: Run
    enough: Enough = one_row
    batched: Batched | None = None

    def bundles(self, tasks: Sequence[Task]) -> list[Bundle]:
        """All tasks, long ones first, so that no core is left with one at the end."""
        ordered = sorted(tasks, key=lambda task: -task.cost)
        if self.batched is None:
            return [[task] for task in ordered]
        groups: dict[Hashable, Bundle] = {}
        for task in ordered:
            groups.setdefault(self.batched.batch_key(task), []).append(task)
        most = self.batched.max_batch
        return [its[i : i + most] for its in groups.values() for i in range(0, len(its), most)]

    def __call__(self, bundle: Bundle, earlier: Sequence[Sequence[Row]]) -> Sequence[Row]:
        """The next row of each task of a bundle, given its earlier ones."""
        if self.batched is not None:
            return self.batched.run(bundle)
        return [self.run(task, *rows) for task, rows in zip(bundle, earlier, strict=True)]

    def unfinished(self, tasks: Sequence[Task], store: Store) -> list[Task]:
        """Those that still lack rows, as far as the store has been read."""
        return [task for task in tasks if not self.enough(task, store.rows(task))]

    def claimed(self, bundle: Bundle, store: Store, claims: Claims) -> Bundle:
        """Those of a bundle that are ours to do: they lack rows, and no other process has them."""
        ours = [task for task in bundle if claims.take(task)]
        store.refresh()  # what was finished before we had the claim
        unfinished = self.unfinished(ours, store)
        for task in ours:
            if task not in unfinished:
                claims.release(task)
        return unfinished

    def keep(
        self, bundle: Bundle, rows: Sequence[Row], seconds: float, store: Store, claims: Claims
    ) -> Bundle:
        """Write rows that have come back, each with its share of the time; what is to go on."""
        for task, row in zip(bundle, rows, strict=True):
            store.write(task, len(store.rows(task)), row, seconds / len(bundle))
        unfinished = self.unfinished(bundle, store)
        for task in bundle:
            if task not in unfinished:
                claims.release(task)
        return unfinished
