"""Many networks trained at once: strings, weights, steps and probes with a leading run axis."""

from ownlatents.models.ensemble.fit import Evaluate, as_json, fit
from ownlatents.models.ensemble.keyed import (
    extended,
    integers,
    keyed,
    keys,
    normals,
    numbered,
    uniforms,
)
from ownlatents.models.ensemble.layers import affine, linear, linear_shapes
from ownlatents.models.ensemble.parameters import AdamW, Parameters
from ownlatents.models.ensemble.probe import Split, probe_accuracy
from ownlatents.models.ensemble.runs import ENDLESS, Record, Run, batch_of, shared
from ownlatents.models.ensemble.schedule import Aggregator, Schedule
from ownlatents.models.ensemble.strings import (
    PROBE,
    TEST,
    TRAINING,
    VALIDATION,
    Strings,
    Tree,
    strings_of,
)
from ownlatents.models.ensemble.training import Network, Training
from ownlatents.models.ensemble.upgrad import upgrad_weights

__all__ = [
    "ENDLESS",
    "PROBE",
    "TEST",
    "TRAINING",
    "VALIDATION",
    "AdamW",
    "Aggregator",
    "Evaluate",
    "Network",
    "Parameters",
    "Record",
    "Run",
    "Schedule",
    "Split",
    "Strings",
    "Training",
    "Tree",
    "affine",
    "as_json",
    "batch_of",
    "extended",
    "fit",
    "integers",
    "keyed",
    "keys",
    "linear",
    "linear_shapes",
    "normals",
    "numbered",
    "probe_accuracy",
    "shared",
    "strings_of",
    "uniforms",
    "upgrad_weights",
]
