"""Where Theorem 2 loses its factor: the strings that each step of its proof asks for."""

from ownlatents.checks.experiments.tightness.searches import enough, run, tasks, thresholds
from ownlatents.checks.experiments.tightness.verdicts import judge

TITLE = "Tightness"

__all__ = ["TITLE", "enough", "judge", "run", "tasks", "thresholds"]
