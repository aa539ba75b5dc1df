"""Figure 4 (right): root accuracy of data2vec's probes, online, against strings seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.measure.encoders import evaluations
from ownlatents.checks.measure.searches import curves
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs import digitised, networks
from ownlatents.paper_figs.collapse import panels
from ownlatents.paper_figs.plots import draw_collapse
from ownlatents.paper_figs.points import Panels
from ownlatents.paper_figs.style import figure

TITLE = "Figure 4: data2vec, online"
CAPTION = (
    "Root accuracy of an MLP probe of data2vec at v = 16, s = 2, L = 4; every batch is fresh, so "
    "that P counts strings seen, that is training time. Left: in units of vm³/(1−f); stars: the "
    "paper's thresholds. Middle: strings. Right: strings at accuracy ½ beside the laws of own "
    "latents, labels and tokens; numbers: exponent of P*(1−f) in m. Bars: 95 % intervals."
)
EXPERIMENTS = ("data2vec_online",)
DRAWN = {"data2vec_online": networks.data2vec}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """data2vec's curves and thresholds, and the paper's thresholds."""
    seen = evaluations(networks.data2vec(rows["data2vec_online"]))
    ours = curves(seen, "mlp")
    theirs = digitised.stars("4", "", v=16, s=2, L=4)
    return panels(ours, paper_stars=theirs, name="data2vec")


def draw(data: Panels) -> Figure:
    """Rescaled and raw curves, and thresholds."""
    fig, axes = figure(columns=3)
    draw_collapse(axes, data, "m", "root accuracy, MLP probe")
    return fig
