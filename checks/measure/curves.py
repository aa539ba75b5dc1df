"""Thresholds of trained networks: accuracy on a grid of strings, over several grammars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ownlatents.checks.measure.verdicts import Outside, Table, within
from ownlatents.checks.stats.intervals import Estimate, bootstrap, crossing, log_slope
from ownlatents.checks.stats.scaling import span
from ownlatents.checks.stats.units import latent_unit, strings_by
from ownlatents.checks.sweep import Row, size_of
from ownlatents.models.ensemble import Record
from ownlatents.sim import RHMParams

Curves = Mapping[RHMParams, tuple[Sequence[float], NDArray[np.float64]]]
"""Per size the numbers of strings, `(n,)`, and the accuracy of each grammar there, `(g, n)`."""


FLAT = 1.5
"""Growth a level below which a threshold counts as flat in the level or in L; the rivals' is m."""


def threshold_of(
    strings: Sequence[float], heights: NDArray[np.float64], at: float = 0.5
) -> NDArray[np.float64]:
    """P*: where the mean accuracy over grammars rises through `at`; 0 or ∞ beyond the grid.

    Args:
        strings: numbers of strings, `(n,)`.
        heights: accuracies there, `(…, grammars, n)`.
        at: the height.
    """
    return crossing(strings, heights.mean(axis=-2), at=at)


def thresholds(curves: Curves, at: float = 0.5) -> dict[RHMParams, Estimate]:
    """P* of each size, with an interval over grammars."""
    return {
        p: bootstrap([heights], lambda groups: threshold_of(strings, groups[0], at))  # noqa: B023
        for p, (strings, heights) in curves.items()
    }


def exponent_in(letter: str, curves: Curves, at: float = 0.5) -> Estimate:
    """Exponent of P*(1−f) in v or m (or growth exponent in L), with an interval over grammars.

    Args:
        letter: the size that varies among the curves.
    """
    sizes = [getattr(p, letter) for p in curves]
    free = [1 - p.f for p in curves]
    return bootstrap(
        [heights for _, heights in curves.values()],
        lambda groups: log_slope(sizes, stars_of(curves, groups, free, at)),
    )


def collapse(curves: Curves, law: str, at: float = 0.5) -> Estimate:
    """Largest over smallest P* in units of a law, with an interval over grammars."""
    shares = [1 / strings_by(law, p) for p in curves]
    return bootstrap(
        [heights for _, heights in curves.values()],
        lambda groups: span(stars_of(curves, groups, shares, at)),
    )


def stars_of(
    curves: Curves, groups: Sequence[NDArray[np.float64]], factors: Sequence[float], at: float = 0.5
) -> list[NDArray[np.float64]]:
    """P* of each size by heights that stand in for the curves' own, times a factor each."""
    return [
        threshold_of(strings, heights, at) * factor
        for (strings, _), heights, factor in zip(curves.values(), groups, factors, strict=True)
    ]


def varied(rows: Sequence[Row], letter: str) -> list[Row]:
    """Of rows of many sizes those among which one letter takes the most values, the others one.

    Where several families of sizes do, the one of the largest s, L, v and m, in this order.
    """
    return next(iter(families(rows, letter)), [])


def varying(rows: Sequence[Row], letter: str) -> list[list[Row]]:
    """Those of `families` among which the letter varies; where it varies in none, the first."""
    found = families(rows, letter)
    return [its for its in found if len({row[letter] for row in its}) > 1] or found[:1]


def families(rows: Sequence[Row], letter: str) -> list[list[Row]]:
    """Rows by the sizes apart from one letter, in the order of `varied`."""
    found: dict[tuple[int, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[x] for x in "sLvm" if x != letter), []).append(row)

    def rank(sizes: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        return len({row[letter] for row in found[sizes]}), sizes

    return [found[sizes] for sizes in sorted(found, key=rank, reverse=True)]


def curves_of(rows: Sequence[Row], height: Callable[[Record], float]) -> Curves:
    """Learning curves from the rows of `checks.measure.training.trained`.

    Args:
        rows: with the settings of their tasks; every size with the same grammars at each P.
        height: the accuracy that a network's last record tells. A network whose training broke
            off counts as 0: it has learned nothing, and is not left out.
    """
    found: dict[RHMParams, dict[int, list[float]]] = {}
    for row in rows:
        p = size_of(row)
        finals = [records[-1] for records in row["records"]]
        heights = [height(record) if record["finite"] else 0.0 for record in finals]
        found.setdefault(p, {})[row["P"]] = heights
    return {
        p: (sorted(found[p]), np.array([found[p][P] for P in sorted(found[p])]).T)
        for p in sorted(found)
    }


def hard_labels(record: Record) -> float:
    """Of SLC's record: accuracy of the top level's hard labels by the best permutation."""
    return float(record["accuracy"][-1])


def class_probe(record: Record) -> float:
    """Of SLC's record: what a probe of the class reads, as a share of what it reads from true
    latents, which is not all where m is large.
    """
    return float(record["class_probe"] / record["class_ceiling"])


READINGS = {"hard labels": hard_labels, "class probe": class_probe}
"""How far SLC's top level is read."""


def in_units(p: RHMParams, curves: Curves) -> float | Outside:
    """P* of one size in units of vm³/(1−f)."""
    strings, heights = curves[p]
    return within(threshold_of(strings, heights), strings, latent_unit(p))


def threshold_table(rows: Sequence[Row]) -> Table:
    """P* of SLC's networks by each of `READINGS`, at all sizes."""
    curves = [curves_of(rows, height) for height in READINGS.values()]
    return Table(
        "P*, where half is right, in units of vm³/(1−f)",
        (*"vmsL", *READINGS),
        tuple((p.v, p.m, p.s, p.L, *(in_units(p, its) for its in curves)) for p in curves[0]),
    )
