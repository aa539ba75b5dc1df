"""data2vec beside the same encoder on tokens, as the training set grows: the paper's next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from checks.experiments.data2vec_offline.trainings import NAMES, RIVALS
from checks.experiments.encoders import best_evaluations, parts, usual
from checks.sweep import Row, size_of
from paper_figs.plots import draw_arms
from paper_figs.points import Panel, Panels, means
from paper_figs.style import figure, legend
from sim import RHMParams

TITLE = "Objectives"
CAPTION = (
    "One encoder by three objectives on the same P strings: share learned of what an untrained "
    "network lacks in reading each level (linear readout) and the root (the better of a linear "
    "and an MLP probe, 1024 labels), at the best evaluation. The largest size at which most of "
    "them were trained; next tokens with causal attention. Bars: 95 % intervals over grammars."
)
EXPERIMENTS = ("data2vec_offline",)


def drawn(rows: Sequence[Row]) -> list[Row]:
    """Of `data2vec_offline` those of the largest size at which most learners were trained."""
    learners: dict[RHMParams, set[str]] = {}
    for row in rows:
        learners.setdefault(size_of(row), set()).add(row["learner"])
    compared = [p for p, its in learners.items() if its & set(RIVALS)]
    most = max(compared, key=lambda p: (len(learners[p]), p), default=None)
    return [row for row in usual(rows) if size_of(row) == most]


DRAWN = {"data2vec_offline": drawn}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each level and the root, a series for each objective."""
    shown = drawn(rows["data2vec_offline"])
    if not shown:
        return {"nothing": Panel()}
    found = best_evaluations(shown)
    return {what: _panel(found, what) for what in parts(size_of(shown[0]))}


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
