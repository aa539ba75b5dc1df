"""data2vec beside the same encoder on tokens, as the training set grows: the paper's next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from ownlatents.checks.measure.encoders import best_evaluations, parts, usual
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, of_size, size_of
from ownlatents.paper_figs.plots import draw_arms
from ownlatents.paper_figs.points import Panel, Panels, means
from ownlatents.paper_figs.style import figure, legend
from ownlatents.sim import RHMParams

TITLE = "Objectives"
CAPTION = (
    "One encoder by three objectives on the same P strings: share learned of what an untrained "
    "network lacks in reading each level (linear readout) and the root (the better of a linear and "
    "an MLP probe, 1024 labels), at the evaluation that is best for the other grammars. By m, at "
    "the largest v, s and L at which most of them were trained; next tokens with causal attention. "
    "Bars: 95 % intervals over grammars."
)
EXPERIMENTS = ("data2vec_offline",)


def drawn(rows: Sequence[Row]) -> list[Row]:
    """Of `data2vec_offline` the largest size at which most learners were trained, at every such m.

    Of each size the rows of the usual width.
    """
    learners: dict[RHMParams, set[str]] = {}
    for row in rows:
        learners.setdefault(size_of(row), set()).add(row["learner"])
    most = max(map(len, learners.values()), default=0)
    sizes = [p for p, its in learners.items() if its & set(RIVALS) and len(its) == most]
    largest = max(map(_apart_from_m, sizes), default=None)
    shown = [p for p in sizes if _apart_from_m(p) == largest]
    return [row for row in usual(rows) if size_of(row) in shown]


def _apart_from_m(p: RHMParams) -> tuple[int, int, int]:
    return p.L, p.s, p.v


DRAWN = {"data2vec_offline": drawn}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each m, and each level and the root; a series for each objective."""
    shown = drawn(rows["data2vec_offline"])
    return {
        f"m = {p.m}, {what}": _panel(of_size(shown, p), what)
        for p in sorted({size_of(row) for row in shown})
        for what in parts(p)
    } or {"nothing": Panel()}


def _panel(rows: Sequence[Row], what: str) -> Panel:
    unit = latent_unit(size_of(rows[0]))
    found = best_evaluations(rows)
    return Panel(
        tuple(
            means(
                name, [(row["P"], row["gains"][what]) for row in found if row["learner"] == learner]
            ).scaled(unit)
            for learner, name in NAMES.items()
        )
    )


def draw(data: Panels) -> Figure:
    """A strip for each m: levels from the lowest up, the root last."""
    strips = len({named.partition(", ")[0] for named in data})
    columns = len(data) // strips
    fig, axes = figure(columns=columns, rows=strips, height=2.1 * strips)
    for axis, (named, panel) in zip(axes, data.items(), strict=True):
        draw_arms(axis, panel)
        axis.set(xscale="log", ylim=(-0.05, 1.05), title=named)
    for axis in axes[::columns]:
        axis.set_ylabel("share learned")
    for axis in axes[-columns:]:
        axis.set_xlabel("P (1−f) / vm³")
    if not data[next(iter(data))].empty:
        legend(axes[0])
    return fig
