"""The number of strings P* at which a learner is half right: its one definition.

A learning curve is what one grammar shows: a height (an accuracy, a probe, a share learned) at each
number of strings. Its threshold is where the curve last rises through a height, so that a chance
peak below it does not count, interpolated in ln P between two neighbours among the numbers tried,
its bracket. A curve that is above from the start, or below at the end, has an open bracket: its
threshold is censored. Over grammars the statistic is the median. Verdict, table and picture of a
claim take the same `Threshold`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ownlatents.checks.stats.intervals import Estimate, as_text, crossing, middle
from ownlatents.checks.stats.regression import regression
from ownlatents.sim import RHMParams

HALF = 0.5


@dataclass(frozen=True)
class LearningCurve:
    """What a learner reaches on strings of one grammar.

    Args:
        params: sizes of the grammar.
        seed: of grammar and strings.
        P: numbers of strings, increasing.
        heights: what is reached with each; NaN where the reading is not defined.
    """

    params: RHMParams
    seed: int
    P: tuple[float, ...]
    heights: tuple[float, ...]

    @classmethod
    def of(
        cls, params: RHMParams, seed: int, points: Iterable[tuple[float, float]]
    ) -> LearningCurve:
        """From pairs of a number of strings and a height, in any order."""
        P, heights = zip(*sorted(points), strict=True)
        return cls(params, seed, tuple(map(float, P)), tuple(map(float, heights)))


def learning_curves(
    points: Iterable[tuple[RHMParams, int, float, float]],
) -> list[LearningCurve]:
    """The curve of each size and seed.

    Args:
        points: sizes, seed, number of strings and height, in any order.
    """
    found: dict[tuple[RHMParams, int], list[tuple[float, float]]] = {}
    for p, seed, P, height in points:
        found.setdefault((p, seed), []).append((P, height))
    return [LearningCurve.of(p, seed, its) for (p, seed), its in sorted(found.items())]


@dataclass(frozen=True)
class Outside:
    """A threshold that lies below the least (<) or beyond the most (>) that was tried."""

    side: Literal["<", ">"]
    tried: float

    def __str__(self) -> str:
        return f"{self.side} {as_text(self.tried)}"


@dataclass(frozen=True)
class Bracket:
    """Where the threshold of one grammar lies.

    Attributes:
        low, high: the neighbours among the numbers of strings tried between which the curve last
            rises through the height; low = 0 where it is above from the start, high = ∞ where it
            ends below.
        star: the threshold, interpolated between them; 0 or ∞ where the bracket is open, NaN where
            the reading is not defined.
    """

    low: float
    high: float
    star: float


def bracket(curve: LearningCurve, height: float = HALF) -> Bracket:
    """The bracket of one learning curve."""
    if np.isnan(curve.heights).any():
        return Bracket(0.0, math.inf, math.nan)
    star = float(crossing(curve.P, curve.heights, at=height))
    if star == 0:
        return Bracket(0.0, curve.P[0], star)
    if math.isinf(star):
        return Bracket(curve.P[-1], star, star)
    rising = max(i for i, y in enumerate(curve.heights) if y < height)
    return Bracket(curve.P[rising], curve.P[rising + 1], star)


@dataclass(frozen=True)
class Threshold:
    """P* of one size of grammars.

    Args:
        brackets: of each grammar, in the order of their seeds.
        least, most: numbers of strings tried.
    """

    brackets: tuple[Bracket, ...]
    least: float
    most: float

    @cached_property
    def stars(self) -> NDArray[np.float64]:
        """P* of each grammar; 0 and ∞ outside of what was tried."""
        return np.array([one.star for one in self.brackets])

    @property
    def median(self) -> float:
        """Over grammars; 0 and ∞ outside of what was tried, NaN where neither is known."""
        return float(middle(self.stars))

    @property
    def within(self) -> bool:
        """Whether the median lies within the numbers of strings tried."""
        return 0 < self.median < math.inf

    @property
    def reached(self) -> Threshold:
        """Without the grammars that end below the height."""
        return replace(self, brackets=tuple(x for x in self.brackets if not math.isinf(x.star)))

    def scaled(self, factor: float) -> Threshold:
        """The threshold in another unit, `1 / factor` strings."""
        brackets = (Bracket(*(factor * x for x in astuple(one))) for one in self.brackets)
        return Threshold(tuple(brackets), factor * self.least, factor * self.most)

    @property
    def estimate(self) -> Estimate:
        """The median with an interval, as wide as a normal sample's median of ln P* has it.

        That is √(π/2) times the interval of the mean of ln P*, around the median; without ends
        where the median lies outside of the strings tried.
        """
        (found,) = regression({}, self.brackets).values()
        low, high = 0.0, math.inf
        if self.within:
            below, above = (
                math.sqrt(math.pi / 2) * (x - found.value) for x in (found.low, found.high)
            )
            low, high = (float(self.median * np.exp(x)) for x in (below, above))
        return Estimate(self.median, low, high, found.method, found.n)

    def cell(self, unit: float = 1.0) -> float | Outside:
        """The median in a unit, for a table.

        >>> Threshold((Bracket(0.0, 2.0, 0.0),), 2, 8).cell(2.0)
        Outside(side='<', tried=1.0)
        """
        if self.median == 0:
            return Outside("<", self.least / unit)
        if math.isinf(self.median):
            return Outside(">", self.most / unit)
        return self.median / unit


Thresholds = Mapping[RHMParams, Threshold]
"""P* by size."""


def thresholds(curves: Sequence[LearningCurve], height: float = HALF) -> dict[RHMParams, Threshold]:
    """P* of each size, sizes and seeds in increasing order.

    >>> p = RHMParams(v=4, m=2, s=2, L=2)
    >>> curves = [LearningCurve(p, seed, (1.0, 4.0), (0.25, 0.75)) for seed in range(3)]
    >>> thresholds(curves)[p].median
    2.0
    """
    by_size: dict[RHMParams, list[LearningCurve]] = {}
    for curve in sorted(curves, key=lambda curve: (curve.params, curve.seed)):
        by_size.setdefault(curve.params, []).append(curve)
    return {
        p: Threshold(
            tuple(bracket(curve, height) for curve in its),
            min(curve.P[0] for curve in its),
            max(curve.P[-1] for curve in its),
        )
        for p, its in by_size.items()
    }
