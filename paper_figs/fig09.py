"""Figure 9: SLC learns by local rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.experiments.slc_rules import RULES
from ownlatents.checks.measure.digitised import curve
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs import networks
from ownlatents.paper_figs.plots import draw_curves, legend_of_keys
from ownlatents.paper_figs.points import Panel, Panels, Points, means
from ownlatents.paper_figs.style import figure
from ownlatents.sim import RHMParams

TITLE = "Figure 9: local rules"
CAPTION = (
    "Accuracy of a linear probe of SLC's top latents against strings in units of vm³/(1−f), by "
    "where gradients stop: nowhere; between modules; there and without a teacher; also between "
    "predictor and clusterer; and, which the paper does not show, nowhere and without a teacher. "
    "Open: the paper's points (v = 10, m = 10, s = 3, L = 4), read off for the first alone."
)
EXPERIMENTS = ("slc_rules",)
SIZE = RHMParams(v=10, m=10, s=3, L=4)
_FORM = "log"  # of the pair losses


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A series for each rule, with the form of the pair losses that is the preset's."""
    series = []
    for key, rule in enumerate(RULES):
        its = [row for row in rows["slc_rules"] if (row["rule"], row["form"]) == (rule, _FORM)]
        pairs = ((run.P / latent_unit(run.params), run.accuracy) for run in networks.runs(its))
        series.append(means(rule, pairs, key))
    theirs = Points("paper", *curve("9", "ema_full_gradient", "probe_accuracy"), key=0)
    ours = tuple(one for one in series if one.x)
    return {"rules": Panel(ours, (theirs.scaled(latent_unit(SIZE)),))}


def draw(data: Panels) -> Figure:
    """Accuracy against strings."""
    fig, (axis,) = figure(width=4.6, height=2.8)
    draw_curves(axis, data["rules"], "P (1−f) / vm³", "probe accuracy")
    legend_of_keys(axis, [data["rules"]], "", dict(enumerate(RULES)))
    return fig
