"""What a figure shows, as numbers: a figure is drawn from these and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ownlatents.checks.stats.intervals import Estimate, bootstrap
from ownlatents.checks.stats.threshold import Threshold


@dataclass(frozen=True)
class Points:
    """One series.

    Attributes:
        label: what it is, for the legend.
        x, y: the points.
        low, high: their intervals, of 95 % where the caption does not say otherwise; empty where
            there is none.
        key: the m or L that they are of, which their colour and marker tell.
        values: for each point the numbers that it summarises, such as one for each grammar; empty
            where these are not shown.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    key: int | None = None
    values: tuple[tuple[float, ...], ...] = ()

    def scaled(self, unit: float) -> Points:
        """The points with x in this unit."""
        return replace(self, x=tuple(x / unit for x in self.x))


@dataclass(frozen=True)
class Panel:
    """The series of one panel, by where they come from.

    Attributes:
        measured: ours.
        paper: the paper's, read off.
        laws: predicted lines.
        exponents: of the points in x, by series.
        names: of x = 0, 1, …, where x counts things.
    """

    measured: tuple[Points, ...] = ()
    paper: tuple[Points, ...] = ()
    laws: tuple[Points, ...] = ()
    exponents: Mapping[str, Estimate] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing but predictions."""
        return not (self.measured or self.paper)


def means(label: str, pairs: Iterable[tuple[float, float]], key: int | None = None) -> Points:
    """Mean of y over repeats at each x, with intervals where some x has several.

    >>> means("twice", [(1, 0.25), (1, 0.75), (2, 0.5)]).y
    (0.5, 0.5)
    """
    at: dict[float, list[float]] = {}
    for x, y in pairs:
        at.setdefault(x, []).append(y)
    found = _over_grammars(label, {x: at[x] for x in sorted(at)}, partial(np.mean, axis=-1), key)
    several = max(map(len, at.values()), default=0) > 1
    return found if several else replace(found, low=(), high=())


def medians(label: str, found: Mapping[int, Threshold], key: int | None = None) -> Points:
    """Median P* over grammars at each x, with its interval, and P* of the grammars.

    A grammar whose threshold lies outside of the strings tried has no dot.
    """
    stars = (one.stars for one in found.values())
    values = tuple(tuple(x[(x > 0) & np.isfinite(x)].tolist()) for x in stars)
    estimates = {x: one.estimate for x, one in found.items()}
    return replace(estimated(label, estimates, key), values=values)


def estimated(
    label: str, estimates: Mapping[int, Estimate] | Mapping[float, Estimate], key: int | None = None
) -> Points:
    """Estimates at each x, with their intervals.

    >>> estimated("share", {2.0: Estimate(0.5, 0.4, 0.6)}).low
    (0.4,)
    """
    its = estimates.values()
    y, low, high = (tuple(getattr(x, name) for x in its) for name in ("value", "low", "high"))
    return Points(label, tuple(map(float, estimates)), y, low, high, key)


def _over_grammars(
    label: str, groups: Mapping[Any, ArrayLike], statistic: Any, key: int | None
) -> Points:
    """A statistic of each group with its interval."""
    found = {x: bootstrap([values], lambda its: statistic(its[0])) for x, values in groups.items()}
    return estimated(label, found, key)


Panels = Mapping[str, Panel]
"""The panels of a figure by name."""
