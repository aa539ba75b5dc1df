"""What it means that a learner has recovered the hierarchy, and the clusterers that must."""

import numpy as np

from ownlatents.models import BatchedKMeans, KMeans, NearestCentre, Ward, exactly_recovered
from ownlatents.sim import Corpus

CLUSTERERS = {
    "KMeans": lambda grammars, context: KMeans(),
    "BatchedKMeans": lambda grammars, context: BatchedKMeans(),
    "Ward": lambda grammars, context: Ward(),
    "NearestCentre": lambda grammars, context: NearestCentre(tuple(grammars), context),
}


def same_partition(first, second):
    """Whether two labellings are equal up to a renaming, by counting pairs of labels."""
    first, second = np.ravel(first), np.ravel(second)
    pairs = len(np.unique(np.stack([first, second]), axis=1).T)
    return pairs == len(np.unique(first)) == len(np.unique(second))


def true_classes(grammar):
    """`(v, m)`: the parent of each rule."""
    p = grammar.params
    return np.repeat(np.arange(p.v)[:, None], p.m, axis=1)


def tuples_of(codes, v, s):
    """The `(S, s)` symbols of tuples numbered in base v+1."""
    codes = np.asarray(codes)
    return np.stack([codes // (v + 1) ** i % (v + 1) for i in range(s)[::-1]], axis=-1)


def assert_recovered(found, grammar):
    """The labels, the decoder and its verdict all say that the classes are the true ones."""
    p = grammar.params
    assert exactly_recovered(found.decoder, grammar)
    fresh = Corpus(grammar, P=300, seed=10_001)
    decoded = found.decoder.decode(fresh.symbols())
    assert len(decoded) == p.L - 1
    for level, labels in enumerate(decoded, start=1):
        assert same_partition(labels, fresh.symbols(level)), f"level {level}"
    rules = grammar.rule_of(0, tuples_of(found.contexts[0].codes, p.v, p.s))[:, 0]
    assert same_partition(found.labels[0], rules // p.m)
