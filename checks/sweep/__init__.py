"""Measurements as tasks, kept as one record each, run on all cores."""

from checks.sweep.runner import run_tasks
from checks.sweep.store import Store
from checks.sweep.task import Row, Task

__all__ = ["Row", "Store", "Task", "run_tasks"]
