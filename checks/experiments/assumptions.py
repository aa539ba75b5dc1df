"""Assumption 1 over ensembles of grammars, measured exactly on each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from checks.claims import Outcome, Verdict
from checks.drawing import COLOURS, figure
from checks.intervals import Estimate, bootstrap, rate
from checks.sweep import Row, Task, of_size
from sim import Context, Grammar, Law, RHMParams, assumptions, best_sites
from theory import context_scale
from theory.centres import expected_pair_distance, expected_spread, rules_with_symbol

TITLE = "Balance and separation"
CAPTION = (
    "Assumption 1 on random grammars, measured exactly, L = 4; one cousin token where not said "
    "otherwise. Top: constants of the worst level at f = 1/4, s = 2 (filled) and s = 3 (open), "
    "c_sep per target token; medians over grammars, bars: middle half. Bottom left: share of "
    "grammars with c_bal = 0 or c_sep = 0, for which Theorem 2 is void. Right: mean squared "
    "distances over their averages derived at finite sizes, right below the root (filled) and to "
    "second order further down (open). Thin bars: 95 % intervals."
)

_ONE = Context(cousin=1, token=0)
_SITES = {
    "one": "one site",
    "all": "one site, all cousin tokens",
    "best": "best sites",
    "pooled": "pooled over grandparents",
}
_SERIES = [RHMParams(v=v, m=v // 4, s=2, L=4) for v in (8, 16, 32, 64, 128)]
_BRANCHED = [RHMParams(v=v, m=v * v // 4, s=3, L=4) for v in (8, 16)]
_OTHERS = [
    *(RHMParams(v=v, m=m, s=2, L=4) for v, m in ((8, 4), (16, 8), (32, 4))),
    *(RHMParams(v=v, m=m, s=3, L=4) for v, m in ((8, 6), (8, 12), (16, 8))),
]
_SIZES = sorted([*_SERIES, *_BRANCHED, *_OTHERS], key=lambda p: (p.s, p.v, p.m))
_MARKERS = {"spread": ("o", "‖μ − π‖²"), "pair": ("s", "‖μ − μ′‖²")}
_CONSTANTS = ("c_bal", "c_sep_squared")
_GRAMMARS = {"quick": 200, "full": 2000}
_TOLERANCE = 0.03  # of averages derived to second order
_COINCIDE = 1e-12  # squared distance of equal centres that rounding may leave


def tasks(profile: str) -> list[Task]:
    """One task for each ten grammars of one size; a longer profile adds grammars."""
    return [
        Task("assumptions", 2, {**p.as_dict(), "seed": seed, "grammars": 10}, cost=p.v**2)
        for p in _SIZES
        for seed in range(0, _GRAMMARS[profile], 10)
    ]


def run(task: Task) -> Row:
    """Constants of each grammar at each site, and means at each level of the one site.

    Returns:
        `c_bal`, `c_sep_squared` (per target): for each of `_SITES` a number a grammar. `spread`,
        `pair`: for each grammar a number a level. `missing`: share of symbols that never occur
        right below the root.
    """
    p = task.params
    row: Row = {"c_bal": {site: [] for site in _SITES}, "c_sep_squared": {x: [] for x in _SITES}}
    row |= {"spread": [], "pair": [], "missing": []}
    for i in range(task.settings["grammars"]):
        grammar = Grammar.sample(p, task.settings["seed"] + i)
        found = {
            "one": assumptions(grammar, _ONE),
            "all": assumptions(grammar, Context()),
            "best": assumptions(grammar, best_sites(grammar, _ONE)),
            "pooled": assumptions(grammar, Context(cousin=1, token=0, grandparent=None)),
        }
        for site, constants in found.items():
            targets = len(constants.sites[0].targets(p.s))
            assert constants.c_sep_squared is not None  # f < 1
            row["c_bal"][site].append(constants.c_bal)
            row["c_sep_squared"][site].append(constants.c_sep_squared / targets)
        row["spread"].append([level.spread for level in found["one"].levels])
        row["pair"].append([level.pair for level in found["one"].levels])
        row["missing"].append(float((Law(grammar).marginal(p.L - 1) == 0).mean()))
    return row


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Balance and separation must become common, and the scale exact, as v grows."""
    return [
        _in_the_limit("balance", "c_bal", "a symbol is missing at the site", rows, _missing(rows)),
        _in_the_limit("separation", "c_sep_squared", "two centres coincide", rows, _voids(rows)),
        _scale(rows),
    ]


def draw(rows: Sequence[Row]) -> Figure:
    """Constants against v; void grammars and means by their predictions, by size."""
    fig, axes = figure(columns=2, rows=2, height=6.2)
    _draw_constants(axes[0], "c_bal", "balance constant $c_{bal}$", rows)
    _draw_constants(axes[1], "c_sep", "separation constant $c_{sep}$", rows)
    sizes = [p for p in _SIZES if of_size(rows, p)]
    for y, p in enumerate(sizes):
        for i, (site, colour) in enumerate(zip(_SITES, COLOURS, strict=False)):
            share = _void(rows, p, site)
            at = y + 0.18 * (i - 1.5)
            axes[2].plot([share.low, share.high], [at, at], color=colour, alpha=0.4)
            axes[2].plot([share.value], [at], "o", color=colour)
        for i, (name, (marker, told)) in enumerate(_MARKERS.items()):
            colour = COLOURS[4 + i]
            for level, ratio in enumerate(_ratios(rows, p, name)):
                at = y + 0.12 * (3 * i + level - 2.5)
                fill = "full" if level == p.L - 2 else "none"
                legend = told if y == 0 and fill == "full" else None
                axes[3].plot([ratio.low, ratio.high], [at, at], color=colour, alpha=0.4)
                axes[3].plot([ratio.value], [at], marker, c=colour, fillstyle=fill, label=legend)
    for axis, label in ((axes[2], "void grammars"), (axes[3], "measured / predicted")):
        axis.set_yticks(range(len(sizes)), labels=[f"{p.v}, {p.m}, {p.s}" for p in sizes])
        axis.set(xlabel=label, ylabel="v, m, s")
        axis.invert_yaxis()
    axes[3].legend(loc="lower left")
    fig.legend(*axes[1].get_legend_handles_labels(), loc="outside upper center", ncols=4)
    return fig


def _draw_constants(axis: Axes, name: str, label: str, rows: Sequence[Row]) -> None:
    for i, ((site, told), colour) in enumerate(zip(_SITES.items(), COLOURS, strict=False)):
        for sizes, marker, legend in ((_SERIES, "o-", told), (_BRANCHED, "o", None)):
            fill = "full" if sizes is _SERIES else "none"
            found = [p for p in sizes if of_size(rows, p)]
            if found:
                constants = [_constants(rows, p, name, site) for p in found]
                low, median, high = np.percentile(np.array(constants), [25, 50, 75], axis=1)
                x = [p.v * 1.06 ** (i - 1.5) for p in found]
                axis.vlines(x, low, high, color=colour, linewidth=3, alpha=0.4)
                axis.plot(x, median, marker, color=colour, fillstyle=fill, label=legend)
    axis.set(xscale="log", xlabel="v", ylabel=label, ylim=(0, None))
    axis.set_xticks([p.v for p in _SERIES], labels=[str(p.v) for p in _SERIES])
    axis.minorticks_off()


def _constants(rows: Sequence[Row], p: RHMParams, name: str, site: str) -> np.ndarray:
    """c_bal, c_sep² or c_sep of each grammar of a size."""
    squared = name == "c_sep"
    found = [row["c_sep_squared" if squared else name][site] for row in of_size(rows, p)]
    return np.sqrt(np.concatenate(found)) if squared else np.concatenate(found)


def _void(
    rows: Sequence[Row], p: RHMParams, site: str, names: Sequence[str] = _CONSTANTS
) -> Estimate:
    """Share of grammars where one of these constants is 0."""
    zero = np.any([_constants(rows, p, name, site) < _COINCIDE for name in names], axis=0)
    return rate(int(zero.sum()), len(zero))


def _ratios(rows: Sequence[Row], p: RHMParams, name: str) -> list[Estimate]:
    """Mean of what `theory` predicts over the prediction, level by level."""
    values = np.concatenate([row[name] for row in of_size(rows, p)]).reshape(-1, p.L - 1)
    ratio = values / np.array(_predicted(p, name))
    mean, error = ratio.mean(axis=0), 1.96 * ratio.std(axis=0) / len(ratio) ** 0.5
    return [Estimate(x, x - y, x + y) for x, y in zip(mean, error, strict=True)]


@cache
def _predicted(p: RHMParams, name: str) -> list[float]:
    average = {"spread": expected_spread, "pair": expected_pair_distance}[name]
    return [float(average(p.v, p.m, p.s, above)) for above in reversed(range(p.L - 1))]


def _in_the_limit(claim: str, name: str, how: str, rows: Sequence[Row], more: str) -> Verdict:
    sizes = [p for p in _SERIES if of_size(rows, p)]
    void = [_void(rows, p, "one", [name]) for p in sizes]
    medians = [float(np.median(_constants(rows, p, name, "one"))) for p in sizes]
    if all(share.high < 0.05 for share in void):
        outcome = Outcome.HOLDS
    elif void[-1].high < 0.05 and all(b > a for a, b in pairwise(medians)):
        outcome = Outcome.IN_PART
    else:
        outcome = Outcome.CONTRADICTED
    small, large = sizes[0], sizes[-1]
    symbol = "c_bal" if name == "c_bal" else "c_sep²"
    return Verdict(
        claim,
        outcome,
        f"median {symbol} rises from {medians[0]:.2f} (v = {small.v}) to {medians[-1]:.2f} "
        f"(v = {large.v}); {how} in {void[0].value:.0%} and {void[-1].value:.1%} of grammars; "
        + more,
    )


def _missing(rows: Sequence[Row]) -> str:
    """How many symbols never occur right below the root, beside the expected number."""
    found, expected = 0.0, 0.0
    for p in _SIZES:
        shares = [share for row in of_size(rows, p) for share in row["missing"]]
        found += p.v * sum(shares)
        if shares:
            expected += p.v * len(shares) * float(rules_with_symbol(p.v, p.m, p.s).get(0, 0))
    return f"{found:.0f} symbols missing right below the root, {expected:.0f} expected"


def _voids(rows: Sequence[Row]) -> str:
    """Void grammars at the smaller sizes of the series."""
    told = []
    for p in (p for p in _SERIES[:2] if of_size(rows, p)):
        shares = ", ".join(f"{_void(rows, p, site).value:.0%} {_SITES[site]}" for site in _SITES)
        told.append(f"v = {p.v}: {shares}")
    return "void grammars at " + "; ".join(told)


def _scale(rows: Sequence[Row]) -> Verdict:
    ratios = {}
    for p in _SERIES:
        if same := of_size(rows, p):
            scale = context_scale(v=p.v, m=p.m, s=p.s)
            spread = np.concatenate([row["spread"] for row in same]).reshape(-1, p.L - 1)
            ratios[p.v] = bootstrap([spread.mean(axis=1) / scale], _mean)
    large = max(ratios)
    close = ratios[large].low > 0.9 and ratios[large].high < 1.1
    sizes = [p for p in _SIZES if of_size(rows, p)]
    exact = [x for p in sizes for name in _MARKERS for x in _ratios(rows, p, name)]
    explained = all(abs(x.value - 1) < _TOLERANCE + 2.5 * (x.high - x.value) for x in exact)
    return Verdict(
        "scale",
        Outcome.HOLDS if close and explained else Outcome.CONTRADICTED,
        "measured / predicted: "
        + ", ".join(f"{ratio} at v = {v}" for v, ratio in ratios.items())
        + f"; over the averages derived at finite sizes: {min(x.value for x in exact):.2f} to "
        f"{max(x.value for x in exact):.2f} at {len(sizes)} sizes and all levels",
    )


def _mean(groups: list[np.ndarray]) -> float:
    return float(groups[0].mean())
