"""Figure 1: what each objective predicts from which tuple, and what the way between them costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ownlatents.checks.stats.units import strings_by
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.style import FAINT, INK, SOFT, blank, figure
from ownlatents.sim import Corpus, Grammar, RHMParams

TITLE = "Figure 1: three objectives"
CAPTION = (
    "One string of a grammar (v = 8, m = 3, s = 2, L = 4) and its hidden tree. Each objective's "
    "hardest step: the tuple whose synonyms are to be found (blue), what is predicted from it "
    "(orange), and the d rules between them that are not resolved (rings); each costs a factor m. "
    "Symbols not known at this step are left out."
)
EXPERIMENTS = ()
PARAMS = RHMParams(v=8, m=3, s=2, L=4)
_TUPLE, _TARGET, _WAY = "#0072b2", "#e69f00", "#d55e00"

Node = tuple[int, int]
"""Level and place."""


@dataclass(frozen=True)
class Objective:
    """The hardest step of one objective on one tree.

    Attributes:
        name: of the objective.
        law: of `theory.LAWS`.
        tree: symbols by level, visible ones first.
        known: nodes whose symbols are known at this step.
        branches: the nodes, one tuple, whose synonyms are to be found.
        target: what is predicted.
        rules: nodes whose rules lie between tuple and target; as many as d.
        strings: what the law says at these sizes.
    """

    name: str
    law: str
    tree: tuple[tuple[int, ...], ...]
    known: frozenset[Node]
    branches: tuple[Node, ...]
    target: Node
    rules: tuple[Node, ...]
    strings: float


def rules_between(of: Node, target: Node, s: int, L: int) -> tuple[Node, ...]:
    """Nodes whose rules lie on the way from a tuple to a target.

    Args:
        of: parent of the tuple.
        target: a node.
        s, L: sizes of the tree.

    >>> rules_between((1, 0), (0, 2), s=2, L=2)
    ((1, 0), (2, 0), (1, 1))
    """
    left, right = (
        [(level, place // s ** (level - start)) for level in range(start, L + 1)]
        for start, place in (of, target)
    )
    meet = next(node for node in left if node in right)
    down = [node for node in right[1:] if node[0] < meet[0]]
    return (*left[: left.index(meet) + 1], *reversed(down))


def data(rows: Mapping[str, Sequence[Row]]) -> tuple[Objective, ...]:
    """Labels, tokens, own latents, on the tree of one string."""
    del rows
    s, L = PARAMS.s, PARAMS.L
    levels = Corpus(Grammar.sample(PARAMS, seed=0), P=1, seed=0).tree()
    tree = tuple(tuple(int(x) for x in level[0]) for level in levels)
    below = frozenset((k, i) for k in range(L - 1) for i in range(s ** (L - k)))
    top = tuple((L - 2, i) for i in range(s))
    tokens = frozenset((0, i) for i in range(s**L))
    steps = (
        ("labels", "root", tokens | {(L, 0)}, tuple((0, i) for i in range(s)), (L, 0)),
        ("tokens", "token", below, top, (0, s ** (L - 1))),
        ("own latents", "latent", below, top, (L - 2, s)),
    )
    return tuple(
        Objective(
            name,
            law,
            tree,
            known,
            nodes,
            target,
            rules_between((nodes[0][0] + 1, 0), target, s, L),
            strings_by(law, PARAMS),
        )
        for name, law, known, nodes, target in steps
    )


def draw(data: tuple[Objective, ...]) -> Figure:
    """Three trees side by side."""
    fig, axes = figure(columns=3, height=1.9)
    for axis, objective in zip(axes, data, strict=True):
        _draw_tree(axis, objective)
        d = len(objective.rules)
        cost = f"$vm^{{{d}}}$" + ("$/(1-f)$" if objective.law == "latent" else "")
        told = f"{objective.name}: d = {d}, {cost} ≈ {objective.strings:.0f} strings"
        axis.set_title(told, fontsize=7)
    return fig


def _draw_tree(axis: Axes, objective: Objective) -> None:
    s, L = PARAMS.s, PARAMS.L

    def place(node: Node) -> tuple[float, float]:
        level, i = node
        return ((i + 0.5) * s**level, 3.1 * level)

    nodes = [(level, i) for level, its in enumerate(objective.tree) for i in range(len(its))]
    way = {*objective.rules, *objective.branches, objective.target}
    for level, i in nodes:
        if level < L:
            child, parent = (level, i), (level + 1, i // s)
            on = child in way and parent in way and parent in objective.rules
            x, y = zip(place(child), place(parent), strict=True)
            axis.plot(x, y, color=_WAY if on else FAINT, linewidth=1.6 if on else 0.7, zorder=1)
    for node in nodes:
        known = node in objective.known
        colour = {True: _TUPLE}.get(node in objective.branches, _TARGET)
        marked = node in objective.branches or node == objective.target
        axis.plot(
            *place(node),
            marker="s" if node[0] == 0 else "o",
            markersize=6.2,
            markerfacecolor=colour if marked else "white",
            markeredgecolor=_WAY if node in objective.rules else SOFT if known else FAINT,
            markeredgewidth=1.6 if node in objective.rules else 0.6,
            zorder=2,
        )
        if known:
            axis.text(
                *place(node),
                str(objective.tree[node[0]][node[1]]),
                fontsize=5,
                ha="center",
                va="center_baseline",
                color="white" if node in objective.branches else INK,
                zorder=3,
            )
    blank(axis)
    axis.set_aspect("auto")
    axis.margins(0.04, 0.09)
