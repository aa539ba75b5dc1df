"""Figure 10: SLC's levels are learned one after the other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from ownlatents.checks.experiments.slc_levels import curves
from ownlatents.checks.stats.units import latent_unit
from ownlatents.checks.sweep import Row, size_of
from ownlatents.models.slc import prediction_floors
from ownlatents.paper_figs import networks
from ownlatents.paper_figs.curves import draw_curves, draw_lines, keys_of, legend_of_keys
from ownlatents.paper_figs.points import Panel, Panels, Points, means
from ownlatents.paper_figs.style import figure, shade
from ownlatents.sim import Grammar

TITLE = "Figure 10: training of each module"
CAPTION = (
    "Top: accuracy of the hard labels of each SLC module (best permutation) and its prediction "
    "loss against steps, at 1.2 vm³/(1−f) strings as the paper's 9797 are (v = 16, m = 8, s = 3, L "
    "= 7), or the nearest number that was run; dashed: the least loss on fresh strings with the "
    "true latents, exact conditional entropies; who knows the strings by heart, or has merged "
    "codes, goes below. The paper's points were not read off; its first loss is ln 128, chance "
    "among the vm codes. Bottom: accuracy at the end against strings in units of vm³/(1−f), with "
    "its own latents as targets and, the control, with visible tokens. Bands: 95 % intervals."
)
EXPERIMENTS = ("slc_levels",)
_UNITS = 1.16  # of vm³/(1−f): Fig. 10's 9797 strings
QUANTITIES = {"accuracy": "accuracy", "loss": "prediction loss, nats"}
TARGETS = {"latent": "targets own latents", "token": "targets tokens"}


def data(rows: Mapping[str, Sequence[Row]]) -> Panels:
    """A panel for each quantity, a series for each level, from every evaluation.

    The losses of a record are named by `loss_names`; those that begin with "prediction" are shown.
    """
    accuracy: dict[int, list[tuple[float, float]]] = {}
    loss: dict[int, list[tuple[float, float]]] = {}
    shown = _shown(rows["slc_levels"])
    for record in networks.evaluations(shown):
        for level, share in enumerate(record["accuracy"], start=1):
            accuracy.setdefault(level, []).append((record["step"], share))
        named = zip(record.get("loss_names", ()), record.get("losses", ()), strict=False)
        predictions = [value for name, value in named if name.startswith("prediction")]
        for level, value in enumerate(predictions, start=1):
            loss.setdefault(level, []).append((record["step"], value))
    return {
        "accuracy": _panel(accuracy),
        "loss": replace(_panel(loss), laws=_floors(shown, loss)),
        **{target: _by_strings(rows["slc_levels"], target) for target in TARGETS},
    }


def _floors(
    rows: Sequence[Row], loss: Mapping[int, Sequence[tuple[float, float]]]
) -> tuple[Points, ...]:
    """The least loss of each level, mean over the grammars, along the steps that are shown."""
    grammars = {(size_of(row), seed) for row in rows for seed in range(len(row["records"]))}
    if not grammars or not loss:
        return ()
    found = [prediction_floors(Grammar.sample(p, seed)) for p, seed in sorted(grammars)]
    levels = enumerate(np.mean(found, axis=0).tolist(), start=1)
    steps = {level: [step for step, _ in its] for level, its in loss.items()}
    return tuple(
        Points(f"floor {level}", (min(its), max(its)), (floor, floor), key=level)
        for level, floor in levels
        if (its := steps.get(level))
    )


def _by_strings(rows: Sequence[Row], target: str) -> Panel:
    """Accuracy of each level at the end, by what the networks predict."""
    found: dict[int, list[tuple[float, float]]] = {}
    for level in range(1, max((row["L"] for row in rows), default=1)):
        found[level] = [
            (P / latent_unit(curve.params), height)
            for curve in curves(rows, target, level)
            for P, height in zip(curve.P, curve.heights, strict=True)
        ]
    return _panel(found)


def _shown(rows: Sequence[Row]) -> list[Row]:
    """Networks that learn from own latents, with the number of strings nearest to the paper's."""
    its = [row for row in rows if row["target"] == "latent"]

    def off(row: Row) -> float:
        unit = latent_unit(size_of(row))
        return abs(math.log(row["P"] / (_UNITS * unit)))

    nearest = min(map(off, its), default=0.0)
    return [row for row in its if off(row) == nearest]


def _panel(pairs: Mapping[int, Sequence[tuple[float, float]]]) -> Panel:
    return Panel(tuple(means(f"level {level}", its, level) for level, its in pairs.items()))


def draw(data: Panels) -> Figure:
    """Accuracy and loss in time; below, accuracy against strings by kind of target."""
    fig, axes = figure(columns=2, rows=2, height=4.2)
    keys = keys_of([data["accuracy"]])
    for axis, (what, told) in zip(axes, QUANTITIES.items(), strict=False):
        draw_lines(axis, data[what], "optimiser steps", told, keys)
        for law in data[what].laws:
            assert law.key is not None
            axis.plot(law.x, law.y, "--", color=shade(law.key, keys), linewidth=0.8)
    for axis, (target, told) in zip(axes[2:], TARGETS.items(), strict=True):
        draw_curves(axis, data[target], "P (1−f) / vm³", f"accuracy, {told}", keys)
    legend_of_keys(axes[0], [data["accuracy"]], "level")
    return fig
