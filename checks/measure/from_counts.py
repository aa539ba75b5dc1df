"""How much a learner recovers from counts, the levels below being known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ownlatents import models
from ownlatents.sim import Grammar


def from_counts(
    learner: models.ILC,
    grammar: Grammar,
    P: int,
    seeds: Sequence[int],
    levels: Sequence[int] | None = None,
) -> dict[str, float]:
    """Mean accuracy of the tuples of some levels, and how often all of them are right.

    Args:
        learner: see `ILC.fit_level`.
        grammar: the rules; every tuple counts alike.
        P: number of strings that the counts stand for, however many.
        seeds: of the counts, one for each repeat.
        levels: of the tuples; all below the root's own by default.

    Returns:
        `"accuracy"` and `"exact"`, in [0, 1].
    """
    v, m = grammar.params.v, grammar.params.m
    truth = np.repeat(np.arange(v), m)
    accuracies = np.array(
        [
            [
                models.matched_accuracy(
                    learner.fit_level([grammar], level, P=P, seed=seed)[0].ravel(), truth, v
                )
                for level in levels or learner.context.levels(grammar.params.L)
            ]
            for seed in seeds
        ]
    )
    return {
        "accuracy": float(accuracies.mean()),
        "exact": float((accuracies == 1).all(axis=1).mean()),
    }
