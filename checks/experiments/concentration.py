"""Lemma 2: how far empirical context vectors stray, against the McDiarmid bound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy

from ownlatents import theory
from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Context, Corpus, Grammar, Law, RHMParams

_PARAMS = RHMParams(v=16, m=4, s=2, L=4)
_SITE = Context(cousin=1, token=0)
DRAWS = (3, 10, 30, 100, 300)
"""Strings N that a context vector is averaged over."""

_PROBABILITIES = (0.5, 0.1, 0.01, 0.001)
RADII = np.linspace(0, 3.2, 65)
"""Values x at which the tail of √N‖φ̂−φ‖ is counted."""

_STRINGS = {"quick": 2_000_000, "full": 20_000_000}
_GRAMMARS = {"quick": 4, "full": 20}
_FALSE_ALARM = 1e-6


def tasks(profile: str) -> list[Task]:
    """One task per grammar."""
    settings = [{"seed": seed, "P": _STRINGS[profile]} for seed in range(_GRAMMARS[profile])]
    return [Task("concentration", 1, one, cost=one["P"] / 3e5) for one in settings]


def run(task: Task) -> Row:
    """Exceedances of several radii by disjoint groups of N strings that share a tuple."""
    grammar = Grammar.sample(_PARAMS, task.settings["seed"])
    corpus = Corpus(grammar, task.settings["P"], task.settings["seed"])
    p = grammar.params
    centres = Law(grammar).context_vectors(0, _SITE)
    symbols = [
        (grammar.rule_of(0, c[:, : p.s])[:, 0], c[:, p.s])
        for c in corpus.chunks(0, [*range(2 * p.s)])
    ]
    rule, target = (np.concatenate(part) for part in zip(*symbols, strict=True))
    order = np.argsort(rule, kind="stable")
    by_tuple = np.split(target[order], np.cumsum(np.bincount(rule, minlength=p.n_tuples))[:-1])
    row: Row = {}
    for N in DRAWS:
        squared, expected = [], []
        for tuple_, draws in enumerate(by_tuple):
            centre = centres[tuple_ // p.m]
            groups = draws[: len(draws) // N * N].reshape(-1, N)
            counts = np.stack([(groups == z).sum(axis=1) for z in range(p.v)], axis=1)
            squared.append(((counts / N - centre) ** 2).sum(axis=1))
            mean = theory.mean_squared_deviation(float((centre**2).sum()), N)
            expected.append(np.full(len(groups), mean))
        deviation = np.sqrt(np.concatenate(squared))
        excess = np.concatenate(squared) - np.concatenate(expected)
        row[str(N)] = {
            "groups": len(deviation),
            "excess": float(excess.sum()),
            "excess_squared": float((excess**2).sum()),
            "above": [
                int((deviation >= theory.lemma2_radius(N, eta)).sum()) for eta in _PROBABILITIES
            ],
            "survival": [int((deviation * N**0.5 >= x).sum()) for x in RADII],
        }
    return row


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """The mean square must be exact, the bound never significantly exceeded."""
    worst_z, worst_share, broken = 0.0, 0.0, 0
    for N in map(str, DRAWS):
        groups = sum(row[N]["groups"] for row in rows)
        excess = sum(row[N]["excess"] for row in rows)
        error = sum(row[N]["excess_squared"] for row in rows) ** 0.5
        worst_z = max(worst_z, abs(excess) / error)
        for i, eta in enumerate(_PROBABILITIES):
            above = sum(row[N]["above"][i] for row in rows)
            test = scipy.stats.binomtest(above, groups, eta, alternative="greater")
            broken += test.pvalue < _FALSE_ALARM
            worst_share = max(worst_share, above / groups / eta)
    exact = worst_z < 5.5
    return [
        Verdict(
            "lemma-2",
            Outcome.HOLDS if exact and not broken else Outcome.CONTRADICTED,
            f"the bound was exceeded at most {worst_share:.2g} times as often as admitted "
            f"(N = {DRAWS[0]} to {DRAWS[-1]}, η = {_PROBABILITIES[0]} to {_PROBABILITIES[-1]}); "
            f"E‖φ̂−φ‖² = (1−‖φ‖²)/N within {worst_z:.1f} standard errors",
        )
    ]


EXPERIMENT = Experiment(
    name="concentration",
    title="Concentration",
    design=tasks,
    judge=judge,
    measure=run,
)
