"""Spectral clustering of context vectors, by scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float64, Int64
from scipy.spatial.distance import pdist, squareform

from ownlatents.constraints import Count, validated
from ownlatents.models.clusterers import Labels
from ownlatents.models.contexts import TupleContexts


@validated
class Spectral:
    """k-means on the leading eigenvectors of a similarity (scikit-learn's SpectralClustering).

    The similarity of two tuples is exp(−d²/mean d²), d the distance of their context vectors.

    O(S²·(kv + v)) time and O(S²) memory for a support of S tuples.

    Args:
        n_init: restarts of its k-means.
    """

    n_init: Count = 20

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """See `Clusterer.labels`."""
        return [self._one(problem.vectors.cpu().numpy(), v, seed) for problem in problems]

    def _one(
        self, points: Float64[np.ndarray, "S kv"], v: int, seed: int
    ) -> Int64[np.ndarray, "S"]:
        from sklearn.cluster import SpectralClustering  # noqa: PLC0415

        distinct, which = np.unique(points, axis=0, return_inverse=True)
        if len(distinct) <= v:
            return which.reshape(-1).astype(np.int64)
        squares = squareform(pdist(points, "sqeuclidean"))
        means = SpectralClustering(v, affinity="precomputed", n_init=self.n_init, random_state=seed)
        found: Labels = means.fit_predict(np.exp(-squares / squares.mean())).astype(np.int64)
        return found
