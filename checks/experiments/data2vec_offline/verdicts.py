"""The exponent of the data that data2vec needs, and its lead over tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from checks.experiments import encoders
from checks.experiments.data2vec_offline.thresholds import (
    SHARES,
    Power,
    by_part,
    medians,
    powers,
    ratios,
)
from checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from checks.intervals import Estimate, bootstrap
from checks.learning_curves import varying
from checks.sweep import Row, size_of
from checks.units import UNITS
from checks.verdicts import Outcome, Table, Verdict
from sim import RHMParams


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """P* ∝ vm³/(1−f) for every level; and data2vec ahead of tokens on equal strings."""
    ours = encoders.usual(rows)
    return [_exponents(ours, [row for row in rows if row not in ours]), _lead(ours)]


def _exponents(rows: Sequence[Row], others: Sequence[Row]) -> Verdict:
    """Those of the data that each level needs, in m and in v."""
    families = {letter: varying(rows, letter) for letter in "mv"}
    found = [
        power
        for letter, its in families.items()
        for family in its
        for power in powers(family, "data2vec", letter)
    ]
    in_m = {(power.at, power.of) for power in found if power.letter == "m"}
    if not in_m:
        what = f"no level crosses on the grid at two sizes; {encoders.lost(rows)}"
        return Verdict("data2vec-offline", Outcome.IN_PART, what)
    fitting = [power.fits for power in found]
    parts = sum(len(encoders.parts(size_of(family[0]))) for family in families["m"])
    halves = sum(of.startswith("half") for _, of in in_m)
    outcome = Outcome.IN_PART
    if all(fitting) and halves == parts:
        outcome = Outcome.HOLDS
    elif not any(fitting):
        outcome = Outcome.CONTRADICTED
    return Verdict(
        "data2vec-offline",
        outcome,
        f"P*(1−f) grows {_told(found)}; {encoders.lost(rows)}",
        (
            Table(
                "Exponents of P*(1−f)",
                ("P* of", "in", "at", "over", "exponent", "by the law"),
                tuple(found),
            ),
            _thresholds(rows),
            *(_widths(rows, others) if others else []),
        ),
    )


def _told(found: Sequence[Power]) -> str:
    """Exponents by the sizes that are held fixed."""
    by_sizes: dict[str, list[str]] = {}
    for x in found:
        told = f"{x.letter}^{x.slope} ({x.letter} = {x.over}) for {x.of}"
        by_sizes.setdefault(x.at, []).append(told)
    return "; ".join(f"at {at} as {', '.join(told)}" for at, told in by_sizes.items())


def _thresholds(rows: Sequence[Row]) -> Table:
    """data2vec's at all sizes."""
    return by_part(
        f"P* of data2vec in units of {UNITS['latent']}, medians of the grammars",
        "share learned",
        [
            (p, share, medians(rows, "data2vec", p, height))
            for p in sorted({size_of(row) for row in rows if row["learner"] == "data2vec"})
            for share, height in SHARES.items()
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
                times.append((p, f"{width} : {usual}", ratios(its, "data2vec", own, p)))
    return [
        by_part(f"P* of half by width, in units of {UNITS['latent']}", "width", halves),
        by_part("The same over that of the usual width", "widths", times),
    ]


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
        tuple(_by_learner(rows)),
    )


def _by_learner(rows: Sequence[Row]) -> Iterator[Table]:
    """P* of each learner where several were trained, its ratio to data2vec's, and its exponents."""
    trained = [
        (p, learner, name)
        for p in encoders.compared(rows)
        for learner, name in NAMES.items()
        if any((row["learner"], size_of(row)) == (learner, p) for row in rows)
    ]
    yield by_part(
        f"P* of half in units of {UNITS['latent']}, medians of the grammars",
        "learner",
        [(p, name, medians(rows, learner, p)) for p, learner, name in trained],
    )
    yield by_part(
        "The same over that of data2vec",
        "learner",
        [
            (p, name, ratios(rows, learner, rows, p))
            for p, learner, name in trained
            if learner in RIVALS
        ],
    )
    growing = tuple(
        (name, power.of, power.at, power.over, power.slope, power.law)
        for family in varying(rows, "m")
        for learner, name in RIVALS.items()
        for power in powers(family, learner, "m")
    )
    yield Table(
        "Exponents in m of P*(1−f) by tokens, whose law for level ℓ is vm^(ℓ+2), (1)",
        ("learner", "P* of", "at", "over", "exponent", "by the law"),
        growing,
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
