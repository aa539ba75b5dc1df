"""Figure 3 (right): a linear probe of SLC's last layer against the number of strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.sweep import Row
from ownlatents.paper_figs import digitised, networks
from ownlatents.paper_figs.plots import draw_collapses
from ownlatents.paper_figs.points import Panels

TITLE = "Figure 3 (right): SLC"
CAPTION = (
    "Accuracy of a linear probe of the top latents from SLC's last layer (v = 10, s = 3, L = 4, or "
    "what was measured in place of it). A probe of the root's class would not do: at m = 15 it "
    "reads half of the classes even from the true latents. Left: strings in units of vm³/(1−f); "
    "stars: the paper's thresholds. Middle: strings. Right: strings at accuracy ½, of the probe "
    "and of the top level's hard labels, each grammar a dot, beside the laws of own latents, "
    "labels and tokens; numbers: exponent of P*(1−f) in m. Bottom: smaller sizes. Bands and bars: "
    "95 % intervals."
)
EXPERIMENTS = ("slc_collapse",)
SIZE = {"v": 10, "s": 3, "L": 4}


def drawn(rows: Sequence[Row]) -> list[Row]:
    """Of `slc_collapse` those of the families that are shown."""
    return [row for its in networks.families(rows, SIZE, "m").values() for row in its]


DRAWN = {"slc_collapse": drawn}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """SLC's curves and thresholds, those of its hard labels, and the paper's thresholds."""
    ours = networks.families(rows["slc_collapse"], SIZE, "m")
    stars = digitised.stars("3", "right", **SIZE)
    return networks.slc_collapse(ours, "m", paper_stars=stars)


def draw(data: Panels) -> Figure:
    """Rescaled and raw curves, and thresholds."""
    return draw_collapses(data, "m", "probe accuracy")
