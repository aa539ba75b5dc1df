"""Thresholds of trained networks: accuracy on a grid of strings, over several grammars."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ownlatents.checks.measure.verdicts import Table
from ownlatents.checks.stats.threshold import LearningCurve, learning_curves, thresholds
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, size_of
from ownlatents.models.ensemble import Record

FLAT = 1.5
"""Growth a level below which a threshold counts as flat in the level or in L; the rivals' is m."""


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


def curves_of(rows: Sequence[Row], height: Callable[[Record], float]) -> list[LearningCurve]:
    """The learning curve of each network, from the rows of `checks.measure.training.trained`.

    Args:
        rows: with the settings of their tasks; every size with the same grammars at each P.
        height: the accuracy that a network's last record holds. A network whose training broke off
            counts as 0: it has learned nothing, and is not left out.
    """
    return learning_curves(
        (size_of(row), seed, row["P"], height(final) if final["finite"] else 0.0)
        for row in rows
        for seed, (*_, final) in enumerate(row["records"])
    )


def hard_labels(record: Record) -> float:
    """Of SLC's record: accuracy of the top level's hard labels by the best permutation."""
    return float(record["accuracy"][-1])


def class_probe(record: Record) -> float:
    """Of SLC's record: what a probe of the class reads, as a share of what it reads from true
    latents, which is not all where m is large.
    """
    return float(record["class_probe"] / record["class_ceiling"])


def latent_probe(record: Record) -> float:
    """Of SLC's record: accuracy of a linear probe of the true top latents, as in Fig. 3 (right)."""
    return float(record["latent_probe"])


READINGS = {
    "hard labels": hard_labels,
    "class probe": class_probe,
    "latent probe": latent_probe,
}
"""Three readings of SLC's top level; verdicts are decided by the first.

A probe of the class reads half of the classes at m = 2 from codes that mean nothing, and at m = 15
no more than half from the true latents; a probe of the latents too reads well from the fewest
strings at some sizes.
"""


def threshold_table(rows: Sequence[Row]) -> Table:
    """P* of SLC's networks by each of `READINGS`, at all sizes."""
    found = [thresholds(curves_of(rows, height)) for height in READINGS.values()]
    return Table(
        "P*, where half is right, in units of vm³/(1−f), medians of the grammars",
        (*"vmsL", *READINGS),
        tuple(
            (p.v, p.m, p.s, p.L, *(its[p].cell(latent_unit(p)) for its in found)) for p in found[0]
        ),
    )
