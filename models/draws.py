"""What was seen with each tuple, as draws of a multinomial law for each target."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float64, Int64
from scipy.special import gammaln

from ownlatents.errors import InputError
from ownlatents.models.clusterers import Labels, Ward
from ownlatents.models.contexts import TupleContexts
from ownlatents.models.kmeans import batched_kmeans

SMOOTHING = 3.0
"""Draws from the law of all tuples together that each class has seen for each target beforehand.

Measured at a quarter and at 0.4 of vm³/(1−f): 1 to 10 do equally well, m² and more are worse.
"""

_FLOOR = 1e-9  # draws of a symbol that was never seen with any tuple


class Draws:
    """The counts of S tuples, kept in an order that does not depend on the one given.

    Args:
        problem: tuples with their counts and context vectors, whose product is what was drawn; a
            target that was unknown at times counts as if it had been known as often as the others.
        v: number of symbols, and of classes.

    Attributes:
        counts: `(S, kv)` how often each symbol was seen at each of the k targets.
        prior: `(kv,)` what each class has seen beforehand.
    """

    def __init__(self, problem: TupleContexts, v: int) -> None:
        vectors = problem.vectors.cpu().double()
        if vectors.shape[1] % v:
            raise InputError(
                f"context vectors of {vectors.shape[1]} entries, but a multiple of v={v} was "
                "expected: a law for each target"
            )
        drawn = (vectors * problem.counts.cpu()[:, None]).numpy()
        self._order = np.lexsort(drawn.T)
        self._shown = TupleContexts(problem.codes, problem.counts, vectors[self._order])
        self._v, self.counts = v, drawn[self._order]
        self._table = torch.as_tensor(self.counts)
        totals = self._by_target(self.counts.sum(axis=0))
        pooled = totals / np.maximum(totals.sum(axis=-1, keepdims=True), 1)
        self.prior = SMOOTHING * pooled.ravel() + _FLOOR

    def __len__(self) -> int:
        return len(self.counts)

    def starts(self, n_init: int, seed: int) -> list[Labels]:
        """So many runs of k-means, each with seeds of its own, and Ward's clusters."""
        runs = batched_kmeans([self._shown.vectors] * n_init, self._v, n_init=1, seed=seed)
        return [*(run.numpy() for run in runs), *Ward().labels([self._shown], self._v, 0, 0)]

    def in_order_given(self, labels: Int64[np.ndarray, "S"]) -> Int64[np.ndarray, "S"]:
        """Labels of the tuples as they were given."""
        given = np.empty_like(labels)
        given[self._order] = labels
        return given

    def members(self, labels: Int64[np.ndarray, "S"]) -> Float64[np.ndarray, "S v"]:
        """1 where a tuple is in a class."""
        return np.eye(self._v)[labels]

    def totals(self, shares: Float64[np.ndarray, "S v"]) -> Float64[np.ndarray, "v kv"]:
        """Draws of each class, prior included, given its share of each tuple."""
        return (torch.as_tensor(shares).T @ self._table).numpy() + self.prior

    def log_laws(self, totals: Float64[np.ndarray, "N kv"]) -> Float64[np.ndarray, "N kv"]:
        """Logarithms of the laws for which totals speak."""
        laws = self._by_target(totals)
        return np.log(laws / laws.sum(axis=-1, keepdims=True)).reshape(totals.shape)

    def log_likelihoods(self, logs: Float64[np.ndarray, "v kv"]) -> Float64[np.ndarray, "S v"]:
        """Of each tuple's draws under each class's laws."""
        return (self._table @ torch.as_tensor(logs).T).numpy()

    def evidence(self, labels: Int64[np.ndarray, "S"]) -> float:
        """Log-likelihood of the draws in these classes, up to a constant, laws integrated out."""
        totals = self.totals(self.members(labels))
        sums = self._by_target(totals).sum(axis=-1)
        return float(gammaln(totals).sum() - gammaln(sums).sum())

    def _by_target(
        self, rows: Float64[np.ndarray, "*batch kv"]
    ) -> Float64[np.ndarray, "*batch k v"]:
        return rows.reshape(*rows.shape[:-1], -1, self._v)
