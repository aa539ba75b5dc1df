"""The exponent of the data that data2vec needs, and its lead over tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from checks.claims import Outcome, Verdict
from checks.experiments import encoders
from checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from checks.intervals import Estimate, bootstrap, middle
from checks.learning_curves import varied
from checks.scaling import Stars, exponent, known
from checks.sweep import Row, size_of
from sim import RHMParams

_EXPECTED = 3.0
_SHARES = {"half": 0.5, "nine tenths": 0.9}


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """P* ∝ m³/(1−f) for every level; and data2vec ahead of tokens on equal strings."""
    wide = encoders.widest(rows)
    return [_exponents(wide, encoders.narrow(rows)), _lead(wide)]


def _exponents(rows: Sequence[Row], narrow: Sequence[Row]) -> Verdict:
    """Those of the data that each level needs, in m and in v."""
    by_m, by_v = varied(rows, "m"), varied(rows, "v")
    names = encoders.parts(size_of(by_m[0]))
    stars = _stars(by_m)
    slopes = _slopes(stars, "m")
    if not slopes:
        what = f"no level crosses on the grid at two sizes; {encoders.lost(rows)}"
        return Verdict("data2vec-offline", Outcome.IN_PART, what)
    fitting = [its.low <= _EXPECTED <= its.high for its in slopes.values()]
    outcome = Outcome.IN_PART
    if all(fitting) and all(f"half of {name}" in slopes for name in names):
        outcome = Outcome.HOLDS
    elif not any(fitting):
        outcome = Outcome.CONTRADICTED
    growths, units = [_told(stars, slopes, "m")], [_units(stars, "m")]
    stars_by_v = _stars(by_v)
    if slopes_in_v := _slopes(stars_by_v, "v"):
        growths.append(_told(stars_by_v, slopes_in_v, "v"))
        units.append(_units(stars_by_v, "v"))
    ours = {size_of(row) for row in rows if row["learner"] == "data2vec"}
    units += [
        f"half of {', '.join(encoders.parts(p))} {_by(rows, 'data2vec', p)} ({encoders.named(p)})"
        for p in sorted(ours.difference(map(size_of, by_m), map(size_of, by_v)))
    ]
    return Verdict(
        "data2vec-offline",
        outcome,
        f"P*(1−f) grows as {'; as '.join(growths)}; P* in units of vm³/(1−f): {'; '.join(units)}; "
        f"{encoders.lost(rows)}" + "".join(f"; {x}" for x in _widths(rows, narrow)),
    )


def _stars(rows: Sequence[Row]) -> dict[str, Stars]:
    """Where each share of each part is learned, at sizes at which that is known."""
    return {
        f"{share} of {name}": known(encoders.thresholds(rows, "data2vec", name, height))
        for share, height in _SHARES.items()
        for name in encoders.parts(size_of(rows[0]))
    }


def _slopes(stars: Mapping[str, Stars], letter: str) -> dict[str, Estimate]:
    """Exponents of all thresholds that are known at two sizes or more."""
    return {what: exponent(its, letter) for what, its in stars.items() if len(its) > 1}


def _told(stars: Mapping[str, Stars], slopes: Mapping[str, Estimate], letter: str) -> str:
    return ", ".join(
        f"{letter}^{slope} ({letter} = {', '.join(str(getattr(p, letter)) for p in stars[what])}) "
        f"for {what}"
        for what, slope in slopes.items()
    )


def _units(stars: Mapping[str, Stars], letter: str) -> str:
    told = {
        what: " ".join(
            f"{middle(its) / encoders.unit(p):.2g} ({letter} = {getattr(p, letter)})"
            for p, its in its_stars.items()
        )
        for what, its_stars in stars.items()
    }
    return ", ".join(f"{what} {its}" for what, its in told.items() if its)


def _widths(rows: Sequence[Row], narrow: Sequence[Row]) -> list[str]:
    """How many times the strings narrower encoders need, part by part."""
    found = []
    for p in sorted({size_of(row) for row in narrow}):
        for name in encoders.parts(p):
            stars = [
                encoders.thresholds([r for r in its if size_of(r) == p], "data2vec", name)[p]
                for its in (narrow, rows)
            ]
            times = bootstrap(stars, _times)
            if np.isfinite(times.value):
                found.append(
                    f"narrower encoders need {times} times as many ({encoders.named(p)}, {name})"
                )
    return found


def _times(groups: Sequence[np.ndarray]) -> float:
    """Ratio of the medians; NaN where one lies beyond the strings tried."""
    first, second = map(middle, groups)
    within = 0 < first < np.inf and 0 < second < np.inf
    return float(first / second) if within else float("nan")


def _lead(rows: Sequence[Row]) -> Verdict:
    """Whether data2vec is ahead of tokens at the level below the root, and at the root."""
    leads: list[Estimate] = []
    told: list[str] = []
    for p in encoders.compared(rows):
        its = [row for row in rows if size_of(row) == p]
        here = {
            f"{what}, over {name}": advantage(its, rival, what)
            for rival, name in RIVALS.items()
            if any(row["learner"] == rival for row in its)
            for what in encoders.parts(p)[-2:]
        }
        leads += here.values()
        told.append(
            f"{encoders.named(p)}: "
            + "; ".join(f"{where} {lead}" for where, lead in here.items())
            + f"; half is learned {_needed(its, p)}"
        )
    outcome = Outcome.IN_PART
    if all(lead.low > 0 for lead in leads):
        outcome = Outcome.HOLDS
    elif all(lead.high < 0 for lead in leads):
        outcome = Outcome.CONTRADICTED
    return Verdict(
        "objectives",
        outcome,
        "lead of data2vec in the share learned, mean over the numbers of strings tried, and units "
        f"of vm³/(1−f) at which half of a part is learned. {'. '.join(told)}",
    )


def _needed(rows: Sequence[Row], p: RHMParams) -> str:
    """Units at half of each part by each learner, the medians of the grammars."""
    trained = {row["learner"] for row in rows}
    return f"({', '.join(encoders.parts(p))}) " + ", ".join(
        f"by {called} at {_by(rows, learner, p)}"
        for learner, called in NAMES.items()
        if learner in trained
    )


def _by(rows: Sequence[Row], learner: str, p: RHMParams) -> str:
    """Units at half of each part by one learner."""
    its = [row for row in rows if row["learner"] == learner and size_of(row) == p]
    unit, strings = encoders.unit(p), [row["P"] for row in its]

    def at(name: str) -> str:
        star = float(middle(encoders.thresholds(its, learner, name)[p]))
        if star == 0:
            return f"below {min(strings) / unit:.3g}"
        if np.isinf(star):
            return f"beyond {max(strings) / unit:.3g}"
        return f"{star / unit:.{2 if star < 100 * unit else 3}g}"

    return ", ".join(map(at, encoders.parts(p)))


def advantage(rows: Sequence[Row], rival: str, what: str) -> Estimate:
    """data2vec's lead in the share learned of one of `encoders.gains`, mean over grammars.

    Of each grammar and size the mean over the numbers of strings tried, so that none is picked.
    """
    heights: dict[tuple[RHMParams, int], dict[int, dict[str, float]]] = {}
    for row in encoders.best_evaluations(rows):
        p = size_of(row)
        its = heights.setdefault((p, row["seed"]), {}).setdefault(row["P"], {})
        its[row["learner"]] = row["gains"][what]
    leads = [
        [
            both["data2vec"] - both[rival]
            for both in its.values()
            if {"data2vec", rival} <= set(both)
        ]
        for its in heights.values()
    ]
    means = [float(np.mean(its)) for its in leads if its]
    if not means:
        return Estimate(*3 * (float("nan"),))
    return bootstrap([means], lambda groups: float(np.mean(groups[0])))
