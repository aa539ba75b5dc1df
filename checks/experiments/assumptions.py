"""Assumption 1 over ensembles of grammars, measured exactly on each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure

from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure, quartiles
from checks.intervals import bootstrap, rate
from checks.sweep import Row, Task
from sim import Context, Grammar, RHMParams, assumptions
from theory import context_scale

TITLE = "Balance and separation"
CAPTION = (
    "Assumption 1 on random grammars at one site (leftmost grandparent, one cousin token), s = 2, "
    "f = 1/4, L = 4. Dots: median over grammars; bars: middle half; light bars: 90 %. "
    "Both constants are those of a grammar's worst level. Right: mean squared distance of context "
    "vectors from their mean (circles) and from each other (squares) over the predicted scale."
)

_GRAMMARS = {"quick": 200, "full": 2000}
_SIZES = [RHMParams(v=v, m=v // 4, s=2, L=4) for v in (8, 16, 32, 64, 128)]
_SITE = Context(cousin=1, token=0)


def tasks(profile: str) -> list[Task]:
    """One task for each ten grammars of one size; a longer profile adds grammars."""
    return [
        Task("assumptions", 1, {**p.as_dict(), "seed": seed, "grammars": 10}, cost=p.v**2)
        for p in _SIZES
        for seed in range(0, _GRAMMARS[profile], 10)
    ]


def run(task: Task) -> Row:
    """Constants of each grammar: of its worst level, and means over levels."""
    p = task.params
    scale = context_scale(v=p.v, m=p.m, s=p.s)
    row: Row = {"c_bal": [], "c_sep_squared": [], "spread": [], "pair": []}
    for i in range(task.settings["grammars"]):
        found = assumptions(Grammar.sample(p, task.settings["seed"] + i), _SITE)
        row["c_bal"].append(found.c_bal)
        row["c_sep_squared"].append(found.c_sep_squared)
        row["spread"].append(np.mean([level.spread for level in found.levels]) / scale)
        row["pair"].append(np.mean([level.pair for level in found.levels]) / scale)
    return row


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Balance and separation must become common, and the scale exact, as v grows."""
    sizes = _by_size(rows)
    return [
        _in_the_limit("balance", "c_bal", sizes, "a symbol is missing at the site"),
        _in_the_limit("separation", "c_sep_squared", sizes, "two centres coincide"),
        _scale(sizes),
    ]


def draw(rows: Sequence[Row]) -> Figure:
    """Constants and scale against v."""
    sizes = _by_size(rows)
    fig, axes = figure(columns=3)
    for axis, name, label in (
        (axes[0], "c_bal", "balance constant $c_{bal}$"),
        (axes[1], "c_sep", "separation constant $c_{sep}$"),
    ):
        for v, values in sizes.items():
            quartiles(axis, v, values[name], COLOURS[0])
        axis.set(xscale="log", xlabel="v", ylabel=label, ylim=(0, None))
    for name, predicted, marker, colour in (("spread", 1, "o", 0), ("pair", 2, "s", 1)):
        means = [bootstrap([values[name]], _mean) for values in sizes.values()]
        axes[2].errorbar(
            list(sizes),
            [e.value for e in means],
            yerr=[[e.value - e.low for e in means], [e.high - e.value for e in means]],
            marker=marker,
            color=COLOURS[colour],
        )
        axes[2].axhline(predicted, color=COLOURS[colour], linestyle=":")
    axes[2].set(xscale="log", xlabel="v", ylabel="squared distance · m²/(1−f)", ylim=(0, None))
    for axis in axes:
        axis.set_xticks(list(sizes), labels=[str(v) for v in sizes])
        axis.minorticks_off()
    return fig


def _by_size(rows: Sequence[Row]) -> dict[int, dict[str, np.ndarray]]:
    sizes: dict[int, dict[str, np.ndarray]] = {}
    for v in sorted({row["v"] for row in rows}):
        same = [row for row in rows if row["v"] == v]
        sizes[v] = {
            name: np.concatenate([row[name] for row in same])
            for name in ("c_bal", "c_sep_squared", "spread", "pair")
        }
        sizes[v]["c_sep"] = np.sqrt(sizes[v]["c_sep_squared"])
    return sizes


def _in_the_limit(
    claim: str, name: str, sizes: dict[int, dict[str, np.ndarray]], how: str
) -> Verdict:
    void = {v: rate(int((x[name] < 1e-12).sum()), len(x[name])) for v, x in sizes.items()}
    medians = [float(np.median(x[name])) for x in sizes.values()]
    small, large = min(sizes), max(sizes)
    if all(share.high < 0.05 for share in void.values()):
        outcome = Outcome.HOLDS
    elif void[large].high < 0.05 and all(b > a for a, b in pairwise(medians)):
        outcome = Outcome.IN_PART
    else:
        outcome = Outcome.CONTRADICTED
    symbol = "c_bal" if name == "c_bal" else "c_sep²"
    return Verdict(
        claim,
        outcome,
        f"median {symbol} rises from {medians[0]:.2f} (v = {small}) to {medians[-1]:.2f} "
        f"(v = {large}); {how} in {void[small].value:.0%} and {void[large].value:.1%} of grammars",
    )


def _scale(sizes: dict[int, dict[str, np.ndarray]]) -> Verdict:
    ratios = {v: bootstrap([x["spread"]], _mean) for v, x in sizes.items()}
    large = max(sizes)
    close = ratios[large].low > 0.9 and ratios[large].high < 1.1
    return Verdict(
        "scale",
        Outcome.HOLDS if close else Outcome.CONTRADICTED,
        "measured / predicted: " + ", ".join(f"{ratio} at v = {v}" for v, ratio in ratios.items()),
    )


def _mean(groups: list[np.ndarray]) -> float:
    return float(groups[0].mean())
