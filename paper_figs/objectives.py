"""data2vec beside the same encoder on tokens, as the training set grows: the paper's next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.experiments.data2vec_offline.thresholds import thresholds
from ownlatents.checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from ownlatents.checks.measure.encoders import best_evaluations, parts, usual
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, of_size, size_of
from ownlatents.paper_figs.axes import plain
from ownlatents.paper_figs.plots import draw_arms
from ownlatents.paper_figs.points import Panel, Panels, means, medians
from ownlatents.paper_figs.style import figure, legend
from ownlatents.sim import RHMParams

TITLE = "Objectives"
CAPTION = (
    "One encoder by three objectives on the same P strings: share learned of what an untrained "
    "network lacks in reading each level (linear readout) and the root (the better of a linear and "
    "an MLP probe, 1024 labels), at the evaluation that is best for the other grammars; on the "
    "right strings at which half of each is learned, each grammar a dot, medians joined, where "
    "these lie within the strings tried. By m, at the largest v, s and L at which most of them "
    "were trained; next tokens with causal attention. Bars: 95 % intervals over grammars."
)
EXPERIMENTS = ("data2vec_offline",)
_HALF = "half learned"


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
        for what in (*parts(p), _HALF)
    } or {"nothing": Panel()}


def _panel(rows: Sequence[Row], what: str) -> Panel:
    if what == _HALF:
        return _half_learned(rows)
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


def _half_learned(rows: Sequence[Row]) -> Panel:
    """Strings at which half of each part is learned, by objective; x counts the parts."""
    p = size_of(rows[0])
    series = []
    for learner, name in NAMES.items():
        found = (thresholds(rows, learner, part).get(p) for part in parts(p))
        within = {
            i: one.scaled(1 / latent_unit(p))
            for i, one in enumerate(found)
            if one is not None and one.within
        }
        series.append(medians(name, within))
    names = tuple(part.removeprefix("level ") for part in parts(p))
    return Panel(tuple(one for one in series if one.x), names=names)


def draw(data: Panels) -> Figure:
    """A strip for each m: levels from the lowest up, the root last."""
    strips = len({named.partition(", ")[0] for named in data})
    columns = len(data) // strips
    fig, axes = figure(columns=columns, rows=strips, height=2.1 * strips)
    for axis, (named, panel) in zip(axes, data.items(), strict=True):
        draw_arms(axis, panel)
        axis.set(title=named)
        if panel.names:
            axis.set_xticks(range(len(panel.names)), labels=list(panel.names))
            axis.set(yscale="log", xlabel="level", ylabel="P* (1−f) / vm³")
            plain(axis.yaxis)
        elif not panel.empty:
            axis.set(xscale="log", ylim=(-0.05, 1.05))
    for axis in axes[::columns]:
        axis.set_ylabel("share learned")
    for axis in axes[-columns:-1]:
        axis.set_xlabel("P (1−f) / vm³")
    if not data[next(iter(data))].empty:
        legend(axes[0])
    return fig
