"""The success curve of a learner that knows the centres, from a grammar's exact law.

No parameter is fitted. What is approximated: the noise of an empirical context vector is taken as
Gaussian with its exact covariance, the errors towards different centres as exclusive, those of
different tuples as independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, poisson

_NO_NOISE = 1e-30  # in place of a variance of 0: a single draw decides
_QUANTILES = (np.arange(64) + 0.5) / 64
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LevelLaw:
    """What one level looks like at a site.

    Args:
        parents: `(v,)` probability of each parent there.
        centres: `(v, D)` context vectors.
        covariances: `(v, D, D)` covariance of one draw, given the parent.
        m: rules per symbol.
    """

    parents: _Floats
    centres: _Floats
    covariances: _Floats
    m: int


def tuple_errors(law: LevelLaw, P: float) -> _Floats:
    """Probability that a tuple of each parent is nearer to another centre, or is not seen.

    Args:
        law: of the level.
        P: number of strings; a tuple of the parent a is seen Poisson(P·Pr[a]/m) times.

    Returns:
        `(v,)`; 1 for a parent that never occurs.
    """
    v = len(law.parents)
    difference = law.centres[:, None] - law.centres[None]
    distance = np.sqrt((difference**2).sum(axis=-1))
    noise = np.einsum("abi,aij,abj->ab", difference, law.covariances, difference)
    # Distance of the midpoint in standard deviations of the projected noise of one draw.
    steps = distance**2 / 2 / np.sqrt(np.maximum(noise, _NO_NOISE))
    occurs = law.parents > 0
    rivals = occurs[None, :] & ~np.eye(v, dtype=bool)
    errors = np.ones(v)
    for a in np.flatnonzero(occurs):
        draws = poisson.ppf(_QUANTILES, P * law.parents[a] / law.m)
        crossed = norm.sf(np.sqrt(draws)[:, None] * steps[a][rivals[a]]).sum(axis=1)
        errors[a] = np.where(draws == 0, 1.0, np.minimum(crossed, 1.0)).mean()
    return errors


def success(laws: Sequence[LevelLaw], P: float) -> tuple[list[float], float]:
    """Mean accuracy of each level's tuples, and the probability that all of them are right.

    Args:
        laws: one for each level below the root, lowest first.
        P: number of strings.

    Returns:
        Accuracy by level, weighted by how often tuples occur (levels below taken as known), and the
        probability of exact recovery of all levels.
    """
    accuracies, log_exact = [], 0.0
    for law in laws:
        errors = tuple_errors(law, P)
        accuracies.append(float(law.parents @ (1 - errors)))
        with np.errstate(divide="ignore"):
            log_exact += float(law.m * np.log1p(-errors).sum())
    return accuracies, float(np.exp(log_exact))
