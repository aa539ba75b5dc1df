"""Lemma 1: synonyms share their context vector, by enumeration and on sampled strings."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import scipy

from ownlatents.checks.experiments.experiment import Experiment
from ownlatents.checks.measure.verdicts import Outcome, Verdict
from ownlatents.checks.sweep import Row, Task
from ownlatents.sim import Corpus, Grammar, Law, RHMParams

_GRAMMARS = {"quick": 12, "full": 60}
_SIZES = [RHMParams(v=8, m=4, s=2, L=4), RHMParams(v=6, m=5, s=3, L=3)]
_STRINGS = 200_000
_FALSE_ALARM = 1e-6
_LEAST_EXPECTED = 10


def tasks(profile: str) -> list[Task]:
    """One task per grammar."""
    return [
        Task("lemma1", 2, {**p.as_dict(), "seed": seed, "P": _STRINGS}, cost=3.0)
        for p in _SIZES
        for seed in range(_GRAMMARS[profile])
    ]


def run(task: Task) -> Row:
    """Exact and sampled comparison at every level of one grammar."""
    p = task.params
    grammar = Grammar.sample(p, task.settings["seed"])
    row: Row = {"synonyms": 0, "unequal": 0, "others_equal": 0, "others": 0}
    row |= {"chi2": 0.0, "degrees": 0, "others_chi2": 0.0, "others_degrees": 0}
    for level in range(p.L - 1):
        _compare_exactly(_enumerated(grammar, level), row)
        _compare_sampled(Corpus(grammar, task.settings["P"], task.settings["seed"]), level, row)
    return row


def judge(rows: Sequence[Row]) -> list[Verdict]:
    """Exactly equal everywhere; sampled differences no larger than noise."""
    total = {name: sum(row[name] for row in rows) for name in rows[0] if name not in "vmsLP"}
    p_value = float(scipy.stats.chi2.sf(total["chi2"], total["degrees"]))
    fine = total["unequal"] == 0 and p_value > _FALSE_ALARM
    noticed = total["others_chi2"] / total["others_degrees"] > 2  # the test can tell tuples apart
    return [
        Verdict(
            "lemma-1",
            Outcome.HOLDS if fine and noticed else Outcome.CONTRADICTED,
            f"{total['synonyms']} pairs of synonyms equal as fractions, {total['unequal']} unequal "
            f"(of {total['others']} other pairs {total['others_equal']} are equal); on strings "
            f"χ²/degrees = {total['chi2'] / total['degrees']:.3f} between synonyms, "
            f"{total['others_chi2'] / total['others_degrees']:.1f} between others",
        )
    ]


def _enumerated(grammar: Grammar, level: int) -> np.ndarray:
    """Context vectors `(v, m, v)` as fractions: every choice of three rules, no lemma used."""
    p = grammar.params
    top = Law(grammar, exact=True).marginal(level + 2)
    joint = np.full((p.v, p.m, p.v), Fraction(0), dtype=object)
    lower, upper = grammar.rules[level], grammar.rules[level + 1]
    for g, r in product(range(p.v), range(p.m)):
        first, second = (int(child) for child in upper[g, r, :2])
        for own, cousin in product(range(p.m), range(p.m)):
            joint[first, own, int(lower[second, cousin, 0])] += top[g] / p.m**3
    total = joint.sum(axis=2, keepdims=True)
    return np.where(total == 0, 0, joint / np.where(total == 0, 1, total))


def _compare_exactly(vectors: np.ndarray, row: Row) -> None:
    synonyms_equal = (vectors[:, 1:] == vectors[:, :1]).all(axis=2)
    row["synonyms"] += synonyms_equal.size
    row["unequal"] += int((~synonyms_equal).sum())
    others_equal = (vectors[:-1, 0] == vectors[1:, 0]).all(axis=1)
    row["others"] += others_equal.size
    row["others_equal"] += int(others_equal.sum())


def _compare_sampled(corpus: Corpus, level: int, row: Row) -> None:
    p = corpus.grammar.params
    counts = _counts(corpus, level)
    for a in range(p.v):
        _add_chi2(counts[a], row, "")
        _add_chi2(counts[[a, (a + 1) % p.v]].sum(axis=1), row, "others_")


def _counts(corpus: Corpus, level: int) -> np.ndarray:
    """Counts `(v, m, v)` of the first tuple's rule with its cousin's first token, from strings."""
    p = corpus.grammar.params
    counts = np.zeros((p.n_tuples, p.v), dtype=np.int64)
    for chunk in corpus.chunks(level, np.arange(2 * p.s)):
        rule = corpus.grammar.rule_of(level, chunk[:, : p.s])[:, 0]
        np.add.at(counts, (rule, chunk[:, p.s]), 1)
    return counts.reshape(p.v, p.m, p.v)


def _add_chi2(table: np.ndarray, row: Row, prefix: str) -> None:
    """χ² of homogeneity of the table's rows, given that the target is a frequent one."""
    table = table[table.sum(axis=1) > 0]
    if len(table) < 2:
        return
    rarest = table.sum(axis=1).min() / table.sum()
    table = table[:, rarest * table.sum(axis=0) >= _LEAST_EXPECTED]
    if table.shape[1] < 2:
        return
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    row[f"{prefix}chi2"] += float(((table - expected) ** 2 / expected).sum())
    row[f"{prefix}degrees"] += (len(table) - 1) * (table.shape[1] - 1)


EXPERIMENT = Experiment(
    name="lemma1",
    title="Synonyms",
    design=tasks,
    judge=judge,
    measure=run,
)
