"""How the curves are judged: as m³, and gathered in the paper's units more than in the rivals'."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ownlatents.checks.measure.curves import (
    READINGS,
    class_probe,
    curves_of,
    hard_labels,
    threshold_table,
    varied,
    varying,
)
from ownlatents.checks.measure.verdicts import Outcome, Table, Verdict, shown
from ownlatents.checks.stats.intervals import Estimate
from ownlatents.checks.stats.scaling import exponent, fold_range
from ownlatents.checks.stats.threshold import Thresholds, thresholds
from ownlatents.checks.stats.units import UNITS, latent_unit
from ownlatents.checks.sweep import Row, size_of
from ownlatents.sim import RHMParams

_PLATEAU = 0.98
_LAW = 3.0
"""Exponent of m."""

Slopes = Mapping[str, tuple[Thresholds, Estimate]]
"""Exponents by reading, and the thresholds that they are of."""


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """As m³, gathered in the paper's units more than in the rivals', up to a plateau near 1.

    P* is where half of the top level's hard labels are right: the paper's probe of the class reads
    half of the classes at m = 2 from codes that mean nothing, and at m = 15 no more than half from
    the true latents. The plateau is that of a probe of the latents.
    """
    by_letter = [*(("m", its) for its in varying(rows, "m")), ("v", varied(rows, "v"))]
    powers = [(letter, its, _exponents(letter, its)) for letter, its in by_letter]
    scaled = (_scaling(its) for letter, its in by_letter if letter == "m")
    judged, told = zip(*scaled, strict=True)
    as_the_law = [its for its in judged if its is not None]
    ends = [records[-1] for row in _richest(rows) for records in row["records"]]
    broken = sum(not end["finite"] for end in ends)
    alive = [end for end in ends if end["finite"]]
    plateau = float(np.mean([end["latent_probe"] for end in alive]))
    classes = float(np.mean([class_probe(end) for end in alive]))
    merged = sum(sum(end["merged"]) > 0 for end in ends)
    split = sum(sum(end["split"]) > 0 for end in ends)
    return [
        Verdict(
            "slc-collapse",
            Outcome.HOLDS
            if as_the_law and all(as_the_law) and plateau >= _PLATEAU
            else Outcome.IN_PART,
            f"by hard labels of the top level, {'; '.join(told)}; with the most strings probes "
            f"read {plateau:.3f} of the top latents, and of the classes {classes:.3f} times as "
            f"many as from true latents; {merged} of {len(ends)} networks have merged two classes, "
            f"{split} use more codes than classes, {broken} broke off",
            (_powers(powers), threshold_table(rows)),
        )
    ]


def _scaling(rows: Sequence[Row]) -> tuple[bool | None, str]:
    """Whether one family's P*(1−f) may grow as m³, more gathered so than by the rivals' law.

    None where fewer than two sizes have a threshold within the strings tried and the others are
    half right with the fewest.
    """
    found = thresholds(curves_of(rows, hard_labels))
    inside = {p: one for p, one in found.items() if one.within}
    never = [p.m for p, one in found.items() if math.isinf(one.median)]
    beyond = f"; at m = {', '.join(map(str, never))} half is not kept to the end" if never else ""
    beyond += "".join(
        f"; at m = {p.m} P* is {shown(one.cell(latent_unit(p)))} of these"
        for p, one in found.items()
        if one.median == 0
    )
    where = f"at {_named(rows, 'vsL')}"
    if len(inside) < 2:
        return False if never else None, f"{where} fewer than two thresholds are known{beyond}"
    cubic = exponent(found)
    latent, token = (fold_range(inside, law) for law in ("latent", "token"))
    medians = [one.median / latent_unit(p) for p, one in inside.items()]
    return (
        not never and latent.high < token.low and cubic.low <= _LAW <= cubic.high,
        f"{where} P*(1−f) grows as m^{cubic} ({_values(found, 'm')}); P* is {min(medians):.2g} to "
        f"{max(medians):.2g} {UNITS['latent']} and varies by a factor {latent} in these units, "
        f"{token} in units of {UNITS['token']}{beyond}",
    )


def _exponents(letter: str, rows: Sequence[Row]) -> Slopes:
    """Of P*(1−f), where it lies within the strings tried at two sizes or more."""
    found = {name: thresholds(curves_of(rows, height)) for name, height in READINGS.items()}
    return {
        name: (its, exponent(its, letter))
        for name, its in found.items()
        if sum(one.within for one in its.values()) > 1
    }


def _powers(found: Sequence[tuple[str, Sequence[Row], Slopes]]) -> Table:
    """In m and in v, by each reading."""
    rows = (
        (name, _named(its, "vmsL".replace(letter, "")), _values(known, letter), slope)
        for letter, its, slopes in found
        for name, (known, slope) in slopes.items()
    )
    return Table("Exponents of P*(1−f)", ("by", "at", "over", "exponent"), tuple(rows))


def _named(rows: Sequence[Row], letters: str) -> str:
    return ", ".join(f"{letter} = {rows[0][letter]}" for letter in letters)


def _values(sizes: Iterable[RHMParams], letter: str) -> str:
    return f"{letter} = {', '.join(str(getattr(p, letter)) for p in sizes)}"


def _richest(rows: Sequence[Row]) -> list[Row]:
    """The row of most strings of each size."""
    best: dict[RHMParams, Row] = {}
    for row in rows:
        p = size_of(row)
        if p not in best or row["P"] > best[p]["P"]:
            best[p] = row
    return list(best.values())
