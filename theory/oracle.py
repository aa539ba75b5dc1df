"""The success curve of a learner that knows the centres, from a grammar's exact law.

No parameter is fitted. What is approximated: the noise of an empirical context vector is taken as
Gaussian with its exact covariance, the errors of different tuples as independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from ownlatents.errors import InputError
from ownlatents.validation import checked_instance, checked_integer, checked_number, shown

_ROUNDED = 1e-9  # how far probabilities may be from adding to 1
_EQUAL = 1e-24  # squared distance of centres that differ by rounding alone
_NO_NOISE = 1e-30  # in place of a variance of 0: a single draw decides
_QUANTILES = (np.arange(64) + 0.5) / 64
_SAMPLES = 4096  # of the noise, the same at every call
_RARE = 0.02  # below it errors towards different centres are as good as exclusive
_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LevelLaw:
    """What one level looks like at a site.

    Args:
        parents: `(v,)` probability of each parent there.
        centres: `(v, D)` context vectors.
        covariances: `(v, D, D)` covariance of one draw, given the parent.
        m: rules per symbol.

    Raises:
        InputError: shapes that do not fit together, or parents without a law.
    """

    parents: _Floats
    centres: _Floats
    covariances: _Floats
    m: int

    def __post_init__(self) -> None:
        checked_integer("m", self.m, 1)
        parents, centres = np.shape(self.parents), np.shape(self.centres)
        covariances = np.shape(self.covariances)
        fits = len(parents) == 1 and len(centres) == 2 and parents == centres[:1] != (0,)
        if not fits or covariances != (*centres, centres[1]):
            raise InputError(
                f"parents, centres and covariances of shapes {parents}, {centres}, {covariances}, "
                "but (v,), (v, D), (v, D, D) were expected"
            )
        if np.min(self.parents) < 0 or abs(np.sum(self.parents) - 1) > _ROUNDED:
            raise InputError(
                f"parents={shown(self.parents)}, but probabilities of sum 1 were expected"
            )


def tuple_errors(law: LevelLaw, strings: Sequence[float]) -> _Floats:
    """Probability that a tuple of each parent is nearer to another centre, or is not seen.

    Args:
        law: of the level.
        strings: numbers of strings P ≥ 0; a tuple of the parent a is seen Poisson(P·Pr[a]/m) times.

    Returns:
        `(len(strings), v)`; 1 for a parent that never occurs.

    Raises:
        InputError: a number of strings that is negative or none.

    Cost: O(v³·4096), however many P; where errors are rare, as for exact recovery, no sampling
    enters.
    """
    checked_instance("law", law, LevelLaw)
    P = np.array([checked_number("strings", number) for number in strings])[:, None]
    v = len(law.parents)
    occurs = law.parents > 0
    errors = np.ones((len(P), v))
    for a in np.flatnonzero(occurs):
        towards = law.centres[occurs & (np.arange(v) != a)] - law.centres[a]
        draws = scipy.stats.poisson.ppf(_QUANTILES, P * law.parents[a] / law.m)
        crossed = _crossings(towards, law.covariances[a], np.sqrt(draws))
        errors[:, a] = np.where(draws == 0, 1.0, crossed).mean(axis=1)
    return errors


def _crossings(towards: _Floats, covariance: _Floats, roots: _Floats) -> _Floats:
    """Probability that Gaussian noise crosses the midplane to some rival, for each √N."""
    half = (towards**2).sum(axis=1) / 2
    ties = int((half < _EQUAL).sum())
    if ties:  # equal centres: each is the nearest as often as the others
        apart = _crossings(towards[half >= _EQUAL], covariance, roots)
        return 1 - (1 - apart) / (1 + ties)
    projected = towards @ covariance @ towards.T
    deviations = np.sqrt(np.maximum(np.diag(projected), _NO_NOISE))
    exclusive = scipy.stats.norm.sf(roots[..., None] * half / deviations).sum(axis=-1)
    variances, axes = np.linalg.eigh(projected)
    scales = axes * np.sqrt(np.maximum(variances, 0))
    noise = np.random.default_rng(0).standard_normal((_SAMPLES, len(half))) @ scales.T
    # Some rival is crossed where √N is below the largest ratio of noise to half a distance.
    largest = np.sort((noise / half).max(axis=1, initial=0.0))
    jointly = 1 - np.searchsorted(largest, roots) / _SAMPLES
    return np.where(exclusive < _RARE, exclusive, jointly)


def success(laws: Sequence[LevelLaw], strings: Sequence[float]) -> tuple[_Floats, _Floats]:
    """Accuracy of each level's tuples, and the probability that all of them are right.

    Args:
        laws: one for each level below the root, lowest first; at least one.
        strings: numbers of strings.

    Returns:
        `(len(strings), levels)` accuracy, weighted by how often tuples occur (levels below taken as
        known), and `(len(strings),)` the probability of exact recovery of all levels.

    Raises:
        InputError: no law, or a bad number of strings.
    """
    if not laws:
        raise InputError("no laws, but one for each level below the root was expected")
    errors = [tuple_errors(law, strings) for law in laws]
    accuracies = [(1 - wrong) @ law.parents for wrong, law in zip(errors, laws, strict=True)]
    with np.errstate(divide="ignore"):
        right = [law.m * np.log1p(-e).sum(axis=1) for e, law in zip(errors, laws, strict=True)]
    return np.stack(accuracies, axis=1), np.exp(np.sum(right, axis=0))
