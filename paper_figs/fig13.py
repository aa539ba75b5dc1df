"""Figure 13: which layers of data2vec cluster synonyms, and which latents its targets carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.measure.digitised import curve
from ownlatents.checks.measure.encoders import evaluations
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, size_of
from ownlatents.paper_figs import networks
from ownlatents.paper_figs.curves import draw_curves, draw_lines, legend_of_keys
from ownlatents.paper_figs.points import Panel, Panels, Points, means
from ownlatents.paper_figs.style import figure

TITLE = "Figure 13: layers and targets of data2vec"
CAPTION = (
    "Left: synonym clustering score of each level by layer of data2vec's encoder at the end of "
    "training; open: the paper's points (v = 16, m = 6, s = 2, L = 4). Right: accuracy of a linear "
    "probe of the level-ℓ ancestor from the teacher's target against strings seen; the paper's "
    "points were not read off."
)
EXPERIMENTS = ("data2vec_online",)
LEVELS = (1, 2, 3)
M = 6


def drawn(rows: Sequence[Row]) -> list[Row]:
    """data2vec at the paper's m, at the largest where that was not run."""
    found = networks.data2vec(rows)
    tried = {row["m"] for row in found}
    m = M if M in tried else max(tried, default=M)
    return [row for row in found if row["m"] == m]


DRAWN = {"data2vec_online": drawn}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """Scores from `row["synonym_scores"][layer][level - 1]`, probes from `row["targets"]`."""
    ours = evaluations(drawn(rows["data2vec_online"]))
    last = max((row["P"] for row in ours), default=0)
    scores, probes = [], []
    for level in LEVELS[: ours[0]["L"] - 1] if ours else ():
        name = f"level {level}"
        by_layer = (
            (float(layer), score[level - 1])
            for row in ours
            if row["P"] == last
            for layer, score in enumerate(row["synonym_scores"])
        )
        scores.append(means(name, by_layer, level))
        by_strings = means(name, ((row["P"], row["targets"][level - 1]) for row in ours), level)
        unit = latent_unit(size_of(ours[0]))
        probes.append(by_strings.scaled(unit))
    theirs = tuple(
        Points(f"level {i}", *curve("13", "left", f"synonym_score_level_{i}"), key=i)
        for i in LEVELS
    )
    return {"layers": Panel(tuple(scores), theirs), "targets": Panel(tuple(probes))}


def draw(data: Panels) -> Figure:
    """Layers and targets side by side."""
    fig, axes = figure(columns=2)
    draw_lines(axes[0], data["layers"], "layer of the encoder", "synonym score")
    draw_curves(axes[1], data["targets"], "P (1−f) / vm³", "probe of the target")
    legend_of_keys(axes[0], [data["layers"]], "level")
    return fig
