"""On a GPU, steps are captured and replayed: the networks must be those of a CPU."""

import pytest
import torch

from ownlatents.models.ensemble import AdamW, Run, Training, strings_of
from ownlatents.models.slc import PAPER, SLC
from ownlatents.sim import Grammar, RHMParams


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device on this machine")
def test_a_training_by_upgrad_is_the_same_on_a_gpu():
    settings, params, found = PAPER, RHMParams(v=8, m=3, s=2, L=4), []
    for device in ("cpu", "cuda"):
        runs = [Run(settings, Grammar.sample(params, seed), 5000, seed) for seed in range(3)]
        network = SLC(runs, device)
        optimiser = AdamW(network.student, [settings.lr] * 3, [settings.weight_decay] * 3)
        training = Training(
            network, strings_of(runs, device), optimiser, settings.batch, settings.aggregator
        )
        training.advance(20)
        found.append(training.mean_losses([False] * 3).cpu())
    torch.testing.assert_close(*found, rtol=1e-4, atol=1e-4)
