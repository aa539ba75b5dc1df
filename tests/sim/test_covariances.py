"""The noise of context vectors: the exact covariance of one draw."""

from fractions import Fraction

import numpy as np
import pytest

from ownlatents.errors import InputError
from ownlatents.sim import Context, Corpus, Grammar, Law, RHMParams
from tests.enumeration import derivations, fractions, sites_and_targets

THREES = Grammar.sample(RHMParams(v=5, m=3, s=3, L=3), seed=0)
CONTEXTS = [
    Context(),
    Context(cousin=2),
    Context(cousin=1, token=0),
    Context("token"),
    Context(place=1, grandparent=2),
    Context(grandparent=None),
]


def draws(context, level, P):
    """The parent and the stacked one-hot targets of each string, read off the strings' trees."""
    p = THREES.params
    corpus = Corpus(THREES, P, seed=1)
    at = context.grandparent_at(level, p.s)
    families = [at] if at is not None else range(p.s ** (p.L - level - 2))
    down = level if context.observable == "token" else 0
    symbols, parents = corpus.symbols(level - down), corpus.symbols(level + 1)
    below = p.s**down
    for g in families:
        where = [(g * p.s**2 + c * p.s + t) * below for c, t in context.targets(p.s)]
        onehot = np.concatenate([np.eye(p.v)[symbols[:, i]] for i in where], axis=1)
        yield parents[:, g * p.s + context.place], onehot


@pytest.mark.parametrize("context", CONTEXTS, ids=repr)
@pytest.mark.parametrize("level", [0, 1])
def test_the_covariance_is_that_of_strings(context, level):
    exact = Law(THREES).context_covariances(level, context)
    parts = list(draws(context, level, P=60_000))
    parents = np.concatenate([parent for parent, _ in parts])
    onehot = np.concatenate([targets for _, targets in parts])
    for a in range(THREES.params.v):
        n = (parents == a).sum()
        # Entries are means of numbers in [−1, 1]: 7 standard errors of at most 1/2.
        found = np.cov(onehot[parents == a].T, bias=True)
        assert np.abs(found - exact[a]).max() < 3.5 / np.sqrt(n)


@pytest.mark.parametrize("context", CONTEXTS, ids=repr)
def test_it_is_symmetric_and_positive_with_the_variances_of_one_hot_vectors(context):
    law = Law(THREES)
    centres = law.context_vectors(0, context)
    for covariance, centre in zip(law.context_covariances(0, context), centres, strict=True):
        np.testing.assert_allclose(covariance, covariance.T, atol=1e-15)
        assert np.linalg.eigvalsh(covariance).min() > -1e-12
        np.testing.assert_allclose(np.diag(covariance), centre * (1 - centre), atol=1e-12)


LISTED = {
    "binary": Grammar.sample(RHMParams(v=2, m=2, s=2, L=3), seed=3),
    "ternary": Grammar.sample(RHMParams(v=3, m=2, s=3, L=2), seed=1),
    "absent": Grammar([[[[0, 0], [0, 1]], [[1, 2], [1, 1]], [[0, 2], [1, 0]]]] * 3),
}


def enumerated(grammar, level, context):
    """Covariances of the one-hot targets given the parent, straight from the derivations."""
    p, listed = grammar.params, derivations(grammar)
    sites = list(sites_and_targets(p, level, context))
    k = len(sites[0][1])
    joint = fractions(np.zeros((p.v, k, p.v, k, p.v), dtype=int), 1)
    parents = fractions(np.zeros(p.v, dtype=int), 1)
    for site, targets in sites:
        parent = listed.tree[level + 1][:, site]
        columns = [listed.tree[at][:, i] for at, i in targets]
        parents = parents + listed.law((p.v,), parent) / len(sites)
        for i, first in enumerate(columns):
            for j, second in enumerate(columns):
                law = listed.law((p.v,) * 3, parent, first, second)
                joint[:, i, :, j] += law * Fraction(1, len(sites))
    moments = joint / np.where(parents == 0, 1, parents)[:, None, None, None, None]
    means = moments[:, 0].sum(axis=1)  # of each target, the first one's symbols added up
    moments, means = moments.reshape(p.v, k * p.v, k * p.v), means.reshape(p.v, k * p.v)
    return moments - means[:, :, None] * means[:, None, :]


@pytest.mark.parametrize("context", [
    Context(),
    Context(grandparent=None, place=1),
    Context("token", token=1),
    Context("token", grandparent=None),
    Context(cousin=1, token=0, place=1),
], ids=repr)  # fmt: skip
@pytest.mark.parametrize("name", LISTED)
def test_exact_covariances_are_those_of_the_listed_derivations(name, context):
    grammar = LISTED[name]
    law = Law(grammar, exact=True)
    for level in context.levels(grammar.params.L):
        found = law.context_covariances(level, context)
        assert (found == enumerated(grammar, level, context)).all()


def test_labels_have_none():
    with pytest.raises(InputError, match="observable='root'"):
        Law(THREES).context_covariances(0, Context("root"))
