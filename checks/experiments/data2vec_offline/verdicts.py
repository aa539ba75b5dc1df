"""The exponent of the data that data2vec needs, and its lead over tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from checks.experiments import encoders
from checks.experiments.data2vec_offline.thresholds import by_part, medians, thresholds
from checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from checks.intervals import Estimate, Groups, bootstrap, middle
from checks.learning_curves import varied
from checks.scaling import exponent, known
from checks.sweep import Row, size_of
from checks.units import UNITS
from checks.verdicts import Cell, Outcome, Table, Verdict
from sim import RHMParams

_EXPECTED = {"m": 3.0, "v": 1.0}
"""Exponents of P*(1−f) by the law."""
_SHARES = {"half": 0.5, "nine tenths": 0.9}


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """P* ∝ vm³/(1−f) for every level; and data2vec ahead of tokens on equal strings."""
    ours = encoders.usual(rows)
    return [_exponents(ours, [row for row in rows if row not in ours]), _lead(ours)]


class _Power(NamedTuple):
    """By which power of a size the threshold of one share of one part grows, over which values."""

    of: str
    letter: str
    over: str
    slope: Estimate


def _exponents(rows: Sequence[Row], others: Sequence[Row]) -> Verdict:
    """Those of the data that each level needs, in m and in v."""
    powers = [power for letter in _EXPECTED for power in _powers(varied(rows, letter), letter)]
    in_m = [power.of for power in powers if power.letter == "m"]
    if not in_m:
        what = f"no level crosses on the grid at two sizes; {encoders.lost(rows)}"
        return Verdict("data2vec-offline", Outcome.IN_PART, what)
    fitting = [its.slope.low <= _EXPECTED[its.letter] <= its.slope.high for its in powers]
    parts = encoders.parts(size_of(varied(rows, "m")[0]))
    outcome = Outcome.IN_PART
    if all(fitting) and all(f"half of {part}" in in_m for part in parts):
        outcome = Outcome.HOLDS
    elif not any(fitting):
        outcome = Outcome.CONTRADICTED
    told = (f"{x.letter}^{x.slope} ({x.letter} = {x.over}) for {x.of}" for x in powers)
    return Verdict(
        "data2vec-offline",
        outcome,
        f"P*(1−f) grows as {', '.join(told)}; {encoders.lost(rows)}",
        (
            Table("Exponents of P*(1−f)", ("P* of", "in", "over", "exponent"), tuple(powers)),
            _thresholds(rows),
            *(_widths(rows, others) if others else []),
        ),
    )


def _powers(rows: Sequence[Row], letter: str) -> Iterator[_Power]:
    """Of all thresholds that lie within the strings tried at two sizes or more."""
    for share, height in _SHARES.items():
        for part in encoders.parts(size_of(rows[0])):
            stars = known(thresholds(rows, "data2vec", part, height))
            if len(stars) > 1:
                over = ", ".join(str(getattr(p, letter)) for p in stars)
                yield _Power(f"{share} of {part}", letter, over, exponent(stars, letter))


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


def _widths(rows: Sequence[Row], others: Sequence[Row]) -> list[Table]:
    """What encoders of other widths need beside those of the usual one, part by part."""
    halves, times = [], []
    for p in sorted({size_of(row) for row in others}):
        own = [row for row in rows if size_of(row) == p]
        usual = encoders.width(own[0])
        by_width = {usual: own}
        for row in others:
            if size_of(row) == p:
                by_width.setdefault(encoders.width(row), []).append(row)
        for width, its in sorted(by_width.items()):
            halves.append((p, str(width), medians(its, "data2vec", p)))
            if width != usual:
                times.append((p, f"{width} : {usual}", _times(its, own, p)))
    return [
        by_part(f"P* of half by width, in units of {UNITS['latent']}", "width", halves),
        by_part("The same over that of the usual width", "widths", times),
    ]


def _times(theirs: Sequence[Row], own: Sequence[Row], p: RHMParams) -> dict[str, Cell]:
    """Ratio of the median thresholds of each part of which both lie within the strings tried."""
    found = {
        part: bootstrap([thresholds(its, "data2vec", part)[p] for its in (theirs, own)], _ratio)
        for part in encoders.parts(p)
    }
    return {part: times for part, times in found.items() if np.isfinite(times.value)}


def _ratio(groups: Groups) -> np.ndarray:
    """Of the medians; NaN where one lies beyond the strings tried."""
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
