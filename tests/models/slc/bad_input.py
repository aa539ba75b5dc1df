"""What `models.slc` refuses: calls of each entry point, and words of the sentence."""

import math
from dataclasses import replace

from ownlatents.models import encoder, slc
from ownlatents.models.ensemble import Run
from tests.models.wrong_runs import wrong_runs
from tests.sim.bad_input import FLAT, PARAMS, STRINGS, G

RUN = Run(slc.SMALL, G, P=10)
NARROW = replace(slc.SMALL, width=7)
ENCODER_RUN = Run(encoder.SMALL, G, P=10)
SETTINGS = slc.SLCSettings
TABLE = {
    "SLC": [
        *wrong_runs(slc.SLC, ENCODER_RUN, "SLCSettings"),
        (lambda: slc.SLC([Run(slc.SMALL, FLAT)]), "L=1", "at least 2"),
        (lambda: slc.SLC([RUN], "abacus"), "device='abacus'"),
        (
            lambda: slc.SLC([RUN, replace(RUN, settings=replace(slc.SMALL, width=7))]),
            "width of [64, 7]",
        ),
    ],
    "SLCSettings": [
        (lambda: SETTINGS(lr=-1), "lr=-1", "a positive number"),
        (lambda: SETTINGS(lr=0), "lr=0", "a positive number"),
        (lambda: SETTINGS(lr=math.nan), "lr=nan", "finite"),
        (lambda: SETTINGS(lr=math.inf), "lr=inf", "finite"),
        (lambda: SETTINGS(lr="a"), "lr='a'", "a number"),
        (lambda: SETTINGS(lr=True), "lr=True", "a number"),
        (lambda: SETTINGS(weight_decay=-5), "weight_decay=-5", "at least 0"),
        (lambda: SETTINGS(ema=0), "ema=0", "positive"),
        (lambda: SETTINGS(ema=1.5), "ema=1.5", "at most 1"),
        (lambda: SETTINGS(margin=2), "margin=2", "at most 1"),
        (lambda: SETTINGS(width=0), "width=0", "at least 1"),
        (lambda: SETTINGS(width=1.5), "width=1.5", "a whole number"),
        (lambda: SETTINGS(stop="here"), "stop='here'", "one of none, modules, all"),
        (lambda: SETTINGS(standardise=1), "standardise=1", "true or false"),
        (lambda: SETTINGS(wdith=3), "wdith=3", "one of codes, width"),
        (lambda: SETTINGS(restarts=2, margin_rate=0.1), "restarts=2", "margin_rate=0"),
        (lambda: SETTINGS(codes=3).codebook(PARAMS), "codes=3", "v=4 to v·m=8"),
    ],
    "class_similarities": [(lambda: slc.class_similarities("grammar"), "grammar='grammar'")],
    "most_alike": [(lambda: slc.most_alike("grammar"), "grammar='grammar'")],
    "prediction_floors": [(lambda: slc.prediction_floors("grammar"), "grammar='grammar'")],
    "code_use": [
        (lambda: slc.code_use(STRINGS, STRINGS[:2], 4, 4), "truth: shape (2, 8)"),
        (lambda: slc.code_use(STRINGS, STRINGS, 4, 2), "labels", "0 to 1"),
        (lambda: slc.code_use(STRINGS[:0], STRINGS[:0], 4, 4), "non-empty"),
    ],
    "flops_per_step": [
        (lambda: slc.flops_per_step(encoder.SMALL, PARAMS), "settings=Enc", "SLCSettings"),
        (lambda: slc.flops_per_step(slc.SMALL, (4, 2, 2, 3)), "params=(4, 2, 2, 3)"),
    ],
    "train": wrong_runs(slc.train, ENCODER_RUN, "SLCSettings"),
}

UNCHECKED = {"Evaluation": "made by `train`, of a network and strings that are checked"}
