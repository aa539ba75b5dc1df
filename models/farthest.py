"""Farthest-first traversal with exact ties: the clustering module that is proved to be stable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from jaxtyping import Float64

from ownlatents.models.clusterers import Labels
from ownlatents.models.contexts import TupleContexts

_CLOSE = 1e-11  # far above the rounding of squared distances, which are at most 2k for k targets


@dataclass(frozen=True)
class FarthestFirst:
    """Farthest-first traversal (Gonzalez 1985); nothing in it is random.

    The first tuple is the first centre, the tuple farthest from its nearest centre the next, until
    there are v; a tuple's label is the rank of its nearest centre. On ties the first counts, as
    decided in exact fractions: the labels are those of the program `theory/formal/Executable.v`,
    proved there to be right wherever errors stay below κ < 1/4 of the separation (Assumption 2).

    O(S·v·kv) time for a support of S tuples.
    """

    def labels(
        self, problems: Sequence[TupleContexts], v: int, level: int, seed: int
    ) -> list[Labels]:
        """See `Clusterer.labels`; fewer than v labels where fewer points differ."""
        return [_Points(problem).labels(v) for problem in problems]


class _Points:
    """Context vectors as floats, and as the fractions that these stand for where floats tie."""

    def __init__(self, problem: TupleContexts) -> None:
        self._floats = problem.vectors.cpu().numpy()
        self._counts = problem.counts.cpu().numpy()
        self._fractions: dict[int, list[Fraction]] = {}

    def labels(self, v: int) -> Labels:
        centres, columns = [0], [self._to(0)]
        while len(centres) < v:
            distances = np.stack(columns, axis=1)
            far = distances.min(axis=1)
            tied = np.flatnonzero(far >= far.max() - _CLOSE).tolist()
            new = max(
                tied, key=lambda i: self._exact(i, centres[self._nearest(i, distances, centres)])
            )
            centres.append(new)
            columns.append(self._to(new))
        distances = np.stack(columns, axis=1)
        nearest = [self._nearest(i, distances, centres) for i in range(len(distances))]
        return np.array(nearest, dtype=np.int64)

    def _nearest(self, i: int, distances: Float64[np.ndarray, "S k"], centres: list[int]) -> int:
        tied = np.flatnonzero(distances[i] <= distances[i].min() + _CLOSE).tolist()
        return tied[0] if len(tied) == 1 else min(tied, key=lambda c: self._exact(i, centres[c]))

    def _to(self, centre: int) -> Float64[np.ndarray, "S"]:
        return ((self._floats - self._floats[centre]) ** 2).sum(axis=1)

    def _exact(self, i: int, j: int) -> Fraction:
        pairs = zip(self._fraction(i), self._fraction(j), strict=True)
        return sum(((a - b) ** 2 for a, b in pairs), Fraction(0))

    def _fraction(self, i: int) -> list[Fraction]:
        """Frequencies: fractions whose denominators the tuple's count bounds."""
        if i not in self._fractions:
            most = max(1, int(self._counts[i]))
            entries = self._floats[i].tolist()
            self._fractions[i] = [Fraction(x).limit_denominator(most) for x in entries]
        return self._fractions[i]
