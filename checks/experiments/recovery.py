"""Figure 3 (left): accuracy of ILC against the number of strings, with the oracle arm beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ownlatents import models
from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.digitised import curve
from ownlatents.checks.measure.verdicts import Cell, Outcome, Table, Verdict
from ownlatents.checks.stats.scaling import exponent, fold_range
from ownlatents.checks.stats.threshold import LearningCurve, learning_curves, thresholds
from ownlatents.checks.stats.units import UNITS, latent_unit
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Context, Corpus, Grammar, RHMParams

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
    found = thresholds(curves(rows, "ilc"))
    never = sum(int(np.isinf(one.stars).sum()) for one in found.values())
    unlucky = f"; {never} grammars never reached 50 %" if never else ""
    if not all(one.within for one in found.values()):
        what = f"at some m half of the grammars have no threshold among these P{unlucky}"
        return [Verdict("figure-3", Outcome.IN_PART, what)]
    ranges = {law: fold_range(found, law) for law in UNITS}
    predicted = ranges.pop("latent")
    slope = exponent(found)
    rivals = ", ".join(f"{UNITS[law]} {x.value:.1f}" for law, x in ranges.items())
    outcome = Outcome.IN_PART
    if predicted.high < min(x.low for x in ranges.values()):
        outcome = Outcome.HOLDS
    elif predicted.value >= min(x.value for x in ranges.values()):
        outcome = Outcome.CONTRADICTED
    ms = [p.m for p in found]
    return [
        Verdict(
            "figure-3",
            outcome,
            f"P* varies by a factor {predicted} over m = {min(ms)} to {max(ms)} in units of "
            f"vm³/(1−f) (rival units: {rivals}); exponent of P*(1−f) in m {slope}"
            + ("" if slope.low <= 3 <= slope.high else ", whose interval leaves out 3")
            + unlucky,
            (_thresholds(rows),),
        )
    ]


def _thresholds(rows: Sequence[Row]) -> Table:
    """Of k-means, of the oracle arm and of the paper, by m."""
    arms = [thresholds(curves(rows, arm)) for arm in ("ilc", "oracle")]
    theirs = dict(zip(*curve("3", "left", "P_star"), strict=True))
    found: list[tuple[Cell, ...]] = []
    for p in arms[0]:
        unit = latent_unit(p)
        ours = (arm[p].cell(unit) for arm in arms)
        found.append((p.m, *ours, theirs[p.m] / unit if p.m in theirs else None))
    return Table(
        f"P* in units of {UNITS['latent']}, medians of the grammars",
        ("m", "ILC, k-means", "oracle arm", "paper (read off)"),
        tuple(found),
    )


def curves(rows: Sequence[Row], arm: str) -> list[LearningCurve]:
    """Accuracy of the top level against strings, of each grammar.

    Args:
        rows: every row with its task's settings.
        arm: "ilc" or "oracle".
    """
    return learning_curves((_params(row["m"]), row["seed"], row["P"], row[arm][-1]) for row in rows)


def _params(m: int) -> RHMParams:
    return RHMParams(v=8, m=m, s=3, L=5)


def _unit(m: int) -> float:
    return latent_unit(_params(m))


EXPERIMENT = Experiment(
    name="recovery",
    title="Figure 3 (left)",
    design=tasks,
    judge=judge,
    measure=run,
)
