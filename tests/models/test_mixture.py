"""Mixtures and spectral clustering: planted classes come back, and balanced ones are balanced."""

import warnings

import numpy as np
import pytest
import torch
from scipy.optimize import linprog

from ownlatents.errors import InputError
from ownlatents.models import (
    ILC,
    BalancedMixture,
    KMeans,
    Mixture,
    Spectral,
    TupleContexts,
    matched_accuracy,
)
from ownlatents.models.draws import Draws
from ownlatents.models.mixture import balanced, balanced_walk, maximized
from ownlatents.sim import Context, Grammar, RHMParams
from tests.models.recovery import same_partition

MIXTURES = [Mixture(), BalancedMixture()]
mixtures = pytest.mark.parametrize("clusterer", MIXTURES, ids=repr)
ALL = [*MIXTURES, Spectral()]
every = pytest.mark.parametrize("clusterer", ALL, ids=repr)


def from_table(table):
    """Contexts from counts `(S, k, v)`."""
    counts = torch.as_tensor(table).sum(dim=-1)
    vectors = torch.as_tensor(table).double() / counts[..., None].clamp(min=1)
    return TupleContexts(torch.arange(len(table)), counts[:, 0], vectors.flatten(1))


def planted(sizes, v, k, N, rng, spread=0.3):
    """Classes of these sizes, a random law for each target; N draws of each tuple at each."""
    truth = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    laws = rng.dirichlet(np.full(v, spread), (len(sizes), k))
    each = np.broadcast_to(np.asarray(N), len(truth))
    table = [[rng.multinomial(n, law) for law in laws[a]] for a, n in zip(truth, each, strict=True)]
    return from_table(np.array(table)), truth


@every
def test_planted_classes_are_recovered(clusterer):
    rng = np.random.default_rng(0)
    for v, m, k in ((4, 4, 2), (8, 8, 6), (16, 3, 3)):
        problem, truth = planted([m] * v, v, k, 200, rng)
        (labels,) = clusterer.labels([problem], v, 0, 0)
        assert same_partition(labels, truth)


def test_a_mixture_recovers_classes_of_unequal_sizes_and_balanced_ones_cannot():
    problem, truth = planted([1, 2, 3, 10], 4, 4, 200, np.random.default_rng(1))
    (labels,) = Mixture().labels([problem], 4, 0, 0)
    assert same_partition(labels, truth)
    (labels,) = BalancedMixture().labels([problem], 4, 0, 0)
    assert np.bincount(labels).tolist() == [4] * 4


def test_counts_weigh():
    # One tuple in three is seen often: k-means takes the noise of the others for clusters.
    rng = np.random.default_rng(2)
    score = {"mixture": 0.0, "balanced": 0.0, "kmeans": 0.0}
    for _ in range(6):
        problem, truth = planted([9] * 8, 8, 6, np.tile([60, 4, 4], 24), rng, spread=1.0)
        kinds = (("mixture", Mixture()), ("balanced", BalancedMixture()), ("kmeans", KMeans()))
        for name, clusterer in kinds:
            score[name] += matched_accuracy(clusterer.labels([problem], 8, 0, 0)[0], truth, 8) / 6
    assert score["kmeans"] + 0.1 < min(score["mixture"], score["balanced"])


def test_below_the_threshold_balanced_classes_need_fewer_strings_than_k_means():
    found = {BalancedMixture(): [], KMeans(): []}
    for seed in range(6):
        grammar = Grammar.sample(RHMParams(v=8, m=8, s=3, L=2), seed)
        for clusterer, accuracies in found.items():
            (labels,) = ILC(Context(), clusterer).fit_level([grammar], 0, P=2300, seed=1)
            accuracies.append(matched_accuracy(labels.ravel(), np.repeat(np.arange(8), 8), 8))
    ours, theirs = (np.mean(x) for x in found.values())
    assert ours > theirs + 0.15


@pytest.mark.parametrize("S", [1, 2, 3, 4, 7, 8, 9, 15, 16, 33])
def test_sizes_of_balanced_classes_differ_by_one_at_most(S):
    rng = np.random.default_rng(S)
    (labels,) = BalancedMixture().labels([from_table(rng.integers(0, 5, (S, 2, 4)))], 4, 0, 0)
    assert sorted(np.bincount(labels, minlength=4)) == sorted(
        S // 4 + (i < S % 4) for i in range(4)
    )


@pytest.mark.parametrize(("S", "v"), [(2, 3), (6, 3), (7, 3), (11, 4), (20, 5)])
def test_the_balanced_assignment_is_the_best_one(S, v):
    score = np.random.default_rng(S).standard_normal((S, v))
    labels = balanced(score)
    size, larger = divmod(S, v)
    # The linear program whose corners are the assignments: x in [0, 1], and how many are larger.
    rows = np.kron(np.eye(S), np.ones((1, v)))
    columns = np.kron(np.ones((1, S)), np.eye(v))
    best = linprog(
        -score.ravel(),
        A_eq=rows,
        b_eq=np.ones(S),
        A_ub=np.vstack([columns, -columns]),
        b_ub=[size + (larger > 0)] * v + [-size] * v,
        bounds=(0, 1),
    )
    assert score[np.arange(S), labels].sum() == pytest.approx(-best.fun)


def test_the_posterior_never_falls():
    rng = np.random.default_rng(3)
    for _ in range(10):
        problem, _ = planted([6] * 5, 5, 3, 12, rng, spread=1.0)
        draws = Draws(problem, 5)
        for start in [*draws.starts(2, 0), rng.integers(0, 5, 30)]:
            heights = np.array(maximized(draws, start)[1])
            assert len(heights) > 1
            assert (np.diff(heights) >= -1e-9 * np.abs(heights[0])).all()


def test_what_is_kept_is_the_best_that_was_met():
    problem, _ = planted([6] * 5, 5, 3, 12, np.random.default_rng(4), spread=1.0)
    draws = Draws(problem, 5)
    (labels,) = BalancedMixture(3).labels([problem], 5, 0, 7)
    met = [x for start in draws.starts(3, 7) for x in balanced_walk(draws, start)]
    kept = Draws(problem, 5).in_order_given
    best = kept(max(met, key=draws.evidence))
    np.testing.assert_array_equal(labels, best)


def test_evidence_is_that_of_polya_urns():
    # Two tuples, one class: draws one by one, each law as the urn stands.
    table = np.array([[[2, 1]], [[1, 0]]])
    draws = Draws(from_table(table), 2)

    def urn(sequence):
        seen, height = draws.prior.copy(), 0.0
        for symbol in sequence:
            height += np.log(seen[symbol] / seen.sum())
            seen[symbol] += 1
        return height

    together = draws.evidence(np.array([0, 0])) - draws.evidence(np.array([0, 1]))
    assert together == pytest.approx(urn([0, 0, 1, 0]) - urn([0, 0, 1]) - urn([0]), abs=1e-6)


@mixtures
def test_the_order_of_tuples_does_not_matter(clusterer):
    rng = np.random.default_rng(5)
    problem, _ = planted([8] * 6, 6, 4, 15, rng, spread=1.0)
    order = torch.as_tensor(rng.permutation(48))
    turned = TupleContexts(problem.codes, problem.counts[order], problem.vectors[order])
    first, second = clusterer.labels([problem, turned], 6, 0, 0)
    np.testing.assert_array_equal(first[order], second)


@mixtures
def test_seeds_and_starts_reach_the_clustering(clusterer):
    problem, _ = planted([8] * 6, 6, 2, 4, np.random.default_rng(6), spread=2.0)

    def answer(seed):
        return clusterer.labels([problem], 6, 0, seed)[0]

    np.testing.assert_array_equal(answer(3), answer(3))
    assert any(not same_partition(answer(3), answer(seed)) for seed in range(10))


@every
def test_degenerate_inputs_have_labels(clusterer):
    tables = [
        np.ones((1, 2, 3), dtype=int),
        np.ones((7, 2, 3), dtype=int),  # all tuples alike
        np.zeros((5, 2, 3), dtype=int),  # nothing was seen with them
        np.eye(6, dtype=int).reshape(6, 2, 3),  # one target known of each
        np.repeat(np.eye(3, dtype=int), 4, axis=0).reshape(12, 1, 3) * 10**6,
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for table in tables:
            (labels,) = clusterer.labels([from_table(table)], 3, 0, 0)
            assert labels.shape == (len(table),)
            assert labels.dtype == np.int64
            assert set(labels.tolist()) <= {0, 1, 2}


@every
def test_problems_do_not_see_each_other(clusterer):
    rng = np.random.default_rng(7)
    problems = [planted([n] * 4, 4, 3, 10, rng)[0] for n in (2, 5, 3)]
    together = clusterer.labels(problems, 4, 0, 0)
    for problem, labels in zip(problems, together, strict=True):
        np.testing.assert_array_equal(clusterer.labels([problem], 4, 0, 0)[0], labels)


@mixtures
def test_vectors_that_are_no_laws_of_v_symbols_are_refused(clusterer):
    problem, _ = planted([3] * 4, 4, 2, 5, np.random.default_rng(8))
    with pytest.raises(InputError, match="8 entries, but a multiple of v=3"):
        clusterer.labels([problem], 3, 0, 0)


@pytest.mark.parametrize("kind", [Mixture, BalancedMixture, Spectral])
@pytest.mark.parametrize("n_init", [0, -1, 1.5, "2"])
def test_bad_numbers_of_starts_are_refused(kind, n_init):
    with pytest.raises(InputError, match="n_init"):
        kind(n_init)
