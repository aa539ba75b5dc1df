"""Figure 7: one module of SLC, layer by layer, with the shapes of its tensors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from matplotlib.figure import Figure

from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.diagram import Arrow, Box, Diagram, Kind
from ownlatents.paper_figs.diagram import draw as draw_diagram
from ownlatents.paper_figs.slc_shapes import module
from ownlatents.paper_figs.style import blank, figure

TITLE = "Figure 7: a module of SLC"
CAPTION = (
    "Module ℓ = 0 of SLC at the sizes it was tuned for: v = 16, m = 8, s = 3, L = 5, codebook "
    "vm = 128, hidden width 150; shapes without the batch. The predictor (Eq. 4) turns each patch "
    "into distributions over its cousins' tokens, were it at each of s places; the clusterer "
    "(Eq. 6) turns these into a soft code, the token of the next module. Targets and similarities "
    "come from the teacher, the student's moving average (dashed: no gradient)."
)
EXPERIMENTS = ()
SIZE = {"L": 5, "s": 3, "codes": 128, "width": 150}
_NAMES = {
    "tokens": "tokens ĥ⁽⁰⁾",
    "CNN1": "CNN₁, stride s",
    "CNN2": "A, CNN₂",
    "CNN3": "A, CNN₃, softmax",
    "predictions": "predictions φ̂⁽⁰⁾",
    "CNN4": "flatten, CNN₄",
    "CNN5": "A, CNN₅, softmax",
    "codes": "codes ĥ⁽¹⁾",
}


def data(rows: Mapping[str, Sequence[Row]]) -> Diagram:
    """The layers in two rows, predictor and clusterer, with the teacher's part below."""
    del rows
    boxes: dict[str, Box] = {}
    for i, layer in enumerate(module(0, **SIZE)):
        row, column = divmod(i, 5)
        shape = " × ".join(map(str, layer.shape))
        kind: Kind = "layer" if layer.trained else "data"
        x, y = (2.1 * column, 0.0) if row == 0 else (2.1 * (3 - column), -1.5)
        boxes[layer.name] = Box(f"{_NAMES[layer.name]}\n{shape}", x, y, 1.75, 0.62, kind)
    boxes["prediction"] = Box("prediction loss, Eq. (5)", 6.9, 1.15, 2.2, 0.42, "loss")
    boxes["clustering"] = Box("clustering loss, Eqs. (8)–(11)", 1.2, -2.65, 2.7, 0.42, "loss")
    boxes["teacher"] = Box("teacher's tokens ĥ⁽⁰⁾", 3.3, 1.15, 2.2, 0.42, "teacher")
    boxes["similar"] = Box(
        "similarities S of the teacher's φ̂, Eq. (7)", 5.7, -2.65, 3.7, 0.42, "teacher"
    )
    arrows = [Arrow(a, b) for a, b in pairwise(_NAMES)]
    arrows += [
        Arrow("predictions", "prediction"),
        Arrow("teacher", "prediction", dashed=True),
        Arrow("codes", "clustering"),
        Arrow("similar", "clustering", dashed=True),
    ]
    return Diagram("", boxes, arrows)


def draw(data: Diagram) -> Figure:
    """The diagram over both columns."""
    fig, (axis,) = figure(height=2.7)
    draw_diagram(axis, data)
    blank(axis)
    axis.set_aspect("auto")
    return fig
