"""What is measured: searches for the strings at which each step of the proof succeeds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ownlatents import models, theory
from ownlatents.checks.measure.degenerate import is_void
from ownlatents.checks.measure.from_counts import from_counts
from ownlatents.checks.measure.searches import PER_OCTAVE, curves, next_step
from ownlatents.checks.stats import threshold
from ownlatents.checks.stats.threshold import Bracket, Threshold
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, Task, by_size
from ownlatents.sim import Assumptions, Context, Grammar, Law, RHMParams, assumptions, sample_counts

DELTA = 0.05
"""Probability of failure that is admitted."""

STAGES = {
    "theorem": "Theorem 2's bound",
    "proof": "the event of its proof",
    "quarter": "every error ≤ Δ/4",
    "own": "… ≤ ¼ way to next centre",
    "farthest": "farthest-first right",
    "kmeans": "k-means right",
    "oracle": "nearest true centre right",
    "coverage": "every tuple seen",
}
"""From what the theorem asks for to what nobody can do without."""

SIZES = [
    RHMParams(v=16, m=4, s=2, L=4),
    RHMParams(v=8, m=8, s=3, L=5),
    RHMParams(v=32, m=8, s=2, L=4),
]
REPEATS = 20
"""Samples of counts of each grammar at each number of strings."""

_GRAMMARS = {"quick": (6, 3, 0), "full": (24, 16, 6)}
_SITE = Context(cousin=1, token=0)
_LEAST = -24 * PER_OCTAVE  # below the theorem's bound
_KAPPA = 1 / 8
_SEARCHED = tuple(STAGES)[1:]


def tasks(profile: str) -> list[Task]:
    """One search for each size and grammar."""
    return [
        Task("tightness", 1, {**p.as_dict(), "seed": seed}, cost=p.n_tuples * p.v**0.5 * p.L / 150)
        for p, grammars in zip(SIZES, _GRAMMARS[profile], strict=True)
        for seed in range(grammars)
    ]


def run(task: Task, *rows: Row) -> Row:
    """How often the next stage is reached at the next number of strings of its search."""
    p = task.params
    grammar = Grammar.sample(p, task.settings["seed"])
    measured = assumptions(grammar, _SITE)
    if is_void(measured):
        return {"void": True}
    sufficient = theory.sufficient_strings(
        p_min=measured.p_min,
        separation=measured.separation,
        n_tuples=p.n_tuples,
        L=p.L,
        delta=DELTA,
        kappa=_KAPPA,
    )
    following = _next(rows)
    assert following is not None  # `enough` says when there is none
    stage, step = following
    P = math.ceil(sufficient * 2 ** (step / PER_OCTAVE))
    # Equal counts for all stages at one step: what follows from another is reached with it.
    seeds = [task.stream(step - _LEAST) // 2 + i for i in range(REPEATS)]
    clusterer = _clusterer(stage, grammar)
    if clusterer is not None:
        share = from_counts(models.ILC(_SITE, clusterer), grammar, P, seeds)["exact"]
    else:
        reached = [stage in events(grammar, measured, P, seed) for seed in seeds]
        share = float(np.mean(reached))
    found = {"void": False, "stage": stage, "step": step, "P": P, "share": share}
    return {**found, "sufficient": sufficient}


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether the crossing of every stage is bracketed."""
    return bool(rows) and (rows[0]["void"] or _next(rows) is None)


def events(grammar: Grammar, measured: Assumptions, P: int, seed: int) -> set[str]:
    """Stages that are about counts and errors alone, of those reached at all levels."""
    Delta = math.sqrt(measured.separation)
    fewest = (1 - math.sqrt(2) * _KAPPA * Delta) * P * measured.p_min
    law, reached = Law(grammar), {"proof", "quarter", "own", "coverage"}
    for level in _SITE.levels(grammar.params.L):
        counts = sample_counts(grammar, level, _SITE, P=P, seed=seed)[:, :, 0]
        N = counts.sum(axis=-1)
        if N.min() == 0:
            return set()
        centres = law.context_vectors(level, _SITE)
        distances = np.linalg.norm(centres[:, None] - centres, axis=-1)
        nearest = (distances + np.diag([np.inf] * len(centres))).min(axis=1)
        error = np.linalg.norm(counts / N[..., None] - centres[:, None], axis=-1).max(axis=1)
        holds = {
            "proof": error.max() <= _KAPPA * Delta and N.min() >= fewest,
            "quarter": error.max() <= Delta / 4,
            "own": bool((error <= nearest / 4).all()),
        }
        reached -= {stage for stage, right in holds.items() if not right}
    return reached


def thresholds(rows: Sequence[Row]) -> dict[RHMParams, dict[str, Threshold]]:
    """Strings of each stage in units of vm³/(1−f); sizes where all medians are within the grid."""
    proper = [row for row in rows if not row["void"]]
    found = {
        stage: threshold.thresholds(
            curves([row for row in proper if row["stage"] == stage], "share"), 1 - DELTA
        )
        for stage in _SEARCHED
    }
    bounds = {p: _bounds(its) for p, its in by_size(proper).items()}
    stages = {
        p: {
            stage: its[p].scaled(1 / latent_unit(p))
            for stage, its in {"theorem": bounds, **found}.items()
            if p in its
        }
        for p in SIZES
    }
    return {
        p: its
        for p, its in stages.items()
        if len(its) == len(STAGES) and all(one.within for one in its.values())
    }


def _bounds(rows: Sequence[Row]) -> Threshold:
    """What the theorem asks for, which is computed for each grammar and not searched."""
    found = {row["seed"]: float(row["sufficient"]) for row in rows}
    points = tuple(Bracket(found[seed], found[seed], found[seed]) for seed in sorted(found))
    return Threshold(points, min(found.values()), max(found.values()))


def factors_of(stages: Mapping[str, Threshold]) -> list[float]:
    """Median of each stage over that of the next."""
    medians = np.array([one.median for one in stages.values()])
    return (medians[:-1] / medians[1:]).tolist()


def _next(rows: Sequence[Row]) -> tuple[str, int] | None:
    """Requirement and grid step to try next: one requirement after the other."""
    for stage in _SEARCHED:
        tried = [row for row in rows if row["stage"] == stage]
        step = next_step(tried, {"share": (1 - DELTA,)}, _LEAST, 0)
        if step is not None:
            return stage, step
    return None


def _clusterer(stage: str, grammar: Grammar) -> models.Clusterer | None:
    """The learner whose success a stage asks for; None where it asks for counts and errors."""
    match stage:
        case "farthest":
            return models.FarthestFirst()
        case "kmeans":
            return models.BatchedKMeans()
        case "oracle":
            return models.NearestCentre((grammar,), _SITE)
        case _:
            return None
