"""The empirical context vectors against the exact law: Lemmas 1 and 2."""

import numpy as np
import pytest

from ownlatents.models import ILC, NearestCentre, Ward
from ownlatents.sim import Context, Corpus, Law
from tests.models.grammars import enough_strings, separated
from tests.models.recovery import tuples_of
from tests.statistics import assert_chi_square, assert_z_scores


@pytest.mark.parametrize("observable", ["latent", "token", "root"])
@pytest.mark.parametrize("site", [(0, 0), (1, 1)], ids=str)
def test_context_vectors_are_drawn_from_the_exact_law(observable, site):
    grandparent, place = site
    context = Context(observable, grandparent=grandparent, place=place)
    grammar = separated(6, 2, 2, 3, context)
    # The oracle's labels are the true symbols, so level 1 can be compared as it stands.
    oracle = NearestCentre((grammar,), context)
    corpus = Corpus(grammar, enough_strings(grammar, context), seed=11)
    found = ILC(context, oracle).fit(corpus)
    law = Law(grammar)
    for level, contexts in enumerate(found.contexts):
        parents = grammar.rule_of(level, tuples_of(contexts.codes, 6, 2))[:, 0] // 2
        joint = law.contexts(level, context)
        counts = contexts.vectors.reshape(len(contexts), -1, 6) * contexts.counts[:, None, None]
        for j, table in enumerate(joint):
            assert_chi_square(counts[:, j].round().long().numpy(), table[parents])
        expected = law.context_vectors(level, context)[parents]
        error = np.sqrt(expected * (1 - expected) / contexts.counts.numpy()[:, None])
        assert_z_scores(contexts.vectors.numpy(), expected, error)
        # The negative twin: the centres of another place.
        other = Context(observable, grandparent=grandparent, place=1 - place)
        with pytest.raises(AssertionError, match="standard errors"):
            assert_z_scores(
                contexts.vectors.numpy(), law.context_vectors(level, other)[parents], error
            )


def test_vectors_err_as_lemma_2_says():
    # E‖φ̂ − φ‖² = (1 − ‖φ‖²)/N: N times the squared error, averaged over many draws.
    context = Context(cousin=1, token=0)
    grammar = separated(6, 2, 2, 2, context)
    centres = np.repeat(Law(grammar).context_vectors(0, context), 2, axis=0)
    codes = grammar.rules[0].reshape(-1, 2) @ [7, 1]
    order = np.argsort(codes)
    errors = []
    for seed in range(100):
        found = ILC(context, Ward()).fit(Corpus(grammar, P=2000, seed=seed)).contexts[0]
        np.testing.assert_array_equal(found.codes, codes[order])
        squares = ((found.vectors.numpy() - centres[order]) ** 2).sum(axis=1)
        errors.append((squares * found.counts.numpy()).mean())
    expected = (1 - (centres**2).sum(axis=1)).mean()
    assert_z_scores(np.mean(errors), expected, np.std(errors, ddof=1) / 10)
    with pytest.raises(AssertionError, match="standard errors"):
        assert_z_scores(np.mean(errors), 1.2 * expected, np.std(errors, ddof=1) / 10)
