import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownlatents.errors import InputError
from ownlatents.sim import (
    OBSERVABLES,
    Context,
    Corpus,
    Grammar,
    RHMParams,
    expected_counts,
    sample_counts,
)
from tests.enumeration import derivations, sites_and_targets, tuples_and_targets
from tests.sim.strategies import searched, small_grammars
from tests.statistics import (
    assert_binomial,
    assert_chi_square,
    assert_same_law,
    assert_z_scores,
)

THREES = Grammar.sample(RHMParams(v=4, m=3, s=3, L=3), seed=0)
TWOS = Grammar.sample(RHMParams(v=3, m=2, s=2, L=4), seed=4)
SITES = [
    (THREES, 0, Context()),
    (THREES, 1, Context(place=1)),
    (THREES, 0, Context("latent", cousin=1, token=0)),
    (THREES, 0, Context("latent", token=2, grandparent=2, place=2)),
    (THREES, 1, Context("token", place=2)),
    (TWOS, 2, Context("token")),
    (TWOS, 1, Context("token", cousin=1, token=1, grandparent=3, place=1)),
    (TWOS, 0, Context("root", grandparent=3, place=1)),
    (TWOS, 2, Context("root")),
]
# Every target of a tuple, few enough that their joint law can be listed.
JOINT = Grammar.sample(RHMParams(v=2, m=2, s=3, L=2), seed=3)


def counts_of_strings(corpus, level, context):
    grammar, p = corpus.grammar, corpus.grammar.params
    tree = corpus.tree()
    ((site, targets),) = sites_and_targets(p, level, context)
    rule = grammar.rule_of(level, tree[level])[:, site]
    tables = [
        np.bincount(rule * p.v + tree[at][:, i], minlength=p.v * p.m * p.v) for at, i in targets
    ]
    return np.stack(tables, axis=1).reshape(p.v, p.m, p.v, len(targets)).swapaxes(2, 3)


@pytest.mark.parametrize(("grammar", "level", "context"), SITES)
def test_counts_have_the_law_of_counted_strings(grammar, level, context):
    counted = counts_of_strings(Corpus(grammar, P=100_000, seed=1), level, context)
    sampled = sample_counts(grammar, level, context, P=100_000, seed=2)
    assert sampled.shape == counted.shape
    assert sampled.dtype == np.int64
    for j in range(counted.shape[2]):
        assert_same_law(sampled[:, :, j], counted[:, :, j])


def test_counts_at_another_site_would_be_noticed():
    counted = counts_of_strings(Corpus(THREES, P=100_000, seed=1), 0, Context(place=1))
    sampled = sample_counts(THREES, 0, P=100_000, seed=2)
    with pytest.raises(AssertionError, match="tail probability"):
        assert_same_law(sampled[:, :, 0], counted[:, :, 0])


@searched
@given(small_grammars(L=(2, 3)), st.sampled_from(OBSERVABLES), st.sampled_from([0, None]))
def test_expected_counts_are_those_of_the_listed_derivations(grammar, observable, grandparent):
    context, listed = Context(observable, grandparent=grandparent), derivations(grammar)
    for level in context.levels(grammar.params.L):
        expected = tuples_and_targets(listed, grammar.params, level, context).astype(float)
        found = expected_counts(grammar, level, context, P=10**6)
        np.testing.assert_allclose(found, 10**6 * expected, rtol=1e-12, atol=1e-9)


def mean_of_seeds(grammar, level, context, P, seeds):
    return np.mean([sample_counts(grammar, level, context, P=P, seed=i) for i in seeds], axis=0)


@pytest.mark.parametrize(("grammar", "level", "context"), SITES)
def test_the_mean_over_seeds_is_the_expected_table(grammar, level, context):
    P, seeds = 10**6, range(50)
    expected = expected_counts(grammar, level, context, P=P)
    error = np.sqrt(expected * (1 - expected / P) / len(seeds))
    assert_z_scores(mean_of_seeds(grammar, level, context, P, seeds), expected, error)


def test_the_mean_of_another_grammar_would_be_noticed():
    other = Grammar.sample(THREES.params, seed=1)
    expected = expected_counts(other, 0, P=10**6)
    error = np.sqrt(expected / 20)
    with pytest.raises(AssertionError, match="was expected within"):
        assert_z_scores(mean_of_seeds(THREES, 0, Context(), 10**6, range(20)), expected, error)


def test_one_string_has_the_joint_law_of_the_tuple_and_all_its_targets():
    p, listed = JOINT.params, derivations(JOINT)
    ((site, targets),) = sites_and_targets(p, 0, Context())
    columns = [listed.tree[1][:, site], listed.rules[0][:, site]]
    columns += [listed.tree[at][:, i] for at, i in targets]
    shape = (p.v, p.m) + (p.v,) * len(targets)
    counts = np.zeros(shape, dtype=int)
    for seed in range(6000):
        table = sample_counts(JOINT, 0, P=1, seed=seed)
        a, r, j, z = np.nonzero(table)
        assert len(j) == len(targets)
        assert (a == a[0]).all()
        assert (r == r[0]).all()
        counts[(a[0], r[0], *z[np.argsort(j)])] += 1
    assert_chi_square(counts, listed.counts(shape, *columns))


def test_targets_of_the_same_strings_covary_as_the_derivations_say():
    p, P, n = JOINT.params, 200, 4000
    listed = derivations(JOINT)
    ((site, targets),) = sites_and_targets(p, 0, Context())
    cells = np.zeros((len(listed.weights), p.v, p.m, len(targets), p.v))
    for j, (at, i) in enumerate(targets):
        row = np.arange(len(cells))
        cells[row, listed.tree[1][:, site], listed.rules[0][:, site], j, listed.tree[at][:, i]] = 1
    cells = cells.reshape(len(cells), -1)
    mean = cells.mean(axis=0)
    covariance = P * (cells.T @ cells / len(cells) - np.outer(mean, mean))
    drawn = [sample_counts(JOINT, 0, P=P, seed=seed).ravel() for seed in range(n)]
    centred = np.array(drawn) - P * mean
    first, second = np.triu_indices(len(mean))
    products = centred[:, first] * centred[:, second]
    measured, error = products.mean(axis=0), products.std(axis=0) / np.sqrt(n)
    assert_z_scores(measured, covariance[first, second], error)
    shuffled = np.diag(np.diag(covariance))  # as if every cell were drawn on its own
    with pytest.raises(AssertionError, match="was expected within"):
        assert_z_scores(measured, shuffled[first, second], error)


@pytest.mark.parametrize("P", [1, 10**12, 2**62])
@pytest.mark.parametrize(("grammar", "level", "context"), SITES)
def test_every_target_sees_the_same_tuples_and_every_string_once(grammar, level, context, P):
    counts = sample_counts(grammar, level, context, P=P, seed=0)
    of_tuples = counts.sum(axis=3)
    assert (of_tuples == of_tuples[:, :, :1]).all()
    assert of_tuples[:, :, 0].sum() == P
    assert (counts >= 0).all()


@pytest.mark.parametrize("observable", OBSERVABLES)
@pytest.mark.parametrize("P", [10**12, 2**62])  # the more strings, the more a rounding error shows
def test_impossible_cells_stay_empty(observable, P):
    impossible = 0
    for seed in range(20):
        grammar = Grammar.sample(RHMParams(v=7, m=3, s=2, L=4), seed=seed)
        for level in range(3):
            possible = expected_counts(grammar, level, Context(observable)) > 0
            counts = sample_counts(grammar, level, Context(observable), P=P, seed=seed)
            assert not counts[~possible].any()
            impossible += (~possible).sum()
    assert impossible > 1000


@pytest.mark.parametrize(("grammar", "level", "context"), SITES)
def test_counts_of_many_strings_are_binomial(grammar, level, context):
    P = 10**12
    law = expected_counts(grammar, level, context)
    assert_binomial(sample_counts(grammar, level, context, P=P, seed=0), P, law)


def test_a_seed_gives_one_table_and_another_seed_another():
    first, again, other = (sample_counts(THREES, 0, P=1000, seed=seed) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"context": Context(grandparent=None)}, r"grandparent=None \(pooled\), but one site"),
        ({"context": Context(cousin=3)}, "cousin=3, but 1 to 2"),
        ({"context": Context(grandparent=3)}, "grandparent=3, but 0 to 2"),
        ({"level": 2}, "level=2, but 0 to 1"),
        ({"level": -1}, "level=-1, but 0 to 1"),
        ({"P": 0}, "P=0, but 1 to"),
        ({"P": 2**62 + 1}, "but 1 to 4611686018427387904"),
        ({"P": 1.5}, r"P=1\.5"),
        ({"seed": -1}, "seed=-1"),
    ],
)
def test_bad_input_is_an_input_error(arguments, message):
    with pytest.raises(InputError, match=message):
        sample_counts(THREES, **({"level": 0, "P": 10, "seed": 0} | arguments))
