"""data2vec's lead over tokens: in what is learned, in the strings that it takes, in exponents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ownlatents.checks.experiments.data2vec_offline.thresholds import (
    POWERS,
    by_part,
    medians,
    powers,
    ratios,
)
from ownlatents.checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from ownlatents.checks.measure import encoders
from ownlatents.checks.measure.curves import varying
from ownlatents.checks.measure.verdicts import Outcome, Table, Verdict
from ownlatents.checks.stats.intervals import Estimate, mean
from ownlatents.checks.stats.units import UNITS
from ownlatents.checks.sweep import Row, of_size


def lead(rows: Sequence[Row]) -> Verdict:
    """Whether data2vec is ahead of tokens at the level below the root, and at the root."""
    found = {
        (rival, p): [advantage(of_size(rows, p), rival, part) for part in encoders.parts(p)[-2:]]
        for rival in RIVALS
        for p in encoders.compared(rows)
        if any(row["learner"] == rival for row in of_size(rows, p))
    }
    if not found:
        return Verdict("objectives", Outcome.IN_PART, "no learner of tokens was trained")
    leads = [x for pair in found.values() for x in pair]
    outcome = Outcome.IN_PART
    if all(x.low > 0 for x in leads):
        outcome = Outcome.HOLDS
    elif all(x.high < 0 for x in leads):
        outcome = Outcome.CONTRADICTED
    over = {
        name: [x for (its, _), pair in found.items() if its == rival for x in pair]
        for rival, name in RIVALS.items()
    }
    return Verdict(
        "objectives",
        outcome,
        "in the share learned of level L−1 and of the root at each size, mean over the numbers of "
        f"strings tried, data2vec is {', '.join(_told(*its) for its in over.items() if its[1])}",
        (
            Table(
                "Lead of data2vec in the share learned, mean over the numbers of strings tried",
                (*"vmsL", "over", "level L−1", "root"),
                tuple((p.v, p.m, p.s, p.L, RIVALS[its], *pair) for (its, p), pair in found.items()),
            ),
            *_by_learner(rows),
        ),
    )


def _told(rival: str, leads: Sequence[Estimate]) -> str:
    """How often data2vec is ahead and behind, and by how much."""
    ahead, behind = sum(x.low > 0 for x in leads), sum(x.high < 0 for x in leads)
    values = [x.value for x in leads]
    return (
        f"ahead of {rival} in {ahead} and behind in {behind} of {len(leads)} comparisons (by "
        f"{min(values):.2g} to {max(values):.2g})"
    )


def _by_learner(rows: Sequence[Row]) -> Iterator[Table]:
    """P* of each learner where several were trained, its ratio to data2vec's, and its exponents."""
    trained = [
        (p, learner, name)
        for p in encoders.compared(rows)
        for learner, name in NAMES.items()
        if any(row["learner"] == learner for row in of_size(rows, p))
    ]
    yield by_part(
        f"P* of half in units of {UNITS['latent']}, medians of the grammars",
        "learner",
        [(p, name, medians(rows, learner, p)) for p, learner, name in trained],
    )
    times = [
        (p, name, found)
        for p, learner, name in trained
        if learner in RIVALS and (found := ratios(rows, learner, rows, p))
    ]
    if times:
        yield by_part("The same over that of data2vec", "learner", times)
    growing = tuple(
        (name, *power)
        for family in varying(rows, "m")
        for learner, name in RIVALS.items()
        for power in powers(family, learner, "m")
    )
    if growing:
        yield Table(
            "Exponents in m of P*(1−f) by tokens, whose law for level ℓ is vm^(ℓ+2), (1)",
            ("learner", *POWERS),
            growing,
        )


def advantage(rows: Sequence[Row], rival: str, what: str) -> Estimate:
    """data2vec's lead in the share learned of one of `encoders.parts`, mean over grammars.

    The rows are of one size. Of each grammar the mean over the numbers of strings tried, so that
    none is picked.
    """
    heights: dict[int, dict[int, dict[str, float]]] = {}
    for row in encoders.best_evaluations(rows):
        its = heights.setdefault(row["seed"], {}).setdefault(row["P"], {})
        its[row["learner"]] = row["gains"][what]
    leads = [
        [
            both["data2vec"] - both[rival]
            for both in its.values()
            if {"data2vec", rival} <= set(both)
        ]
        for its in heights.values()
    ]
    return mean([float(np.mean(its)) for its in leads])
