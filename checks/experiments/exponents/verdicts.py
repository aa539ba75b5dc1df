"""How the thresholds are judged: exponents with intervals, and the law that describes them best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from checks.claims import Outcome, Verdict
from checks.experiments.exponents.searches import HEIGHTS, law_of, thresholds
from checks.intervals import Estimate
from checks.laws import Fit, compared, exponents, medians
from checks.sweep import Row
from sim import RHMParams

FORMULAS = {
    "latent": "vm³/(1−f)",
    "known-centres": "m³/(1−f) Λ",
    "found-centres": "found centres",
    "known-half": "m³/(1−f) + vm",
    "coverage": "vm Λ",
}
"""Laws that are compared, and how they are written."""

_EXCLUDED = 20.0
_POWERS = 4  # numbers that a fit of exponents has: a constant and three powers


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Exponents with intervals, and which law describes the thresholds best."""
    return [
        _judged("exponents", "kmeans", "latent", {"v": 1, "m": 3, "1−f": -1}, rows),
        _judged("known-centres", "oracle", "known-half", {}, rows),
    ]


def compared_laws(stars: dict[RHMParams, np.ndarray]) -> dict[str, Fit]:
    """Each law's fit to the thresholds of some sizes, best first."""
    laws = {law: np.array([law_of(law, p) for p in stars]) for law in FORMULAS}
    return compared(laws, *medians(list(stars.values())))


def _judged(
    claim: str, arm: str, predicted: str, powers: dict[str, float], rows: Sequence[Row]
) -> Verdict:
    """Whether the predicted law describes the thresholds, with the predicted exponents.

    Judged where half of the tuples are right; the other thresholds are told. Contradicted where
    another law is more than `_EXCLUDED` times as likely; in part where none is, but an exponent's
    interval leaves out the predicted one.
    """
    found = {
        what: {p: x for p, x in thresholds(rows, arm, *where).items() if p.s == 2}
        for what, where in HEIGHTS.items()
    }
    fitted = {
        what: (_exponents(stars), compared_laws(stars))
        for what, stars in found.items()
        if len(stars) > _POWERS
    }
    half = next(iter(HEIGHTS))
    if half not in fitted:
        what = f"{half} were learned at {len(found[half])} sizes, too few to fit"
        return Verdict(claim, Outcome.CONTRADICTED, what)
    slopes, fits = fitted[half]
    best = next(iter(fits))
    as_predicted = all(slopes[name].low <= x <= slopes[name].high for name, x in powers.items())
    behind = fits[best].likelihood - fits[predicted].likelihood
    if behind > np.log(_EXCLUDED):
        outcome = Outcome.CONTRADICTED
    else:
        outcome = Outcome.HOLDS if as_predicted and best == predicted else Outcome.IN_PART
    told = (_told(f"{what} at {len(found[what])} sizes", *its) for what, its in fitted.items())
    return Verdict(claim, outcome, "; ".join(told))


def _told(what: str, slopes: dict[str, Estimate], fits: dict[str, Fit]) -> str:
    """Exponents, the best law, and how much less likely the others are."""
    powers = ", ".join(f"{name} {slope}" for name, slope in slopes.items())
    (best, fit), *others = fits.items()
    behind = ", ".join(
        f"{FORMULAS[name]} {other.likelihood - fit.likelihood:.1f}" for name, other in others
    )
    return (
        f"{what}: exponents {powers}; best {fit.constant:.2g} "
        f"({FORMULAS[best]}), scatter ×{fit.scatter:.2f}, ln-likelihood of the others {behind}"
    )


def _exponents(stars: dict[RHMParams, np.ndarray]) -> dict[str, Estimate]:
    sizes: dict[str, list[float]] = {
        "v": [p.v for p in stars],
        "m": [p.m for p in stars],
        "1−f": [1 - p.f for p in stars],
    }
    return exponents(sizes, list(stars.values()))
