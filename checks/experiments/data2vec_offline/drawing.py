"""Learning curves rescaled, thresholds against m, and the objectives side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ownlatents.checks.axes import plain, ticks
from ownlatents.checks.drawing import COLOURS, figure, say_empty
from ownlatents.checks.experiments.data2vec_offline.thresholds import medians, thresholds
from ownlatents.checks.experiments.data2vec_offline.trainings import NAMES
from ownlatents.checks.measure import encoders
from ownlatents.checks.measure.curves import varying
from ownlatents.checks.stats.intervals import middle
from ownlatents.checks.stats.scaling import known
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, of_size, size_of
from ownlatents.sim import RHMParams


def draw(rows: Sequence[Row]) -> Figure:
    """data2vec by m, and by v; below, its rivals beside it at each size where both were varied."""
    ours = encoders.usual(rows)
    found = encoders.best_evaluations(ours)
    scaled = [
        (letter, family)
        for letter in "mv"
        for family in varying(ours, letter)
        if letter == "m" or len({row[letter] for row in family}) > 1
    ]
    sizes = [p for p in encoders.compared(ours) if _strings(found, p) > 1]
    columns = max(
        len(encoders.parts(p)) + 1 for p in (*sizes, *(size_of(its[0]) for _, its in scaled))
    )
    strips = len(scaled) + len(sizes)
    fig, axes = figure(columns=columns, rows=strips, width=8.4, height=0.2 + 2.3 * strips)
    strip = (axes[k * columns : (k + 1) * columns] for k in range(strips))
    for letter, family in scaled:
        _draw_scaled(next(strip), family, letter)
    for p in sizes:
        _draw_objectives(next(strip), of_size(ours, p), p)
    return fig


def _strings(found: Sequence[Row], p: RHMParams) -> int:
    """How many numbers of strings the rivals were trained on."""
    return len({row["P"] for row in of_size(found, p) if row["learner"] != "data2vec"})


def _draw_scaled(axes: Sequence[Axes], rows: Sequence[Row], letter: str) -> None:
    """data2vec by m or v in the paper's units, and its thresholds, in the first panels."""
    names = encoders.parts(size_of(rows[0]))
    ours = [row for row in encoders.best_evaluations(rows) if row["learner"] == "data2vec"]
    for what, axis in zip(names, axes, strict=False):
        for p, colour in zip(sorted({size_of(row) for row in ours}), COLOURS, strict=False):
            its = [row for row in ours if size_of(row) == p]
            _means(axis, its, what, colour, f"{letter} = {getattr(p, letter)}")
        _label(axis, what)
    others = (f"{x} = {rows[0][x]}" for x in "vmL" if x != letter)
    _name(axes[0], ", ".join(others))
    if axes[0].lines:
        axes[0].legend()
    _draw_thresholds(axes[len(names)], rows, names, letter)
    _remove(axes[len(names) + 1 :])


def _draw_objectives(axes: Sequence[Axes], rows: Sequence[Row], p: RHMParams) -> None:
    """The objectives at one size, and their thresholds, in the first panels."""
    names, found = encoders.parts(p), encoders.best_evaluations(rows)
    for what, axis in zip(names, axes, strict=False):
        for (learner, name), colour in zip(NAMES.items(), COLOURS, strict=False):
            its = [row for row in found if row["learner"] == learner]
            if its:
                strings = [row["P"] / latent_unit(p) for row in its]
                gains = [row["gains"][what] for row in its]
                axis.plot(strings, gains, ".", color=colour, alpha=0.4)
                _means(axis, its, what, colour, name)
        _label(axis, what)
    _name(axes[0], encoders.named(p))
    _draw_halves(axes[len(names)], rows, p)
    _remove(axes[len(names) + 1 :])


def _draw_halves(axis: Axes, rows: Sequence[Row], p: RHMParams) -> None:
    """Strings at which half of each part is learned, by each objective."""
    names = encoders.parts(p)
    for (learner, name), colour in zip(NAMES.items(), COLOURS, strict=False):
        if not any(row["learner"] == learner for row in rows):
            continue
        for place, what in enumerate(names):
            stars = thresholds(rows, learner, what)[p]
            its = stars[(stars > 0) & np.isfinite(stars)] / latent_unit(p)
            axis.plot([place] * len(its), its, ".", color=colour, alpha=0.4)
        halves = medians(rows, learner, p).values()
        within = [x if isinstance(x, float) else np.nan for x in halves]
        axis.plot(range(len(names)), within, "o-", color=colour, label=name)
    axis.set(yscale="log", title="half learned", ylabel="P (1−f) / vm³")
    axis.set_xticks(range(len(names)), [what.removeprefix("level ") for what in names])
    axis.set_xlabel("level")
    low, high = axis.get_ylim()
    axis.set_ylim(low, high * (high / low) ** 0.7)  # room for the legend
    axis.legend(loc="upper left")
    plain(axis.yaxis)


def _remove(axes: Sequence[Axes]) -> None:
    for axis in axes:
        axis.remove()


def _label(axis: Axes, what: str) -> None:
    lowest = min(-0.05, axis.get_ylim()[0])  # some forget what an untrained network reads
    axis.set(xscale="log", xlabel="P (1−f) / vm³", ylim=(lowest, 1.05), title=what)
    plain(axis.xaxis)


def _name(axis: Axes, sizes: str) -> None:
    """Of a strip, in its first panel."""
    axis.set_ylabel(f"share learned\n({sizes})")


def _means(axis: Axes, rows: Sequence[Row], what: str, colour: str, label: str) -> None:
    """Of rows of one size."""
    strings = sorted({row["P"] for row in rows})
    heights = [np.mean([row["gains"][what] for row in rows if row["P"] == P]) for P in strings]
    units = np.array(strings) / latent_unit(size_of(rows[0]))
    axis.plot(units, heights, "o-", color=colour, label=label)


def _draw_thresholds(axis: Axes, rows: Sequence[Row], names: Sequence[str], letter: str) -> None:
    found = {what: thresholds(rows, "data2vec", what) for what in names}
    inside = {what: known(stars) for what, stars in found.items()}
    axis.set(xlabel=letter, ylabel="strings at half, P*")
    if all(len(its) < 2 for its in inside.values()):
        say_empty(axis, "fewer than two\nthresholds within\nthe strings tried")
        return
    for (what, stars), colour in zip(found.items(), COLOURS[3:], strict=False):
        for p, values in stars.items():
            within = values[(values > 0) & np.isfinite(values)]
            axis.plot([getattr(p, letter)] * len(within), within, ".", color=colour, alpha=0.5)
        if inside[what]:
            sizes = [getattr(p, letter) for p in inside[what]]
            middles = [float(middle(its)) for its in inside[what].values()]
            units = [latent_unit(p) for p in inside[what]]
            axis.plot(sizes, middles, "o-", color=colour, label=what)
            constant = np.exp(np.mean(np.log(np.divide(middles, units))))
            axis.plot(sizes, constant * np.array(units), "--", color=colour)
    axis.set(xscale="log", yscale="log")
    plain(axis.yaxis)
    axis.legend()
    ticks(axis.xaxis, sorted({row[letter] for row in rows}))
