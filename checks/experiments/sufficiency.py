"""Theorem 2: recovery at the number of strings that it says suffices, and how far below."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ownlatents import models, theory
from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.degenerate import is_void
from ownlatents.checks.measure.from_counts import from_counts
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.stats.intervals import rate
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Context, Grammar, RHMParams, assumptions

DELTA = 0.05
SIZES = [
    RHMParams(v=16, m=4, s=2, L=4),
    RHMParams(v=32, m=8, s=2, L=4),
    RHMParams(v=8, m=8, s=3, L=5),
]
_GRAMMARS = {"quick": 20, "full": 300}
FRACTIONS = tuple(2.0**-k for k in range(0, 21, 2))
"""Numbers of strings in units of what the theorem says suffices."""

_CONTEXT = Context(cousin=1, token=0)


def tasks(profile: str) -> list[Task]:
    """One task per size and grammar."""
    return [
        Task("sufficiency", 3, {**p.as_dict(), "seed": seed}, cost=p.n_tuples * p.L / 64)
        for p in SIZES
        for seed in range(_GRAMMARS[profile])
    ]


def run(task: Task) -> Row:
    """Exact recovery of all levels at falling fractions of the sufficient number of strings."""
    p = task.params
    grammar = Grammar.sample(p, task.settings["seed"])
    measured = assumptions(grammar, _CONTEXT)
    if is_void(measured):
        return {"void": True}
    sufficient = theory.sufficient_strings(
        p_min=measured.p_min,
        separation=measured.separation,
        n_tuples=p.n_tuples,
        L=p.L,
        delta=DELTA,
    )
    recovered = [
        from_counts(_learner(), grammar, math.ceil(sufficient * x), [task.stream(i)])["exact"] == 1
        for i, x in enumerate(FRACTIONS)
    ]
    return {
        "void": False,
        "sufficient": sufficient / latent_unit(p),
        "recovered": recovered,
    }


def _learner() -> models.ILC:
    return models.ILC(_CONTEXT, models.BatchedKMeans())


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Failures at the sufficient number must be compatible with δ."""
    used = [row for row in rows if not row["void"]]
    failures = rate(sum(not row["recovered"][0] for row in used), len(used))
    margins = [_smallest(row["recovered"]) for row in used]
    sufficient = np.median([row["sufficient"] for row in used])
    return [
        Verdict(
            "theorem-2",
            Outcome.HOLDS if failures.low <= DELTA else Outcome.CONTRADICTED,
            f"failure rate {failures} at the sufficient P (δ = {DELTA}) over {len(used)} grammars, "
            f"{len(rows) - len(used)} void; the median such P is {sufficient:.2g} "
            f"vm³/(1−f), and 1/{1 / np.median(margins):.0f} of it is enough for the median grammar",
        )
    ]


def _smallest(recovered: Sequence[bool]) -> float:
    """Smallest fraction down to which every larger one recovered."""
    failed = [i for i, right in enumerate(recovered) if not right]
    last = (failed[0] if failed else len(recovered)) - 1
    return FRACTIONS[max(last, 0)]


EXPERIMENT = Experiment(
    name="sufficiency",
    title="Theorem 2",
    design=tasks,
    judge=judge,
    measure=run,
)
