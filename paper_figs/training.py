"""One training of a network in time, as `ownlatents train` shows it."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from ownlatents.models.ensemble import Record
from ownlatents.paper_figs.style import COLOURS, figure, legend


def draw(records: Sequence[Record], title: str) -> Figure:
    """Accuracy of each level and losses against steps, of one training.

    Args:
        records: as `train` returns them for one run.
        title: what was trained.
    """
    fig, (left, right) = figure(columns=2, height=2.5)
    fig.suptitle(title)
    steps = [record["step"] for record in records]
    for level, colour in zip(range(len(records[0]["accuracy"])), COLOURS * 2, strict=False):
        heights = [record["accuracy"][level] for record in records]
        left.plot(steps, heights, ".-", color=colour, label=f"level {level + 1}")
    left.set(xlabel="steps", ylabel="accuracy", ylim=(-0.02, 1.02))
    trained = [record for record in records if "losses" in record]
    for k, (name, colour) in enumerate(zip(records[0]["loss_names"], COLOURS * 2, strict=False)):
        heights = [record["losses"][k] for record in trained]
        right.plot([record["step"] for record in trained], heights, ".-", color=colour, label=name)
    right.set(xlabel="steps", ylabel="loss (nats)")
    for axis in (left, right):
        legend(axis)
    return fig
