"""The exponent of the data that data2vec needs, and its lead over tokens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from checks.claims import Outcome, Verdict
from checks.experiments import encoders
from checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from checks.intervals import Estimate, bootstrap
from checks.learning_curves import varied
from checks.scaling import exponent
from checks.sweep import Row, size_of
from sim import RHMParams
from theory import threshold

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
    slopes = _slopes(by_m, "m")
    if not slopes:
        what = f"no level crosses on the grid at two sizes; {encoders.lost(rows)}"
        return Verdict("data2vec-offline", Outcome.IN_PART, what)
    fitting = [its.low <= _EXPECTED <= its.high for its in slopes.values()]
    outcome = Outcome.IN_PART
    if all(fitting) and all(f"half of {name}" in slopes for name in names):
        outcome = Outcome.HOLDS
    elif not any(fitting):
        outcome = Outcome.CONTRADICTED
    in_v = _slopes(by_v, "v") if len({row["v"] for row in by_v}) > 1 else {}
    return Verdict(
        "data2vec-offline",
        outcome,
        f"P*(1−f) grows as {', '.join(f'm^{its} ({what})' for what, its in slopes.items())}"
        + (f"; as {', '.join(f'v^{x} ({what})' for what, x in in_v.items())}" if in_v else "")
        + f"; P* in units of vm³/(1−f): {_units(by_m, 'm')}"
        + (f"; {_units(by_v, 'v')}" if in_v else "")
        + f"; {encoders.lost(rows)}"
        + "".join(f"; {x}" for x in _widths(rows, narrow, names)),
    )


def _slopes(rows: Sequence[Row], letter: str) -> dict[str, Estimate]:
    """Exponents of all thresholds that lie on the grid at two sizes or more."""
    stars = {what: its for what, its in _stars(rows).items() if len(its) > 1}
    return {what: exponent(its, letter) for what, its in stars.items()}


def _stars(rows: Sequence[Row]) -> dict[str, dict[RHMParams, np.ndarray]]:
    """Where each share of each part is learned, at sizes whose median is within those tried."""
    found = {
        f"{share} of {name}": encoders.thresholds(rows, "data2vec", name, height)
        for share, height in _SHARES.items()
        for name in encoders.parts(size_of(rows[0]))
    }
    return {
        what: {p: its for p, its in stars.items() if 0 < np.median(its) < np.inf}
        for what, stars in found.items()
    }


def _units(rows: Sequence[Row], letter: str) -> str:
    told = {
        what: " ".join(
            f"{np.median(its) / _unit(p):.2g} ({letter} = {getattr(p, letter)})"
            for p, its in stars.items()
        )
        for what, stars in _stars(rows).items()
    }
    return ", ".join(f"{what} {its}" for what, its in told.items() if its)


def _unit(p: RHMParams) -> float:
    return threshold("latent", **p.as_dict())


def _widths(rows: Sequence[Row], narrow: Sequence[Row], names: Sequence[str]) -> list[str]:
    """How many times the strings narrower encoders need, level by level."""
    found = []
    for name in names:
        wide = encoders.thresholds(rows, "data2vec", name)
        for p, stars in encoders.thresholds(narrow, "data2vec", name).items():
            times = bootstrap([stars, wide[p]], _times)
            if np.isfinite(times.value):
                found.append(f"narrower encoders need {times} times as many at m = {p.m} ({name})")
    return found


def _times(groups: Sequence[np.ndarray]) -> float:
    """Ratio of the medians; NaN where one lies beyond the strings tried."""
    first, second = map(np.median, groups)
    known = 0 < first < np.inf and 0 < second < np.inf
    return float(first / second) if known else float("nan")


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
            f"v = {p.v}, m = {p.m}, L = {p.L}: "
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
    """Strings at half of each part by each learner, the medians of the grammars."""
    names = encoders.parts(p)
    units: dict[str, list[float]] = {}
    for row in rows:
        units.setdefault(row["learner"], []).append(row["P"] / _unit(p))

    def at(learner: str, name: str) -> str:
        star = float(np.median(encoders.thresholds(rows, learner, name)[p])) / _unit(p)
        if star == 0:
            return f"below {min(units[learner]):.3g}"
        return f"beyond {max(units[learner]):.3g}" if np.isinf(star) else f"{star:.2g}"

    return f"({', '.join(names)}) " + ", ".join(
        f"by {called} at {', '.join(at(learner, name) for name in names)}"
        for learner, called in NAMES.items()
        if learner in units
    )


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
