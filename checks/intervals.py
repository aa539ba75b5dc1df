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


Groups = list[NDArray[np.float64]]
"""Values of several groups of grammars, each `(resamples, grammars, …)`."""


def bootstrap(
    groups: Sequence[ArrayLike],
    statistic: Callable[[Groups], ArrayLike],
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> Estimate:
    """A statistic of several groups of grammars, each group resampled with replacement.

    Args:
        groups: per-grammar values of each setting, `(grammars, …)`.
        statistic: takes all resamples of the groups at once and gives `(resamples,)`.
    """
    (found,) = bootstraps(
        groups, lambda x: np.asarray(statistic(x))[None], resamples=resamples, seed=seed
    )
    return found


def bootstraps(
    groups: Sequence[ArrayLike],
    statistics: Callable[[Groups], ArrayLike],
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> list[Estimate]:
    """Several statistics of the same resamples; those that are NaN are left out of an interval."""
    arrays = [np.asarray(group, dtype=float) for group in groups]
    sizes = [len(x) for x in arrays]
    rng = np.random.default_rng(seed)
    chosen = [[np.arange(n) for n in sizes]]  # first of all, the groups as they are
    chosen += [[rng.integers(0, n, n) for n in sizes] for _ in range(resamples)]
    resampled = [x[np.array(its)] for x, its in zip(arrays, zip(*chosen, strict=True), strict=True)]
    tail = 100 * (1 - LEVEL) / 2
    found = []
    for value, *others in np.asarray(statistics(resampled), dtype=float):
        # Without interpolation, since a resampled threshold may be infinite.
        low, high = (
            (np.nan, np.nan)
            if np.isnan(others).all()
            else np.nanpercentile(others, [tail, 100 - tail], method="inverted_cdf")
        )
        found.append(Estimate(float(value), float(low), float(high)))
    return found


def log_slope(x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """Exponent of y ∝ x^slope by least squares on logarithms; NaN where some y is 0 or infinite.

    Args:
        x: `(n,)`.
        y: `(n,)`, or `(n, k)` for k slopes.

    >>> round(float(log_slope([1, 2, 4], [3, 24, 192])), 6)
    3.0
    """
    values = np.asarray(y, dtype=float)
    known = (np.isfinite(values) & (values > 0)).all(axis=0)
    slopes = np.polyfit(np.log(np.asarray(x)), np.log(np.where(known, values, 1.0)), 1)[0]
    return np.where(known, slopes, np.nan)


def log_growth(x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """Factor by which y grows with each unit of x, as `log_slope` fits it.

    >>> round(float(log_growth([2, 3, 4], [5, 15, 45])), 6)
    3.0
    """
    return np.exp(log_slope(np.exp(np.asarray(x, dtype=float)), y))


def crossing(x: ArrayLike, y: ArrayLike, at: float) -> NDArray[np.float64]:
    """Where curves last rise through `at`, interpolated in log x.

    The last crossing, so that a chance peak below the threshold is not taken for it. Infinity where
    a curve ends below `at`, 0 where it is never below; see `middle`.

    Args:
        x: `(n,)`, rising.
        y: `(…, n)`, one curve or many.
        at: the height.

    >>> round(float(crossing([1, 10, 100], [0.0, 0.25, 0.75], at=0.5)), 6)
    31.622777
    """
    log_x, height = np.log(np.asarray(x, dtype=float)), np.asarray(y, dtype=float)
    below = height < at
    last = height.shape[-1] - 1
    i = np.minimum(last - below[..., ::-1].argmax(axis=-1), last - 1)  # below, the next one not
    low, high = (np.take_along_axis(height, j[..., None], -1)[..., 0] for j in (i, i + 1))
    never, ends = ~below.any(axis=-1), below[..., -1]
    share = np.divide(at - low, high - low, out=np.zeros_like(low), where=~(never | ends))
    found = np.exp(log_x[i] + share * (log_x[i + 1] - log_x[i]))
    return np.select([never, ends], [0.0, np.inf], found)


def middle(thresholds: ArrayLike) -> NDArray[np.float64]:
    """Median over the last axis, of thresholds that may lie below (0) or beyond (∞) what was tried.

    Of an even number the mean of the two in the middle, and 0 or ∞ where one of these is: halfway
    between a number and 0 is no threshold. NaN where they are 0 and ∞.

    >>> [float(middle(x)) for x in ([3, 1, 2], [1, 2, 3, 9], [0, 0, 3, 4], [1, 2, np.inf, np.inf])]
    [2.0, 2.5, 0.0, inf]
    """
    ordered = np.sort(np.asarray(thresholds, dtype=float))
    count = ordered.shape[-1]
    low, high = ordered[..., (count - 1) // 2], ordered[..., count // 2]
    found = np.where(low == 0, 0.0, (low + high) / 2)
    unknown = np.isnan(ordered[..., -1]) | ((low == 0) & np.isinf(high))  # NaN is sorted last
    return np.where(unknown, np.nan, found)
