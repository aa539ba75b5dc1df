"""What the number of strings depends on: v, m, 1−f and s varied one by one."""

from ownlatents.checks.experiments.exponents.searches import enough, run, tasks, thresholds
from ownlatents.checks.experiments.exponents.verdicts import judge, size_exponents

TITLE = "Exponents"

__all__ = [
    "TITLE",
    "enough",
    "judge",
    "run",
    "size_exponents",
    "tasks",
    "thresholds",
]
