"""data2vec beside the same encoder on tokens, as the training set grows: the paper's next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from checks.experiments.encoders import best_evaluations, widest
from checks.sweep import Row, size_of
from paper_figs.plots import draw_arms
from paper_figs.points import Panel, Panels, means
from paper_figs.style import figure, legend
from sim import RHMParams

TITLE = "Objectives"
CAPTION = (
    "One encoder by three objectives on the same P strings: share learned of what an untrained "
    "network lacks in reading each level (linear readout) and the root (MLP probe with 1024 "
    "labels), at the best evaluation. The largest size at which most of them were trained; next "
    "tokens with causal attention. Bars: 95 % intervals over grammars."
)
EXPERIMENTS = ("data2vec_offline",)


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each level and the root, a series for each objective."""
    found = best_evaluations(widest(rows["data2vec_offline"]))
    learners: dict[RHMParams, set[str]] = {}
    for row in found:
        learners.setdefault(size_of(row), set()).add(row["learner"])
    compared = [p for p, its in learners.items() if its & set(RIVALS)]
    if not compared:
        return {"nothing": Panel()}
    most = max(compared, key=lambda p: (len(learners[p]), p))
    shown = [row for row in found if size_of(row) == most]
    return {what: _panel(shown, what) for what in _names(most)}


def _names(p: RHMParams) -> list[str]:
    return [*(f"level {level}" for level in range(1, p.L)), "root"]


def _panel(rows: Sequence[Row], what: str) -> Panel:
    return Panel(
        tuple(
            means(
                name, [(row["P"], row["gains"][what]) for row in rows if row["learner"] == learner]
            )
            for learner, name in NAMES.items()
        )
    )


def draw(data: Panels) -> Figure:
    """Levels from the lowest up, the root last."""
    fig, axes = figure(columns=len(data))
    for axis, (what, panel) in zip(axes, data.items(), strict=True):
        draw_arms(axis, panel)
        axis.set(xscale="log", ylim=(-0.05, 1.05), xlabel="distinct strings, P", title=what)
    axes[0].set_ylabel("share learned")
    if not data[next(iter(data))].empty:
        legend(axes[0])
    return fig
