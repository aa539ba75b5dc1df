from itertools import product

import numpy as np
import pytest
import torch
from sklearn.cluster import KMeans as SklearnKMeans

from ownlatents.models import kmeans
from ownlatents.models.kmeans import batched_kmeans
from tests.models.recovery import same_partition


def random_points(S, D, *, seed, blobs=0):
    """`(S, D)` points: a cloud, or `blobs` well separated ones of equal size."""
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((S, D))
    if blobs:
        points = 0.05 * points + 10 * np.eye(D)[np.arange(S) % blobs]
    return torch.as_tensor(points)


def means(points, labels):
    return {int(k): points[labels == k].mean(dim=0) for k in labels.unique()}


def inertia(points, labels):
    centres = means(points, labels)
    return sum(float(((points[labels == k] - c) ** 2).sum()) for k, c in centres.items())


def best_of_20(points, k):
    clusters = min(k, len(np.unique(points, axis=0)))
    return SklearnKMeans(clusters, n_init=20, random_state=0).fit(points.numpy()).inertia_


@pytest.mark.parametrize("D", [1, 3, 10])
@pytest.mark.parametrize("sizes", [(20, 2), (60, 4), (60, 8), (150, 16)], ids=str)
def test_it_is_as_good_as_the_best_of_20_of_scikit_learn(sizes, D):
    # On average over problems: on one cloud without structure either may have the luck.
    S, k = sizes
    problems = [random_points(S, D, seed=seed) for seed in range(12)]
    found = batched_kmeans(problems, k, seed=0)
    ours = np.array([inertia(*pair) for pair in zip(problems, found, strict=True)])
    ratio = ours / np.array([best_of_20(points, k) for points in problems])
    assert np.log(ratio).mean() <= np.log(1.02)
    assert ratio.max() <= 1.1


def test_a_single_restart_would_be_noticed():
    problems = [random_points(150, 3, seed=seed) for seed in range(12)]
    found = batched_kmeans(problems, 16, n_init=1, seed=0)
    ours = np.array([inertia(*pair) for pair in zip(problems, found, strict=True)])
    ratio = ours / np.array([best_of_20(points, 16) for points in problems])
    assert np.log(ratio).mean() > np.log(1.02)


@pytest.mark.parametrize("S", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_small_problems_are_solved_to_the_optimum(S, k):
    problems = [random_points(S, 2, seed=seed) for seed in range(5)]
    every = np.array(list(product(range(k), repeat=S)))
    for points, labels in zip(problems, batched_kmeans(problems, k, seed=0), strict=True):
        assert labels.shape == (S,)
        assert set(labels.tolist()) <= set(range(k))
        member = np.eye(k)[every]
        size = member.sum(axis=1)
        sums = np.einsum("nsk,sd->nkd", member, points.numpy())
        explained = ((sums**2).sum(axis=-1) / np.maximum(size, 1)).sum(axis=-1)
        optimum = float((points**2).sum()) - explained.max()
        assert inertia(points, labels) == pytest.approx(optimum, abs=1e-12)


def test_problems_of_unequal_sizes_are_padded_and_as_good():
    problems = [random_points(S, 4, seed=S) for S in (1, 3, 7, 20, 21, 40)]
    for points, labels in zip(problems, batched_kmeans(problems, 3, seed=0), strict=True):
        assert inertia(points, labels) <= 1.02 * best_of_20(points, 3) + 1e-12


def test_padding_does_not_matter():
    first = random_points(30, 4, seed=0)
    for other in (5, 30, 31, 300):
        labels, _ = batched_kmeans([first, random_points(other, 4, seed=1)], 5, seed=0)
        alone, _ = batched_kmeans([first, first], 5, seed=0)
        assert same_partition(labels, alone)


@pytest.mark.parametrize("k", [2, 5, 8])
def test_separated_clusters_are_those_of_scikit_learn(k):
    problems = [random_points(S, 8, seed=S, blobs=k) for S in (40, 80, 33)]
    for points, labels in zip(problems, batched_kmeans(problems, k, seed=0), strict=True):
        reference = SklearnKMeans(k, n_init=20, random_state=0).fit_predict(points.numpy())
        assert same_partition(labels, reference)
        assert same_partition(labels, np.arange(len(points)) % k)


def test_the_order_of_the_points_does_not_matter():
    points = random_points(80, 8, seed=0, blobs=8)
    order = np.random.default_rng(1).permutation(80)
    (labels,), (permuted,) = (batched_kmeans([x], 8, seed=0) for x in (points, points[order]))
    assert same_partition(labels[order], permuted)


def test_labels_are_a_function_of_the_seed():
    problems = [random_points(60, 2, seed=i) for i in range(3)]
    first, again = (batched_kmeans(problems, 8, n_init=1, seed=3) for _ in range(2))
    other = batched_kmeans(problems, 8, n_init=1, seed=4)
    assert all(torch.equal(x, y) for x, y in zip(first, again, strict=True))
    assert not all(same_partition(x, y) for x, y in zip(first, other, strict=True))


@pytest.mark.parametrize("k", [2, 5, 12])
def test_every_point_is_nearest_to_the_mean_of_its_own_cluster(k):
    problems = [random_points(S, 3, seed=S) for S in (20, 50, 200)]
    for points, labels in zip(problems, batched_kmeans(problems, k, n_init=2), strict=True):
        centres = means(points, labels)
        distance = torch.cdist(points, torch.stack(list(centres.values())))
        own = distance[torch.arange(len(points)), [list(centres).index(int(x)) for x in labels]]
        assert (own <= distance.min(dim=1).values + 1e-12).all()


@pytest.mark.parametrize("scale", [1e-5, 1e5])
def test_neither_unit_nor_origin_matters(scale):
    points = random_points(80, 8, seed=0, blobs=8)
    (labels,) = batched_kmeans([scale * (points + 100)], 8, seed=0)
    assert same_partition(labels, np.arange(80) % 8)


@pytest.mark.parametrize("points", [[[1.0]], [[1.0]] * 6, [[1.0], [1.0], [3.0]]], ids=str)
def test_fewer_distinct_points_than_clusters_are_each_their_own_cluster(points):
    points = torch.tensor(points, dtype=torch.float64)
    for batch in ([points], [points, random_points(30, 1, seed=0)]):
        labels = batched_kmeans(batch, 4, seed=0)[0]
        assert same_partition(labels, points[:, 0])


def test_copies_of_a_point_share_its_label():
    points = random_points(30, 3, seed=0)
    (labels,) = batched_kmeans([points.repeat(4, 1)], 6, seed=0)
    assert (labels.reshape(4, 30) == labels[:30]).all()


# Restarts that end in one partition differ in inertia by rounding alone, so whose names of the
# clusters come back depends on the machine's arithmetic; the partition does not.


@pytest.mark.parametrize("runs", [1, 3, 7])
def test_running_a_few_restarts_at_a_time_changes_nothing(runs, monkeypatch):
    problems = [random_points(S, 4, seed=S) for S in (50, 70, 20)]
    whole = batched_kmeans(problems, 6, seed=0)
    monkeypatch.setattr(kmeans, "_MAX_CELLS", runs * 70 * 6)
    for labels, expected in zip(batched_kmeans(problems, 6, seed=0), whole, strict=True):
        assert same_partition(labels, expected)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device on this machine")
def test_the_partition_is_the_same_on_a_gpu():
    problems = [random_points(S, 4, seed=S) for S in (50, 70, 20)]
    there = batched_kmeans([points.cuda() for points in problems], 6, seed=0)
    for labels, expected in zip(there, batched_kmeans(problems, 6, seed=0), strict=True):
        assert labels.is_cuda
        assert same_partition(labels.cpu(), expected)
