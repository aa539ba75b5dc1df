"""Intervals: of a rate, of a mean, of a slope over resampled grammars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A measured number with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3g} [{self.low:.3g}, {self.high:.3g}]"


def rate(successes: int, trials: int) -> Estimate:
    """A success rate with its exact (Clopper–Pearson) interval.

    >>> print(rate(0, 50))
    0 [0, 0.0711]
    """
    tail = (1 - LEVEL) / 2
    low = 0.0 if successes == 0 else float(beta.ppf(tail, successes, trials - successes + 1))
    high = (
        1.0 if successes == trials else float(beta.ppf(1 - tail, successes + 1, trials - successes))
    )
    return Estimate(successes / trials, low, high)


def bootstrap(
    groups: Sequence[ArrayLike],
    statistic: Callable[[list[NDArray[np.float64]]], float],
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> Estimate:
    """A statistic of several groups of grammars, each group resampled with replacement.

    Args:
        groups: one array of per-grammar values per setting.
        statistic: takes such a list and gives a number.
    """
    (found,) = bootstraps(groups, lambda x: [statistic(x)], resamples=resamples, seed=seed)
    return found


def bootstraps(
    groups: Sequence[ArrayLike],
    statistics: Callable[[list[NDArray[np.float64]]], Sequence[float]],
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> list[Estimate]:
    """Several statistics of the same resamples; those that are NaN are left out of an interval."""
    arrays = [np.asarray(group, dtype=float) for group in groups]
    rng = np.random.default_rng(seed)
    values = np.array(
        [statistics([x[rng.integers(0, len(x), len(x))] for x in arrays]) for _ in range(resamples)]
    )
    tail = 100 * (1 - LEVEL) / 2
    found = []
    for value, column in zip(statistics(arrays), values.T, strict=True):
        # Without interpolation, since a resampled threshold may be infinite.
        low, high = (
            (np.nan, np.nan)
            if np.isnan(column).all()
            else np.nanpercentile(column, [tail, 100 - tail], method="inverted_cdf")
        )
        found.append(Estimate(float(value), float(low), float(high)))
    return found


def log_slope(x: ArrayLike, y: ArrayLike) -> float:
    """Exponent of y ∝ x^slope by least squares on logarithms; NaN where some y is 0 or infinite.

    >>> round(log_slope([1, 2, 4], [3, 24, 192]), 6)
    3.0
    """
    values = np.asarray(y, dtype=float)
    if not (np.isfinite(values) & (values > 0)).all():
        return float("nan")
    return float(np.polyfit(np.log(np.asarray(x)), np.log(values), 1)[0])


def log_growth(x: ArrayLike, y: ArrayLike) -> float:
    """Factor by which y grows with each unit of x, as `log_slope` fits it.

    >>> round(log_growth([2, 3, 4], [5, 15, 45]), 6)
    3.0
    """
    return float(np.exp(log_slope(np.exp(np.asarray(x, dtype=float)), y)))


def crossing(x: ArrayLike, y: ArrayLike, at: float) -> float:
    """Where a curve last rises through `at`, interpolated in log x.

    The last crossing, so that a chance peak below the threshold is not taken for it. Infinity where
    the curve ends below `at`, 0 where it is never below; see `middle`.

    >>> round(crossing([1, 10, 100], [0.0, 0.25, 0.75], at=0.5), 6)
    31.622777
    """
    log_x, height = np.log(np.asarray(x, dtype=float)), np.asarray(y, dtype=float)
    below = np.flatnonzero(height < at)
    if len(below) == 0:
        return 0.0
    if below[-1] == len(height) - 1:
        return float("inf")
    i = int(below[-1])
    share = (at - height[i]) / (height[i + 1] - height[i])
    return float(np.exp(log_x[i] + share * (log_x[i + 1] - log_x[i])))


def middle(thresholds: ArrayLike) -> NDArray[np.float64]:
    """Median over the last axis, of thresholds that may lie below (0) or beyond (∞) what was tried.

    Of an even number the mean of the two in the middle, and 0 or ∞ where one of these is: halfway
    between a number and 0 is no threshold.

    >>> [float(middle(x)) for x in ([3, 1, 2], [1, 2, 3, 9], [0, 0, 3, 4], [1, 2, np.inf, np.inf])]
    [2.0, 2.5, 0.0, inf]
    """
    ordered = np.sort(np.asarray(thresholds, dtype=float))
    count = ordered.shape[-1]
    low, high = ordered[..., (count - 1) // 2], ordered[..., count // 2]
    found = np.where(low == 0, 0.0, (low + high) / 2)
    return np.where(np.isnan(ordered[..., -1]), np.nan, found)  # NaN is sorted last
