"""Assumption 2: how large an error the clusterers bear."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ownlatents import models
from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.degenerate import COINCIDE
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.stats.intervals import rate
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Grammar, Law, RHMParams

_QUICK = [
    RHMParams(v=8, m=8, s=3, L=2),
    RHMParams(v=16, m=4, s=2, L=2),
    RHMParams(v=32, m=8, s=2, L=2),
]
_SIZES = {"quick": _QUICK, "full": [*_QUICK, RHMParams(v=64, m=16, s=2, L=2)]}
_GRAMMARS = {"quick": 20, "full": 200}
ERRORS = (1 / 16, 1 / 8, 1 / 4, 3 / 8, 0.55)
"""Sizes ε of the error in units of Δ."""

CLUSTERERS = ("k-means", "batched k-means", "Ward")
KINDS = ("random", "adversarial")
"""Directions of the error."""


def tasks(profile: str) -> list[Task]:
    """One task per size and grammar."""
    return [
        Task("stability", 2, {**p.as_dict(), "seed": seed}, cost=(p.n_tuples / 64) ** 2)
        for p in _SIZES[profile]
        for seed in range(_GRAMMARS[profile])
    ]


def run(task: Task) -> Row:
    """Whether each clusterer returns the true partition, by kind and size of the error."""
    p = task.params
    centres = Law(Grammar.sample(p, task.settings["seed"])).context_vectors(0)
    distance = np.sqrt(((centres[:, None] - centres[None]) ** 2).sum(axis=-1))
    distance[np.diag_indices(p.v)] = np.inf
    separation = float(distance.min())
    if separation**2 < COINCIDE or (centres.sum(axis=1) == 0).any():
        return {"void": True}
    rng = np.random.default_rng(task.settings["seed"])
    random = rng.normal(size=(p.v, p.m, centres.shape[1]))
    nearest = centres[distance.argmin(axis=1)] - centres
    alternate = np.where(np.arange(p.m) % 2 == 0, 1.0, -1.0)
    adversarial = nearest[:, None, :] * alternate[None, :, None]
    found: Row = {"void": False}
    for kind, direction in zip(KINDS, (random, adversarial), strict=True):
        unit = direction / np.linalg.norm(direction, axis=-1, keepdims=True)
        for error in ERRORS:
            points = (centres[:, None] + error * separation * unit).reshape(p.n_tuples, -1)
            for name, right in _recovered(points, p).items():
                found[f"{name}/{kind}/{error}"] = right
    return found


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """At Δ/8 no failure; beyond Δ/2 the check itself must see failures."""
    used = [row for row in rows if not row["void"]]
    failures = {
        name: sum(
            not all(row[f"{name}/{kind}/{error}"] for kind in KINDS for error in ERRORS[:2])
            for row in used
        )
        for name in CLUSTERERS
    }
    beyond = sum(row[f"{name}/adversarial/{ERRORS[-1]}"] for row in used for name in CLUSTERERS)
    works = beyond < len(used) * len(CLUSTERERS)
    clean = [name for name, count in failures.items() if count == 0]
    outcome = Outcome.CONTRADICTED
    if works and clean:
        outcome = Outcome.HOLDS if len(clean) == len(failures) else Outcome.IN_PART
    told = ", ".join(f"{name} {rate(count, len(used))}" for name, count in failures.items())
    what = f"share of {len(used)} grammars with any failure at ε ≤ Δ/8"
    return [Verdict("stability", outcome, f"{what}: {told}")]


def clusterers() -> dict[str, models.Clusterer]:
    """Those of `CLUSTERERS`, by name."""
    made = (models.KMeans(), models.BatchedKMeans(), models.Ward())
    return dict(zip(CLUSTERERS, made, strict=True))


def _recovered(points: np.ndarray, p: RHMParams) -> dict[str, bool]:
    truth = np.repeat(np.arange(p.v), p.m)
    problem = models.TupleContexts.of_points(points)
    return {
        name: models.matched_accuracy(clusterer.labels([problem], p.v, 0, 0)[0], truth, p.v) == 1
        for name, clusterer in clusterers().items()
    }


EXPERIMENT = Experiment(
    name="stability",
    title="Stability of the clusterers",
    design=tasks,
    judge=judge,
    measure=run,
)
