"""How thresholds scale: their range in units of a law, their exponents, their growth with L."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ownlatents.checks.stats.intervals import Estimate, bootstrap, middle
from ownlatents.checks.stats.regression import regression
from ownlatents.checks.stats.threshold import Bracket, Threshold, Thresholds
from ownlatents.checks.stats.units import strings_by


def fold_range(found: Thresholds, law: str) -> Estimate:
    """Largest over smallest median P* in units of a law, with its interval over grammars."""
    units = [strings_by(law, p) for p in found]
    return bootstrap(
        [one.stars for one in found.values()],
        lambda groups: _fold([middle(x) / unit for x, unit in zip(groups, units, strict=True)]),
    )


def _fold(medians: ArrayLike) -> NDArray[np.float64]:
    """Largest over smallest along the first axis; ∞ where one is 0 or ∞, NaN where all are."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.max(medians, axis=0) / np.min(medians, axis=0))


def exponent(found: Thresholds, letter: str = "m") -> Estimate:
    """Exponent of P*(1−f) in m or v; see `exponents`."""
    free = {p: one.scaled(1 - p.f) for p, one in found.items()}
    return exponents(free, {letter: [getattr(p, letter) for p in free]})[letter]


def exponents(found: Thresholds, factors: Mapping[str, Sequence[float]]) -> dict[str, Estimate]:
    """Exponents of a product of powers that describes P*; thresholds enter by their brackets.

    Args:
        found: by size.
        factors: for each letter its value at every size; a constant is added.
    """
    counts = [len(one.brackets) for one in found.values()]
    columns = {
        name: np.repeat(np.log(np.asarray(its, dtype=float)), counts)
        for name, its in factors.items()
    }
    return regression(columns, _brackets(found))


def growth_per_level(found: Mapping[int, Threshold]) -> Estimate:
    """Factor by which P* grows from one level, or one depth, to the next.

    Args:
        found: by the level or the depth.
    """
    levels = np.repeat(list(found), [len(one.brackets) for one in found.values()])
    return as_factor(regression({"level": levels}, _brackets(found))["level"])


def as_factor(logarithm: Estimate) -> Estimate:
    """What an estimate of a logarithm says of the number."""
    value, low, high = map(float, np.exp([logarithm.value, logarithm.low, logarithm.high]))
    return replace(logarithm, value=value, low=low, high=high)


def _brackets(found: Mapping[int, Threshold] | Thresholds) -> list[Bracket]:
    return [bracket for one in found.values() for bracket in one.brackets]
