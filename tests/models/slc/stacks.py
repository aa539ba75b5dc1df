"""Small stacks, with weights away from their beginning."""

import torch

from ownlatents.models.ensemble import Run, strings_of
from ownlatents.models.slc import SLC, SLCSettings
from ownlatents.sim import Grammar, RHMParams

PARAMS = RHMParams(v=3, m=2, s=2, L=3)
SETTINGS = SLCSettings(width=7, batch=3, codes=4, lr=0.01)


def runs_of(*settings, params=PARAMS, P=40):
    return [Run(its, Grammar.sample(params, seed), P, seed) for seed, its in enumerate(settings)]


def stack(*settings, params=PARAMS, apart=0.3):
    """A stack for each settings; its teacher is not its student."""
    runs = runs_of(*settings, params=params)
    network = SLC(runs)
    generator = torch.Generator().manual_seed(0)
    for weights in (network.student, network.teacher):
        weights.flat.mul_(2).add_(
            apart * torch.randn(weights.flat.shape, generator=generator).to(weights.flat)
        )
    if network.student.flat.shape[0] and settings[0].ema is None:
        network.moved()
    return network, strings_of(runs, "cpu")


def step(k=0):
    return torch.tensor(k)


def losses_of(network, tree, k=0):
    """All losses of a step, `(R, 2(L−1))`."""
    return torch.stack(network.losses(tree, step(k)), 1)
