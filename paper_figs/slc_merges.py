"""Where SLC merges two classes into one code, by the margin of its pair losses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ownlatents.checks.experiments.slc_merges import (
    MARGINS,
    meeting_point,
    merges,
    share_with_merges,
)
from ownlatents.checks.sweep import Row, of_size, size_of
from ownlatents.paper_figs.plots import draw_arms, draw_dots
from ownlatents.paper_figs.points import Panel, Panels, Points, estimated
from ownlatents.paper_figs.style import SOFT, figure, legend

TITLE = "SLC: merged classes"
CAPTION = (
    "Left: classes that ended on another's code at one level of one network, against the "
    "similarity S of the two classes that are most alike there, by the exact law (points are "
    "spread within their row); dashed: where attraction and repulsion of the pair losses meet at a "
    "fixed margin. Right: share of the networks with any two classes merged, by size; bars: 95 % "
    "intervals."
)
EXPERIMENTS = ("slc_merges",)
_SPREAD = 0.3  # of the points of a row


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A series for each kind of margin in both panels."""
    ours = rows["slc_merges"]
    if not ours:
        return {"levels": Panel(), "networks": Panel()}
    sizes = sorted({size_of(row) for row in ours}, key=lambda p: (p.v, p.m))
    levels, networks = [], []
    for margin in MARGINS:
        found = list(merges(ours, margin))
        similar, merged = (tuple(float(x) for x in its) for its in zip(*found, strict=True))
        levels.append(Points(margin, similar, merged))
        shares = (share_with_merges(of_size(ours, p), margin) for p in sizes)
        networks.append(estimated(margin, dict(enumerate(shares))))
    meeting = Points("meeting point", (meeting_point(),), (0.0,))
    names = tuple(f"v = {p.v}, m = {p.m}" for p in sizes)
    return {
        "levels": Panel(tuple(levels), laws=(meeting,)),
        "networks": Panel(tuple(networks), names=names),
    }


def _spread(series: Sequence[Points]) -> tuple[Points, ...]:
    """Points that would hide each other moved up and down a little."""
    apart = (
        _SPREAD * ((i + np.linspace(0, 1, len(one.y))) / len(series) - 0.5)
        for i, one in enumerate(series)
    )
    return tuple(
        replace(one, y=tuple(np.add(one.y, shift).tolist()))
        for one, shift in zip(series, apart, strict=True)
    )


def draw(data: Panels) -> Figure:
    """Merged classes against similarity, and the share of networks with any by size."""
    fig, (left, right) = figure(columns=2, height=2.5, widths=(3, 2))
    levels = data["levels"]
    left.set(xlabel="S of the two classes most alike", ylabel="merged classes of a level")
    draw_arms(left, replace(levels, measured=_spread(levels.measured)), joined=False)
    for law in levels.laws:
        left.axvline(law.x[0], linestyle="--", color=SOFT, linewidth=0.8)
    legend(left, title="margin", loc="upper left")
    draw_dots(right, data["networks"])
    right.set(xlabel="networks with a merge")
    if not levels.empty:
        left.yaxis.set_major_locator(MaxNLocator(integer=True))
        right.set_xlim(-0.03, 1.03)
    return fig
