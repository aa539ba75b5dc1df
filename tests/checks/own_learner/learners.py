"""Learners, good, bad and broken, that worker processes can import."""

import sys

import numpy as np
from sklearn.cluster import KMeans

from examples import sklearn_learner


def good(train, test, **sizes):
    return sklearn_learner.learn(train, test, **sizes)


def good_representations(train, test, *, v, **sizes):
    """Of the top level alone, as noisy one-hot vectors."""
    top = good(train, test, v=v, **sizes)[-1]
    return np.eye(v)[top] + np.random.default_rng(0).normal(size=(*top.shape, v)) / 10


def guesses(train, test, *, v, s, L, seed):
    return np.random.default_rng(seed).integers(0, v, size=(len(test), s))


def raw_tokens(train, test, *, v, s, L, seed):
    """Representations that nothing was learned for."""
    return np.eye(v)[test].reshape(len(test), s, -1)


def token_level(train, test, *, v, s, L, seed):
    """As the example, but what is predicted is a token far below, not a latent."""
    leaves, levels = train, []
    for level in range(1, L):
        number = v ** np.arange(s)
        tuples = train.reshape(len(train), -1, s, s) @ number
        firsts = leaves.reshape(len(train), -1, s, s**level)[..., 0]
        counts = np.hstack(
            [
                np.bincount(
                    (tuples[..., i] * v + firsts[..., 1 - i]).ravel(), minlength=v**s * v
                ).reshape(-1, v)
                for i in range(s)
            ]
        ).astype(float)
        (seen,) = counts.any(axis=1).nonzero()
        contexts = counts[seen] / counts[seen].sum(axis=1, keepdims=True)
        groups = min(v, len(np.unique(contexts, axis=0)))
        label = np.full(v**s, 0)
        label[seen] = KMeans(groups, n_init=3, random_state=seed).fit_predict(contexts)
        train, test = (label[x.reshape(len(x), -1, s) @ number] for x in (train, test))
        levels.append(test)
    return levels


def lowest_level(train, test, **sizes):
    return good(train, test, **sizes)[:1]


def talkative(train, test, **sizes):
    print("as I was saying")
    return guesses(train, test, **sizes)


def broken(train, test, **sizes):
    def deep_inside():
        raise KeyError("lost")

    deep_inside()


def leaves(train, test, **sizes):
    sys.exit("enough of this")


def wants_more(train, test, labels, *, v, s, L, seed):
    raise AssertionError


not_a_function = 3
