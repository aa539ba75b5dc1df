"""Exponents of thresholds of which some lie outside of the strings tried.

ln P* = a + Σ b_k x_k + σ·normal, where a threshold is known, or is only known to lie below
the least or beyond the most strings tried: a censored log-normal regression. In 1/σ and the
coefficients over σ its likelihood is concave, so that there is one maximum.

A threshold within the grid enters by its interpolated value, not by its bracket: curves rise over
more than an octave, so that interpolation errs by far less than a bracket's width; and where
brackets are wide their likelihood is flat, and its maximum arbitrary.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from ownlatents.checks.stats.intervals import LEVEL, Estimate

METHOD = "profile likelihood of a censored log-normal regression"

_SIGMAS = (1e-3, 20.0)
"""Range of σ: thresholds that agree would allow 0."""
_FARTHEST = 50.0  # a coefficient beyond it counts as infinite

_Array = NDArray[np.float64]


class Bracketed(Protocol):
    """What is known of a threshold; `checks.stats.threshold.Bracket` is one."""

    @property
    def low(self) -> float:
        """A bound from below; 0 where there is none."""

    @property
    def high(self) -> float:
        """A bound from above; ∞ where there is none."""

    @property
    def star(self) -> float:
        """The threshold; 0 or ∞ where it lies outside of the strings tried."""


def regression(
    columns: Mapping[str, ArrayLike], brackets: Sequence[Bracketed]
) -> dict[str, Estimate]:
    """Coefficients of the regression of ln P* with 95 % intervals.

    An interval holds the values at which the log-likelihood, maximised over all else, falls short
    of its maximum by no more than n/2·ln(1 + t²/(n−p)), with n thresholds within the grid, p
    coefficients and Student's quantile t at n−p degrees of freedom. Where none is censored it is
    Student's interval of least squares. It is infinite where n ≤ p.

    Args:
        columns: `(n,)` each, by name: ln m, say. A constant is added.
        brackets: of each threshold.

    Returns:
        An estimate for each column; of the constant, named "constant", where there is no column.

    Cost: about 10 ms a column.
    """
    names = [*columns] or ["constant"]
    x = np.array([*(np.asarray(its, float) for its in columns.values()), np.ones(len(brackets))]).T
    side = np.array([_side(one) for one in brackets])
    y = np.log(
        [(one.star, one.low, one.high)[way] for one, way in zip(brackets, side, strict=True)]
    )
    known, p = int((side == 0).sum()), x.shape[1]
    if known == 0:
        return dict.fromkeys(names, Estimate(math.nan, -math.inf, math.inf, METHOD, len(brackets)))
    best, sigma, top = _fit(x, y, side)
    cut = math.inf
    if known > p:
        quantile = float(scipy.stats.t.ppf((1 + LEVEL) / 2, known - p))
        cut = known / 2 * math.log1p(quantile**2 / (known - p))

    def estimate(k: int) -> Estimate:
        others = np.delete(x, k, axis=1)

        def excess(value: float) -> float:
            return top - _fit(others, y - value * x[:, k], side)[2] - cut

        low, high = (_end(excess, best[k], way, sigma) for way in (-1.0, 1.0))
        return Estimate(float(best[k]), low, high, METHOD, len(brackets))

    return {name: estimate(k) for k, name in enumerate(names)}


def _side(one: Bracketed) -> int:
    """0 where the threshold is known, 1 where it lies beyond its bound, −1 where below."""
    return 1 if math.isinf(one.star) else -1 if one.star == 0 else 0


def _end(excess: Callable[[float], float], start: float, way: float, step: float) -> float:
    """Where the likelihood has fallen by the cut on one side; ±∞ where it does not."""
    inside, width = start, step
    if excess(start) >= 0:  # no wider than the rounding of the fit
        return start
    while width < _FARTHEST:
        outside = start + way * width
        if excess(outside) > 0:
            return float(scipy.optimize.brentq(excess, inside, outside, xtol=1e-3 * width))
        inside, width = outside, 2 * width
    return way * math.inf


def _fit(x: _Array, y: _Array, side: NDArray[np.int_]) -> tuple[_Array, float, float]:
    """Coefficients, σ and the largest log-likelihood."""
    orthogonal, back = np.linalg.qr(x)  # columns of one size, so that the search is short
    start = orthogonal.T @ y
    sigma = float(np.clip(np.sqrt(((y - orthogonal @ start) ** 2).mean()), *_SIGMAS))
    known = side == 0

    def loss(theta: _Array) -> tuple[float, _Array]:
        h = theta[-1]
        z = h * y - orthogonal @ theta[:-1]
        tail = -side * z  # a censored threshold has the probability Φ(tail)
        logs = scipy.special.log_ndtr(tail)
        mills = np.exp(-(tail**2) / 2 - logs) / math.sqrt(2 * math.pi)
        value = np.where(known, np.log(h) - z**2 / 2 - math.log(2 * math.pi) / 2, logs)
        by_z = np.where(known, -z, -side * mills)
        by_h = float((by_z * y).sum() + known.sum() / h)
        return -float(value.sum()), -np.append(-orthogonal.T @ by_z, by_h)

    first = np.append(start / sigma, 1 / sigma)
    if known.all():  # least squares
        return np.linalg.solve(back, start), sigma, -loss(first)[0]
    found = scipy.optimize.minimize(
        loss,
        first,
        jac=True,
        method="L-BFGS-B",
        bounds=[*[(None, None)] * x.shape[1], (1 / _SIGMAS[1], 1 / _SIGMAS[0])],
        options={"maxiter": 2000, "ftol": 1e-13, "gtol": 1e-9},
    )
    h = float(found.x[-1])
    return np.linalg.solve(back, found.x[:-1] / h), 1 / h, -float(found.fun)
