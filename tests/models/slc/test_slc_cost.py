from dataclasses import replace

import pytest
from torch.utils.flop_counter import FlopCounterMode

from ownlatents.models.ensemble import AdamW, Run, Training, strings_of
from ownlatents.models.slc import PRESETS, SLC, flops_per_step
from ownlatents.sim import Grammar, RHMParams

RULES = [
    {"aggregator": aggregator, "stop": stop, "ema": ema}
    for aggregator in ("sum", "upgrad")
    for stop in ("none", "modules", "all")
    for ema in (0.01, None)
]


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("sizes", [(8, 3, 2, 4), (5, 3, 3, 3)])
def test_operations_are_those_that_are_done(rule, sizes):
    settings, params = replace(PRESETS["small"], **rule), RHMParams(*sizes)
    runs = [Run(settings, Grammar.sample(params, seed), 100, seed) for seed in range(2)]
    network = SLC(runs)
    optimiser = AdamW(network.student, [0.01] * 2, [0.01] * 2)
    training = Training(
        network, strings_of(runs, "cpu"), optimiser, settings.batch, settings.aggregator
    )
    with FlopCounterMode(display=False) as counted:
        training.advance(1)
    # The duals of UPGrad are small solves, of another number in each step, that are not counted.
    assert 2 * flops_per_step(settings, params) == pytest.approx(
        counted.get_total_flops(), rel=0.02
    )
