"""Figure 14: root accuracy of data2vec's probes, offline, against the size of the training set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.measure.encoders import best_evaluations
from ownlatents.checks.measure.searches import curves
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs import digitised, networks
from ownlatents.paper_figs.collapse import panels
from ownlatents.paper_figs.plots import draw_collapse
from ownlatents.paper_figs.points import Panels
from ownlatents.paper_figs.style import figure

TITLE = "Figure 14: data2vec, offline"
CAPTION = (
    "Root accuracy of a linear (top) and an MLP probe (bottom) of data2vec trained on P strings at "
    "v = 16, s = 2, L = 4, at the evaluation that is best for the other grammars; open: the "
    "paper's points. Left: strings in units of vm³/(1−f). Middle: strings. Right: strings at "
    "accuracy ½ beside the laws of own latents, labels and tokens; numbers: exponent of P*(1−f) in "
    "m."
)
EXPERIMENTS = ("data2vec_offline",)
PROBES = {"linear": "linear", "mlp": "MLP"}
DRAWN = {"data2vec_offline": networks.data2vec}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """Three panels for each probe, ours and the paper's."""
    best = best_evaluations(networks.data2vec(rows["data2vec_offline"]))
    return {
        f"{probe} {name}": panel
        for probe in PROBES
        for name, panel in panels(
            curves(best, probe),
            digitised.learning_curves("14", probe, v=16, s=2),
            name="data2vec",
        ).items()
    }


def draw(data: Panels) -> Figure:
    """A row of panels for each probe."""
    fig, axes = figure(columns=3, rows=2, height=4.4)
    for i, (probe, called) in enumerate(PROBES.items()):
        these = {name: data[f"{probe} {name}"] for name in ("raw", "rescaled", "stars")}
        draw_collapse(axes[3 * i : 3 * i + 3], these, "m", f"root accuracy, {called} probe")
    return fig
