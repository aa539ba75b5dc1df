"""Encoders on fixed sets of P strings: what each level needs, by data2vec and by tokens."""

from ownlatents.checks.experiments.data2vec_offline.trainings import PROFILES, tasks, train
from ownlatents.checks.experiments.data2vec_offline.verdicts import judge
from ownlatents.checks.experiments.experiment import Experiment

EXPERIMENT = Experiment(
    name="data2vec_offline",
    title="data2vec, offline",
    design=tasks,
    judge=judge,
    train=train,
    profiles=PROFILES,
)

__all__ = ["EXPERIMENT", "judge", "tasks", "train"]
