"""data2vec on fresh strings: levels become decodable one after another (Figs. 4, 5 and 13)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ownlatents.checks.experiments.experiment import PROFILES, Experiment
from ownlatents.checks.measure import encoders
from ownlatents.checks.measure.encoders import deep, grids
from ownlatents.checks.measure.training import trained
from ownlatents.checks.measure.verdicts import Outcome, Table, Verdict
from ownlatents.checks.stats.intervals import Estimate, bootstrap, rate
from ownlatents.checks.stats.threshold import LearningCurve, Threshold, thresholds
from ownlatents.checks.stats.units import UNITS, latent_unit
from ownlatents.checks.sweep import Row, Task, size_of
from ownlatents.sim import RHMParams

_LEARNERS = ("data2vec", "mlm")
_FRESH = (0.0,)
_CLOSE = ("schedule.every=200", "schedule.first=20")
"""The lowest level is learned in the first of the 200 steps."""


_GRIDS = {
    "quick": grids(
        _LEARNERS,
        (4, 2, 2, 2),
        _FRESH,
        ("schedule.steps=400", "schedule.every=200", "d=32", "hidden=128"),
        grammars=2,
    ),
    "full": [
        *(its for m in (2, 3) for its in grids(_LEARNERS, (6, m, 2, 3), _FRESH, _CLOSE)),
        *(its for m in (3, 4) for its in deep(_LEARNERS, m, _FRESH)),
    ],
    # Never run for larger m.
    "paper": [its for m in range(3, 8) for its in deep(_LEARNERS, m, _FRESH)],
}
_GOAL = 0.9  # of the root probe, and of the networks whose levels come in order
_HALF = 0.5


def tasks(profile: str) -> list[Task]:
    """One batch of networks, a grammar each, for each size, objective and schedule."""
    return [task for grid in _GRIDS[profile] for task in grid.tasks("data2vec_online", 3)]


def train(tasks: Sequence[Task], *, device: str = "cpu") -> list[Row]:
    """All evaluations of the networks of each task."""
    return trained(tasks, device)


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Levels in order and the root read, size by size."""
    sizes = sorted({size_of(row) for row in rows})
    outcomes, told = zip(*(_judged(p, _of(rows, p)["data2vec"]) for p in sizes), strict=True)
    outcome = outcomes[0] if len(set(outcomes)) == 1 else Outcome.IN_PART
    finding = (
        "share of grammars in which levels are half learned one after the other, of how many half "
        f"of all and of the root is learned, and median accuracy of an MLP root probe at the end: "
        f"{'; '.join(told)}; {encoders.lost(rows)}"
    )
    return [Verdict("data2vec-online", outcome, finding, (_courses(rows),))]


def _of(rows: Sequence[Row], p: RHMParams) -> dict[str, list[Row]]:
    """Rows of one size by learner."""
    its = [row for row in rows if size_of(row) == p]
    return {name: [row for row in its if row["learner"] == name] for name in _LEARNERS}


def _judged(p: RHMParams, rows: Sequence[Row]) -> tuple[Outcome, str]:
    ordered, read = in_order(rows), root(rows, "mlp")
    ends = np.array([encoders.gain_course(its)[-1] for _, _, its in encoders.networks(rows)])
    complete = [not (its < _HALF).any() for its in ends]  # a gain that is not told is no miss
    outcome = Outcome.IN_PART
    if ordered.value == 1 and all(complete) and read.low >= _GOAL:
        outcome = Outcome.HOLDS
    elif read.high < _GOAL or ordered.high < _GOAL:
        outcome = Outcome.CONTRADICTED
    return outcome, f"{ordered}, {sum(complete)} of {len(complete)}, {read} at {encoders.named(p)}"


def _courses(rows: Sequence[Row]) -> Table:
    """When half of each level is learned, and how the root is read at the end."""
    sizes = sorted({size_of(row) for row in rows})
    levels = range(1, max(p.L for p in sizes))
    found = []
    for p in sizes:
        for learner, its in _of(rows, p).items():
            if list(encoders.networks(its)):
                times = half_learned(its)
                unit = latent_unit(p)
                cells = (times[level].cell(unit) if level in times else None for level in levels)
                probes = (root(its, probe) for probe in encoders.PROBES)
                found.append((p.v, p.m, p.s, p.L, learner, *cells, *probes))
    columns = (*"vmsL", "learner", *(f"half of level {level}" for level in levels))
    return Table(
        f"Strings seen in units of {UNITS['latent']}, and accuracy of root probes at the end, "
        "medians of the grammars",
        (*columns, *(f"root, {name}" for name in encoders.PROBES.values())),
        tuple(found),
    )


def in_order(rows: Sequence[Row]) -> Estimate:
    """Share of the networks of which no level is half learned before the one below it."""
    times = np.array([one.stars for one in half_learned(rows).values()]).T
    later = (times[:, :-1] < times[:, 1:]) | np.isinf(times[:, 1:])
    right = np.isfinite(times[:, 0]) & later.all(axis=1)
    return rate(int(right.sum()), len(right))


def half_learned(rows: Sequence[Row]) -> dict[int, Threshold]:
    """Strings seen when half of each level ℓ = 1 … L−1 is learned, of networks of one size.

    Training time, not data: between evaluations interpolated, from the last time that the share
    rises through one half.
    """
    curves: dict[int, list[LearningCurve]] = {}
    for row, seed, records in encoders.networks(rows):
        strings = [max(record["step"], 1) * row["batch"] for record in records]
        for level, shares in enumerate(encoders.gain_course(records)[:, :-1].T, 1):
            its = LearningCurve.of(size_of(row), seed, zip(strings, shares, strict=True))
            curves.setdefault(level, []).append(its)
    return {level: one for level, its in curves.items() for one in thresholds(its).values()}


def root(rows: Sequence[Row], probe: str) -> Estimate:
    """Median over grammars of a root probe ("mlp", "linear" or "few") at the end."""
    ends = [encoders.course(records, probe)[-1] for _, _, records in encoders.networks(rows)]
    return bootstrap([ends], lambda groups: np.median(groups[0], axis=1))


EXPERIMENT = Experiment(
    name="data2vec_online",
    title="data2vec, online",
    design=tasks,
    judge=judge,
    train=train,
    profiles=PROFILES,
)
