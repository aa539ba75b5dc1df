"""Lemma 1 on strings: synonyms differ by sampling noise alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.plots import draw_arms
from ownlatents.paper_figs.points import Panel, Panels, Points
from ownlatents.paper_figs.style import INK, figure, legend

TITLE = "Lemma 1: synonyms"
CAPTION = (
    "Each tuple's empirical context vector against that of a synonym (blue) and of a tuple of "
    "another parent (orange), in standard errors squared per degree of freedom, a dot for each "
    "grammar: synonyms differ by sampling noise alone (dotted), others by much more."
)
EXPERIMENTS = ("lemma1",)
_KINDS = {"": "synonyms", "others_": "tuples of other parents"}
"""Of compared tuples, by the prefix of their columns."""


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """χ² per degree of freedom of each grammar; x counts the grammars."""
    ours = rows["lemma1"]
    series = (
        Points(
            name,
            tuple(map(float, range(len(ours)))),
            tuple(row[f"{prefix}chi2"] / row[f"{prefix}degrees"] for row in ours),
        )
        for prefix, name in _KINDS.items()
    )
    return {"synonyms": Panel(tuple(one for one in series if one.x))}


def draw(data: Panels) -> Figure:
    """A dot for each grammar and kind."""
    fig, (axis,) = figure(width=3.8, height=2.5)
    panel = data["synonyms"]
    draw_arms(axis, panel, joined=False)
    axis.set(xlabel="grammar", ylabel="χ² / degrees of freedom")
    if not panel.empty:
        axis.axhline(1, color=INK, linestyle=":", linewidth=0.8)
        axis.set_yscale("log")
        legend(axis, loc="center right")
    return fig
