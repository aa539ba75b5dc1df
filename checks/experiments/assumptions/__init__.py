"""Assumption 1 over ensembles of grammars, measured exactly on each."""

from ownlatents.checks.experiments.assumptions.ensembles import run, tasks
from ownlatents.checks.experiments.assumptions.verdicts import judge
from ownlatents.checks.experiments.experiment import Experiment

EXPERIMENT = Experiment(
    name="assumptions",
    title="Balance and separation",
    design=tasks,
    judge=judge,
    measure=run,
)

__all__ = ["EXPERIMENT", "judge", "run", "tasks"]
