"""The predicted success curve against the oracle arm: no parameter is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ownlatents import models
from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.level_laws import level_laws
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, Task, of_size
from ownlatents.sim import Context, Grammar, RHMParams
from ownlatents.theory.oracle import success

TOLERANCE = 0.1
_SITES = {"all cousin tokens": Context(), "one cousin token": Context(cousin=1, token=0)}
SIZES = (
    (RHMParams(v=8, m=8, s=3, L=4), "all cousin tokens"),
    (RHMParams(v=16, m=4, s=2, L=4), "one cousin token"),
    (RHMParams(v=32, m=8, s=2, L=4), "all cousin tokens"),
)
_GRAMMARS = {"quick": 8, "full": 60}
STRINGS = tuple(2.0**k for k in range(-5, 6))
"""Numbers of strings in units of vm³/(1−f)."""

_REPEATS = 20
_ERRORS = 3.0  # standard errors by which a share of fits may stray


def tasks(profile: str) -> list[Task]:
    """One task per size and grammar."""
    return [
        Task("success", 2, {**p.as_dict(), "site": site, "seed": seed}, cost=p.v * p.L / 30)
        for p, site in SIZES
        for seed in range(_GRAMMARS[profile])
    ]


def run(task: Task) -> Row:
    """Predicted and measured accuracy of each level, and exact recovery of all, for each P."""
    p, context = task.params, _SITES[task.settings["site"]]
    grammar = Grammar.sample(p, task.settings["seed"])
    laws, unit = level_laws(grammar, context), latent_unit(p)
    oracle = models.ILC(context, models.NearestCentre((grammar,), context))
    parents = np.array([law.parents for law in laws])
    strings = [round(unit * x) for x in STRINGS]
    accuracies, exact = success(laws, strings)
    seeds = [task.stream(0) // 2 + i for i in range(_REPEATS)]
    measured = [_measured(oracle, grammar, P, parents, seeds) for P in strings]
    return {
        "predicted": {"accuracy": accuracies.tolist(), "exact": exact.tolist()},
        "measured": {what: [one[what] for one in measured] for what in ("accuracy", "exact")},
    }


def _measured(
    oracle: models.ILC, grammar: Grammar, P: int, parents: np.ndarray, seeds: Sequence[int]
) -> dict[str, Any]:
    truth = np.arange(grammar.params.v)[:, None]
    right = np.array(
        [
            [
                oracle.fit_level([grammar], k, P=P, seed=seed)[0] == truth
                for k in range(len(parents))
            ]
            for seed in seeds
        ]
    )  # (repeats, levels, v, m)
    accuracy = (right.mean(axis=(0, 3)) * parents).sum(axis=1)
    return {"accuracy": accuracy.tolist(), "exact": float(right.all(axis=(1, 2, 3)).mean())}


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Mean curves may differ by no more than `TOLERANCE`, and sampling error, at any P."""
    worst = {"accuracy": 0.0, "exact": 0.0}
    excess = 0.0
    for same in (of_size(rows, p) for p, _ in SIZES):
        for what, largest in worst.items():
            predicted, measured = (curve(same, kind, what) for kind in ("predicted", "measured"))
            difference = np.abs(predicted - measured)
            worst[what] = max(largest, float(difference.max()))
            if what == "exact":  # so many fits, each right or wrong
                variance = predicted * (1 - predicted) / (len(same) * _REPEATS)
                difference = difference - _ERRORS * np.sqrt(variance)
            excess = max(excess, float(difference.max()))
    return [
        Verdict(
            "success-curve",
            Outcome.HOLDS if excess <= TOLERANCE else Outcome.CONTRADICTED,
            f"largest difference between predicted and measured mean curves: "
            f"{worst['accuracy']:.3f} in accuracy, {worst['exact']:.3f} in exact recovery, over "
            f"{len(SIZES)} sizes and P from 1/{1 / STRINGS[0]:.0f} to {STRINGS[-1]:.0f} vm³/(1−f)",
        )
    ]


def curve(rows: Sequence[Row], kind: str, what: str) -> np.ndarray:
    """Mean over grammars, `(numbers of strings, levels)`; one column for exact recovery.

    Args:
        rows: of one size.
        kind: "predicted" or "measured".
        what: "accuracy" of each level, or "exact" recovery of all.
    """
    mean: np.ndarray = np.mean([row[kind][what] for row in rows], axis=0)
    return mean.reshape(len(STRINGS), -1)


EXPERIMENT = Experiment(
    name="success",
    title="Success curve",
    design=tasks,
    judge=judge,
    measure=run,
)
