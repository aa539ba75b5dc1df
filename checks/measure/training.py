"""Tasks of networks as trainings, many side by side, and a record of one training."""

from __future__ import annotations

from collections.abc import Sequence

from ownlatents.checks.sweep import Row, Task
from ownlatents.models.ensemble import Run
from ownlatents.models.learners import Learner
from ownlatents.sim import Grammar


def trained(tasks: Sequence[Task], device: str) -> list[Row]:
    """The networks of tasks of one `batch_key`, trained side by side: of each one per grammar.

    Args:
        tasks: of `checks.measure.grids`.
        device: torch device.

    Returns:
        Of each task "records": of each network all evaluations, the kept weights last; "batch":
        strings a step.
    """
    chosen = tasks[0].settings
    learner, grammars = Learner(chosen["learner"]), range(chosen["grammars"])
    settings = learner.settings(chosen["preset"], chosen["changes"])
    runs = [
        Run(settings, Grammar.sample(task.params, seed), task.settings["P"], seed)
        for task in tasks
        for seed in grammars
    ]
    records = learner.package.train(runs, device=device)
    return [
        {"batch": settings.batch, "records": records[start : start + len(grammars)]}
        for start in range(0, len(records), len(grammars))
    ]


def ended(tasks: Sequence[Task], device: str) -> list[Row]:
    """As `trained`, of each network the last record alone."""
    return [
        {**row, "records": [records[-1:] for records in row["records"]]}
        for row in trained(tasks, device)
    ]
