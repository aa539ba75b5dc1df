"""The exponent of the data that data2vec needs, and its lead over tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from checks.experiments import encoders
from checks.experiments.data2vec_offline.thresholds import by_part, medians, thresholds
from checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from checks.intervals import Estimate, Groups, bootstrap, middle
from checks.learning_curves import varied
from checks.scaling import UNITS, Stars, exponent, known
from checks.sweep import Row, size_of
from checks.verdicts import Cell, Outcome, Table, Verdict
from sim import RHMParams

_EXPECTED = 3.0
_SHARES = {"half": 0.5, "nine tenths": 0.9}


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """P* ∝ m³/(1−f) for every level; and data2vec ahead of tokens on equal strings."""
    ours = encoders.usual(rows)
    return [_exponents(ours, [row for row in rows if row not in ours]), _lead(ours)]


def _exponents(rows: Sequence[Row], others: Sequence[Row]) -> Verdict:
    """Those of the data that each level needs, in m and in v."""
    by_m, by_v = varied(rows, "m"), varied(rows, "v")
    names = encoders.parts(size_of(by_m[0]))
    stars, in_v = _stars(by_m), _stars(by_v)
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
    return Verdict(
        "data2vec-offline",
        outcome,
        f"P*(1−f) grows as {_told(slopes, stars)}; {encoders.lost(rows)}",
        (
            _powers([("m", stars, slopes), ("v", in_v, _slopes(in_v, "v"))]),
            _thresholds(rows),
            *([_widths(rows, others)] if others else []),
        ),
    )


def _stars(rows: Sequence[Row]) -> dict[str, Stars]:
    """Where each share of each part is learned, at sizes at which that is known."""
    return {
        f"{share} of {name}": known(thresholds(rows, "data2vec", name, height))
        for share, height in _SHARES.items()
        for name in encoders.parts(size_of(rows[0]))
    }


def _slopes(stars: Mapping[str, Stars], letter: str) -> dict[str, Estimate]:
    """Exponents of all thresholds that are known at two sizes or more."""
    return {what: exponent(its, letter) for what, its in stars.items() if len(its) > 1}


def _told(slopes: Mapping[str, Estimate], stars: Mapping[str, Stars]) -> str:
    return ", ".join(
        f"m^{slope} (m = {_values(stars[what], 'm')}) for {what}" for what, slope in slopes.items()
    )


def _values(stars: Stars, letter: str) -> str:
    return ", ".join(str(getattr(p, letter)) for p in stars)


def _powers(found: Sequence[tuple[str, Mapping[str, Stars], Mapping[str, Estimate]]]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (what, letter, _values(stars[what], letter), slope)
        for letter, stars, slopes in found
        for what, slope in slopes.items()
    ]
    return Table("Exponents of P*(1−f)", ("P* of", "in", "over", "exponent"), tuple(rows))


def _thresholds(rows: Sequence[Row]) -> Table:
    """data2vec's at all sizes."""
    return by_part(
        f"P* of data2vec in units of {UNITS['latent']}, medians of the grammars",
        "share learned",
        [
            (p, share, medians(rows, "data2vec", p, height))
            for p in sorted({size_of(row) for row in rows if row["learner"] == "data2vec"})
            for share, height in _SHARES.items()
        ],
    )


def _widths(rows: Sequence[Row], others: Sequence[Row]) -> Table:
    """How many times the strings encoders of other widths need, part by part."""
    found = []
    for p, width in sorted({(size_of(row), encoders.width(row)) for row in others}):
        theirs = [r for r in others if (size_of(r), encoders.width(r)) == (p, width)]
        ours = [row for row in rows if size_of(row) == p]
        times: dict[str, Cell] = {
            name: bootstrap(
                [thresholds(its, "data2vec", name)[p] for its in (theirs, ours)], _times
            )
            for name in encoders.parts(p)
        }
        found.append((p, f"{width} : {encoders.width(ours[0])}", times))
    return by_part("P* of encoders of other widths over that of the usual", "width", found)


def _times(groups: Groups) -> np.ndarray:
    """Ratio of the medians; NaN where one lies beyond the strings tried."""
    first, second = np.array([middle(x) for x in groups])
    within = (first > 0) & (second > 0) & np.isfinite(first) & np.isfinite(second)
    return np.where(within, first, np.nan) / np.where(within, second, 1.0)


def _lead(rows: Sequence[Row]) -> Verdict:
    """Whether data2vec is ahead of tokens at the level below the root, and at the root."""
    leads: list[Estimate] = []
    told: list[str] = []
    for p in encoders.compared(rows):
        its = [row for row in rows if size_of(row) == p]
        for rival, name in RIVALS.items():
            if any(row["learner"] == rival for row in its):
                here = {what: advantage(its, rival, what) for what in encoders.parts(p)[-2:]}
                leads += here.values()
                named = ", ".join(f"{lead} ({what})" for what, lead in here.items())
                told.append(f"over {name} at {encoders.named(p)} {named}")
    if not leads:
        return Verdict("objectives", Outcome.IN_PART, "no learner of tokens was trained")
    outcome = Outcome.IN_PART
    if all(lead.low > 0 for lead in leads):
        outcome = Outcome.HOLDS
    elif all(lead.high < 0 for lead in leads):
        outcome = Outcome.CONTRADICTED
    return Verdict(
        "objectives",
        outcome,
        "lead of data2vec in the share learned, mean over the numbers of strings tried: "
        f"{'; '.join(told)}",
        (_by_learner(rows),),
    )


def _by_learner(rows: Sequence[Row]) -> Table:
    """P* of each learner where several were trained."""
    return by_part(
        f"P* of half in units of {UNITS['latent']}, medians of the grammars",
        "learner",
        [
            (p, name, medians(rows, learner, p))
            for p in encoders.compared(rows)
            for learner, name in NAMES.items()
            if any((row["learner"], size_of(row)) == (learner, p) for row in rows)
        ],
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
    return bootstrap([means], lambda groups: groups[0].mean(axis=1))
