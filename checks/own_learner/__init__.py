"""A researcher's own learner: called, scored, searched for its thresholds, judged."""

from ownlatents.checks.own_learner.calling import LearnerError, fingerprint, load
from ownlatents.checks.own_learner.searches import HALF, Plan, enough, run
from ownlatents.checks.own_learner.verdicts import Finding, judge

__all__ = [
    "HALF",
    "Finding",
    "LearnerError",
    "Plan",
    "enough",
    "fingerprint",
    "judge",
    "load",
    "run",
]
