"""Figure 12: SLC's strings do not depend on depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.measure.curves import curves_of, hard_labels, latent_probe
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs import digitised, networks
from ownlatents.paper_figs.collapse import panels
from ownlatents.paper_figs.plots import draw_collapse
from ownlatents.paper_figs.points import Panels
from ownlatents.paper_figs.style import figure

TITLE = "Figure 12: depth"
CAPTION = (
    "Accuracy of a linear probe of SLC's top latents for several depths; open: the paper's points "
    "at v = 16, m = 8, s = 3, L = 3 to 7 (one run each, 30 epochs). Left: strings in units of "
    "vm³/(1−f). Middle: strings. Right: strings at accuracy ½ against depth, of the probe and of "
    "the top level's hard labels, each grammar a dot, beside the laws of own latents, labels and "
    "tokens. Bars: 95 % intervals."
)
EXPERIMENTS = ("slc_depth",)
SIZE = {"v": 16, "s": 3}


def drawn(rows: Sequence[Row]) -> list[Row]:
    """Of `slc_depth` those of the paper's sizes, if there are some."""
    return networks.as_in_the_paper(rows, SIZE, "L")


DRAWN = {"slc_depth": drawn}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """SLC's curves and thresholds by depth, those of its hard labels, and the paper's."""
    ours = drawn(rows["slc_depth"])
    return panels(
        curves_of(ours, latent_probe),
        digitised.learning_curves("12", "", **SIZE),
        others={"hard labels": curves_of(ours, hard_labels)},
        name="probe",
        by="L",
    )


def draw(data: Panels) -> Figure:
    """Rescaled and raw curves, and thresholds."""
    fig, axes = figure(columns=3)
    draw_collapse(axes, data, "L", "probe accuracy")
    return fig
