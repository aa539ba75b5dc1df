"""Without separation nothing can be learned: two worlds with one law of strings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.axes import say_empty
from ownlatents.paper_figs.style import figure

TITLE = "Necessity of separation"
CAPTION = (
    "A grammar at f = 1/2, all tuples equally likely, in which symbols 0 and 1 (and 2 and 3) have "
    "equal context vectors. Left: context vectors of level 0. Middle and right: parents of the "
    "visible tuples here, and where 0 and 1 have exchanged a rule: the law of the strings is the "
    "same to the last digit, so no algorithm tells the two apart (blank: ungrammatical)."
)
EXPERIMENTS = ("necessity",)
_TITLES = ("parents, one world", "parents, the other")


@dataclass(frozen=True)
class Worlds:
    """Two grammars whose strings have one law.

    Attributes:
        centres: context vectors of the first, a row for each parent.
        parents: of both the parent of each visible tuple.
    """

    centres: tuple[tuple[float, ...], ...]
    parents: tuple[Mapping[tuple[int, ...], int], ...]


def data(rows: Mapping[str, Sequence[Row]]) -> Worlds | None:
    """The planted grammar and its other world; None where it was not run."""
    for row in rows["necessity"]:
        if row["world"] == "planted":
            centres = tuple(tuple(centre) for centre in row["centres"])
            worlds = ({tuple(u): parent for u, parent in its} for its in row["parents"])
            return Worlds(centres, tuple(worlds))
    return None


def draw(data: Worlds | None) -> Figure:
    """Centres and the two tables of parents."""
    fig, axes = figure(columns=3, height=2.3)
    axes[0].set(xlabel="target token, symbol", ylabel="parent", title="context vectors")
    for axis, title in zip(axes[1:], _TITLES, strict=True):
        axis.set(xlabel="second symbol", ylabel="first symbol", title=title)
    if data is None:
        for axis in axes:
            say_empty(axis)
        return fig
    v = len(data.centres)
    axes[0].imshow(data.centres, cmap="Blues", vmin=0, aspect="auto")
    for axis, parents in zip(axes[1:], data.parents, strict=True):
        table = np.full((v, v), np.nan)
        for symbols, parent in parents.items():
            table[symbols] = parent
            axis.text(symbols[1], symbols[0], str(parent), ha="center", va="center")
        axis.imshow(table, cmap="Pastel1", vmin=0, vmax=8)
        axis.set_xticks(range(v))
    for axis in axes:
        axis.set_yticks(range(v))
        axis.grid(visible=False)
    return fig
