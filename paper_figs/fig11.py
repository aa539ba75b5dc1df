"""Figure 11: the runs of Figure 3 in units of m^(L+1), where their collapse is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.experiments.recovery import curves
from ownlatents.checks.measure.curves import curves_of, latent_probe
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs import digitised, fig03_left, fig03_right, networks
from ownlatents.paper_figs.collapse import panels
from ownlatents.paper_figs.curves import draw_curves, legend_of_keys
from ownlatents.paper_figs.points import Panels
from ownlatents.paper_figs.style import figure

TITLE = "Figure 11: the token law fails"
CAPTION = (
    "The runs of Figure 3 with strings in units of vm^(L+1), the token-level law: curves that "
    "gather in units of vm³ spread over decades. Stars: the paper's thresholds."
)
EXPERIMENTS = ("recovery", "slc_collapse")


def drawn(rows: Sequence[Row]) -> list[Row]:
    """Of `slc_collapse` those of the paper's sizes, if there are some."""
    return networks.as_in_the_paper(rows, fig03_right.SIZE, "m")


DRAWN = {"slc_collapse": drawn}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """ILC and SLC, rescaled by the law of tokens."""
    ilc = curves(rows["recovery"], "ilc")
    slc = curves_of(drawn(rows["slc_collapse"]), latent_probe)
    left = digitised.stars("3", "left", **fig03_left.SIZE)
    right = digitised.stars("3", "right", **fig03_right.SIZE)
    return {
        "ILC": panels(ilc, paper_stars=left, unit="token")["rescaled"],
        "SLC": panels(slc, paper_stars=right, unit="token")["rescaled"],
    }


def draw(data: Panels) -> Figure:
    """Both learners side by side."""
    fig, axes = figure(columns=2)
    for axis, (name, panel) in zip(axes, data.items(), strict=True):
        draw_curves(axis, panel, "$P\\,/\\,vm^{L+1}$", f"accuracy, {name}")
        legend_of_keys(axis, [panel], "m =")
    return fig
