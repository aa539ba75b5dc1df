"""Rows of trained networks (`checks.measure.training.trained`) as curves and series.

A row holds one batch of networks, a grammar each: `row["records"][network]` lists the evaluations
of one, the last of them with the probes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ownlatents.checks.measure.curves import varied
from ownlatents.checks.measure.encoders import usual
from ownlatents.checks.stats.threshold import LearningCurve
from ownlatents.checks.sweep import Row, size_of
from ownlatents.sim import RHMParams


def as_in_the_paper(rows: Sequence[Row], size: Mapping[str, int], by: str) -> list[Row]:
    """Rows of the paper's sizes if there are some, else of those that differ in one letter alone.

    Args:
        size: letters that the paper's sizes share, such as `{"v": 10, "s": 3, "L": 4}`.
        by: the letter that varies.
    """
    papers = [row for row in rows if all(row[letter] == x for letter, x in size.items())]
    return papers or varied(rows, by)


def data2vec(rows: Sequence[Row]) -> list[Row]:
    """data2vec's rows by encoders of the usual width, of the paper's sizes if there are some."""
    ours = [row for row in usual(rows) if row["learner"] == "data2vec"]
    return as_in_the_paper(ours, {"v": 16, "s": 2, "L": 4}, "m")


def root_curves(rows: Iterable[Row], probe: str) -> list[LearningCurve]:
    """Accuracy of a root probe ("mlp" or "linear") against strings, of each network.

    Args:
        rows: of `encoders.evaluations` or `encoders.best_evaluations`.
        probe: the probe's name.
    """
    points: dict[tuple[RHMParams, int], list[tuple[float, float]]] = {}
    for row in rows:
        points.setdefault((size_of(row), row["seed"]), []).append((row["P"], row[probe]))
    return [LearningCurve.of(p, seed, its) for (p, seed), its in points.items()]


def evaluations(rows: Iterable[Row]) -> Iterator[Row]:
    """Every evaluation of every network."""
    return (record for row in rows for records in row["records"] for record in records)
