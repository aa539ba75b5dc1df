"""What the visible threshold owes to the clusterer, and how few strings the best of them needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ownlatents import models
from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.from_counts import from_counts
from ownlatents.checks.measure.searches import PER_OCTAVE, curves, next_step
from ownlatents.checks.measure.verdicts import Outcome, Table, Verdict
from ownlatents.checks.stats import threshold
from ownlatents.checks.stats.intervals import Estimate, bootstrap
from ownlatents.checks.stats.threshold import Threshold
from ownlatents.checks.stats.units import latent_unit, strings_by
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Context, Corpus, Grammar, RHMParams

_SITE = Context()
_POOLED = Context(grandparent=None)
_CLUSTERERS = (
    "k-means ×1",
    "k-means ×20",
    "k-means ×100",
    "Ward",
    "spectral",
    "mixture",
    "balanced mixture",
)
_ORACLE = "oracle arm"
_ONE_LEVEL = (*_CLUSTERERS, _ORACLE)
_POOL = "pooled "
PAPER, _BEST, _KNOWN = "paper's ILC", _POOL + "balanced mixture", _POOL + _ORACLE
_FITS = (PAPER, _POOL + "k-means ×20", _BEST, _KNOWN)
_LEVELS = [RHMParams(v=v, m=8, s=s, L=2) for v, s in ((8, 3), (16, 2), (32, 2))]
_TREES = [RHMParams(v=8, m=m, s=3, L=5) for m in (8, 16)]
_GRAMMARS = {"quick": {2: 4, 5: 10}, "full": {2: 16, 5: 40}}  # by L
_QUICK = 16  # largest v of the quick profile
_WANTED = {"accuracy": (0.5,)}
_LEAST, _MOST = -8 * PER_OCTAVE, 8 * PER_OCTAVE  # around vm³/(1−f)
_REPEATS = 2
_TEST_STRINGS = 1000
GOAL, _NEAR = 1 / 4, 1 / 2

Found = dict[tuple[RHMParams, str], Threshold]
"""P* by size and arm."""


def tasks(profile: str) -> list[Task]:
    """One search for each size, arm and grammar."""
    return [
        Task("clusterers", 1, {**p.as_dict(), "arm": arm, "seed": seed}, cost=_cost(p, arm))
        for sizes, arms in ((_LEVELS, _ONE_LEVEL), (_TREES, _FITS))
        for p in sizes
        if profile == "full" or p.v <= _QUICK
        for arm in arms
        for seed in range(_GRAMMARS[profile][p.L])
    ]


def run(task: Task, *rows: Row) -> Row:
    """Accuracy at the next number of strings of the search."""
    p, arm, step = task.params, task.settings["arm"], _next(rows)
    assert step is not None  # `enough` says when there is none
    grammar = Grammar.sample(p, task.settings["seed"])
    P = round(latent_unit(p) * 2 ** (step / PER_OCTAVE))
    learner = _learner(arm, grammar)
    seed = task.stream(len(rows)) // 2
    if arm in _ONE_LEVEL:
        seeds = [seed + i for i in range(_REPEATS)]
        return {"step": step, "P": P, **from_counts(learner, grammar, P, seeds)}
    decoder = learner.fit(Corpus(grammar, P, seed)).decoder
    fresh = Corpus(grammar, _TEST_STRINGS, seed + 1).tree()
    return {"step": step, "P": P, "accuracy": models.level_accuracies(decoder, fresh)[-1]}


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether the crossing is bracketed."""
    return _next(rows) is None


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """The best learner's strings over those of the paper's ILC, grammar by grammar."""
    found = thresholds(rows)
    ratios = {p: ratio(found[p, _BEST], found[p, PAPER]) for p in _TREES}
    outcome = Outcome.IN_PART
    if all(x.high <= GOAL for x in ratios.values()):
        outcome = Outcome.HOLDS
    elif any(x.value >= _NEAR for x in ratios.values()):
        outcome = Outcome.CONTRADICTED
    told = ", ".join(
        f"{x} at m = {p.m} ({ratio(found[p, _BEST], found[p, _KNOWN]).value:.2g} times the "
        f"oracle arm's, {found[p, _BEST].median / strings_by('coverage', p):.2g} times what sees "
        "every tuple)"
        for p, x in ratios.items()
    )
    finding = f"P* of the {_BEST} over that of the {PAPER}: {told}"
    return [Verdict("clusterers", outcome, finding, (_thresholds(found),))]


def _thresholds(found: Found) -> Table:
    """Median over grammars."""
    rows = (
        (p.v, p.m, p.s, p.L, arm, found[p, arm].cell(latent_unit(p)))
        for sizes, arms in ((_TREES, _FITS), (_LEVELS, _ONE_LEVEL))
        for p in sizes
        for arm in arms
        if (p, arm) in found
    )
    return Table("P* in units of vm³/(1−f)", (*"vmsL", "learner", "P*"), tuple(rows))


def thresholds(rows: Sequence[Row]) -> Found:
    """P* by size and arm."""
    return {
        (p, arm): one
        for arm in dict.fromkeys(row["arm"] for row in rows)
        for p, one in threshold.thresholds(
            curves([row for row in rows if row["arm"] == arm], "accuracy")
        ).items()
    }


def ratio(ours: Threshold, theirs: Threshold) -> Estimate:
    """Median over grammars of the ratio of thresholds, with its interval.

    ∞ where ours has none; grammars where neither has one tell nothing of the ratio and count as 1.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        each = ours.stars / theirs.stars
    each[np.isnan(each)] = 1
    return bootstrap([each], lambda groups: np.median(groups[0], axis=1))


def _next(rows: Sequence[Row]) -> int | None:
    return next_step(rows, _WANTED, _LEAST, _MOST)


def _learner(arm: str, grammar: Grammar) -> models.ILC:
    context = _POOLED if arm.startswith(_POOL) else _SITE
    name = "k-means ×20" if arm == PAPER else arm.removeprefix(_POOL)
    if name == _ORACLE:
        return models.ILC(context, models.NearestCentre((grammar,), context))
    return models.ILC(context, _clusterer(name))


def _cost(p: RHMParams, arm: str) -> float:
    """Rough seconds of a search."""
    slow = {"k-means ×100": 1.0, "spectral": 2.0, "mixture": 0.6, "balanced mixture": 0.6}
    return slow.get(arm, 0.1) * p.n_tuples / 128 + (p.m / 8 if arm in _FITS else 0)


def _clusterer(name: str) -> models.Clusterer:
    match name:
        case "Ward":
            return models.Ward()
        case "spectral":
            return models.Spectral()
        case "mixture":
            return models.Mixture()
        case "balanced mixture":
            return models.BalancedMixture()
        case _:
            return models.BatchedKMeans(int(name.removeprefix("k-means ×")))


EXPERIMENT = Experiment(
    name="clusterers",
    title="Clusterers",
    design=tasks,
    judge=judge,
    search=run,
    is_complete=enough,
)
