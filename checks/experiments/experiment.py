"""What an experiment is: a design, a measurement, a judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ownlatents.checks.measure.verdicts import Verdict
from ownlatents.checks.sweep import Enough, Row, Task, one_row
from ownlatents.errors import InputError

PROFILES = ("quick", "full", "paper")
"""How much is measured, the least first; "paper": trainings at the paper's own sizes."""

COMMON = PROFILES[:2]
"""Profiles that every experiment has."""


class Search(Protocol):
    """A measurement of several rows, of which each depends on those before it."""

    def __call__(self, task: Task, *rows: Row) -> Row:
        """The next row of a task that has these rows already."""


class Train(Protocol):
    """A measurement that trains networks, many tasks side by side."""

    def __call__(self, tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
        """The rows of tasks of one `checks.measure.grids.batch_key`, on a torch device."""


@dataclass(frozen=True)
class Experiment:
    """A question put to grammars or networks, and how the answer is judged.

    Args:
        name: of its module in `checks.experiments`, and of its tasks.
        title: a few words for progress and headings.
        design: the tasks of a profile.
        judge: a verdict for each claim that is tested, from rows with their tasks' settings.
        measure: the row of a task, in a process of its own.
        search: in place of it the next row, where a task has several.
        train: in place of both the rows of several tasks, where networks are trained.
        is_complete: whether a task has all of its rows.
        profiles: those of `PROFILES` that it has, the least first.
    """

    name: str
    title: str
    design: Callable[[str], list[Task]]
    judge: Callable[[Sequence[Row]], list[Verdict]]
    measure: Callable[[Task], Row] | None = None
    search: Search | None = None
    train: Train | None = None
    is_complete: Enough = one_row
    profiles: tuple[str, ...] = COMMON

    def __post_init__(self) -> None:
        if sum(way is not None for way in (self.measure, self.search, self.train)) != 1:
            raise InputError(
                f"experiment {self.name!r}, but one of measure, search and train was expected"
            )

    def tasks(self, profile: str) -> list[Task]:
        """The measurements of a profile.

        Raises:
            InputError: the experiment does not have this profile.
        """
        if profile not in self.profiles:
            raise InputError(
                f"profile {profile!r} of {self.name}, "
                f"but one of {', '.join(self.profiles)} was expected"
            )
        return self.design(profile)

    def row(self, task: Task, *rows: Row, device: str = "cpu") -> Row:
        """The next row of one task.

        Args:
            task: what is measured; the device is no part of it.
            rows: the task's earlier rows.
            device: torch device that networks are trained on, where the experiment trains some.
        """
        if self.train is not None:
            return self.train([task], device=device)[0]
        if self.search is not None:
            return self.search(task, *rows)
        assert self.measure is not None  # see `__post_init__`
        return self.measure(task)
