import numpy as np
import pytest
import torch
from sklearn.cluster import AgglomerativeClustering

from ownlatents.models import BatchedKMeans, KMeans, TupleContexts, Ward
from tests.models.recovery import same_partition

BLIND = [KMeans(), BatchedKMeans(), Ward()]  # those that know nothing of the grammar
blind = pytest.mark.parametrize("clusterer", BLIND, ids=repr)


def problem(points):
    points = torch.as_tensor(np.asarray(points, dtype=float))
    n = len(points)
    return TupleContexts(torch.arange(n), torch.ones(n, dtype=torch.long), points)


def around_centres(v, m, D, ratio, rng):
    """m points within ε = ratio·Δ of each of v random centres, the closest of them Δ apart."""
    centres = rng.standard_normal((v, D))
    squares = ((centres[:, None] - centres[None]) ** 2).sum(axis=-1)
    centres /= np.sqrt(squares[np.triu_indices(v, 1)].min())  # Δ = 1
    steps = rng.standard_normal((v * m, D))
    # On the sphere of radius ε: the worst that the assumption allows.
    steps *= ratio / np.linalg.norm(steps, axis=1, keepdims=True)
    truth = np.repeat(np.arange(v), m)
    order = rng.permutation(v * m)
    return (centres[truth] + steps)[order], truth[order]


@blind
@pytest.mark.parametrize("sizes", [(4, 3, 2), (8, 6, 8), (12, 4, 5), (16, 2, 16)], ids=str)
def test_assumption_2_holds_at_an_eighth_of_the_separation(clusterer, sizes):
    rng = np.random.default_rng(0)
    draws = [around_centres(*sizes, 1 / 8, rng) for _ in range(10)]
    found = clusterer.labels([problem(points) for points, _ in draws], sizes[0], 0, 0)
    for labels, (_, truth) in zip(found, draws, strict=True):
        assert same_partition(labels, truth)


@blind
def test_beyond_the_separation_no_partition_is_found(clusterer):
    rng = np.random.default_rng(0)
    draws = [around_centres(8, 6, 8, 2.5, rng) for _ in range(10)]
    found = clusterer.labels([problem(points) for points, _ in draws], 8, 0, 0)
    for labels, (_, truth) in zip(found, draws, strict=True):
        assert not same_partition(labels, truth)


@blind
def test_points_that_have_changed_places_are_labelled_by_where_they_are(clusterer):
    # ε = Δ: the truth is out of reach, and the nearest true centre is what comes back.
    truth = np.repeat([0, 1, 2], 5)
    points = np.eye(3)[truth] + 0.01 * np.random.default_rng(0).standard_normal((15, 3))
    points[[0, 5]] = points[[5, 0]]
    (labels,) = clusterer.labels([problem(points)], 3, 0, 0)
    moved = truth.copy()
    moved[[0, 5]] = [1, 0]
    assert same_partition(labels, moved)


@blind
def test_labels_are_integers_below_v_one_per_tuple(clusterer):
    rng = np.random.default_rng(0)
    problems = [problem(rng.standard_normal((n, 4))) for n in (1, 2, 5, 30)]
    for labels, given in zip(clusterer.labels(problems, 5, 0, 0), problems, strict=True):
        assert labels.shape == (len(given),)
        assert labels.dtype == np.int64
        assert labels.min() >= 0
        assert labels.max() < 5


@blind
@pytest.mark.parametrize("points", [[[1, 0]], [[1, 0]] * 4, [[1, 0], [0, 1], [1, 0]]], ids=str)
def test_fewer_clusters_come_back_where_fewer_points_differ(clusterer, points):
    (labels,) = clusterer.labels([problem(points)], 3, 0, 0)
    assert same_partition(labels, np.array(points)[:, 0])


@blind
@pytest.mark.parametrize("points", [np.eye(6), [[0], [1], [10], [11]]], ids=["one-hot", "pairs"])
def test_as_many_clusters_come_back_as_are_wanted_where_enough_points_differ(clusterer, points):
    # Equal distances, as among tuples that were seen once: their vectors are one-hot.
    (labels,) = clusterer.labels([problem(points)], 3, 0, 0)
    assert len(np.unique(labels)) == 3


def inertia(points, labels):
    clusters = (points[labels == label] for label in np.unique(labels))
    return sum(((cluster - cluster.mean(axis=0)) ** 2).sum() for cluster in clusters)


@blind
def test_clusters_of_a_cloud_are_about_as_compact_as_k_means_makes_them(clusterer):
    # Where clusters are not separated, as below threshold; single linkage would be twice as wide.
    rng = np.random.default_rng(0)
    clouds = [rng.standard_normal((80, 3)) for _ in range(5)]
    found = clusterer.labels([problem(points) for points in clouds], 8, 0, 0)
    best = KMeans(n_init=50).labels([problem(points) for points in clouds], 8, 0, 1)
    for points, labels, reference in zip(clouds, found, best, strict=True):
        assert inertia(points, labels) < 1.25 * inertia(points, reference)


@pytest.mark.parametrize("kind", [KMeans, BatchedKMeans])
def test_restarts_and_seed_reach_the_clustering(kind):
    points = np.random.default_rng(0).standard_normal((100, 2))

    def answer(n_init, seed):
        return kind(n_init).labels([problem(points)], 12, 0, seed)[0]

    np.testing.assert_array_equal(answer(1, 5), answer(1, 5))
    assert any(not same_partition(answer(1, 5), answer(1, seed)) for seed in range(3))
    assert inertia(points, answer(30, 5)) < inertia(points, answer(1, 5))


def test_ward_is_that_of_scikit_learn_where_no_two_merges_tie():
    rng = np.random.default_rng(0)
    clouds = [rng.standard_normal((n, 3)) for n in (2, 9, 60, 200)]
    for v in (1, 2, 7, 30):
        found = Ward().labels([problem(points) for points in clouds], v, 0, 0)
        for points, labels in zip(clouds, found, strict=True):
            reference = AgglomerativeClustering(min(v, len(points))).fit_predict(points)
            assert same_partition(labels, reference)
