"""Figure 3 (left): accuracy of ILC against the number of strings, and P* against m."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.experiments.recovery import curves
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs import digitised
from ownlatents.paper_figs.collapse import panels
from ownlatents.paper_figs.plots import draw_collapse
from ownlatents.paper_figs.points import Panels
from ownlatents.paper_figs.style import figure

TITLE = "Figure 3 (left): ILC"
CAPTION = (
    "Accuracy of ILC's top level at v = 8, s = 3, L = 5, mean over grammars. Left: strings in "
    "units of vm³/(1−f); stars: the paper's thresholds. Middle: strings. Right: strings at "
    "accuracy ½, median over grammars (dots), beside the laws of own latents, labels and tokens; "
    "numbers: exponent of P*(1−f) in m. The oracle knows the centres. Bands and bars: 95 % "
    "intervals."
)
EXPERIMENTS = ("recovery",)
SIZE = {"v": 8, "s": 3, "L": 5}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """ILC's curves and thresholds, those of its oracle arm, the paper's thresholds."""
    ours = rows["recovery"]
    return panels(
        curves(ours, "ilc"),
        paper_stars=digitised.stars("3", "left", **SIZE),
        others={"oracle": curves(ours, "oracle")},
        name="ILC",
    )


def draw(data: Panels) -> Figure:
    """Rescaled and raw curves, and thresholds."""
    fig, axes = figure(columns=3)
    draw_collapse(axes, data, "m", "top-level accuracy")
    return fig
