import numpy as np
import pytest
import torch

from ownlatents.models import ILC, BatchedKMeans, KMeans, Ward
from ownlatents.sim import Context, Corpus, Grammar, RHMParams
from tests.models.grammars import enough_strings, separated
from tests.models.recovery import CLUSTERERS, assert_recovered, same_partition

CONTEXTS = [
    Context(),
    Context(cousin=1, token=0),
    Context(place=1, grandparent=1),
    Context(grandparent=None),
    Context("token"),
    Context("token", grandparent=None),
    Context("root"),
    Context("root", grandparent=None, place=1),
]
SIZES = [(8, 3, 2, 3), (10, 2, 2, 4), (5, 4, 3, 3), (12, 5, 2, 2), (4, 2, 4, 3)]


@pytest.mark.parametrize("context", CONTEXTS, ids=repr)
@pytest.mark.parametrize("name", CLUSTERERS)
def test_every_clusterer_recovers_the_hierarchy_in_every_context(name, context):
    grammar = separated(6, 2, 2, 3, context)
    corpus = Corpus(grammar, enough_strings(grammar, context), seed=7)
    clusterer = CLUSTERERS[name]([grammar], context)
    assert_recovered(ILC(context, clusterer).fit(corpus), grammar)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("context", [Context(), Context(grandparent=None)], ids=["one", "pooled"])
def test_grammars_of_every_shape_are_recovered(sizes, context):
    grammar = separated(*sizes, context)
    corpus = Corpus(grammar, enough_strings(grammar, context), seed=3)
    assert_recovered(ILC(context).fit(corpus), grammar)


def test_the_decoder_reads_strings_that_it_never_saw():
    grammar = separated(8, 3, 2, 4)
    corpus = Corpus(grammar, enough_strings(grammar), seed=0)
    decoder = ILC().fit(corpus).decoder
    fresh = Corpus(grammar, P=5000, seed=1).symbols()
    known = {string.tobytes() for string in corpus.symbols()}
    new = np.array([string for string in fresh if string.tobytes() not in known])
    assert len(new) > 1000
    for labels, truth in zip(decoder.decode(new), grammar.parse(new)[1:], strict=False):
        assert same_partition(labels, truth)


@pytest.mark.parametrize("sizes", [(6, 3, 2, 3), (5, 3, 3, 2)], ids=str)
def test_the_token_and_latent_arms_are_one_at_level_0(sizes):
    # Far below the token arm's threshold on purpose: only the first level may agree.
    corpus = Corpus(Grammar.sample(RHMParams(*sizes), seed=0), P=2000, seed=1)
    latent, token = (ILC(Context(o)).fit(corpus) for o in ("latent", "token"))
    for name in ("codes", "counts", "vectors"):
        assert torch.equal(getattr(latent.contexts[0], name), getattr(token.contexts[0], name))
    np.testing.assert_array_equal(latent.labels[0], token.labels[0])
    if corpus.L > 2:
        assert not torch.equal(latent.contexts[1].vectors, token.contexts[1].vectors)


def test_one_site_and_pooled_are_one_under_the_root():
    corpus = Corpus(separated(6, 3, 2, 2), P=3000, seed=1)
    one, pooled = (ILC(Context(grandparent=g)).fit(corpus) for g in (0, None))
    assert torch.equal(one.contexts[0].vectors, pooled.contexts[0].vectors)
    assert torch.equal(one.decoder.tables[0], pooled.decoder.tables[0])


def test_the_root_observable_is_the_table_of_tuples_and_labels_counted_by_hand():
    corpus = Corpus(separated(6, 3, 2, 3, Context("root")), P=5000, seed=4)
    found = ILC(Context("root", place=1, grandparent=1)).fit(corpus).contexts[0]
    table = np.zeros((49, 6))
    np.add.at(table, (corpus.symbols()[:, 6:8] @ [7, 1], corpus.symbols(level=3)[:, 0]), 1)
    seen = np.flatnonzero(table.sum(axis=1))
    np.testing.assert_array_equal(found.codes, seen)
    np.testing.assert_array_equal(found.counts, table[seen].sum(axis=1))
    np.testing.assert_array_equal(found.vectors, table[seen] / table[seen].sum(axis=1)[:, None])


@pytest.mark.parametrize("name", CLUSTERERS)
def test_a_single_string_is_learned_from_and_the_rest_is_unknown(name):
    # Its level-1 tuple holds a symbol whose own tuple was never seen at the site of tuples.
    grammar = separated(6, 3, 2, 3)
    corpus = Corpus(grammar, P=1, seed=0)
    found = ILC(clusterer=CLUSTERERS[name]([grammar], Context())).fit(corpus)
    first, second = found.decoder.decode(corpus.symbols())
    assert first[0, 0] < 6
    np.testing.assert_array_equal(second, [[6, 6]])


@pytest.mark.parametrize("clusterer", [KMeans(n_init=2), BatchedKMeans(n_init=2), Ward()], ids=repr)
def test_equal_seeds_give_equal_fits(clusterer):
    corpus = Corpus(separated(6, 3, 2, 3), P=500, seed=0)
    first, again = (ILC(clusterer=clusterer, seed=1).fit(corpus) for _ in range(2))
    for one, other in zip(first.labels, again.labels, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_clusterer_is_given_the_seed():
    # Far below threshold restarts end in many places: other seeds, other labels.
    corpus = Corpus(separated(8, 4, 2, 2), P=200, seed=0)
    fits = [ILC(clusterer=KMeans(n_init=1), seed=seed).fit(corpus) for seed in range(5)]
    assert not all(same_partition(fits[0].labels[0], fit.labels[0]) for fit in fits[1:])
