import numpy as np
import pytest
import torch

from ownlatents.errors import InputError
from ownlatents.models import ILC, BatchedKMeans, KMeans, Ward, exactly_recovered
from ownlatents.sim import Context, Corpus, RecordedStrings
from tests.models.grammars import enough_strings, separated
from tests.models.recovery import assert_recovered


def assert_equal_fits(found, expected):
    for labels, wanted in zip(found.labels, expected.labels, strict=True):
        np.testing.assert_array_equal(labels, wanted)
    for table, wanted in zip(found.decoder.tables, expected.decoder.tables, strict=True):
        assert torch.equal(table, wanted)


@pytest.mark.parametrize("P", [1, 100, 1500, 40_000])
@pytest.mark.parametrize("clusterer", [Ward(), KMeans(n_init=3)], ids=repr)
def test_a_batch_is_fitted_as_one_by_one_in_any_order(clusterer, P):
    corpora = [Corpus(separated(6, 3, 2, 3, skip=i), P, seed=i) for i in range(4)]
    learner = ILC(clusterer=clusterer)
    alone = [learner.fit(corpus) for corpus in corpora]
    right = [
        exactly_recovered(found.decoder, corpus.grammar)
        for found, corpus in zip(alone, corpora, strict=True)
    ]
    assert all(right) == (P == 40_000)  # what is wrong must agree too
    for found, single in zip(learner.fit_many(corpora), alone, strict=True):
        assert_equal_fits(found, single)
    order = [2, 0, 3, 1]
    for i, found in zip(order, learner.fit_many([corpora[i] for i in order]), strict=True):
        assert_equal_fits(found, alone[i])


def test_a_batch_on_the_batched_clusterer_is_fitted_as_one_by_one_up_to_names():
    grammars = [separated(6, 3, 2, 3, skip=i) for i in range(4)]
    P = max(map(enough_strings, grammars))
    corpora = [Corpus(grammar, P, seed=i) for i, grammar in enumerate(grammars)]
    learner = ILC(clusterer=BatchedKMeans())
    together = learner.fit_many(corpora)
    backwards = learner.fit_many(corpora[::-1])[::-1]
    for corpus, *found in zip(corpora, together, backwards, strict=True):
        for recovery in (*found, learner.fit(corpus)):
            assert_recovered(recovery, corpus.grammar)


def test_two_halves_of_one_recording_are_fitted_together():
    # Long enough to be read in several chunks, which do not begin where the halves do.
    grammar = separated(4, 2, 3, 4)
    strings = Corpus(grammar, P=40_000, seed=0).symbols()
    recorded = RecordedStrings(strings, v=4, s=3, L=4)
    halves = [recorded.part(0, 20_000), recorded.part(20_000, 40_000)]
    learner = ILC(clusterer=Ward())
    for found, half in zip(learner.fit_many(halves), halves, strict=True):
        assert_equal_fits(found, learner.fit(half))


@pytest.mark.parametrize("context", [Context(), Context(grandparent=None), Context("root")])
def test_progress_is_told_in_strings_each_read_once_a_level(context):
    corpora = [Corpus(separated(6, 3, 2, 4), P=40_000, seed=seed) for seed in range(2)]
    told = []
    ILC(context, Ward()).fit_many(corpora, told.append)
    assert sum(told) == 2 * 40_000 * 3
    assert len(told) > 3  # several chunks a level
    told.clear()
    ILC(context, Ward()).fit(corpora[0], told.append)
    assert sum(told) == 40_000 * 3


def test_sources_of_unequal_sizes_or_kinds_are_refused():
    grammar = separated(6, 3, 2, 3)
    corpus = Corpus(grammar, P=100, seed=0)
    recorded = RecordedStrings(corpus.symbols(), v=6, s=2, L=3)
    longer = Corpus(separated(6, 3, 2, 4), P=100, seed=0)
    richer = Corpus(separated(7, 3, 2, 3), P=100, seed=0)
    for other in (Corpus(grammar, P=101, seed=0), longer, richer, recorded):
        with pytest.raises(InputError, match=r"sources of sizes .* equal ones were expected"):
            ILC().fit_many([corpus, other])


def test_no_source_at_all_is_refused():
    with pytest.raises(InputError, match="equal ones were expected"):
        ILC().fit_many([])
