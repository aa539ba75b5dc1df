"""A researcher's own learner: called, scored, searched for its thresholds, judged, drawn."""

from checks.own_learner.calling import LearnerError, fingerprint, load
from checks.own_learner.drawing import draw
from checks.own_learner.searches import HALF, Plan, enough, run
from checks.own_learner.verdicts import Finding, judge

__all__ = [
    "HALF",
    "Finding",
    "LearnerError",
    "Plan",
    "draw",
    "enough",
    "fingerprint",
    "judge",
    "load",
    "run",
]
