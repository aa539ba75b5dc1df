"""Figure 5: data2vec's encoder clusters synonyms, level by level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.measure.encoders import evaluations
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, size_of
from ownlatents.paper_figs import networks
from ownlatents.paper_figs.curves import draw_curves, legend_of_keys
from ownlatents.paper_figs.points import Panel, Panels, means
from ownlatents.paper_figs.style import figure

TITLE = "Figure 5: synonym clustering"
CAPTION = (
    "Synonym clustering score of levels 1 to 3 after the third block of data2vec's encoder at "
    "v = 16, s = 2, L = 4, against strings seen in units of vm³/(1−f): 0 where exchanging synonyms "
    "moves the representation as much as an unrelated string does, 1 where it moves nothing. The "
    "paper's points were not read off."
)
EXPERIMENTS = ("data2vec_online",)
DRAWN = {"data2vec_online": networks.data2vec}
LEVELS = (1, 2, 3)
BLOCK = 3


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each level, from `row["synonym_scores"][block][level - 1]`."""
    ours = evaluations(networks.data2vec(rows["data2vec_online"]))
    deepest = ours[0]["L"] - 1 if ours else len(LEVELS)
    return {f"level {level}": _panel(ours, level) for level in LEVELS[:deepest]}


def _panel(rows: Sequence[Row], level: int) -> Panel:
    series = []
    for p in sorted({size_of(row) for row in rows}):
        its = [row for row in rows if size_of(row) == p]
        block = min(BLOCK, len(its[0]["synonym_scores"]) - 1)
        scores = ((row["P"], row["synonym_scores"][block][level - 1]) for row in its)
        unit = latent_unit(p)
        series.append(means(f"m = {p.m}", scores, p.m).scaled(unit))
    return Panel(tuple(series))


def draw(data: Panels) -> Figure:
    """Levels side by side."""
    fig, axes = figure(columns=len(data))
    for axis, (level, panel) in zip(axes, data.items(), strict=True):
        draw_curves(axis, panel, "P (1−f) / vm³", f"synonym score, {level}")
    legend_of_keys(axes[0], list(data.values()), "m =")
    return fig
