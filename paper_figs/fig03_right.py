"""Figure 3 (right): a linear probe of SLC's last layer against the number of strings."""

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

TITLE = "Figure 3 (right): SLC"
CAPTION = (
    "Accuracy of a linear probe of the top latents from SLC's last layer (v = 10, s = 3, L = 4, or "
    "what was measured in place of it). A probe of the root's class would not do: at m = 15 it "
    "reads half of the classes even from the true latents. Left: strings in units of vm³/(1−f); "
    "stars: the paper's thresholds. Middle: strings. Right: strings at accuracy ½, of the probe "
    "and of the top level's hard labels, each grammar a dot, beside the laws of own latents, "
    "labels and tokens; numbers: exponent of P*(1−f) in m. Bands and bars: 95 % intervals."
)
EXPERIMENTS = ("slc_collapse",)
SIZE = {"v": 10, "s": 3, "L": 4}


def drawn(rows: Sequence[Row]) -> list[Row]:
    """Of `slc_collapse` those of the paper's sizes, if there are some."""
    return networks.as_in_the_paper(rows, SIZE, "m")


DRAWN = {"slc_collapse": drawn}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """SLC's curves and thresholds, those of its hard labels, and the paper's thresholds."""
    ours = drawn(rows["slc_collapse"])
    return panels(
        curves_of(ours, latent_probe),
        paper_stars=digitised.stars("3", "right", **SIZE),
        others={"hard labels": curves_of(ours, hard_labels)},
        name="probe",
    )


def draw(data: Panels) -> Figure:
    """Rescaled and raw curves, and thresholds."""
    fig, axes = figure(columns=3)
    draw_collapse(axes, data, "m", "probe accuracy")
    return fig
