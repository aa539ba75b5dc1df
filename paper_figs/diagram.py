"""Boxes and arrows: the parts of a diagram, and how they are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from ownlatents.paper_figs.style import INK, SOFT

Kind = Literal["data", "layer", "teacher", "loss", "text"]
_FACES = {"data": "#e8e8e8", "layer": "#cfe3f1", "teacher": "#ffffff", "loss": "#fbe0cf"}
_EDGES = {"data": SOFT, "layer": "#0072b2", "teacher": SOFT, "loss": "#d55e00"}


@dataclass(frozen=True)
class Box:
    """A part of a diagram.

    Attributes:
        text: what stands in it.
        x, y: its middle.
        width, height: its size.
        kind: what it is; the teacher's boxes are open, losses orange, text has no box.
    """

    text: str
    x: float
    y: float
    width: float = 1.0
    height: float = 0.5
    kind: Kind = "layer"


@dataclass(frozen=True)
class Arrow:
    """From one box to another.

    Attributes:
        start, end: names of boxes.
        text: beside its middle.
        dashed: no gradient flows along it.
        bend: curvature, 0 for a straight one.
    """

    start: str
    end: str
    text: str = ""
    dashed: bool = False
    bend: float = 0.0


@dataclass(frozen=True)
class Diagram:
    """Boxes by name and the arrows between them."""

    title: str
    boxes: Mapping[str, Box]
    arrows: Sequence[Arrow]

    def __post_init__(self) -> None:
        for arrow in self.arrows:
            for end in (arrow.start, arrow.end):
                if end not in self.boxes:
                    raise ValueError(f"arrow to {end!r}, but one of {list(self.boxes)} expected")


def draw(axis: Axes, diagram: Diagram, size: float = 6.5) -> None:
    """The diagram on an axis without scales.

    Args:
        axis: of equal scales.
        diagram: what to draw.
        size: of the type, points.
    """
    patches = {}
    for name, box in diagram.boxes.items():
        corner = (box.x - box.width / 2, box.y - box.height / 2)
        shown = box.kind != "text"
        patch = FancyBboxPatch(
            corner,
            box.width,
            box.height,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=_FACES.get(box.kind, "none"),
            edgecolor=_EDGES.get(box.kind, "none"),
            linestyle="--" if box.kind == "teacher" else "-",
            linewidth=0.8,
            zorder=2,
        )
        patches[name] = axis.add_patch(patch)
        axis.text(
            box.x,
            box.y,
            box.text,
            ha="center",
            va="center",
            fontsize=size,
            zorder=3,
            color=INK if shown else SOFT,
            linespacing=1.15,
        )
    for arrow in diagram.arrows:
        start, end = diagram.boxes[arrow.start], diagram.boxes[arrow.end]
        axis.add_patch(
            FancyArrowPatch(
                (start.x, start.y),
                (end.x, end.y),
                patchA=patches[arrow.start],
                patchB=patches[arrow.end],
                arrowstyle="-|>",
                mutation_scale=6,
                shrinkA=1,
                shrinkB=1,
                linewidth=0.8,
                color=SOFT,
                linestyle=(0, (3, 2)) if arrow.dashed else "-",
                connectionstyle=f"arc3,rad={arrow.bend}",
                zorder=1,
            )
        )
        middle = ((start.x + end.x) / 2 + 0.08, (start.y + end.y) / 2)
        axis.text(*middle, arrow.text, fontsize=size - 1, color=SOFT, va="center", ha="left")
    xs = [box.x + side * box.width / 2 for box in diagram.boxes.values() for side in (-1, 1)]
    ys = [box.y + side * box.height / 2 for box in diagram.boxes.values() for side in (-1, 1)]
    axis.set(xlim=(min(xs) - 0.1, max(xs) + 0.1), ylim=(min(ys) - 0.1, max(ys) + 0.1))
    axis.set_title(diagram.title)
