"""An experiment that trains networks, as far as a sweep is concerned: it says on which device."""

import sys

from ownlatents.checks.experiments import PROFILES, Experiment
from ownlatents.checks.sweep import Task

_SIZES = {"quick": 1, "full": 2, "paper": 3}


def tasks(profile):
    return [Task("trainings", 1, {"seed": seed}) for seed in range(_SIZES[profile])]


def train(tasks, device="cpu"):
    return [{"trained on": device} for _ in tasks]


EXPERIMENT = Experiment(
    name="trainings",
    title="Trainings",
    design=tasks,
    judge=list,
    train=train,
    profiles=PROFILES,
)


def plant(monkeypatch):
    """Make this module an experiment, in this process."""
    monkeypatch.setitem(
        sys.modules, "ownlatents.checks.experiments.trainings", sys.modules[__name__]
    )
    monkeypatch.setattr("ownlatents.cli.sweep.EXPERIMENTS", ("trainings",))
