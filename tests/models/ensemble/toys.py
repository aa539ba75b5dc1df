"""A small network with two losses that pull apart, and what is trained of it."""

import torch
from torch.nn.functional import cross_entropy, one_hot

from ownlatents.models.ensemble import (
    AdamW,
    Parameters,
    Run,
    Training,
    linear,
    linear_shapes,
    strings_of,
)
from ownlatents.sim import Grammar, RHMParams

PARAMS = RHMParams(v=4, m=2, s=2, L=2)


class Toy:
    """Reads the root and a latent through one layer, and follows its teacher.

    `spoiled` is the step from which each run's first loss is not a number, or −1.
    """

    def __init__(self, seeds, spoiled=None):
        shapes = linear_shapes("map", PARAMS.v * PARAMS.length, PARAMS.v)
        self.student = Parameters(shapes, seeds)
        self.teacher = self.student.frozen()
        self.spoiled = torch.tensor(spoiled or [-1] * len(seeds))

    def losses(self, tree, step):
        x = one_hot(tree[0], PARAMS.v).float().flatten(2)
        logits = linear(self.student, "map", x)
        found = [
            cross_entropy(logits.transpose(1, 2), truth, reduction="none").mean(1)
            for truth in (tree[2][..., 0], tree[1][..., 0])
        ]
        away = (logits - linear(self.teacher, "map", x)).square().mean((1, 2))
        spoiled = (self.spoiled >= 0) & (step >= self.spoiled)
        return torch.where(spoiled, torch.nan, found[0]), found[1], away

    def moved(self):
        with torch.no_grad():
            self.teacher.flat.lerp_(self.student.flat, 0.1)

    def state(self):
        return {"student": self.student.flat, "teacher": self.teacher.flat}


def training_of(seeds, *, P=20, aggregator="sum", spoiled=None, lr=0.05):
    """A training of one toy a seed, each with its own grammar."""
    runs = [Run(None, Grammar.sample(PARAMS, seed), P, seed) for seed in seeds]
    toy = Toy(seeds, spoiled)
    optimiser = AdamW(toy.student, [lr] * len(seeds), [0.01] * len(seeds))
    return Training(toy, strings_of(runs, "cpu"), optimiser, 8, aggregator)
