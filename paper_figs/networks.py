"""Rows of trained networks (`checks.measure.training.trained`) as curves and series.

A row holds one batch of networks, a grammar each: `row["records"][network]` lists the evaluations
of one, the last of them with the probes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ownlatents.checks.measure.curves import curves_of, hard_labels, latent_probe, varied, varying
from ownlatents.checks.measure.encoders import usual
from ownlatents.checks.stats.threshold import LearningCurve
from ownlatents.checks.sweep import Row, size_of
from ownlatents.paper_figs.collapse import panels
from ownlatents.paper_figs.points import Panel, Panels
from ownlatents.sim import RHMParams


def as_in_the_paper(rows: Sequence[Row], size: Mapping[str, int], by: str) -> list[Row]:
    """Rows of the paper's sizes if there are some, else of those that differ in one letter alone.

    Args:
        size: letters that the paper's sizes share, such as `{"v": 10, "s": 3, "L": 4}`.
        by: the letter that varies.
    """
    papers = [row for row in rows if all(row[letter] == x for letter, x in size.items())]
    return papers or varied(rows, by)


def families(rows: Sequence[Row], size: Mapping[str, int], by: str) -> dict[str, list[Row]]:
    """Rows as `as_in_the_paper`, named "", and by their sizes all others in which `by` varies."""
    found = {"": as_in_the_paper(rows, size, by)}
    shown = {size_of(row) for row in found[""]}
    for its in varying(rows, by):
        if size_of(its[0]) not in shown:
            found[", ".join(f"{x} = {its[0][x]}" for x in "vmsL" if x != by)] = its
    return found


def slc_collapse(
    found: Mapping[str, Sequence[Row]],
    by: str,
    paper: Sequence[LearningCurve] = (),
    paper_stars: Mapping[RHMParams, float] | None = None,
) -> Panels:
    """Panels of SLC's probe, with the thresholds of its hard labels beside the probe's.

    Args:
        found: from `families`; the paper's points belong to the first.
        by: the letter that varies.
        paper, paper_stars: the paper's curves and P*, as `collapse.panels` has them.
    """
    shown: dict[str, Panel] = {}
    for name, rows in found.items():
        hard = {"hard labels": curves_of(rows, hard_labels)}
        theirs = ((), {}) if name else (paper, paper_stars)
        its = panels(curves_of(rows, latent_probe), *theirs, others=hard, name="probe", by=by)
        shown |= {f"{name}: {what}" if name else what: panel for what, panel in its.items()}
    return shown


def data2vec(rows: Sequence[Row]) -> list[Row]:
    """data2vec's rows by encoders of the usual width, of the paper's sizes if there are some."""
    ours = [row for row in usual(rows) if row["learner"] == "data2vec"]
    return as_in_the_paper(ours, {"v": 16, "s": 2, "L": 4}, "m")


def evaluations(rows: Iterable[Row]) -> Iterator[Row]:
    """Every evaluation of every network."""
    return (record for row in rows for records in row["records"] for record in records)
