"""SLC's learning curves (Fig. 3 right, Fig. 11): do they gather in units of vm³/(1−f)?"""

from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.experiments.slc_collapse.trainings import PROFILES, tasks, train
from ownlatents.checks.experiments.slc_collapse.verdicts import judge

EXPERIMENT = Experiment(
    name="slc_collapse",
    title="SLC: the collapse",
    design=tasks,
    judge=judge,
    train=train,
    profiles=PROFILES,
)

__all__ = ["EXPERIMENT", "judge", "tasks", "train"]
