"""What is stored of an experiment: the rows of a profile, and what is missing or outdated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ownlatents.checks.experiments import EXPERIMENTS, PROFILES, enough, experiment
from ownlatents.checks.sweep import Row, Store, Task

PACKAGED = Path(__file__).parents[1] / "data" / "rows"
"""Rows of the full profile, measured by us."""

LARGEST = "stored"
"""In place of a profile: of each experiment the largest that is complete."""


@dataclass(frozen=True)
class Stored:
    """What stores have of one experiment at one profile.

    Attributes:
        experiment: its name.
        profile: see `checks.experiments.PROFILES`.
        rows: every row of the profile's tasks, with the task's settings beside what was found.
        tasks: how many the profile has; 0 where the experiment is not known here.
        finished: how many of them have all their rows.
        outdated: how many stored rows belong to no task of any profile any more.
        seconds: that the rows took, on one core.
        versions: by package, all versions that made the rows.
        devices: `cpu`, or the GPUs that networks were trained on.
    """

    experiment: str
    profile: str
    rows: tuple[Row, ...]
    tasks: int
    finished: int
    outdated: int
    seconds: float
    versions: dict[str, tuple[str, ...]]
    devices: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every task of the profile is finished."""
        return 0 < self.finished == self.tasks

    @property
    def share(self) -> float:
        """Of the tasks, how many are finished."""
        return self.finished / max(self.tasks, 1)

    @property
    def command(self) -> str:
        """The command that runs what is missing."""
        return f"ownlatents sweep {self.experiment} --profile {self.profile}"

    @property
    def lacking(self) -> str:
        """What is missing or outdated and what to do about it, in one line; empty where nothing."""
        if self.tasks == 0:
            return f"{self.experiment} has no measurement here yet"
        told = []
        if self.finished == 0:
            told = [f"{self.experiment} was not run ({self.profile} profile)"]
        elif not self.complete:
            left = self.tasks - self.finished
            told = [f"{left} of {self.tasks} tasks of {self.experiment} were not run"]
        if self.outdated:
            told.append(f"{self.outdated} stored rows of {self.experiment} are outdated")
        return "; ".join(told) + (f": {self.command}" if told else "")


def stored(names: Iterable[str], store: Store, profile: str = LARGEST) -> dict[str, Stored]:
    """What a store has of some experiments.

    Args:
        names: of experiments.
        store: where to look.
        profile: one of `PROFILES` or "stored"; stored, or a profile that an experiment lacks,
            prefers the largest complete one, then the one of which most is there.
    """
    return {name: _one(name, store, profile) for name in names}


def _one(name: str, store: Store, profile: str) -> Stored:
    if name not in EXPERIMENTS:
        return Stored(name, PROFILES[0], (), 0, 0, 0, 0.0, {})
    its = experiment(name)
    by_profile = {each: its.tasks(each) for each in its.profiles}
    known = {task.key for tasks in by_profile.values() for task in tasks}
    outdated = sum(len(its) for key, its in store.known(name).items() if key not in known)
    found = [
        _profile(name, each, tasks, store, outdated)
        for each, tasks in by_profile.items()
        if profile in (each, LARGEST) or profile not in by_profile
    ]
    complete = [one for one in found if one.complete]
    return complete[-1] if complete else max(found, key=lambda one: one.share)


def _profile(name: str, profile: str, tasks: list[Task], store: Store, outdated: int) -> Stored:
    used = [record for task in tasks for record in store.known(name).get(task.key, {}).values()]
    packages = sorted({package for record in used for package in record.versions})
    return Stored(
        experiment=name,
        profile=profile,
        rows=tuple({**task.settings, **row} for task in tasks for row in store.rows(task)),
        tasks=len(tasks),
        finished=sum(enough(task, store.rows(task)) for task in tasks),
        outdated=outdated,
        seconds=sum(record.seconds for record in used),
        versions={
            package: tuple(sorted({x.versions[package] for x in used if package in x.versions}))
            for package in packages
        },
        devices=tuple(sorted({record.device for record in used})),
    )
