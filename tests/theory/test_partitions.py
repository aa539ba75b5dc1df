from fractions import Fraction
from itertools import product

import pytest

from ownlatents.theory.partitions import canonical, falling, moebius, partitions, refines, size

BELL = [1, 1, 2, 5, 15, 52, 203, 877]
STIRLING_4 = {1: 1, 2: 7, 3: 6, 4: 1}


@pytest.mark.parametrize(("n", "number"), list(enumerate(BELL)))
def test_there_are_bell_many_partitions_and_no_two_are_equal(n, number):
    assert len(set(partitions(n))) == len(partitions(n)) == number


def test_partitions_into_k_blocks_are_counted_by_stirling():
    sizes = [size(p) for p in partitions(4)]
    assert {k: sizes.count(k) for k in set(sizes)} == STIRLING_4


@pytest.mark.parametrize("n", range(6))
def test_partitions_are_what_labels_can_look_like(n):
    assert {canonical(labels) for labels in product(range(n), repeat=n)} == set(partitions(n))


def test_canonical_forgets_names_and_keeps_equality():
    assert canonical("abca") == canonical([7, None, "x", 7]) == (0, 1, 2, 0)
    assert canonical("") == ()
    assert all(canonical(p) == p for p in partitions(5))


def together(partition):
    n = len(partition)
    return {(i, j) for i in range(n) for j in range(n) if partition[i] == partition[j]}


def test_refining_is_containment_of_the_pairs_that_are_together():
    for finer, coarser in product(partitions(4), repeat=2):
        assert refines(finer, coarser) == (together(finer) <= together(coarser))


def test_partitions_of_different_sets_are_not_compared():
    with pytest.raises(ValueError, match="shorter"):
        refines((0, 1, 2), (0, 0))


@pytest.mark.parametrize("n", range(2, 7))
def test_the_moebius_function_sums_to_zero_over_the_lattice(n):
    assert sum(moebius(p) for p in partitions(n)) == 0


def test_the_moebius_function_inverts_the_sum_over_refinements():
    for top in partitions(5):
        below = [p for p in partitions(5) if refines(p, top)]
        assert sum(map(moebius, below)) == (size(top) == 5)


@pytest.mark.parametrize("n", range(1, 6))
@pytest.mark.parametrize("x", [0, 1, 2, 5])
def test_labels_are_split_by_how_many_differ(x, n):
    assert sum(falling(x, size(p)) for p in partitions(n)) == x**n


def test_distinct_labels_are_counted_by_inclusion_and_exclusion():
    for x, n in product((1, 3, 6), range(1, 6)):
        assert sum(moebius(p) * x ** size(p) for p in partitions(n)) == falling(x, n)


def test_falling():
    assert falling(5, 0) == 1
    assert falling(5, 3) == 60
    assert falling(2, 3) == 0
    assert falling(Fraction(1, 2), 2) == Fraction(-1, 4)
