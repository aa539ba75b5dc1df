"""Which law do measured thresholds obey? Power laws fitted, and laws compared by likelihood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

_RESAMPLES = 2000


@dataclass(frozen=True)
class Fit:
    """How a law with one free constant describes thresholds.

    Attributes:
        constant: by which the law is multiplied.
        scatter: typical factor between thresholds and law, beyond their sampling errors.
        likelihood: logarithm of the largest likelihood.
    """

    constant: float
    scatter: float
    likelihood: float


def medians(
    groups: Sequence[NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Median logarithm of each size's thresholds over grammars, and its standard error.

    Args:
        groups: thresholds of one size each; infinite ones count as large, 0 as small, and resamples
            whose median is either are left out.
    """
    rng = np.random.default_rng(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [np.log(np.asarray(group, dtype=float)) for group in groups]
        centres = np.array([np.median(x) for x in logs])
        resampled = [
            np.median(x[rng.integers(0, len(x), (_RESAMPLES, len(x)))], axis=1) for x in logs
        ]
    errors = np.array([x[np.isfinite(x)].std() for x in resampled])
    return centres, np.maximum(errors, 0.02)  # a median of few equal values has no spread


def fit(law: NDArray[np.float64], centres: NDArray[np.float64], errors: NDArray[np.float64]) -> Fit:
    """Fit thresholds = constant · law with a log-normal scatter, by largest likelihood.

    Args:
        law: predicted strings of each size.
        centres, errors: of `medians`.
    """
    residual = centres - np.log(law)

    def constant(scatter: float) -> float:
        weight = 1 / (errors**2 + scatter**2)
        return float((weight * residual).sum() / weight.sum())

    def loss(scatter: float) -> float:
        variance = errors**2 + scatter**2
        squares = (residual - constant(scatter)) ** 2 / variance
        return float((squares + np.log(2 * np.pi * variance)).sum() / 2)

    best = scipy.optimize.minimize_scalar(loss, bounds=(0.0, 10.0), method="bounded")
    scatter = float(best.x)
    return Fit(float(np.exp(constant(scatter))), float(np.exp(scatter)), -float(best.fun))


def compared(
    laws: Mapping[str, NDArray[np.float64]],
    centres: NDArray[np.float64],
    errors: NDArray[np.float64],
) -> dict[str, Fit]:
    """Every law's fit to the same thresholds, best first; each has the same two free numbers."""
    fits = {name: fit(law, centres, errors) for name, law in laws.items()}
    return dict(sorted(fits.items(), key=lambda item: -item[1].likelihood))
