"""Where Theorem 2 loses its factor: the strings that each step of its proof asks for."""

from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.experiments.tightness.searches import enough, run, tasks, thresholds
from ownlatents.checks.experiments.tightness.verdicts import judge

EXPERIMENT = Experiment(
    name="tightness",
    title="Tightness",
    design=tasks,
    judge=judge,
    search=run,
    is_complete=enough,
)

__all__ = ["EXPERIMENT", "enough", "judge", "run", "tasks", "thresholds"]
