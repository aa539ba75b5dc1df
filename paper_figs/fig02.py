"""Figure 2: iterative latent clustering as a graph, with the real tuples of a small grammar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ownlatents import models
from ownlatents.checks.sweep import Row
from ownlatents.paper_figs.style import COLOURS, INK, SOFT, blank, figure
from ownlatents.sim import Context, Corpus, Grammar, RHMParams

TITLE = "Figure 2: ILC as a graph"
CAPTION = (
    "Two levels of Algorithm 1 on strings of one grammar (v = 3, m = 2, s = 2, L = 3). The "
    "predictor counts, for each tuple seen, N(ν) and the mean one-hot φ̂(ν) of its cousin's two "
    "tokens (darker: more often); the clusterer joins tuples of equal rows into v latents, and the "
    "same is done with these one level up. Colours: the true parents."
)
EXPERIMENTS = ()
PARAMS = RHMParams(v=3, m=2, s=2, L=3)
P = 2000
_GRAMMAR = 22
"""Seed of a grammar whose parents differ much at both levels."""


@dataclass(frozen=True)
class Level:
    """What ILC found at one level.

    Attributes:
        tuples: the support, symbols of the level as ILC has named them.
        counts: N(ν) of each.
        vectors: φ̂(ν) of each, the targets side by side.
        labels: cluster of each.
        parents: its true parent.
    """

    tuples: tuple[tuple[int, ...], ...]
    counts: tuple[int, ...]
    vectors: tuple[tuple[float, ...], ...]
    labels: tuple[int, ...]
    parents: tuple[int, ...]


def data(rows: Mapping[str, Sequence[Row]]) -> tuple[Level, ...]:
    """ILC fitted to the strings."""
    del rows
    grammar = Grammar.sample(PARAMS, seed=_GRAMMAR)
    found = models.ILC(Context(grandparent=None)).fit(Corpus(grammar, P, seed=0))
    names = [np.arange(PARAMS.v)]  # true symbol of each of ILC's, level by level
    levels = []
    for level in range(PARAMS.L - 1):
        one, parents = _level(found, level, grammar, names[-1])
        levels.append(one)
        names.append(parents)
    return tuple(levels)


def _level(
    found: models.Recovery, level: int, grammar: Grammar, names: np.ndarray
) -> tuple[Level, np.ndarray]:
    """One level, and the true parent of each of its clusters."""
    contexts, labels = found.contexts[level], np.asarray(found.labels[level])
    codes, base = contexts.codes.numpy(), PARAMS.v + 1
    tuples = np.stack([codes // base, codes % base], axis=1)
    parents = grammar.rule_of(level, names[tuples])[:, 0] // PARAMS.m
    order = np.lexsort((codes, labels))
    named = np.array([np.bincount(parents[labels == k]).argmax() for k in range(PARAMS.v)])
    one = Level(
        tuple(tuple(int(x) for x in tuples[i]) for i in order),
        tuple(int(contexts.counts[i]) for i in order),
        tuple(tuple(contexts.vectors[i].tolist()) for i in order),
        tuple(int(labels[i]) for i in order),
        tuple(int(parents[i]) for i in order),
    )
    return one, named


def draw(data: tuple[Level, ...]) -> Figure:
    """A panel for each level: tuples, their rows, clusters."""
    fig, axes = figure(columns=len(data), height=2.2)
    for level, (axis, found) in enumerate(zip(axes, data, strict=True)):
        _draw_level(axis, found)
        up = f"ĥ$^{{({level + 1})}}$"
        axis.set_title(f"level {level}:  tuples of ĥ$^{{({level})}}$ → φ̂ → {up}")
    return fig


def _draw_level(axis: Axes, found: Level) -> None:
    cell, left, far = 0.55, 2.6, 8.4
    greys = matplotlib.colormaps["Greys"]
    width = cell * len(found.vectors[0])
    middle = {
        k: -float(np.mean([i for i, label in enumerate(found.labels) if label == k]))
        for k in set(found.labels)
    }
    for i, (symbols, N, vector, label, parent) in enumerate(
        zip(found.tuples, found.counts, found.vectors, found.labels, found.parents, strict=True)
    ):
        colour = COLOURS[parent]
        axis.text(
            0,
            -i,
            " ".join(map(str, symbols)),
            ha="center",
            va="center",
            color="white",
            bbox={"boxstyle": "round,pad=0.25", "facecolor": colour, "edgecolor": "none"},
        )
        axis.text(1.45, -i, f"N = {N}", ha="center", va="center", fontsize=6, color=SOFT)
        for k, share in enumerate(vector):
            corner = (left + cell * k, -i - 0.36)
            face = greys(0.85 * share)
            axis.add_patch(Rectangle(corner, cell, 0.72, facecolor=face, edgecolor=SOFT, lw=0.4))
            axis.text(
                corner[0] + cell / 2,
                -i,
                f"{share:.2f}"[1:] if share < 0.995 else "1",
                ha="center",
                va="center",
                fontsize=4.8,
                color="white" if share > 0.6 else INK,
            )
        axis.plot([left + width + 0.1, far], [-i, middle[label]], color=colour, lw=1, zorder=0)
    for k, height in middle.items():
        parents = {p for p, label in zip(found.parents, found.labels, strict=True) if label == k}
        colour = COLOURS[parents.pop()] if len(parents) == 1 else SOFT
        axis.plot(far, height, "o", markersize=13, color=colour)
        axis.text(far, height, str(k), ha="center", va="center_baseline", color="white")
    for k in range(1, PARAMS.s):
        axis.plot(
            [left + k * width / PARAMS.s] * 2, [0.5, 0.5 - len(found.tuples)], color=INK, lw=1
        )
    axis.text(left + width / 2, 0.75, "φ̂: first token | second token", ha="center", fontsize=6)
    axis.text(far, 0.75, "label", ha="center", fontsize=6)
    axis.text(0, 0.75, "tuple", ha="center", fontsize=6)
    blank(axis)
    axis.set_aspect("auto")
    axis.set(xlim=(-0.8, far + 0.7), ylim=(-len(found.tuples) + 0.4, 1.1))
