"""The exponent of the data that data2vec needs, and its lead over tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from checks.claims import Outcome, Verdict
from checks.experiments import encoders
from checks.experiments.data2vec_offline.trainings import RIVALS
from checks.intervals import Estimate, bootstrap
from checks.scaling import exponent
from checks.sweep import Row, size_of
from sim import RHMParams
from theory import threshold

_EXPECTED = 3.0
_SHARES = {"half": 0.5, "nine tenths": 0.9}


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """P* ∝ m³/(1−f) for every level; and data2vec ahead of tokens on equal strings."""
    wide = encoders.widest(rows)
    return [_exponent(wide, encoders.narrow(rows)), _lead(wide)]


def _exponent(rows: Sequence[Row], narrow: Sequence[Row]) -> Verdict:
    """The exponent in m of the data that each level needs."""
    deepest = max(row["L"] for row in rows)
    names = (*(f"level {i}" for i in range(1, deepest)), "root")
    stars = {
        f"{share} of {name}": _known(encoders.thresholds(rows, "data2vec", name, height))
        for share, height in _SHARES.items()
        for name in names
    }
    slopes = {what: exponent(its) for what, its in stars.items() if len(its) > 1}
    if not slopes:
        what = f"no level crosses on the grid at two sizes; {encoders.lost(rows)}"
        return Verdict("data2vec-offline", Outcome.IN_PART, what)
    fitting = [its.low <= _EXPECTED <= its.high for its in slopes.values()]
    outcome = Outcome.IN_PART
    if all(fitting) and all(f"half of {name}" in slopes for name in names):
        outcome = Outcome.HOLDS
    elif not any(fitting):
        outcome = Outcome.CONTRADICTED
    told = ", ".join(f"{what} {its} (m = {_sizes(stars[what])})" for what, its in slopes.items())
    units = ", ".join(f"{what} {_in_units(its)}" for what, its in stars.items() if its)
    return Verdict(
        "data2vec-offline",
        outcome,
        f"exponent in m of P*(1−f) (expected 3): {told}; P* in units of vm³/(1−f): {units}; "
        f"{encoders.lost(rows)}" + "".join(f"; {x}" for x in _widths(rows, narrow, names)),
    )


def _known(stars: Mapping[RHMParams, np.ndarray]) -> dict[RHMParams, np.ndarray]:
    """Sizes at which the median threshold lies within the strings tried."""
    return {p: its for p, its in stars.items() if 0 < np.median(its) < np.inf}


def _sizes(stars: Mapping[RHMParams, np.ndarray]) -> str:
    return ", ".join(str(p.m) for p in stars)


def _in_units(stars: Mapping[RHMParams, np.ndarray]) -> str:
    return " ".join(
        f"{np.median(its) / threshold('latent', **p.as_dict()):.2g} (m = {p.m})"
        for p, its in stars.items()
    )


def _widths(rows: Sequence[Row], narrow: Sequence[Row], names: Sequence[str]) -> list[str]:
    """How many times the strings narrower encoders need, level by level."""
    found = []
    for name in names:
        wide = encoders.thresholds(rows, "data2vec", name)
        for p, stars in encoders.thresholds(narrow, "data2vec", name).items():
            times = bootstrap([stars, wide[p]], lambda x: float(np.median(x[0]) / np.median(x[1])))
            if np.isfinite(times.value):
                found.append(f"narrower encoders need {times} times as many at m = {p.m} ({name})")
    return found


def _lead(rows: Sequence[Row]) -> Verdict:
    """Whether data2vec is ahead of tokens at the level below the root, and at the root."""
    below = f"level {max(row['L'] for row in rows) - 1}"
    ahead = {
        f"over {name}, {what}, m = {p.m}": advantage(
            [row for row in rows if size_of(row) == p], rival, what
        )
        for rival, name in RIVALS.items()
        for what in (below, "root")
        for p in sorted({size_of(row) for row in rows if row["learner"] == rival})
    }
    outcome = Outcome.IN_PART
    if all(found.low > 0 for found in ahead.values()):
        outcome = Outcome.HOLDS
    elif all(found.high < 0 for found in ahead.values()):
        outcome = Outcome.CONTRADICTED
    told = "; ".join(f"{name}: {found}" for name, found in ahead.items())
    v, depth = rows[0]["v"], rows[0]["L"]
    return Verdict(
        "objectives",
        outcome,
        f"lead of data2vec in the share learned, mean over the numbers of strings tried "
        f"(v = {v}, L = {depth}): {told}",
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
