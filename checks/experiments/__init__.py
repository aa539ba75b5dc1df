"""One module per experiment: what to measure and how to judge it.

Each module has
    TITLE                a few words for progress and headings,
    PROFILES             those of `PROFILES` that it has; only where they are not `COMMON`,
    tasks(profile)       the measurements of a profile,
    run(task, *rows)     one measurement, in a process of its own; adaptive ones go on from the
                         task's earlier rows,
    train(tasks, device) in place of it where networks are trained, on a torch device: the rows of
                         tasks of one `checks.measure.grids.batch_key`,
    enough(task, rows)   whether the rows suffice; only where there may be more than one,
    judge(rows)          a verdict for each claim that the experiment tests,
where a row is what `run` returned together with the task's settings. Its pictures are those of
`paper_figs` that name it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from ownlatents.checks.sweep import Enough, Row, Task, one_row
from ownlatents.errors import InputError

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
PROFILES = ("quick", "full", "paper")
"""How much is measured, the least first; "paper": trainings at the paper's own sizes."""

COMMON = PROFILES[:2]
"""Profiles that every experiment has."""


def experiment(name: str) -> ModuleType:
    """The module of this name."""
    return import_module(f"ownlatents.checks.experiments.{name}")


def profiles(name: str) -> tuple[str, ...]:
    """Profiles that an experiment has, the least first."""
    found: tuple[str, ...] = getattr(experiment(name), "PROFILES", COMMON)
    return found


def tasks(name: str, profile: str) -> list[Task]:
    """The measurements of a profile of an experiment.

    Raises:
        InputError: the experiment does not have this profile.
    """
    if profile not in profiles(name):
        raise InputError(
            f"profile {profile!r} of {name}, but one of {', '.join(profiles(name))} was expected"
        )
    found: list[Task] = experiment(name).tasks(profile)
    return found


def trains(name: str) -> bool:
    """Whether an experiment trains networks, on any torch device."""
    return hasattr(experiment(name), "train")


def overview(name: str) -> dict[str, Any]:
    """What there is to run of an experiment: by profile the tasks, and what training them takes."""
    found: dict[str, dict[str, float]] = {}
    for profile in profiles(name):
        its = tasks(name, profile)
        found[profile] = {"tasks": len(its)}
        if trains(name):  # the cost of its tasks counts floating-point operations
            found[profile]["flops"] = sum(task.cost for task in its)
    return {"experiment": name, "title": experiment(name).TITLE, "profiles": found}


def run(task: Task, *rows: Row, device: str = "cpu") -> Row:
    """The next row of a task of any experiment.

    Args:
        task: what is measured; the device is no part of it.
        rows: the task's earlier rows.
        device: torch device that networks are trained on, where the experiment trains some.
    """
    if trains(task.experiment):
        return train([task], device=device)[0]
    row: Row = experiment(task.experiment).run(task, *rows)
    return row


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """The rows of tasks of an experiment that trains networks, all trained side by side.

    Args:
        tasks: of one `checks.measure.grids.batch_key`.
        device: torch device.
    """
    rows: list[Row] = experiment(tasks[0].experiment).train(tasks, device=device)
    return rows


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether these are all rows of a task of any experiment."""
    rule: Enough = getattr(experiment(task.experiment), "enough", one_row)
    return rule(task, rows)
