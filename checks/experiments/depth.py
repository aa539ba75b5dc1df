"""Depth: own latents at any depth, tokens and labels that need a power of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ownlatents import models, theory
from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.from_counts import from_counts
from ownlatents.checks.measure.searches import PER_OCTAVE, curves, next_step
from ownlatents.checks.measure.verdicts import Cell, Outcome, Table, Verdict
from ownlatents.checks.stats import threshold
from ownlatents.checks.stats.scaling import growth_per_level
from ownlatents.checks.stats.threshold import Threshold
from ownlatents.checks.stats.units import strings_by
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Context, Corpus, Grammar, Observable, RHMParams

_DEPTHS = {
    "latent": (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64),
    "strings": (2, 3, 4, 5, 6, 7, 8),
    "token": (2, 3, 4, 5, 6, 7, 8, 10, 12),
    "root": (2, 3, 4, 5, 6, 7, 8, 10, 12),
}
_QUICK = {
    "latent": (2, 4, 8, 16, 32),
    "strings": (2, 4),
    "token": (2, 3, 4, 6),
    "root": (2, 3, 4, 6),
}
_GRAMMARS = {"quick": 3, "full": 10}
NAMES = {
    "latent": "own latents, counts",
    "strings": "own latents, strings",
    "token": "tokens",
    "root": "labels",
}
"""What each arm is called."""
_OBSERVABLES: dict[str, Observable] = {
    "latent": "latent",
    "strings": "latent",
    "token": "token",
    "root": "root",
}
_WANTED = {"accuracy": (0.5,)}
_MOST_STRINGS = 2**60
_TEST_STRINGS = 1000
_FLAT = 1.02  # factor per level within which a threshold counts as flat
_NEAR = 1.3  # factor within which a fitted base counts as the predicted one


def tasks(profile: str) -> list[Task]:
    """One search for each arm, depth and grammar."""
    depths = _DEPTHS if profile == "full" else _QUICK
    return [
        Task("depth", 1, {**_params(L).as_dict(), "arm": arm, "seed": seed}, cost=_cost(arm, L))
        for arm in depths
        for L in depths[arm]
        for seed in range(_GRAMMARS[profile])
    ]


def run(task: Task, *rows: Row) -> Row:
    """Accuracy at the next number of strings of the search."""
    p, arm, step = task.params, task.settings["arm"], _next(task, rows)
    assert step is not None  # `enough` says when there is none
    grammar = Grammar.sample(p, task.settings["seed"])
    P = round(_unit(arm, p) * 2 ** (step / PER_OCTAVE))
    seed = task.stream(len(rows))
    if arm == "strings":
        found = models.ILC(clusterer=models.BatchedKMeans()).fit(Corpus(grammar, P, seed // 2))
        fresh = Corpus(grammar, _TEST_STRINGS, seed // 2 + 1).tree()
        accuracies = models.level_accuracies(found.decoder, fresh)
        return {"step": step, "P": P, "accuracy": float(np.mean(accuracies))}
    levels = {"latent": None, "token": (p.L - 2,), "root": (0,)}[arm]
    learner = models.ILC(Context(observable=_OBSERVABLES[arm]), models.BatchedKMeans())
    return {"step": step, "P": P, **from_counts(learner, grammar, P, [seed], levels)}


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether the crossing is bracketed."""
    return _next(task, rows) is None


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Flat for own latents, also in whole fits from strings; for the rivals near 1/λ a level."""
    found = {arm: thresholds(rows, arm) for arm in NAMES}
    growth = {arm: growth_per_level(its) for arm, its in found.items()}
    never = [arm for arm, its in found.items() if any(math.isinf(x.median) for x in its.values())]
    flat = all(growth[arm].high < _FLAT for arm in ("latent", "strings"))
    grows = growth["latent"].low >= _FLAT
    p = _params(3)
    predicted = {
        arm: _finite(arm, _params(6)) / _finite(arm, _params(5)) for arm in ("token", "root")
    }
    steep = all(1 / _NEAR < growth[arm].value / predicted[arm] < _NEAR for arm in predicted)
    outcome = Outcome.IN_PART
    if flat and steep and not never:
        outcome = Outcome.HOLDS
    elif grows or not steep or never:
        outcome = Outcome.CONTRADICTED
    deepest = max(found["latent"])
    return [
        Verdict(
            "depth",
            outcome,
            f"P* grows by a factor {growth['latent']} a level for own latents (L = 2 to {deepest}; "
            f"from strings {growth['strings']}), {growth['token']} for tokens and "
            f"{growth['root']} for labels (1/λ = {predicted['root']:.2f}, m = {p.m})",
            (_thresholds(rows),),
        )
    ]


def _thresholds(rows: Sequence[Row]) -> Table:
    """By depth, of each kind of target; none where that depth was not tried."""
    found = {arm: thresholds(rows, arm) for arm in NAMES}
    cells: list[tuple[Cell, ...]] = [
        (L, *(its[L].cell() if L in its else None for its in found.values()))
        for L in sorted({L for its in found.values() for L in its})
    ]
    return Table("P*, medians of the grammars", ("L", *NAMES.values()), tuple(cells))


def thresholds(rows: Sequence[Row], arm: str) -> dict[int, Threshold]:
    """P* by depth."""
    found = threshold.thresholds(curves([row for row in rows if row["arm"] == arm], "accuracy"))
    return {p.L: one for p, one in found.items()}


def _next(task: Task, rows: Sequence[Row]) -> int | None:
    octaves = np.log2(_MOST_STRINGS / _unit(task.settings["arm"], task.params))
    most = min(8 * PER_OCTAVE, int(PER_OCTAVE * octaves))
    return next_step(rows, _WANTED, -8 * PER_OCTAVE, most)


def _params(L: int) -> RHMParams:
    return RHMParams(v=16, m=8, s=2, L=L)


def _unit(arm: str, p: RHMParams) -> float:
    return strings_by(_OBSERVABLES[arm], p)


def _finite(arm: str, p: RHMParams) -> float:
    found = theory.finite_threshold(_OBSERVABLES[arm], **p.as_dict())
    assert found is not None
    return found


def _cost(arm: str, L: int) -> float:
    return {"latent": 0.04 * (L - 1), "strings": 0.004 * 2**L, "token": 0.1, "root": 0.1}[arm]


EXPERIMENT = Experiment(
    name="depth",
    title="Depth",
    design=tasks,
    judge=judge,
    search=run,
    is_complete=enough,
)
