"""Trainings as tasks: a batch of networks for each size and number of strings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Task
from ownlatents.models.ensemble import ENDLESS
from ownlatents.models.learners import Learner
from ownlatents.sim import RHMParams


@dataclass(frozen=True)
class Grid:
    """Networks of one kind at several sizes and numbers of strings.

    Args:
        sizes: (v, m, s, L) each.
        units: numbers of strings in units of vm³/(1−f); 0 for new ones at each step.
        grammars: networks of a batch.
        preset, changes: see `Learner.settings`.
        learner: one of `models.learners.LEARNERS`.
    """

    sizes: Sequence[tuple[int, int, int, int]]
    units: Sequence[float]
    grammars: int
    preset: str
    changes: Sequence[str] = ()
    learner: str = "slc"

    def tasks(self, experiment: str, revision: int, **labels: Any) -> list[Task]:
        """A batch for each size and number of strings; see `training_task`."""
        return [
            training_task(
                experiment,
                revision,
                params,
                max(1, round(x * latent_unit(params))) if x else ENDLESS,
                learner=self.learner,
                preset=self.preset,
                grammars=self.grammars,
                changes=self.changes,
                **labels,
            )
            for params in (RHMParams(*size) for size in self.sizes)
            for x in self.units
        ]


def training_task(
    experiment: str,
    revision: int,
    params: RHMParams,
    P: int,
    *,
    learner: str,
    preset: str,
    grammars: int,
    changes: Sequence[str] = (),
    **labels: Any,
) -> Task:
    """A batch of networks to train, a grammar each.

    Args:
        experiment, revision: of the task.
        params: sizes of the grammars.
        P: strings of each training set; `ENDLESS`, 0, for new ones at each step.
        learner, preset, changes: see `Learner.settings`.
        grammars: grammar and network i have seed i.
        labels: further settings, by which the experiment tells its tasks apart.
    """
    settings = {
        **params.as_dict(),
        "P": P,
        "learner": learner,
        "preset": preset,
        "changes": list(changes),
        "grammars": grammars,
        **labels,
    }
    chosen = Learner(learner)
    flops = chosen.flops(chosen.settings(preset, changes), params, P)
    return Task(experiment, revision, settings, cost=grammars * flops)


def batch_key(task: Task) -> str:
    """What tasks of `training_task` must have in common to be trained as one batch: all but P."""
    settings = {name: value for name, value in task.settings.items() if name != "P"}
    return replace(task, settings=settings).key
