"""SLC's learning curves (Fig. 3 right, Fig. 11): do they gather in units of vm³/(1−f)?"""

from ownlatents.checks.experiments.slc_collapse.trainings import PROFILES, tasks, train
from ownlatents.checks.experiments.slc_collapse.verdicts import judge

TITLE = "SLC: the collapse"

__all__ = ["PROFILES", "TITLE", "judge", "tasks", "train"]
