"""What `models.ensemble` refuses: calls of each entry point, and words of the sentence."""

from dataclasses import replace
from types import SimpleNamespace

import torch

from ownlatents.models import ensemble, slc
from tests.sim.bad_input import OTHER, G

RUN = ensemble.Run(slc.SMALL, G, P=10)


def parameters(runs=1):
    return ensemble.Parameters({"out.weight": (2, 3)}, list(range(runs)))


def split(runs=1):
    return torch.zeros(runs, 4, 2), torch.zeros(runs, 4, dtype=torch.int64)


def training(**changes):
    strings = ensemble.Strings([G], [10], [0])
    optimiser = ensemble.AdamW(parameters(), [0.1], [0.0])
    return ensemble.Training(None, strings, optimiser, **{"batch": 2, **changes})


def fit(**changes):
    at = SimpleNamespace(strings=SimpleNamespace(runs=1))
    return ensemble.fit(at, ensemble.Schedule(10, 5), list, **changes)


def probe(classes=2, seeds=(0,), **changes):
    return ensemble.probe_accuracy((split(), split(), split()), classes, seeds=seeds, **changes)


def run(**changes):
    return replace(RUN, settings=replace(slc.SMALL, **changes))


TABLE = {
    "AdamW": [(lambda: ensemble.AdamW(parameters(2), [0.1], [0.0]), "1 learning rates", "2 runs")],
    "Run": [
        (lambda: ensemble.Run(slc.SMALL, G, P=-1), "P=-1", "at least 0"),
        (lambda: ensemble.Run(slc.SMALL, G, P=2**30), f"P={2**30}", "less than"),
        (lambda: ensemble.Run(slc.SMALL, G, P=1.5), "P=1.5", "whole number"),
        (lambda: ensemble.Run(slc.SMALL, "grammar"), "grammar='grammar'", "Grammar"),
        (lambda: ensemble.Run(slc.SMALL, torch.zeros(9, 9)), "grammar=tensor([[0., 0.", "…, but"),
        (lambda: ensemble.Run(slc.SMALL, G, seed=-1), "seed=-1", "at least 0"),
        (lambda: ensemble.Run(slc.SMALL, G, seed=2**63), f"seed={2**63}", "less than"),
        (lambda: ensemble.Run(slc.SMALL, G, restart=-1), "restart=-1", "at least 0"),
        (lambda: ensemble.Run(slc.SMALL), "grammar is missing"),
        (lambda: ensemble.Run(slc.SMALL, G, size=3), "size=3", "settings, grammar, P, seed"),
        (lambda: replace(RUN, P=-1), "P=-1", "at least 0"),
    ],
    "Schedule": [
        (lambda: ensemble.Schedule(0, 5), "steps=0", "at least 1"),
        (lambda: ensemble.Schedule(10, 2.5), "every=2.5", "whole number"),
        (lambda: ensemble.Schedule(10, 5, patience=0), "patience=0", "at least 1"),
        (lambda: ensemble.Schedule(10, 5, first=100), "first=100", "every=5"),
        (lambda: ensemble.Schedule(10), "every is missing"),
        (lambda: ensemble.Schedule(10, 5, None, None, 7), "7", "steps, every, patience, first"),
    ],
    "Strings": [
        (lambda: ensemble.Strings([], [], []), "sizes []"),
        (lambda: ensemble.Strings([G, OTHER], [1, 1], [0, 0]), "equal ones"),
        (lambda: ensemble.Strings([G], [1, 2], [0]), "1 grammars, 2 sizes"),
        (lambda: ensemble.Strings([G], [2**30], [0]), "2^30"),
        (lambda: ensemble.Strings([G], [1], [0], "abacus"), "device='abacus'"),
    ],
    "Training": [
        (lambda: training(batch=0), "batch=0", "at least 1"),
        (lambda: training(aggregator="mean"), "aggregator 'mean'", "sum, upgrad"),
    ],
    "batch_of": [
        (lambda: ensemble.batch_of([], object), "runs=[]", "at least one Run"),
        (lambda: ensemble.batch_of(["run"], object), "runs[0]='run'", "Run"),
    ],
    "fit": [
        (lambda: fit(last=[5, 5]), "2 last steps", "1 runs"),
        (lambda: fit(last=[11]), "last=11", "1 to 10"),
    ],
    "keys": [
        (lambda: ensemble.keys([-1], "cpu"), "seed=-1"),
        (lambda: ensemble.keys([2**63], "cpu"), f"seed={2**63}"),
    ],
    "probe_accuracy": [
        (lambda: probe(classes=1), "classes=1", "at least 2"),
        (lambda: probe(seeds=[0, 1]), "2 seeds", "1 runs"),
        (lambda: probe(lr=-0.1), "lr=-0.1", "positive"),
        (lambda: probe(steps=0), "steps=0", "at least 1"),
        (lambda: probe(hidden=0), "hidden=0", "at least 1"),
    ],
    "shared": [
        (lambda: ensemble.shared([RUN, run(batch=7)], "batch"), "batch of [32, 7]", "same"),
    ],
    "strings_of": [
        (lambda: ensemble.strings_of([], "cpu"), "runs=[]"),
        (lambda: ensemble.strings_of([RUN, replace(RUN, grammar=OTHER)], "cpu"), "equal"),
    ],
}


_KERNEL = "arithmetic on tensors inside a training step, whose shapes torch itself refuses"

UNCHECKED = {
    "Network": "a protocol",
    "Parameters": "made of settings that are checked",
    "affine": _KERNEL,
    "extended": _KERNEL,
    "integers": _KERNEL,
    "keyed": _KERNEL,
    "linear": _KERNEL,
    "linear_shapes": "made of settings that are checked",
    "normals": _KERNEL,
    "numbered": _KERNEL,
    "uniforms": _KERNEL,
    "upgrad_weights": _KERNEL,
}
