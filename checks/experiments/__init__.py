"""One module per experiment, which ends in its `EXPERIMENT`; its pictures are in `paper_figs`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from ownlatents.checks.experiments.experiment import COMMON, PROFILES, Experiment
from ownlatents.checks.sweep import Row, Task

EXPERIMENTS = (
    "derivations",
    "assumptions",
    "lemma1",
    "concentration",
    "stability",
    "sufficiency",
    "necessity",
    "success",
    "recovery",
    "exponents",
    "depth",
    "clusterers",
    "tightness",
    "slc_collapse",
    "slc_levels",
    "slc_rules",
    "slc_merges",
    "slc_depth",
    "data2vec_online",
    "data2vec_offline",
)
"""Names, in the order in which they are run and shown."""


def experiment(name: str) -> Experiment:
    """The experiment of this name."""
    found: Experiment = import_module(f"ownlatents.checks.experiments.{name}").EXPERIMENT
    return found


def overview(name: str) -> dict[str, Any]:
    """What there is to run of an experiment: by profile the tasks, and what training them takes."""
    one = experiment(name)
    found: dict[str, dict[str, float]] = {}
    for profile in one.profiles:
        its = one.tasks(profile)
        found[profile] = {"tasks": len(its)}
        if one.train is not None:  # the cost of its tasks counts floating-point operations
            found[profile]["flops"] = sum(task.cost for task in its)
    return {"experiment": name, "title": one.title, "profiles": found}


def run(task: Task, *rows: Row, device: str = "cpu") -> Row:
    """The next row of a task of any experiment; see `Experiment.row`."""
    return experiment(task.experiment).row(task, *rows, device=device)


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The rows of tasks of an experiment that trains networks, all trained side by side."""
    trained = experiment(tasks[0].experiment).train
    assert trained is not None  # who calls this has asked
    return trained(tasks, device=device)


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether these are all rows of a task of any experiment."""
    return experiment(task.experiment).is_complete(task, rows)


__all__ = [
    "COMMON",
    "EXPERIMENTS",
    "PROFILES",
    "Experiment",
    "enough",
    "experiment",
    "overview",
    "run",
    "train",
]
