"""What the number of strings depends on: v, m, 1−f and s varied one by one."""

from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.experiments.exponents.searches import enough, run, tasks, thresholds
from ownlatents.checks.experiments.exponents.verdicts import judge, size_exponents

EXPERIMENT = Experiment(
    name="exponents",
    title="Exponents",
    design=tasks,
    judge=judge,
    search=run,
    is_complete=enough,
)

__all__ = [
    "EXPERIMENT",
    "enough",
    "judge",
    "run",
    "size_exponents",
    "tasks",
    "thresholds",
]
