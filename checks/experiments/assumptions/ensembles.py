"""What is measured: the constants of Assumption 1 on each grammar of an ensemble, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from ownlatents import theory
from ownlatents.checks.measure.degenerate import COINCIDE
from ownlatents.checks.stats.intervals import Estimate, rate
from ownlatents.checks.sweep import Row, Task, of_size
from ownlatents.sim import Context, Grammar, Law, RHMParams, assumptions, best_sites

SITES = {
    "one": "one site",
    "all": "one site, all cousin tokens",
    "best": "best sites",
    "pooled": "pooled over grandparents",
}
"""Sites at which constants are measured, and what they are called."""

SERIES = [RHMParams(v=v, m=v // 4, s=2, L=4) for v in (8, 16, 32, 64, 128)]
"""Sizes along which v grows at f = 1/4."""

BRANCHED = [RHMParams(v=v, m=v * v // 4, s=3, L=4) for v in (8, 16)]
"""The same with rules of three children."""

_OTHERS = [
    *(RHMParams(v=v, m=m, s=2, L=4) for v, m in ((8, 4), (16, 8), (32, 4))),
    *(RHMParams(v=v, m=m, s=3, L=4) for v, m in ((8, 6), (8, 12), (16, 8))),
]
SIZES = sorted([*SERIES, *BRANCHED, *_OTHERS], key=lambda p: (p.s, p.v, p.m))
"""All sizes, those of few rules first."""

MEANS = ("spread", "pair")
"""What `theory` predicts the mean of: ‖μ − π‖² and ‖μ − μ′‖²."""

_CONSTANTS = ("c_bal", "c_sep_squared")
_ONE = Context(cousin=1, token=0)
_GRAMMARS = {"quick": 200, "full": 2000}


def tasks(profile: str) -> list[Task]:
    """One task for each ten grammars of one size; a longer profile adds grammars."""
    return [
        Task("assumptions", 2, {**p.as_dict(), "seed": seed, "grammars": 10}, cost=p.v**2)
        for p in SIZES
        for seed in range(0, _GRAMMARS[profile], 10)
    ]


def run(task: Task) -> Row:
    """Constants of each grammar at each site, and means at each level of the one site.

    Returns:
        `c_bal`, `c_sep_squared` (per target): for each of `SITES` a number a grammar. `spread`,
        `pair`: for each grammar a number a level. `missing`: share of symbols that never occur
        right below the root.
    """
    p = task.params
    row: Row = {"c_bal": {site: [] for site in SITES}, "c_sep_squared": {x: [] for x in SITES}}
    row |= {"spread": [], "pair": [], "missing": []}
    for i in range(task.settings["grammars"]):
        grammar = Grammar.sample(p, task.settings["seed"] + i)
        found = {
            "one": assumptions(grammar, _ONE),
            "all": assumptions(grammar, Context()),
            "best": assumptions(grammar, best_sites(grammar, _ONE)),
            "pooled": assumptions(grammar, Context(cousin=1, token=0, grandparent=None)),
        }
        for site, constants in found.items():
            targets = len(constants.sites[0].targets(p.s))
            assert constants.c_sep_squared is not None  # f < 1
            row["c_bal"][site].append(constants.c_bal)
            row["c_sep_squared"][site].append(constants.c_sep_squared / targets)
        row["spread"].append([level.spread for level in found["one"].levels])
        row["pair"].append([level.pair for level in found["one"].levels])
        row["missing"].append(float((Law(grammar).marginal(p.L - 1) == 0).mean()))
    return row


def constants_of(rows: Sequence[Row], p: RHMParams, name: str, site: str) -> np.ndarray:
    """c_bal, c_sep² or c_sep of each grammar of a size."""
    squared = name == "c_sep"
    found = [row["c_sep_squared" if squared else name][site] for row in of_size(rows, p)]
    return np.sqrt(np.concatenate(found)) if squared else np.concatenate(found)


def void_share(
    rows: Sequence[Row], p: RHMParams, site: str, names: Sequence[str] = _CONSTANTS
) -> Estimate:
    """Share of grammars where one of these constants is 0."""
    zero = np.any([constants_of(rows, p, name, site) < COINCIDE for name in names], axis=0)
    return rate(int(zero.sum()), len(zero))


def ratios_of(rows: Sequence[Row], p: RHMParams, name: str) -> list[Estimate]:
    """Mean of what `theory` predicts over the prediction, level by level."""
    values = np.concatenate([row[name] for row in of_size(rows, p)]).reshape(-1, p.L - 1)
    ratio = values / np.array(_predicted(p, name))
    mean, error = ratio.mean(axis=0), 1.96 * ratio.std(axis=0) / len(ratio) ** 0.5
    return [Estimate(x, x - y, x + y) for x, y in zip(mean, error, strict=True)]


@cache
def _predicted(p: RHMParams, name: str) -> list[float]:
    average = {
        "spread": theory.centres.expected_spread,
        "pair": theory.centres.expected_pair_distance,
    }[name]
    return [float(average(p.v, p.m, p.s, above)) for above in reversed(range(p.L - 1))]
