"""Measurements as tasks, kept as one record for each row, run on all cores."""

from ownlatents.checks.sweep.merging import merged, write_merged
from ownlatents.checks.sweep.runner import Enough, SideBySide, one_row, run_tasks
from ownlatents.checks.sweep.slurm import Cluster, run_on_slurm
from ownlatents.checks.sweep.store import PACKED, Record, Store
from ownlatents.checks.sweep.task import Row, Task, by_size, of_size, size_of

__all__ = [
    "PACKED",
    "Cluster",
    "Enough",
    "Record",
    "Row",
    "SideBySide",
    "Store",
    "Task",
    "by_size",
    "merged",
    "of_size",
    "one_row",
    "run_on_slurm",
    "run_tasks",
    "size_of",
    "write_merged",
]
