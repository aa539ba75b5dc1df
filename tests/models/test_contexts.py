import pickle
import tracemalloc
from collections import Counter, defaultdict

import numpy as np
import pytest
import torch

from ownlatents.models import ILC, ContextCounter, Ward
from ownlatents.sim import Context, Corpus
from tests.models.grammars import separated
from tests.models.recovery import tuples_of

SHAPES = [(3, 2, 1), (4, 3, 2), (7, 2, 5)]  # v, s, k


def random_pairs(v, s, k, *, B=1, n=400, seed=0, unknown=True):
    """Tuples `(B, n, s)` and targets `(B, n, k)` with symbols 0 … v, or 0 … v−1."""
    rng = np.random.default_rng(seed)
    most = v + 1 if unknown else v
    # Some tuples often, others seldom, some not at all.
    pool = rng.integers(0, most, size=(B, 4 * v, s))
    which = (rng.random((B, n)) ** 3 * 4 * v).astype(int)
    tuples = pool[np.arange(B)[:, None], which]
    return torch.as_tensor(tuples), torch.as_tensor(rng.integers(0, most, size=(B, n, k)))


def counted(v, s, k, tuples, targets, *, cuts=()):
    counter = ContextCounter(len(tuples), v, s, k, "cpu")
    for part in zip(
        torch.tensor_split(tuples, list(cuts), dim=1),
        torch.tensor_split(targets, list(cuts), dim=1),
        strict=True,
    ):
        counter.add(*part)
    return counter.finish()


def assert_equal_contexts(found, expected):
    for name in ("codes", "counts", "vectors"):
        assert torch.equal(getattr(found, name), getattr(expected, name)), name


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_counts_are_those_of_a_plain_counter(shape):
    v, s, k = shape
    tuples, targets = random_pairs(*shape)
    times, seen = Counter(), defaultdict(Counter)
    for symbols, others in zip(tuples[0].tolist(), targets[0].tolist(), strict=True):
        if v in symbols:  # the tuple is unknown: left out
            continue
        times[tuple(symbols)] += 1
        for j, other in enumerate(others):
            if other < v:  # an unknown target counts for no symbol
                seen[tuple(symbols)][j, other] += 1
    (found,) = counted(*shape, tuples, targets)
    assert len(found) == len(times) > 3
    support = [tuple(symbols) for symbols in tuples_of(found.codes, v, s).tolist()]
    assert support == sorted(times)
    assert found.counts.tolist() == [times[symbols] for symbols in support]
    for symbols, vector in zip(support, found.vectors.reshape(-1, k, v).tolist(), strict=True):
        for j in range(k):
            counts = np.array([seen[symbols][j, z] for z in range(v)])
            np.testing.assert_array_equal(vector[j], counts / max(counts.sum(), 1))


def test_a_tuple_whose_targets_are_all_unknown_has_the_vector_0():
    (found,) = counted(3, 2, 1, torch.tensor([[[0, 1]]]), torch.tensor([[[3]]]))
    assert found.counts.tolist() == [1]
    assert found.vectors.tolist() == [[0, 0, 0]]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_chunks_do_not_matter(shape):
    tuples, targets = random_pairs(*shape, B=3)
    whole = counted(*shape, tuples, targets)
    for cuts in ((200,), (1, 2, 3, 399), range(1, 400)):
        for found, expected in zip(counted(*shape, tuples, targets, cuts=cuts), whole, strict=True):
            assert_equal_contexts(found, expected)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_batch_is_counted_as_one_by_one(shape):
    tuples, targets = random_pairs(*shape, B=5)
    for b, found in enumerate(counted(*shape, tuples, targets, cuts=(7, 50))):
        (alone,) = counted(*shape, tuples[b : b + 1], targets[b : b + 1])
        assert_equal_contexts(found, alone)


def test_the_tables_do_not_grow_with_the_number_of_strings():
    tuples, targets = random_pairs(6, 2, 2, unknown=False)
    counter = ContextCounter(1, 6, 2, 2, "cpu")
    sizes = []
    for chunk in range(100):
        counter.add(tuples, targets)
        if chunk in (9, 99):
            sizes.append(len(pickle.dumps(counter)))
    assert sizes[0] == sizes[1]


def test_fitting_ten_times_the_strings_takes_no_more_memory():
    grammar = separated(6, 2, 2, 3)
    ILC(clusterer=Ward()).fit(Corpus(grammar, P=1000, seed=0))  # what is imported on the way
    peaks = []
    for P in (2 << 15, 20 << 15):
        tracemalloc.start()
        ILC(clusterer=Ward()).fit(Corpus(grammar, P, seed=0))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_pooled_counts_are_the_sum_over_sites():
    corpus = Corpus(separated(5, 3, 2, 4), P=3000, seed=0)
    tables = []
    for grandparent in (None, 0, 1, 2, 3):
        context = Context(grandparent=grandparent, place=1)
        found = ILC(context, Ward()).fit(corpus).contexts[0]
        table = np.zeros((36, 10))
        table[found.codes] = found.counts[:, None] * found.vectors
        tables.append(table)
    np.testing.assert_allclose(tables[0], np.sum(tables[1:], axis=0), atol=1e-9)
