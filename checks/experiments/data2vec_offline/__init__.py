"""Encoders on fixed sets of P strings: what each level needs, by data2vec and by tokens."""

from ownlatents.checks.experiments.data2vec_offline.trainings import PROFILES, tasks, train
from ownlatents.checks.experiments.data2vec_offline.verdicts import judge

TITLE = "data2vec, offline"

__all__ = ["PROFILES", "TITLE", "judge", "tasks", "train"]
