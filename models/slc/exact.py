"""What the exact law says of SLC: the least prediction loss, and which classes look alike."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float64

from ownlatents.sim import Context, Grammar, Law


def prediction_floors(grammar: Grammar) -> list[float]:
    """Least cross-entropy of module ℓ = 0 … L−2, nats: who knows the tuple and its place.

    The exact conditional entropy of a cousin's token given the tuple, averaged over places, cousins
    and tokens; pooled over grandparents, since a module does not know which one it stands under.
    """
    law, s = Law(grammar), grammar.params.s
    floors = []
    for level in range(grammar.params.L - 1):
        entropies = []
        for place in range(s):
            joint = law.contexts(level, Context(grandparent=None, place=place))
            known = joint.sum(2, keepdims=True)
            ratio = np.divide(joint, known, out=np.ones_like(joint), where=joint > 0)
            entropies.append(-(joint * np.log(ratio)).sum((1, 2)).mean())
        floors.append(float(np.mean(entropies)))
    return floors


def class_similarities(grammar: Grammar) -> list[Float64[np.ndarray, "v v"]]:
    """S_ab of Eq. (7) between the classes of levels 1 … L−1, were predictions exact.

    Classes with S_ab > S_m are asked to share a code (Eq. 9), however many strings there are.

    Where a class never stands at a place its prediction there is taken for the mean one. Rows and
    columns of classes that occur nowhere are NaN.
    """
    law, p = Law(grammar), grammar.params
    found = []
    for level in range(p.L - 1):
        places = [Context(grandparent=None, place=place) for place in range(p.s)]
        shares = [law.contexts(level, place)[0].sum(1) for place in places]
        weight = np.mean(shares, axis=0)
        points = []
        for place, share in zip(places, shares, strict=True):
            predicted = law.context_vectors(level, place)
            mean = np.average(predicted, axis=0, weights=weight * (share > 0))
            points.append(np.where(share[:, None] > 0, predicted - mean, 0))
        apart = np.concatenate(points, axis=1)
        length = np.linalg.norm(apart, axis=1, keepdims=True)
        apart = np.divide(apart, length, out=np.zeros_like(apart), where=length > 0)
        similar = (1 + apart @ apart.T) / 2
        similar[weight == 0] = similar[:, weight == 0] = np.nan
        found.append(similar)
    return found


def most_alike(grammar: Grammar) -> list[float]:
    """S of the two classes of each level 1 … L−1 that are most alike; see `class_similarities`."""
    return [
        float(np.nanmax(similar[np.triu_indices(len(similar), 1)]))
        for similar in class_similarities(grammar)
    ]
