"""How tight the bound is: a slack near a thousand, shared out over the steps of the proof."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ownlatents.checks.experiments.tightness.searches import (
    DELTA,
    REPEATS,
    STAGES,
    factors_of,
    thresholds,
)
from ownlatents.checks.measure.verdicts import Cell, Outcome, Table, Verdict
from ownlatents.checks.stats.intervals import rate
from ownlatents.checks.stats.units import UNITS
from ownlatents.checks.sweep import Row

_SLACK = (100, 10_000)  # "about a thousand", to an order of magnitude


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """A slack near a thousand of which no step has most; and the proof's event, where promised."""
    slack, largest, told = [], [], []
    for p, stages in thresholds(rows).items():
        factors = factors_of(stages)
        upto = tuple(STAGES).index("kmeans")
        slack.append(math.prod(factors[:upto]))
        largest.append(max(np.log(factors[:upto])) / math.log(slack[-1]))
        steps = " · ".join(f"{factor:.2g}" for factor in factors[:upto])
        told.append(f"{slack[-1]:.0f} = {steps} (v = {p.v}, m = {p.m})")
    first = [row for row in rows if not row["void"] and (row["stage"], row["step"]) == ("proof", 0)]
    samples = REPEATS * len(first)
    failures = rate(samples - round(REPEATS * sum(row["share"] for row in first)), samples)
    as_told = all(_SLACK[0] < x < _SLACK[1] for x in slack) and max(largest, default=1) < 0.5
    return [
        Verdict(
            "tightness",
            Outcome.HOLDS if as_told and failures.low <= DELTA else Outcome.CONTRADICTED,
            "bound / strings of k-means: " + "; ".join(told) + ", by proof, κ, one Δ for all "
            "tuples, all directions, farthest-first; the proof's event fails at the bound in "
            f"{failures} of {samples} samples of {len(first)} grammars (δ = {DELTA})",
            (_stages(rows),),
        )
    ]


def _stages(rows: Sequence[Row]) -> Table:
    """From what the theorem asks for to what nobody can do without."""
    found: list[tuple[Cell, ...]] = [
        (p.v, p.m, p.s, p.L, *(one.median for one in stages.values()))
        for p, stages in thresholds(rows).items()
    ]
    return Table(
        f"Strings in units of {UNITS['latent']}, medians of the grammars",
        (*"vmsL", *STAGES.values()),
        tuple(found),
    )
