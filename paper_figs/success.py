"""What the data allow: labelling by the nearest true centre, predicted and measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.experiments.success import SIZES, STRINGS, curve
from ownlatents.checks.sweep import Row, of_size
from ownlatents.paper_figs.plots import draw_arms
from ownlatents.paper_figs.points import Panel, Panels, Points
from ownlatents.paper_figs.style import COLOURS, figure

TITLE = "Success curve"
CAPTION = (
    "What the data allow: tuples labelled by the nearest true centre, from counts at P strings "
    "(points, mean over grammars), against the curve predicted from their exact laws (lines). "
    "Left: share of level-1 tuples labelled rightly. Right: all tuples of all levels."
)
EXPERIMENTS = ("success",)
_PANELS = {"accuracy": "level-1 accuracy", "exact": "all levels exactly"}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each of accuracy and exact recovery; for each size a series and its law."""
    found = {(p, site): of_size(rows["success"], p) for p, site in SIZES}
    its = {f"{p}, {site}": same for (p, site), same in found.items() if same}
    return {
        what: Panel(
            tuple(_points(name, same, "measured", what) for name, same in its.items()),
            laws=tuple(_points(name, same, "predicted", what) for name, same in its.items()),
        )
        for what in _PANELS
    }


def _points(name: str, rows: Sequence[Row], kind: str, what: str) -> Points:
    """Of the lowest level, or of all of them together."""
    return Points(name, STRINGS, tuple(curve(rows, kind, what)[:, 0].tolist()))


def draw(data: Panels) -> Figure:
    """Curves of both kinds for each size."""
    fig, axes = figure(columns=2, height=2.5)
    for axis, (what, panel) in zip(axes, data.items(), strict=True):
        axis.set(xlabel="P (1−f) / vm³", ylabel=_PANELS[what])
        draw_arms(axis, panel, joined=False)
        for law, colour in zip(panel.laws, COLOURS, strict=False):
            axis.plot(law.x, law.y, color=colour, linewidth=1)
        if not panel.empty:
            axis.set(xscale="log", ylim=(-0.03, 1.03))
    names = axes[0].get_legend_handles_labels()
    if names[0]:
        fig.legend(*names, loc="outside upper center", ncols=len(names[0]))
    return fig
