"""A learner to hand to `ownlatents check`: numpy and scikit-learn, nothing of ours.

From the root of the checkout: `ownlatents check --learner examples.sklearn_learner:learn`.
"""

from itertools import permutations

import numpy as np
from sklearn.cluster import KMeans


def learn(train, test, *, v, s, L, seed):
    """Cluster the tuples of each level by the symbols beside them, then go one level up."""
    levels = []
    for _ in range(1, L):
        number = v ** np.arange(s)  # of a tuple, in base v
        families = train.reshape(len(train), -1, s, s)  # string, family, tuple, symbol
        tuples = families @ number
        beside = [
            np.bincount((tuples[..., i] * v + families[..., j, k]).ravel(), minlength=v**s * v)
            for i, j in permutations(range(s), 2)
            for k in range(s)
        ]
        contexts = np.hstack([counts.reshape(-1, v) for counts in beside]).astype(float)
        (seen,) = contexts.any(axis=1).nonzero()
        contexts = contexts[seen] / contexts[seen].sum(axis=1, keepdims=True)
        groups = min(v, len(np.unique(contexts, axis=0)))
        label = np.full(v**s, 0)  # a tuple never seen is anybody's guess
        label[seen] = KMeans(groups, n_init=10, random_state=seed).fit_predict(contexts)
        train, test = (label[x.reshape(len(x), -1, s) @ number] for x in (train, test))
        levels.append(test)
    return levels
