"""How the thresholds are judged: exponents with intervals, and the law that describes them best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ownlatents.checks.experiments.exponents.searches import HEIGHTS, thresholds
from ownlatents.checks.measure.verdicts import Cell, Outcome, Table, Verdict
from ownlatents.checks.stats.intervals import Estimate
from ownlatents.checks.stats.laws import Fit, compared, medians
from ownlatents.checks.stats.scaling import exponents
from ownlatents.checks.stats.threshold import Thresholds
from ownlatents.checks.stats.units import strings_by
from ownlatents.checks.sweep import Row

FORMULAS = {
    "latent": "vm³/(1−f)",
    "known-centres": "m³/(1−f) Λ",
    "found-centres": "found centres",
    "known-half": "m³/(1−f) + vm",
    "coverage": "vm Λ",
}
"""Laws that are compared, and how they are written."""

Fitted = Mapping[str, tuple[dict[str, Estimate], dict[str, Fit]]]
"""Of each height the exponents and the laws' fits, best first."""

_EXCLUDED = 20.0
_POWERS = 4  # numbers that a fit of exponents has: a constant and three powers


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Exponents with intervals, and which law describes the thresholds best."""
    return [
        _judged("exponents", "kmeans", "latent", {"v": 1, "m": 3, "1−f": -1}, rows),
        _judged("known-centres", "oracle", "known-half", {}, rows),
    ]


def compared_laws(found: Thresholds) -> dict[str, Fit]:
    """Each law's fit to the thresholds of some sizes, best first."""
    laws = {law: np.array([strings_by(law, p) for p in found]) for law in FORMULAS}
    return compared(laws, *medians([one.stars for one in found.values()]))


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
        what: (size_exponents(stars), compared_laws(stars))
        for what, stars in found.items()
        if len(stars) > _POWERS
    }
    half = next(iter(HEIGHTS))
    if half not in fitted:
        what = f"{half} were learned at {len(found[half])} sizes, too few to fit"
        return Verdict(claim, Outcome.CONTRADICTED, what)
    slopes, fits = fitted[half]
    (best, fit), (rival, second), *_ = fits.items()
    as_predicted = all(slopes[name].low <= x <= slopes[name].high for name, x in powers.items())
    behind = fit.likelihood - fits[predicted].likelihood
    if behind > np.log(_EXCLUDED):
        outcome = Outcome.CONTRADICTED
    else:
        outcome = Outcome.HOLDS if as_predicted and best == predicted else Outcome.IN_PART
    told = ", ".join(f"{name} {slope}" for name, slope in slopes.items())
    finding = (
        f"{half} at {len(found[half])} sizes: exponents {told}; best "
        f"{fit.constant:.2g} ({FORMULAS[best]}), scatter ×{fit.scatter:.2f}, next "
        f"{FORMULAS[rival]}, lower by {fit.likelihood - second.likelihood:.1f} in ln-likelihood"
    )
    numbers = {what: len(found[what]) for what in fitted}
    return Verdict(claim, outcome, finding, (_powers(fitted, numbers), _laws(fitted)))


def _powers(fitted: Fitted, sizes: Mapping[str, int]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (what, sizes[what], *slopes.values()) for what, (slopes, _) in fitted.items()
    ]
    (first, _), *_ = fitted.values()
    return Table("Exponents of P*", ("P* of", "sizes", *first), tuple(rows))


def _laws(fitted: Fitted) -> Table:
    """Each law's fit, and how much less likely it is than the best."""
    rows = (
        (what, FORMULAS[law], fit.constant, fit.scatter, fit.likelihood - best)
        for what, (_, fits) in fitted.items()
        for best in [max(fit.likelihood for fit in fits.values())]
        for law, fit in fits.items()
    )
    columns = ("P* of", "law", "constant", "scatter (factor)", "ln-likelihood")
    return Table("Laws compared, the best of each first", columns, tuple(rows))


def size_exponents(found: Thresholds) -> dict[str, Estimate]:
    """Of v, m and 1−f together, over the grammars that have a threshold.

    Some grammars have two equal centres: no learner ever labels all of their tuples rightly.
    Such a grammar has no threshold; it does not have one beyond the strings tried.
    """
    sizes: dict[str, list[float]] = {
        "v": [p.v for p in found],
        "m": [p.m for p in found],
        "1−f": [1 - p.f for p in found],
    }
    return exponents({p: one.reached for p, one in found.items()}, sizes)
