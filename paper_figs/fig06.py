"""Figure 6: who predicts what from what, in four hierarchical methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from matplotlib.figure import Figure

from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.diagram import Arrow, Box, Diagram
from ownlatents.paper_figs.diagram import draw as draw_diagram
from ownlatents.paper_figs.style import blank, figure

TITLE = "Figure 6: hierarchical methods"
CAPTION = (
    "Schemes after the paper's Appendix A. H-JEPA predicts each level from the same level. "
    "V-JEPA 2.1 predicts targets of several levels from representations collated over the student; "
    "Bootleg, from the student's last; both have a loss for each target. SLC predicts level ℓ from "
    "a patch of it, which is a latent of level ℓ+1. In all but H-JEPA higher levels thus predict "
    "lower ones. Dashed: moving average of the student, no gradient."
)
EXPERIMENTS = ()
LEVELS = 3
_FAR = 3.9  # the teacher's column


def data(rows: Mapping[str, Sequence[Row]]) -> tuple[Diagram, ...]:
    """The four schemes."""
    del rows
    return (_h_jepa(), _v_jepa(), _bootleg(), _slc())


def draw(data: tuple[Diagram, ...]) -> Figure:
    """Side by side."""
    fig, axes = figure(columns=len(data), height=2.6)
    for axis, diagram in zip(axes, data, strict=True):
        draw_diagram(axis, diagram, size=5.8)
        blank(axis)
        axis.set_aspect("auto")
    return fig


def _columns(student: str = "one view", teacher: str = "another") -> dict[str, Box]:
    """Blocks of student and teacher, inputs below."""
    boxes = {
        "input": Box(student, 0, 0, 1.75, 0.4, "data"),
        "other": Box(teacher, _FAR, 0, 1.75, 0.4, "data"),
    }
    for k in range(1, LEVELS + 1):
        boxes[f"student {k}"] = Box(f"block {k}", 0, k, 1.2, 0.42)
        boxes[f"teacher {k}"] = Box(f"block {k}", _FAR, k, 1.2, 0.42, "teacher")
    return boxes


def _up(boxes: Mapping[str, Box]) -> list[Arrow]:
    """Forward through both columns."""
    chains = (["input"], ["other"])
    for k in range(1, LEVELS + 1):
        chains[0].append(f"student {k}")
        chains[1].append(f"teacher {k}")
    return [
        Arrow(a, b, dashed=chain is chains[1])
        for chain in chains
        for a, b in pairwise(chain)
        if b in boxes
    ]


def _h_jepa() -> Diagram:
    boxes = _columns()
    arrows = _up(boxes)
    for k in range(1, LEVELS + 1):
        boxes[f"loss {k}"] = Box(f"predict {k}", _FAR / 2, k, 1.3, 0.36, "loss")
        arrows += [
            Arrow(f"student {k}", f"loss {k}"),
            Arrow(f"teacher {k}", f"loss {k}", dashed=True),
        ]
    return Diagram("H-JEPA", boxes, arrows)


def _v_jepa() -> Diagram:
    boxes = _columns("masked", "whole")
    boxes["collate"] = Box("collate", 0, LEVELS + 1, 1.2, 0.42)
    arrows = _up(boxes)
    for k in range(1, LEVELS + 1):
        boxes[f"loss {k}"] = Box(f"predict {k}", _FAR / 2, k, 1.3, 0.36, "loss")
        arrows += [
            Arrow(f"student {k}", "collate", bend=0.45 if k < LEVELS else 0.0),
            Arrow("collate", f"loss {k}", bend=0.08),
            Arrow(f"teacher {k}", f"loss {k}", dashed=True),
        ]
    return Diagram("V-JEPA 2.1", boxes, arrows)


def _bootleg() -> Diagram:
    boxes = _columns("masked", "whole")
    arrows = _up(boxes)
    for k in range(1, LEVELS + 1):
        boxes[f"loss {k}"] = Box(f"predict {k}", _FAR / 2, k, 1.3, 0.36, "loss")
        arrows += [
            Arrow(f"student {LEVELS}", f"loss {k}"),
            Arrow(f"teacher {k}", f"loss {k}", dashed=True),
        ]
    return Diagram("Bootleg", boxes, arrows)


def _slc() -> Diagram:
    boxes = _columns("tokens", "tokens")
    arrows = []
    for k in range(1, LEVELS + 1):
        boxes[f"student {k}"] = Box(f"module {k - 1}", 0, k, 1.4, 0.42)
        below = "other" if k == 1 else f"teacher {k - 1}"
        if k < LEVELS:
            boxes[f"teacher {k}"] = Box(f"module {k - 1}", _FAR, k, 1.4, 0.42, "teacher")
        else:
            del boxes[f"teacher {k}"]
        boxes[f"loss {k}"] = Box(f"predict ĥ⁽{'⁰¹²'[k - 1]}⁾", _FAR / 2, k - 0.5, 1.5, 0.36, "loss")
        arrows += [Arrow(f"student {k}", f"loss {k}"), Arrow(below, f"loss {k}", dashed=True)]
    return Diagram("SLC", boxes, [*_up(boxes), *arrows])
