"""Figure 8: one patch predicts all tokens of all its cousins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.slc_shapes import module
from ownlatents.paper_figs.style import FAINT, INK, SOFT, blank, figure
from ownlatents.sim import Context

TITLE = "Figure 8: multi-target prediction"
CAPTION = (
    "The s² tokens under one grandparent, s = 3: the patch at place 1 (blue) predicts the s(s−1) "
    "tokens of its cousins (orange). Its predictions have a row for each place where the patch "
    "might stand, since weights are shared over places; the row of its own place enters the loss "
    "(framed), and each cell is a distribution over d_h codes."
)
EXPERIMENTS = ()
PLACE, S = 1, 3
_PATCH, _TARGET = "#0072b2", "#e69f00"


@dataclass(frozen=True)
class Prediction:
    """What one patch predicts.

    Attributes:
        place: of the patch under its grandparent.
        targets: (place, token) of each prediction of its own row, in order.
        shape: of one patch's predictions: places, cousins, tokens, codes.
    """

    place: int
    targets: tuple[tuple[int, int], ...]
    shape: tuple[int, ...]


def data(rows: Mapping[str, Sequence[Row]]) -> Prediction:
    """The patch at `PLACE`, all cousin tokens in the order in which `sim.Context` counts them."""
    del rows
    targets = tuple(Context(place=PLACE).targets(S))
    shape = next(x for x in module(0, L=2, s=S, codes=128, width=150) if x.name == "predictions")
    return Prediction(PLACE, targets, shape.shape[1:])


def draw(data: Prediction) -> Figure:
    """Left: tree and arrows. Right: the patch's predictions as a table."""
    fig, (left, right) = figure(columns=2, height=1.9)
    _draw_tree(left, data)
    _draw_table(right, data)
    for axis in (left, right):
        blank(axis)
        axis.set_aspect("auto")
    return fig


def _draw_tree(axis: Axes, shown: Prediction) -> None:
    at = {(p, k): (3.6 * p + k, 0.0) for p in range(S) for k in range(S)}
    top = (3.6 * (S - 1) / 2 + 1, 3.0)
    for p in range(S):
        parent = (3.6 * p + 1, 1.7)
        axis.plot(*zip(parent, top, strict=True), color=SOFT, lw=0.8, zorder=0)
        for k in range(S):
            axis.plot(*zip(at[p, k], parent, strict=True), color=SOFT, lw=0.8, zorder=0)
        axis.plot(*parent, "o", markersize=10, color="white", markeredgecolor=SOFT)
        face = _PATCH if p == shown.place else _TARGET
        for k in range(S):
            axis.plot(*at[p, k], "s", markersize=11, color=face)
            axis.text(
                *at[p, k],
                f"{p},{k}",
                ha="center",
                va="center",
                fontsize=5.5,
                color=INK if p != shown.place else "white",
            )
    axis.plot(*top, "o", markersize=10, color="white", markeredgecolor=SOFT)
    axis.text(top[0] + 0.45, top[1], "grandparent", va="center", fontsize=6.5)
    for target in shown.targets:
        axis.add_patch(
            FancyArrowPatch(
                (3.6 * shown.place + 1, -0.35),
                (at[target][0], -0.38),
                arrowstyle="-|>",
                mutation_scale=6,
                color=_PATCH,
                lw=0.8,
                connectionstyle=f"arc3,rad={0.35 if target[0] > shown.place else -0.35}",
            )
        )
    axis.set(xlim=(-0.6, 3.6 * S - 1.0), ylim=(-2.1, 3.4))
    axis.set_title("place, token of each target")


def _draw_table(axis: Axes, shown: Prediction) -> None:
    places, cousins, tokens, codes = shown.shape
    for place in range(places):
        own = place == shown.place
        for i, (p, k) in enumerate(Context(place=place).targets(S)):
            corner = (i + 0.25 * (i // tokens), -place)
            face = _TARGET if own else "white"
            axis.add_patch(Rectangle(corner, 0.92, 0.8, facecolor=face, edgecolor=FAINT, lw=0.7))
            axis.text(
                corner[0] + 0.46,
                corner[1] + 0.4,
                f"{p},{k}",
                ha="center",
                va="center",
                fontsize=6,
                color=INK if own else SOFT,
            )
        axis.text(-0.25, 0.4 - place, f"at place {place}", ha="right", va="center", fontsize=6.5)
    width = cousins * tokens + 0.25 * (cousins - 1)
    frame = Rectangle((-0.08, -shown.place - 0.1), width + 0.1, 1.0, fill=False, ec=_PATCH, lw=1.5)
    axis.add_patch(frame)
    axis.text(
        width / 2,
        -places + 0.25,
        f"{cousins} cousins × {tokens} tokens, each a distribution over {codes} codes",
        ha="center",
        fontsize=6.5,
    )
    axis.set(xlim=(-2.2, width + 0.3), ylim=(-places + 0.1, 1.2))
    axis.set_title(f"φ̂ of one patch: {' × '.join(map(str, shown.shape))}")
