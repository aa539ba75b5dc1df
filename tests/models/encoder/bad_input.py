"""What `models.encoder` refuses: calls of each entry point, and words of the sentence."""

import math

from ownlatents.models import encoder, slc
from ownlatents.models.ensemble import Run
from tests.models.wrong_runs import wrong_runs
from tests.sim.bad_input import PARAMS, G

RUN = Run(encoder.SMALL, G, P=10)
SLC_RUN = Run(slc.SMALL, G, P=10)
ES = encoder.EncoderSettings
TABLE = {
    "EncoderNetwork": [
        *wrong_runs(encoder.EncoderNetwork, SLC_RUN, "EncoderSettings"),
        (lambda: encoder.EncoderNetwork([RUN], "abacus"), "device='abacus'"),
    ],
    "EncoderSettings": [
        (lambda: ES(lr=-1), "lr=-1", "a positive number"),
        (lambda: ES(lr="a"), "lr='a'", "a number"),
        (lambda: ES(lr=True), "lr=True", "a number"),
        (lambda: ES(lr=math.nan), "lr=nan", "finite"),
        (lambda: ES(weight_decay=-5.0), "weight_decay=-5.0", "at least 0"),
        (lambda: ES(betas=(2.0, 2.0)), "betas[0]=2.0", "less than 1"),
        (lambda: ES(betas=(0.9,)), "betas", "missing"),
        (lambda: ES(betas=0.9), "betas=0.9", "tuple"),
        (lambda: ES(clip=-1.0), "clip=-1.0", "positive"),
        (lambda: ES(beta=-1.0), "beta=-1.0", "at least 0"),
        (lambda: ES(embedding=math.inf), "embedding=inf", "finite"),
        (lambda: ES(residual=-1), "residual=-1", "at least 0"),
        (lambda: ES(mask=1.0), "mask=1.0", "less than 1"),
        (lambda: ES(decay=-0.1), "decay=-0.1", "at least 0"),
        (lambda: ES(objective="gan"), "objective='gan'", "one of data2vec, mlm, ntp"),
        (lambda: ES(top=4), "top=4", "layers=3"),
        (lambda: ES(d=130), "d=130", "a multiple of heads=4"),
        (lambda: ES(schedule=10), "schedule=10", "Schedule"),
        (lambda: ES(compiled="yes"), "compiled='yes'", "true or false"),
        (lambda: ES(dropuot=0.1), "dropuot=0.1", "one of objective, d, heads"),
    ],
    "flops_per_step": [
        (lambda: encoder.flops_per_step(slc.SMALL, PARAMS), "settings=SLC", "EncoderSettings"),
    ],
    "train": wrong_runs(encoder.train, SLC_RUN, "EncoderSettings"),
}

UNCHECKED = {
    "Encoded": "what `encode` returns",
    "Evaluation": "made by `train`, of a network and strings that are checked",
    "encode": "arithmetic on tensors inside a training step",
}
