"""data2vec on fixed sets of strings: what each level needs, by m and by v."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ownlatents.checks.experiments.data2vec_offline.thresholds import thresholds
from ownlatents.checks.measure import encoders
from ownlatents.checks.measure.curves import varying
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, of_size, size_of
from ownlatents.paper_figs.axes import plain, ticks
from ownlatents.paper_figs.curves import draw_curves
from ownlatents.paper_figs.plots import draw_arms
from ownlatents.paper_figs.points import Panel, Panels, Points, means, medians
from ownlatents.paper_figs.style import COLOURS, figure, legend
from ownlatents.sim import RHMParams

TITLE = "Levels by strings: data2vec"
CAPTION = (
    "data2vec trained on fixed sets of P strings, s = 2: share learned of what an untrained "
    "network lacks in reading each level (linear readout) and the root (the better of a linear and "
    "an MLP probe, 1024 labels), at the evaluation that is best for the other grammars, against "
    "strings in units of vm³/(1−f); by m, and by v where it was varied. On the right strings at "
    "which half is learned, each grammar a dot, medians joined, where these lie within the strings "
    "tried; dashed: vm³/(1−f) through the medians. Bands and bars: 95 % intervals."
)
EXPERIMENTS = ("data2vec_offline",)
STARS = "P*"


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each part of each family of sizes, and one for its thresholds."""
    ours = [row for row in encoders.usual(rows["data2vec_offline"]) if row["learner"] == "data2vec"]
    found: dict[str, Panel] = {}
    for letter in "mv":
        for family in varying(ours, letter):
            if letter == "m" or len({row[letter] for row in family}) > 1:
                found |= _panels(family, letter)
    return found or {": ": Panel()}


def _panels(rows: Sequence[Row], letter: str) -> Panels:
    others = ", ".join(f"{x} = {rows[0][x]}" for x in "vmL" if x != letter)
    parts = encoders.parts(size_of(rows[0]))
    best = encoders.best_evaluations(rows)
    sizes = sorted({size_of(row) for row in rows})
    found = {part: Panel(tuple(_series(best, letter, p, part) for p in sizes)) for part in parts}
    found[STARS] = _stars(rows, letter, parts)
    return {f"{letter}, {others}: {what}": panel for what, panel in found.items()}


def _series(best: Sequence[Row], letter: str, p: RHMParams, part: str) -> Points:
    """One size's share learned of one part."""
    pairs = [(row["P"], row["gains"][part]) for row in of_size(best, p)]
    key = getattr(p, letter)
    return means(f"{letter} = {key}", pairs, key).scaled(latent_unit(p))


def _stars(rows: Sequence[Row], letter: str, parts: Sequence[str]) -> Panel:
    """Thresholds of each part, and for each the law through its medians."""
    series, laws = [], []
    for part in parts:
        found = thresholds(rows, "data2vec", part)
        within = {p: one for p, one in found.items() if one.within}
        if within:
            its = medians(part, {getattr(p, letter): x for p, x in within.items()})
            units = np.array([latent_unit(p) for p in within])
            constant = np.exp(np.mean(np.log(its.y / units)))
            series.append(its)
            laws.append(Points(part, its.x, tuple((constant * units).tolist())))
    return Panel(tuple(series), laws=tuple(laws))


def draw(data: Panels) -> Figure:
    """A strip for each family: levels from the lowest up, the root, thresholds."""
    strips: dict[str, dict[str, Panel]] = {}
    for named, panel in data.items():
        family, _, what = named.partition(": ")
        strips.setdefault(family, {})[what] = panel
    columns = max(map(len, strips.values()))
    fig, axes = figure(columns=columns, rows=len(strips), height=2.0 * len(strips))
    for k, (family, panels) in enumerate(strips.items()):
        strip = axes[columns * k : columns * (k + 1)]
        _draw_strip(strip, family, panels)
        for axis in strip[len(panels) :]:
            axis.remove()
    return fig


def _draw_strip(axes: Sequence[Axes], family: str, panels: Panels) -> None:
    letter, _, others = family.partition(", ")
    for axis, (what, panel) in zip(axes, panels.items(), strict=False):
        if what == STARS:
            _draw_stars(axis, panel, letter)
        else:
            draw_curves(axis, panel, "P (1−f) / vm³", "")
            axis.set_title(what)
            if not panel.empty:
                axis.set_ylim(-0.1, 1.05)
    axes[0].set_ylabel(f"share learned\n({others})" if others else "share learned")
    legend(axes[0], loc="lower right")


def _draw_stars(axis: Axes, panel: Panel, letter: str) -> None:
    draw_arms(axis, panel)
    axis.set(xlabel=letter, ylabel="P*, strings at half")
    if panel.empty:
        return
    for law, colour in zip(panel.laws, COLOURS, strict=False):
        axis.plot(law.x, law.y, "--", color=colour, linewidth=0.8)
    axis.set(xscale="log", yscale="log")
    ticks(axis.xaxis, sorted({x for series in panel.measured for x in series.x}))
    plain(axis.yaxis)
    legend(axis)
