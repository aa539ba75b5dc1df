"""The strings at which parts of a tree are learned: how they grow, and in which ratios they are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ownlatents.checks.measure import encoders
from ownlatents.checks.measure.verdicts import Cell, Table
from ownlatents.checks.stats import threshold
from ownlatents.checks.stats.intervals import Estimate, Groups, bootstrap, middle
from ownlatents.checks.stats.scaling import exponent
from ownlatents.checks.stats.threshold import Threshold
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, of_size, size_of
from ownlatents.sim import RHMParams

SHARES = {"half": 0.5, "nine tenths": 0.9}
POWERS = ("share learned", "of", "in", "at", "over", "exponent", "by its law", "by the rival's")
"""Columns of a table of `Power`s."""


class Power(NamedTuple):
    """By which power of a size the threshold of one share of one part grows, over which values, and
    by which it should, for this learner and for the other kind: of own latents or of tokens.
    """

    share: str
    part: str
    letter: str
    at: str
    over: str
    slope: Estimate
    law: float
    other: float

    @property
    def fits(self) -> bool:
        """Whether the law's power lies in the interval."""
        return self.slope.low <= self.law <= self.slope.high

    @property
    def decides(self) -> bool:
        """Whether the law's power does and the other's does not."""
        return self.fits and not self.slope.low <= self.other <= self.slope.high


def thresholds(
    rows: Sequence[Row], learner: str, what: str, height: float = 0.5
) -> dict[RHMParams, Threshold]:
    """P* at which a share is learned; NaN where an untrained network lacks hardly anything.

    Args:
        rows: of fixed training sets.
        learner: of the networks.
        what: one of `encoders.parts`.
        height: share of what an untrained network lacks.
    """
    points = (
        (p, seed, row["P"], float(gain))
        for row in rows
        if row["learner"] == learner
        for p in [size_of(row)]
        for seed, gain in enumerate(encoders.best_gains(row)[:, encoders.parts(p).index(what)])
    )
    return threshold.thresholds(threshold.learning_curves(points), height)


def medians(
    rows: Sequence[Row], learner: str, p: RHMParams, height: float = 0.5
) -> dict[str, Cell]:
    """Median threshold of each part at one size, in units of vm³/(1−f)."""
    its = of_size(rows, p)
    return {
        part: thresholds(its, learner, part, height)[p].cell(latent_unit(p))
        for part in encoders.parts(p)
    }


def powers(rows: Sequence[Row], learner: str, letter: str) -> Iterator[Power]:
    """Of P*(1−f), of all thresholds that lie within the strings tried at two sizes or more.

    Args:
        rows: of sizes that differ in one letter alone.
        learner: of the networks.
        letter: m or v.
    """
    at = ", ".join(f"{x} = {rows[0][x]}" for x in "vmL" if x != letter)
    for share, height in SHARES.items():
        for level, part in enumerate(encoders.parts(size_of(rows[0])), 1):
            found = thresholds(rows, learner, part, height)
            defined = {p: one for p, one in found.items() if not math.isnan(one.median)}
            if sum(one.within for one in defined.values()) > 1:
                over = ", ".join(str(getattr(p, letter)) for p in defined)
                laws = _laws(learner, letter, level, rows[0]["L"])
                yield Power(share, part, letter, at, over, exponent(defined, letter), *laws)


def _laws(learner: str, letter: str, level: int, L: int) -> tuple[float, float]:
    """Powers of m or v for level ℓ, L for the root, by the learner's law and by the other one.

    vm³ by own latents, vm^(ℓ+2) by tokens, (1); what is needed for level L−1 gives the root.
    """
    latents, tokens = (3.0, min(level, L - 1) + 2.0) if letter == "m" else (1.0, 1.0)
    return (latents, tokens) if learner == "data2vec" else (tokens, latents)


def ratios(
    theirs: Sequence[Row], learner: str, ours: Sequence[Row], p: RHMParams
) -> dict[str, Cell]:
    """Median threshold of half of each part over data2vec's, where both lie within what was tried.

    Args:
        theirs: rows of the networks compared, by `learner`.
        learner: theirs.
        ours: rows of data2vec's networks.
        p: the size.
    """
    both = ((of_size(theirs, p), learner), (of_size(ours, p), "data2vec"))
    found = {
        part: bootstrap([thresholds(rows, name, part)[p].stars for rows, name in both], _ratio)
        for part in encoders.parts(p)
    }
    return {part: times for part, times in found.items() if 0 < times.value < np.inf}


def _ratio(groups: Groups) -> np.ndarray:
    """Of the medians, 0 and ∞ among them; NaN where both are."""
    first, second = (middle(x) for x in groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(first, second)


def by_part(
    title: str, named: str, found: Sequence[tuple[RHMParams, str, Mapping[str, Cell]]]
) -> Table:
    """A table with a column for each part.

    Args:
        title: of the table.
        named: what a row's name is.
        found: size, name and cells of each row.
    """
    deepest = max((p for p, _, _ in found), key=lambda p: p.L)
    rows = (
        (p.v, p.m, p.s, p.L, name, *(cells.get(part) for part in encoders.parts(deepest)))
        for p, name, cells in found
    )
    return Table(title, (*"vmsL", named, *encoders.parts(deepest)), tuple(rows))
