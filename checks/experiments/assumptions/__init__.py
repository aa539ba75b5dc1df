"""Assumption 1 over ensembles of grammars, measured exactly on each."""

from ownlatents.checks.experiments.assumptions.ensembles import run, tasks
from ownlatents.checks.experiments.assumptions.verdicts import judge

TITLE = "Balance and separation"

__all__ = ["TITLE", "judge", "run", "tasks"]
