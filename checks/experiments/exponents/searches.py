"""What is measured: searches for P* at sizes that vary v, m, 1−f and s one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ownlatents import models
from ownlatents.checks.measure.from_counts import from_counts
from ownlatents.checks.measure.searches import PER_OCTAVE, curves, next_step
from ownlatents.checks.stats import threshold
from ownlatents.checks.stats.threshold import Threshold
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Context, Corpus, Grammar, RHMParams

ARMS = {"oracle": "oracle arm", "kmeans": "k-means", "ward": "Ward", "pooled": "pooled"}
"""Learners, and what they are called."""

HEIGHTS = {
    "half of the tuples": ("accuracy", 0.5),
    "90 %": ("accuracy", 0.9),
    "all in every second fit": ("exact", 0.5),
}
"""What is asked for: a curve and the height through which it rises at P*."""

WANTED = {"accuracy": (0.5, 0.9), "exact": (0.5,)}
"""The same, as a search wants it."""

_SITE = Context()
_REPEATS = 2
_TEST_STRINGS = 1000
_MOST_UNITS = 3e5  # vm³/(1−f) up to which strings, not counts, are fitted
_LEAST, _MOST = -8 * PER_OCTAVE, 8 * PER_OCTAVE  # around vm³/(1−f)

FIXED_F = [RHMParams(v=v, m=v // 4, s=2, L=2) for v in (16, 32, 64, 128)]
FIXED_M = [RHMParams(v=v, m=8, s=2, L=2) for v in (9, 12, 16, 24, 32, 64, 128, 256, 512)]
FIXED_V = [RHMParams(v=32, m=m, s=2, L=2) for m in (4, 6, 8, 12, 16, 24, 29)]
_BRANCHES = [RHMParams(v=16, m=8, s=s, L=2) for s in (2, 3, 4)]
_NARROW = [RHMParams(v=8, m=m, s=3, L=2) for m in (6, 8, 16, 32, 57)]
SIZES = list(dict.fromkeys([*FIXED_F, *FIXED_M, *FIXED_V, *_BRANCHES, *_NARROW]))
_LARGEST = {
    "quick": {"oracle": 32, "kmeans": 32, "ward": 32, "pooled": 16},
    "full": {"oracle": 512, "kmeans": 64, "ward": 128, "pooled": 32},
}
"""Largest v of each arm."""
_GRAMMARS = {"quick": 3, "full": 16}


def tasks(profile: str) -> list[Task]:
    """One search for each size, arm and grammar."""
    return [
        Task(
            "exponents",
            1,
            {**at_depth_of(p, arm).as_dict(), "arm": arm, "seed": seed},
            _cost(p, arm),
        )
        for arm, largest in _LARGEST[profile].items()
        for p in SIZES
        if p.v <= largest and (arm != "pooled" or latent_unit(p) < _MOST_UNITS)
        for seed in range(_GRAMMARS[profile])
    ]


def run(task: Task, *rows: Row) -> Row:
    """Success at the next number of strings of the search."""
    p, step = task.params, next_of(rows)
    assert step is not None  # `enough` says when there is none
    grammar = Grammar.sample(p, task.settings["seed"])
    P = round(latent_unit(p) * 2 ** (step / PER_OCTAVE))
    if task.settings["arm"] == "pooled":
        return {"step": step, "P": P, **_pooled(grammar, P, task.stream(len(rows)) // 2)}
    learner = models.ILC(_SITE, _clusterer(task.settings["arm"], grammar))
    seeds = [task.stream(len(rows)) // 2 + i for i in range(_REPEATS)]
    return {"step": step, "P": P, **from_counts(learner, grammar, P, seeds)}


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether every crossing is bracketed."""
    return next_of(rows) is None


def thresholds(
    rows: Sequence[Row], arm: str, curve: str = "accuracy", height: float = 0.5
) -> dict[RHMParams, Threshold]:
    """P* by size, where at least half of a size's grammars have one."""
    its = curves([row for row in rows if row["arm"] == arm], curve)
    return {p: one for p, one in threshold.thresholds(its, height).items() if one.within}


def next_of(rows: Sequence[Row]) -> int | None:
    """Grid step of a search to try next; None where every crossing is bracketed."""
    return next_step(rows, WANTED, _LEAST, _MOST)


def at_depth_of(p: RHMParams, arm: str) -> RHMParams:
    """The size with the depth of an arm: pooling needs several grandparents."""
    return replace(p, L=4) if arm == "pooled" else p


def _pooled(grammar: Grammar, P: int, seed: int) -> dict[str, float]:
    """Mean accuracy over levels of a whole fit to strings, and whether all is right."""
    found = models.ILC(Context(grandparent=None), models.BatchedKMeans()).fit(
        Corpus(grammar, P, seed)
    )
    accuracies = models.level_accuracies(
        found.decoder, Corpus(grammar, _TEST_STRINGS, seed + 1).tree()
    )
    return {"accuracy": float(np.mean(accuracies)), "exact": float(min(accuracies) == 1)}


def _clusterer(arm: str, grammar: Grammar) -> models.Clusterer:
    match arm:
        case "oracle":
            return models.NearestCentre((grammar,), _SITE)
        case "kmeans":
            return models.BatchedKMeans()
        case _:
            return models.Ward()


def _cost(p: RHMParams, arm: str) -> float:
    """Rough seconds of a search: the size of the table of context vectors."""
    points = p.n_tuples * p.v * len(_SITE.targets(p.s)) / 2**16
    return {"oracle": 0.3, "kmeans": 5.0, "ward": 0.3, "pooled": 15.0}[arm] * points + 0.05
