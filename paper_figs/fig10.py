"""Figure 10: SLC's levels are learned one after the other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, size_of
from ownlatents.paper_figs import networks
from ownlatents.paper_figs.plots import draw_lines, legend_of_keys
from ownlatents.paper_figs.points import Panel, Panels, means
from ownlatents.paper_figs.style import figure

TITLE = "Figure 10: training of each module"
CAPTION = (
    "Accuracy of the hard labels of each SLC module (best permutation) and its prediction loss "
    "against steps, at 1.2 vm³/(1−f) strings as the paper's 9797 are (v = 16, m = 8, s = 3, "
    "L = 7), or the nearest number that was run. The paper's points were not read off; its first "
    "loss is ln 128, chance among the vm codes."
)
EXPERIMENTS = ("slc_levels",)
_UNITS = 1.16  # of vm³/(1−f): Fig. 10's 9797 strings
QUANTITIES = {"accuracy": "accuracy", "loss": "prediction loss, nats"}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each quantity, a series for each level, from every evaluation.

    The losses of a record are named by `loss_names`; those that begin with "prediction" are shown.
    """
    accuracy: dict[int, list[tuple[float, float]]] = {}
    loss: dict[int, list[tuple[float, float]]] = {}
    for record in networks.evaluations(_shown(rows["slc_levels"])):
        for level, share in enumerate(record["accuracy"], start=1):
            accuracy.setdefault(level, []).append((record["step"], share))
        named = zip(record.get("loss_names", ()), record.get("losses", ()), strict=False)
        predictions = [value for name, value in named if name.startswith("prediction")]
        for level, value in enumerate(predictions, start=1):
            loss.setdefault(level, []).append((record["step"], value))
    return {what: _panel(pairs) for what, pairs in (("accuracy", accuracy), ("loss", loss))}


def _shown(rows: Sequence[Row]) -> list[Row]:
    """Networks that learn from own latents, with the number of strings nearest to the paper's."""
    its = [row for row in rows if row["target"] == "latent"]

    def off(row: Row) -> float:
        unit = latent_unit(size_of(row))
        return abs(math.log(row["P"] / (_UNITS * unit)))

    nearest = min(map(off, its), default=0.0)
    return [row for row in its if off(row) == nearest]


def _panel(pairs: Mapping[int, Sequence[tuple[float, float]]]) -> Panel:
    return Panel(tuple(means(f"level {level}", its, level) for level, its in pairs.items()))


def draw(data: Panels) -> Figure:
    """Accuracy and loss side by side."""
    fig, axes = figure(columns=2)
    for axis, (what, told) in zip(axes, QUANTITIES.items(), strict=True):
        draw_lines(axis, data[what], "optimiser steps", told)
    legend_of_keys(axes[0], [data["accuracy"]], "level")
    return fig
