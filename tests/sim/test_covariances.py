"""The noise of context vectors: the exact covariance of one draw."""

import numpy as np
import pytest

from ownlatents.errors import InputError
from ownlatents.sim import Context, Corpus, Grammar, Law, RHMParams

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


def test_labels_have_none():
    with pytest.raises(InputError, match="observable='root'"):
        Law(THREES).context_covariances(0, Context("root"))
