"""Clustering by likelihood: every class has one law for each target, and tuples are draws of it.

k-means weighs all tuples alike, however often they were seen; here counts do. In a grammar every
symbol also has exactly m rules, and `BalancedMixture` knows that classes are of equal size.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float64, Int64
from scipy.optimize import linear_sum_assignment
from scipy.special import logsumexp

from ownlatents.constraints import Count, validated
from ownlatents.models.clusterers import Labels
from ownlatents.models.contexts import TupleContexts
from ownlatents.models.draws import Draws

_PASSES = 200
_BALANCED_PASSES = 25
_GAIN = 1e-6  # of the log-posterior, below which EM has converged


@validated
class Mixture:
    """A mixture of v products of multinomials, by expectation maximization from several starts.

    The starts are k-means and Ward; the one that ends at the largest posterior is kept.

    O(S·v·kv) time a pass for a support of S tuples: hundredths of a second for S = 128, about half
    a second for S = 900.

    Args:
        n_init: starts from k-means, each with seeds of its own; Ward's is one more.
    """

    n_init: Count = 4

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """See `Clusterer.labels`; each tuple goes to the class that most probably drew it."""
        return [self._one(Draws(problem, v), seed) for problem in problems]

    def _one(self, draws: Draws, seed: int) -> Labels:
        fits = [maximized(draws, start) for start in draws.starts(self.n_init, seed)]
        return draws.in_order_given(max(fits, key=lambda fit: fit[1][-1])[0])


@validated
class BalancedMixture:
    """The same mixture in classes of equal size, S/v rounded down or up.

    From each start: every tuple's likelihood under each class, its own draws left out of the laws
    of the class that holds it, then the assignment of largest likelihood with these sizes, and
    again. What was met of largest likelihood, the laws integrated out, is kept. With its own draws
    left in, a tuple stays where it is too often; soft assignments (Sinkhorn) did no better at
    several times the cost.

    O(S²) memory and O(S²) to O(S³) time a pass for a support of S tuples: hundredths of a second
    for S = 128, about a second for S = 900.

    Args:
        n_init: starts from k-means, each with seeds of its own; Ward's is one more. Twenty find no
            more than two.
    """

    n_init: Count = 2

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """See `Clusterer.labels`; where there are fewer than v tuples each has its own label."""
        return [self._one(Draws(problem, v), seed) for problem in problems]

    def _one(self, draws: Draws, seed: int) -> Labels:
        starts = draws.starts(self.n_init, seed)
        met = [labels for start in starts for labels in balanced_walk(draws, start)]
        return draws.in_order_given(max(met, key=draws.evidence))


def maximized(
    draws: Draws, start: Int64[np.ndarray, "S"]
) -> tuple[Int64[np.ndarray, "S"], list[float]]:
    """Labels by expectation maximization, and the log-posterior after each pass; it never falls."""
    shares, heights = draws.members(start), [-np.inf]
    v = shares.shape[1]
    for _ in range(_PASSES):
        weights = (shares.sum(axis=0) + 1) / (len(draws) + v)
        logs = draws.log_laws(draws.totals(shares))
        joint = draws.log_likelihoods(logs) + np.log(weights)
        each = logsumexp(joint, axis=1, keepdims=True)
        shares = np.exp(joint - each)
        heights.append(float(each.sum() + np.log(weights).sum() + (logs * draws.prior).sum()))
        if heights[-1] < heights[-2] + _GAIN:
            break
    return shares.argmax(axis=1), heights[1:]


def balanced_walk(draws: Draws, start: Int64[np.ndarray, "S"]) -> list[Int64[np.ndarray, "S"]]:
    """Labels in balanced classes met on the way from a start, until they repeat."""
    labels, met, own = start, dict[bytes, Labels](), np.arange(len(draws))
    for _ in range(_BALANCED_PASSES):
        totals = draws.totals(draws.members(labels))
        score = draws.log_likelihoods(draws.log_laws(totals))
        # Draws of a symbol that no other tuple of the class has seen must not cancel below zero.
        without = np.maximum(totals[labels] - draws.counts, draws.prior)
        score[own, labels] = (draws.counts * draws.log_laws(without)).sum(axis=1)
        labels = balanced(score)
        if labels.tobytes() in met:
            break
        met[labels.tobytes()] = labels
    return list(met.values())


def balanced(score: Float64[np.ndarray, "S v"]) -> Int64[np.ndarray, "S"]:
    """The assignment of largest total score in classes of ⌊S/v⌋ and ⌈S/v⌉ rows."""
    S, v = score.shape
    size, larger = divmod(S, v)
    if larger == 0:
        _, places = linear_sum_assignment(np.repeat(score, size, axis=1), maximize=True)
        return np.asarray(places // size, dtype=np.int64)
    # Places are one too many in v − larger classes: as many rows of nothing fill the first place of
    # a class, and no other.
    nothing = np.full((v - larger, v, size + 1), -np.inf)
    nothing[:, :, 0] = 0
    every = np.vstack([np.repeat(score, size + 1, axis=1), nothing.reshape(v - larger, -1)])
    _, places = linear_sum_assignment(every, maximize=True)
    return np.asarray(places[:S] // (size + 1), dtype=np.int64)
