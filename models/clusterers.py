"""Clustering modules: context vectors in, one of v labels per tuple out (steps 6–7 of ILC).

A clusterer gets the context vectors of several problems at once and answers for each. scikit-learn
is imported where it is used, so that the learners import with torch, numpy and scipy alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from jaxtyping import Float64, Int64
from scipy.cluster.hierarchy import linkage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import pdist

from ownlatents.constraints import Count, validated
from ownlatents.errors import InputError
from ownlatents.models.contexts import TupleContexts
from ownlatents.models.kmeans import batched_kmeans
from ownlatents.sim import Context, Grammar, Law
from ownlatents.validation import checked_instance

Labels = Int64[np.ndarray, "_"]
"""One of the labels 0 … v−1 for each tuple of a problem."""


class Clusterer(Protocol):
    """A clustering module Cluster_v (Section 3, arXiv:2605.27734)."""

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """Labels 0 … v−1 of the tuples of each problem.

        Args:
            problems: context vectors, at least one tuple each.
            v: number of clusters wanted; fewer come back where fewer points differ.
            level: level ℓ of the tuples.
            seed: of whatever is random in the clustering.
        """
        ...


@validated
class KMeans:
    """k-means of scikit-learn, as in the paper's experiments.

    Args:
        n_init: restarts from k-means++ seeds, of which the best is kept. The paper does not say
            how many; 20 is our choice.
    """

    n_init: Count = 20

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """See `Clusterer.labels`."""
        from sklearn.cluster import KMeans as SklearnKMeans  # noqa: PLC0415

        answers = []
        for problem in problems:
            points = problem.vectors.cpu().numpy()
            clusters = min(v, len(np.unique(points, axis=0)))
            means = SklearnKMeans(clusters, n_init=self.n_init, random_state=seed)
            answers.append(means.fit_predict(points).astype(np.int64))
        return answers


@validated
class BatchedKMeans:
    """The same k-means in torch, all problems and restarts at once, on the points' device.

    Args:
        n_init: restarts from k-means++ seeds.
    """

    n_init: Count = 20

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """See `Clusterer.labels`."""
        found = batched_kmeans([p.vectors for p in problems], v, n_init=self.n_init, seed=seed)
        return [labels.cpu().numpy() for labels in found]


@dataclass(frozen=True)
class Ward:
    """Ward's agglomerative clustering (scipy), cut at v clusters; nothing in it is random.

    O(S²·kv) time and O(S²) memory for a support of S tuples.
    """

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """See `Clusterer.labels`."""
        return [self._one(problem.vectors.cpu().numpy(), v) for problem in problems]

    @staticmethod
    def _one(points: Float64[np.ndarray, "S kv"], v: int) -> Int64[np.ndarray, "S"]:
        S = len(points)
        merges = S - min(v, len(np.unique(points, axis=0)))
        if merges == 0:
            return np.arange(S)
        # Cut after so many merges rather than at a height: heights may tie.
        # Distances rather than points: a symmetric table of points is taken for one of distances.
        pairs = linkage(pdist(points), method="ward")[:merges, :2].astype(np.int64)
        nodes = S + np.repeat(np.arange(merges), 2)
        tree = coo_array((np.ones(2 * merges), (nodes, pairs.ravel())), shape=(S + merges,) * 2)
        _, component = connected_components(tree, directed=False)
        return np.unique(component[:S], return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True)
class NearestCentre:
    """The oracle arm: each tuple goes to the nearest true centre μ_{ℓ,a}.

    It knows the centres and not the data, so what it misses the data do not tell; what a clusterer
    misses beyond it, the clusterer loses.

    Args:
        grammars: the grammar of each problem, in order.
        context: the context that the vectors were counted in.
    """

    grammars: Sequence[Grammar]
    context: Context

    def __post_init__(self) -> None:
        for number, grammar in enumerate(self.grammars):
            checked_instance(f"grammars[{number}]", grammar, Grammar)
        checked_instance("context", self.context, Context)

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """See `Clusterer.labels`; the labels are the true symbols."""
        if len(problems) != len(self.grammars):
            raise InputError(
                f"{len(problems)} problems and {len(self.grammars)} grammars, "
                "but one grammar for each problem was expected"
            )
        return [
            self._one(problem.vectors.cpu().numpy(), Law(grammar), level)
            for problem, grammar in zip(problems, self.grammars, strict=True)
        ]

    def _one(
        self, points: Float64[np.ndarray, "S kv"], law: Law, level: int
    ) -> Int64[np.ndarray, "S"]:
        centres = law.context_vectors(level, self.context)
        distance = (centres**2).sum(axis=1) - 2 * points @ centres.T
        distance[:, centres.sum(axis=1) == 0] = np.inf  # parents that never occur at the site
        nearest: Labels = distance.argmin(axis=1)
        return nearest
