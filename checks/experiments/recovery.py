"""Figure 3 (left): accuracy of ILC against the number of strings, with the oracle arm beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from ownlatents import models
from ownlatents.checks.drawing import COLOURS, figure
from ownlatents.checks.measure.digitised import curve
from ownlatents.checks.measure.verdicts import Cell, Outcome, Table, Verdict, within
from ownlatents.checks.stats.intervals import crossing, middle
from ownlatents.checks.stats.scaling import exponent, spread
from ownlatents.checks.stats.units import UNITS, latent_unit, strings_by
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Context, Corpus, Grammar, RHMParams

TITLE = "Figure 3 (left)"
CAPTION = (
    "ILC at the paper's v = 8, s = 3, L = 5: accuracy of the top level (one tuple, all cousin "
    "tokens). Left: mean over grammars against strings in units of vm³/(1−f); solid k-means, "
    "dashed the oracle arm, which knows the centres. Right: strings at 50 % accuracy, each grammar "
    "a dot, medians joined; the paper's points (read off) and the slopes of the laws."
)

_M = (6, 8, 12, 16, 22, 32)
_GRAMMARS = {"quick": 6, "full": 24}
_UNITS = {
    "quick": tuple(2.0 ** (k / 2) for k in range(-3, 7)),
    "full": tuple(2.0 ** (k / 2) for k in range(-3, 11)),
}
_TEST_STRINGS = 2000


def tasks(profile: str) -> list[Task]:
    """One task per m, grammar and number of strings."""
    return [
        Task("recovery", 1, {"m": m, "seed": seed, "P": P}, cost=P / 1e5 + 3)
        for m in _M
        for seed in range(_GRAMMARS[profile])
        for P in (round(_unit(m) * unit) for unit in _UNITS[profile])
    ]


def run(task: Task) -> Row:
    """Accuracy per level of ILC and of the oracle arm on the same strings."""
    p, seed = _params(task.settings["m"]), task.settings["seed"]
    grammar = Grammar.sample(p, seed)
    corpus = Corpus(grammar, task.settings["P"], seed=2 * seed)
    fresh = Corpus(grammar, _TEST_STRINGS, seed=2 * seed + 1).tree()
    context = Context()
    arms: dict[str, models.Clusterer] = {
        "ilc": models.KMeans(),
        "oracle": models.NearestCentre((grammar,), context),
    }
    return {
        name: models.level_accuracies(
            models.ILC(context, arm, seed=seed).fit(corpus).decoder, fresh
        )
        for name, arm in arms.items()
    }


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """The threshold in units of vm³/(1−f) must vary far less than in any rival's units."""
    stars = thresholds(rows, "ilc")
    never = sum(int(np.isinf(x).sum()) for x in stars.values())
    unlucky = f"; {never} grammars never reached 50 %" if never else ""
    medians = [float(middle(x)) for x in stars.values()]
    if not (np.isfinite(medians).all() and min(medians) > 0):
        what = f"at some m half of the grammars have no threshold among these P{unlucky}"
        return [Verdict("figure-3", Outcome.IN_PART, what)]
    by_size = {_params(m): x for m, x in stars.items()}
    spreads = {law: spread(by_size, law) for law in UNITS}
    predicted = spreads.pop("latent")
    slope = exponent(by_size)
    told = ", ".join(f"{UNITS[law]} {x.value:.1f}" for law, x in spreads.items())
    outcome = Outcome.IN_PART
    if predicted.high < min(x.low for x in spreads.values()):
        outcome = Outcome.HOLDS
    elif predicted.value >= min(x.value for x in spreads.values()):
        outcome = Outcome.CONTRADICTED
    return [
        Verdict(
            "figure-3",
            outcome,
            f"P* varies by a factor {predicted} over m = {min(stars)} to {max(stars)} in units of "
            f"vm³/(1−f) (rival units: {told}); exponent of P*(1−f) in m {slope}"
            + ("" if slope.low <= 3 <= slope.high else ", whose interval leaves out 3")
            + unlucky,
            (_thresholds(rows),),
        )
    ]


def _thresholds(rows: Sequence[Row]) -> Table:
    """Of k-means, of the oracle arm and of the paper, by m."""
    arms = [thresholds(rows, arm) for arm in ("ilc", "oracle")]
    theirs = dict(zip(*curve("3", "left", "P_star"), strict=True))
    found: list[tuple[Cell, ...]] = []
    for m in arms[0]:
        tried = [row["P"] for row in rows if row["m"] == m]
        ours = (within(middle(stars[m]), tried, _unit(m)) for stars in arms)
        found.append((m, *ours, theirs[m] / _unit(m) if m in theirs else None))
    return Table(
        f"P* in units of {UNITS['latent']}, medians of the grammars",
        ("m", "ILC, k-means", "oracle arm", "paper (read off)"),
        tuple(found),
    )


def draw(rows: Sequence[Row]) -> Figure:
    """Rescaled learning curves, and P* against m beside the paper's."""
    fig, (left, right) = figure(columns=2, height=3.4)
    for m, shade in zip(sorted({row["m"] for row in rows}), COLOURS, strict=False):
        for arm, style in (("ilc", "o-"), ("oracle", "--")):
            P, accuracy = _curves(rows, m, arm)
            label = f"m = {m}" if arm == "ilc" else None
            left.plot(P / _unit(m), accuracy.mean(axis=0), style, color=shade, label=label)
    left.set(xscale="log", xlabel="P (1−f) / vm³", ylabel="top-level accuracy", ylim=(0, 1.03))
    left.set_xticks([0.5, 1, 2, 4, 8], labels=["0.5", "1", "2", "4", "8"])
    left.minorticks_off()
    left.legend()
    for which, label, colour in (("ilc", "ILC, k-means", 0), ("oracle", "oracle arm", 2)):
        stars = thresholds(rows, which)
        for m, values in stars.items():
            right.plot([m] * len(values), values, ".", color=COLOURS[colour], alpha=0.4)
        medians = [middle(values) for values in stars.values()]
        right.plot(list(stars), medians, "-", color=COLOURS[colour], label=label)
    right.plot(*curve("3", "left", "P_star"), "k*", markersize=7, label="paper (read off)")
    ms = np.array(sorted(thresholds(rows, "ilc")))
    start = middle(thresholds(rows, "ilc")[ms[0]])
    for law, style in (("latent", "-"), ("root", "-."), ("token", ":")):
        line = np.array([strings_by(law, _params(int(m))) for m in ms])
        right.plot(ms, start * line / line[0], style, color="grey", label=UNITS[law])
    right.set(xscale="log", yscale="log", xlabel="m", ylabel="strings at 50 % accuracy, P*")
    right.set_xticks([6, 8, 12, 16, 22, 32], labels=["6", "8", "12", "16", "22", "32"])
    right.minorticks_off()
    right.legend(loc="upper left")
    return fig


def thresholds(rows: Sequence[Row], arm: str) -> dict[int, np.ndarray]:
    """P* of each grammar by m: where its top-level accuracy last rises through 1/2."""
    stars = {}
    for m in sorted({row["m"] for row in rows}):
        P, accuracy = _curves(rows, m, arm)
        stars[m] = crossing(P, accuracy, at=0.5)
    return stars


def _curves(rows: Sequence[Row], m: int, arm: str) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of strings, and top-level accuracies `(grammars, numbers)`."""
    same = sorted((row for row in rows if row["m"] == m), key=lambda row: (row["seed"], row["P"]))
    P = np.array(sorted({row["P"] for row in same}), dtype=float)
    return P, np.array([row[arm][-1] for row in same]).reshape(-1, len(P))


def _params(m: int) -> RHMParams:
    return RHMParams(v=8, m=m, s=3, L=5)


def _unit(m: int) -> float:
    return latent_unit(_params(m))
