"""data2vec on fresh strings: levels become decodable one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.measure import encoders
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, of_size, size_of
from ownlatents.paper_figs.curves import draw_curves, keys_of
from ownlatents.paper_figs.points import Panel, Panels, means
from ownlatents.paper_figs.style import figure

TITLE = "Levels in time: data2vec and masked tokens"
CAPTION = (
    "Encoders on fresh strings at every step: share learned of what an untrained network lacks in "
    "reading each level, and root accuracy of an MLP probe with 1024 labels. Top: data2vec; "
    "bottom: masked tokens, at equal strings and steps. P counts strings seen, that is training "
    "time and not data. Bands: 95 % intervals over grammars."
)
EXPERIMENTS = ("data2vec_online",)
LEARNERS = {"data2vec": "data2vec", "mlm": "masked tokens"}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each learner and size; a series for each level and, keyed 0, the root."""
    ours = rows["data2vec_online"]
    return {
        f"{learner}, {encoders.named(p)}": _panel(of_size(ours, p), learner)
        for learner in LEARNERS
        for p in sorted({size_of(row) for row in ours})
    } or dict.fromkeys(LEARNERS, Panel())


def _panel(rows: Sequence[Row], learner: str) -> Panel:
    found: dict[int, list[tuple[float, float]]] = {}
    its = [row for row in rows if row["learner"] == learner]
    for row, _, records in encoders.networks(its):
        strings = [record["step"] * row["batch"] / latent_unit(size_of(row)) for record in records]
        levels = encoders.gain_course(records)[:, :-1].T
        for level, shares in enumerate((encoders.course(records, "mlp"), *levels)):
            seen = zip(strings[1:], map(float, shares[1:]), strict=True)  # untrained at first
            found.setdefault(level, []).extend(seen)
    names = {level: f"level {level}" if level else "root, probe" for level in found}
    return Panel(tuple(means(names[level], pairs, level) for level, pairs in found.items()))


def draw(data: Panels) -> Figure:
    """A row for each learner, a column for each size."""
    columns = len(data) // len(LEARNERS)
    fig, axes = figure(columns=columns, rows=len(LEARNERS), height=2.1 * len(LEARNERS))
    keys = keys_of(list(data.values()))
    for axis, (named, panel) in zip(axes, data.items(), strict=True):
        draw_curves(axis, panel, "", "", keys)
        axis.set_title(named.partition(", ")[2])
        if not panel.empty:
            axis.set_ylim(-0.05, 1.05)
    for axis, told in zip(axes[::columns], LEARNERS.values(), strict=True):
        axis.set_ylabel(f"share learned, {told}")
    for axis in axes[-columns:]:
        axis.set_xlabel("P (1−f) / vm³")
    names = max((axis.get_legend_handles_labels() for axis in axes), key=lambda its: len(its[1]))
    if names[1]:
        fig.legend(*names, loc="outside upper center", ncols=len(names[1]))
    return fig
