"""Figure 12: SLC's strings do not depend on depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.sweep import Row
from ownlatents.paper_figs import digitised, networks
from ownlatents.paper_figs.plots import draw_collapses
from ownlatents.paper_figs.points import Panels

TITLE = "Figure 12: depth"
CAPTION = (
    "Accuracy of a linear probe of SLC's top latents for several depths; open: the paper's points "
    "at v = 16, m = 8, s = 3, L = 3 to 7 (one run each, 30 epochs). Left: strings in units of "
    "vm³/(1−f). Middle: strings. Right: strings at accuracy ½ against depth, of the probe and of "
    "the top level's hard labels, each grammar a dot, beside the laws of own latents, labels and "
    "tokens. Bottom: smaller sizes. Bars: 95 % intervals."
)
EXPERIMENTS = ("slc_depth",)
SIZE = {"v": 16, "s": 3}


def drawn(rows: Sequence[Row]) -> list[Row]:
    """Of `slc_depth` those of the families that are shown."""
    return [row for its in networks.families(rows, SIZE, "L").values() for row in its]


DRAWN = {"slc_depth": drawn}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """SLC's curves and thresholds by depth, those of its hard labels, and the paper's."""
    ours = networks.families(rows["slc_depth"], SIZE, "L")
    return networks.slc_collapse(ours, "L", digitised.learning_curves("12", "", **SIZE))


def draw(data: Panels) -> Figure:
    """Rescaled and raw curves, and thresholds."""
    return draw_collapses(data, "L", "probe accuracy")
