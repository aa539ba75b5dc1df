"""Encoders on fixed sets of P strings: what each level needs, by data2vec and by tokens."""

from ownlatents.checks.experiments.data2vec_offline.trainings import PROFILES, tasks, train
from ownlatents.checks.experiments.data2vec_offline.verdicts import judge

TITLE = "data2vec, offline"
CAPTION = (
    "Encoders trained on fixed sets of P strings: share of what an untrained network lacks in "
    "reading a level (linear readout) or the root (the better of a linear and an MLP probe, 1024 "
    "labels), at the evaluation that is best for the other grammars, against distinct strings in "
    "units of vm³/(1−f). Top, data2vec by m and by v, mean over grammars; right, strings at which "
    "half is learned, each grammar a dot, medians joined; dashed: vm³/(1−f) through the medians. "
    "Below, data2vec beside the same encoder on masked and on next tokens (causal attention), s = "
    "2: each grammar a dot, means joined; right, strings at which half of each level is learned, "
    "medians joined, where they lie within the strings tried."
)

__all__ = ["CAPTION", "PROFILES", "TITLE", "judge", "tasks", "train"]
