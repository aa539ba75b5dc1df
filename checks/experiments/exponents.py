"""What the number of strings depends on: v, m, 1−f, s and L varied one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from checks.claims import Outcome, Verdict
from checks.crossings import PER_OCTAVE, next_step, thresholds_of
from checks.drawing import COLOURS, figure
from checks.intervals import Estimate
from checks.laws import Fit, compared, exponents, medians
from checks.recovered import from_counts
from checks.sweep import Row, Task
from models import ILC, BatchedKMeans, Clusterer, NearestCentre, Ward, level_accuracies
from sim import Context, Corpus, Grammar, RHMParams
from theory import threshold

TITLE = "Exponents"
CAPTION = (
    "Strings at which half of the tuples are labelled rightly, P*: median over grammars, all "
    "cousin tokens of one tuple, one level, from counts; pooled: k-means on all tuples of strings, "
    "L = 4, mean over levels. Left: in units of vm³/(1−f) against v, at fixed m = 8 "
    "(filled) and at fixed f = 1/4 (open). Middle: against m at v = 32. Right: measured against "
    "the law that describes each arm best, one constant fitted."
)

_SITE = Context()
_WANTED = {"accuracy": (0.5, 0.9), "exact": (0.5,)}
_HEIGHTS = {
    "half of the tuples": ("accuracy", 0.5),
    "90 %": ("accuracy", 0.9),
    "all in every second fit": ("exact", 0.5),
}
_ARMS = {"oracle": "oracle arm", "kmeans": "k-means", "ward": "Ward", "pooled": "pooled"}
_FORMULAS = {
    "latent": "vm³/(1−f)",
    "known-centres": "m³/(1−f) Λ",
    "found-centres": "found centres",
    "known-half": "m³/(1−f) + vm",
    "coverage": "vm Λ",
}
_REPEATS = 2
_TEST_STRINGS = 1000
_EXCLUDED = 20.0
_POWERS = 4  # numbers that a fit of exponents has: a constant and three powers
_POWERS = 4  # numbers that a fit of exponents has: a constant and three powers
_MOST_UNITS = 3e5  # vm³/(1−f) up to which strings, not counts, are fitted
_LEAST, _MOST = -8 * PER_OCTAVE, 8 * PER_OCTAVE  # around vm³/(1−f)

_FIXED_F = [RHMParams(v=v, m=v // 4, s=2, L=2) for v in (16, 32, 64, 128)]
_FIXED_M = [RHMParams(v=v, m=8, s=2, L=2) for v in (9, 12, 16, 24, 32, 64, 128, 256, 512)]
_FIXED_V = [RHMParams(v=32, m=m, s=2, L=2) for m in (4, 6, 8, 12, 16, 24, 29)]
_BRANCHES = [RHMParams(v=16, m=8, s=s, L=2) for s in (2, 3, 4)]
_NARROW = [RHMParams(v=8, m=m, s=3, L=2) for m in (6, 8, 16, 32, 57)]
_SIZES = list(dict.fromkeys([*_FIXED_F, *_FIXED_M, *_FIXED_V, *_BRANCHES, *_NARROW]))
_LARGEST = {
    "quick": {"oracle": 32, "kmeans": 32, "ward": 32, "pooled": 16},
    "full": {"oracle": 512, "kmeans": 64, "ward": 128, "pooled": 32},
}
"""Largest v of each arm."""
_GRAMMARS = {"quick": 3, "full": 16}


def tasks(profile: str) -> list[Task]:
    """One search for each size, arm and grammar."""
    return [
        Task("exponents", 1, {**_of(p, arm).as_dict(), "arm": arm, "seed": seed}, _cost(p, arm))
        for arm, largest in _LARGEST[profile].items()
        for p in _SIZES
        if p.v <= largest and (arm != "pooled" or _law("latent", p) < _MOST_UNITS)
        for seed in range(_GRAMMARS[profile])
    ]


def run(task: Task, *rows: Row) -> Row:
    """Success at the next number of strings of the search."""
    p, step = task.params, _next(rows)
    assert step is not None  # `enough` says when there is none
    grammar = Grammar.sample(p, task.settings["seed"])
    P = round(threshold("latent", **p.as_dict()) * 2 ** (step / PER_OCTAVE))
    if task.settings["arm"] == "pooled":
        return {"step": step, "P": P, **_pooled(grammar, P, task.stream(len(rows)) // 2)}
    learner = ILC(_SITE, _clusterer(task.settings["arm"], grammar))
    seeds = [task.stream(len(rows)) // 2 + i for i in range(_REPEATS)]
    return {"step": step, "P": P, **from_counts(learner, grammar, P, seeds)}


def enough(task: Task, rows: Sequence[Row]) -> bool:
    """Whether every crossing is bracketed."""
    return _next(rows) is None


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Exponents with intervals, and which law describes the thresholds best."""
    return [
        _judged("exponents", "kmeans", "latent", {"v": 1, "m": 3, "1−f": -1}, rows),
        _judged("known-centres", "oracle", "known-half", {}, rows),
    ]


def draw(rows: Sequence[Row]) -> Figure:
    """Rescaled thresholds against v and m, and against the best laws."""
    fig, axes = figure(columns=3, height=2.8)
    for (arm, name), colour in zip(_ARMS.items(), COLOURS, strict=False):
        stars = thresholds(rows, arm)
        for sizes, axis, letter, fill in (
            (_FIXED_M, axes[0], "v", "full"),
            (_FIXED_F, axes[0], "v", "none"),
            (_FIXED_V, axes[1], "m", "full"),
        ):
            found = [p for p in (_of(p, arm) for p in sizes) if p in stars]
            height = [np.median(stars[p]) / _law("latent", p) for p in found]
            x = [getattr(p, letter) for p in found]
            label = name if axis is axes[1] else None
            axis.plot(x, height, "o-", color=colour, fillstyle=fill, label=label)
        narrow = {p: x for p, x in stars.items() if p.s == 2}
        if not narrow:  # nothing was learned
            continue
        if not narrow:  # nothing was learned
            continue
        best, fit = next(iter(_compared(narrow).items()))
        predicted = [fit.constant * _law(best, p) for p in narrow]
        measured = [np.median(x) for x in narrow.values()]
        axes[2].plot(predicted, measured, "o", color=colour, label=_FORMULAS[best])
    for axis, letter, ticks in ((axes[0], "v", (8, 32, 128, 512)), (axes[1], "m", (4, 8, 16, 32))):
        axis.set(xscale="log", yscale="log", xlabel=letter, ylabel="P* (1−f) / vm³")
        axis.set_ylim(0.02, 3)
        axis.set_xticks(ticks, labels=[str(tick) for tick in ticks])
        axis.set_yticks([0.03, 0.1, 0.3, 1], labels=["0.03", "0.1", "0.3", "1"])
        axis.minorticks_off()
    line = axes[2].get_xlim()
    axes[2].plot(line, line, "-", color="grey", linewidth=0.8)
    axes[2].set(xscale="log", yscale="log", xlabel="law, strings", ylabel="P*, strings")
    axes[1].legend()
    axes[2].legend()
    return fig


def thresholds(
    rows: Sequence[Row], arm: str, curve: str = "accuracy", height: float = 0.5
) -> dict[RHMParams, np.ndarray]:
    """P* of each grammar by size, where at least half of a size's grammars have one."""
    stars = thresholds_of([row for row in rows if row["arm"] == arm], curve, height)
    return {p: x for p, x in stars.items() if 0 < np.median(x) < np.inf}


def _judged(
    claim: str, arm: str, predicted: str, powers: dict[str, float], rows: Sequence[Row]
) -> Verdict:
    """Whether the predicted law describes the thresholds, with the predicted exponents.

    Judged where half of the tuples are right; the other thresholds are told. Contradicted where
    another law is more than `_EXCLUDED` times as likely; in part where none is, but an exponent's
    interval leaves out the predicted one.
    """
    found = {
        what: {p: x for p, x in thresholds(rows, arm, *where).items() if p.s == 2}
        for what, where in _HEIGHTS.items()
    }
    fitted = {
        what: (_exponents(stars), _compared(stars))
        for what, stars in found.items()
        if len(stars) > _POWERS
    }
    half = next(iter(_HEIGHTS))
    if half not in fitted:
        what = f"{half} were learned at {len(found[half])} sizes, too few to fit"
        return Verdict(claim, Outcome.CONTRADICTED, what)
    slopes, fits = fitted[half]
    best = next(iter(fits))
    as_predicted = all(slopes[name].low <= x <= slopes[name].high for name, x in powers.items())
    behind = fits[best].likelihood - fits[predicted].likelihood
    if behind > np.log(_EXCLUDED):
        outcome = Outcome.CONTRADICTED
    else:
        outcome = Outcome.HOLDS if as_predicted and best == predicted else Outcome.IN_PART
    told = (_told(f"{what} at {len(found[what])} sizes", *its) for what, its in fitted.items())
    return Verdict(claim, outcome, "; ".join(told))


def _told(what: str, slopes: dict[str, Estimate], fits: dict[str, Fit]) -> str:
    """Exponents, the best law, and how much less likely the others are."""
    powers = ", ".join(f"{name} {slope}" for name, slope in slopes.items())
    (best, fit), *others = fits.items()
    behind = ", ".join(
        f"{_FORMULAS[name]} {other.likelihood - fit.likelihood:.1f}" for name, other in others
    )
    return (
        f"{what}: exponents {powers}; best {fit.constant:.2g} "
        f"({_FORMULAS[best]}), scatter ×{fit.scatter:.2f}, ln-likelihood of the others {behind}"
    )


def _exponents(stars: dict[RHMParams, np.ndarray]) -> dict[str, Estimate]:
    sizes: dict[str, list[float]] = {
        "v": [p.v for p in stars],
        "m": [p.m for p in stars],
        "1−f": [1 - p.f for p in stars],
    }
    return exponents(sizes, list(stars.values()))


def _compared(stars: dict[RHMParams, np.ndarray]) -> dict[str, Fit]:
    laws = {law: np.array([_law(law, p) for p in stars]) for law in _FORMULAS}
    return compared(laws, *medians(list(stars.values())))


def _law(law: str, p: RHMParams) -> float:
    return threshold(law, **p.as_dict())


def _next(rows: Sequence[Row]) -> int | None:
    return next_step(rows, _WANTED, _LEAST, _MOST)


def _of(p: RHMParams, arm: str) -> RHMParams:
    """The size with the depth of an arm: pooling needs several grandparents."""
    return replace(p, L=4) if arm == "pooled" else p


def _pooled(grammar: Grammar, P: int, seed: int) -> dict[str, float]:
    """Mean accuracy over levels of a whole fit to strings, and whether all is right."""
    found = ILC(Context(grandparent=None), BatchedKMeans()).fit(Corpus(grammar, P, seed))
    accuracies = level_accuracies(found.decoder, Corpus(grammar, _TEST_STRINGS, seed + 1).tree())
    return {"accuracy": float(np.mean(accuracies)), "exact": float(min(accuracies) == 1)}


def _clusterer(arm: str, grammar: Grammar) -> Clusterer:
    match arm:
        case "oracle":
            return NearestCentre((grammar,), _SITE)
        case "kmeans":
            return BatchedKMeans()
        case _:
            return Ward()


def _cost(p: RHMParams, arm: str) -> float:
    """Rough seconds of a search: the size of the table of context vectors."""
    points = p.n_tuples * p.v * len(_SITE.targets(p.s)) / 2**16
    return {"oracle": 0.3, "kmeans": 5.0, "ward": 0.3, "pooled": 15.0}[arm] * points + 0.05
