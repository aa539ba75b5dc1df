"""The law of which followed nodes are equal, against a list of all rules and all choices."""

from collections import Counter
from fractions import Fraction
from itertools import permutations, product

import pytest

from ownlatents.theory import replicas
from ownlatents.theory.moments import exact
from ownlatents.theory.partitions import canonical, partitions, size
from ownlatents.theory.replicas import Replicas
from tests.theory.tables import with_replacement

SIZES = [(2, 1, 2), (2, 2, 2), (3, 1, 2), (2, 1, 3)]
WANTED = [
    [(0, 0)],
    [(0, 0), (1, 0)],
    [(0, 0), (0, 1), (1, 0)],
    [(0, 0), (0, 1), (1, 0), (1, 1)],
    [(0, 1), (1, 0), (2, 1)],
]


def listed_children(v, m, s, parents, wanted):
    """Law of the pattern of the wanted children of parents with these symbols."""
    counts = Counter()
    for drawn in permutations(list(product(range(v), repeat=s)), v * m):
        for rules in product(range(m), repeat=len(parents)):
            tuples = [drawn[a * m + r] for a, r in zip(parents, rules, strict=True)]
            counts[canonical(tuples[node][place] for node, place in wanted)] += 1
    return {pattern: Fraction(n, counts.total()) for pattern, n in counts.items()}


def nonzero(law):
    return {pattern: weight for pattern, weight in law.items() if weight != 0}


@pytest.mark.parametrize("n", range(1, 5))
def test_roots_are_uniform_labels(n):
    v = 3
    counts = Counter(canonical(labels) for labels in product(range(v), repeat=n))
    expected = {pattern: Fraction(k, v**n) for pattern, k in counts.items()}
    assert nonzero(Replicas.roots(exact(v, 2, 2), n).law) == expected


@pytest.mark.parametrize("wanted", WANTED, ids=str)
@pytest.mark.parametrize("sizes", SIZES)
def test_one_level_of_rules_is_the_one_that_is_listed(sizes, wanted):
    n = 1 + max(node for node, _ in wanted)
    for parents in partitions(n):
        if size(parents) > sizes[0]:
            continue
        start = Replicas(exact(*sizes), {parents: Fraction(1)})
        expected = listed_children(*sizes, parents, wanted)
        assert nonzero(start.children(wanted).law) == expected


@pytest.mark.parametrize("sizes", [*SIZES, (2, 2, 3), (5, 3, 2)])
def test_weights_remain_a_law_on_the_way_down(sizes):
    state = Replicas.roots(exact(*sizes), 4)
    for place in (0, 1, 0):
        state = state.down(place)
        assert sum(state.law.values()) == 1
        assert min(state.law.values()) >= 0


def test_more_nodes_than_tuples_are_followed():
    # Five nodes cannot draw five different rules where there are N = 4 tuples: no division by 0.
    state = Replicas.roots(exact(2, 1, 2), 5).down(0)
    assert sum(state.law.values()) == 1


def test_strings_of_one_label_have_equal_roots():
    state = Replicas.equal_roots(exact(3, 2, 2), 3)
    assert state.law == {(0, 0, 0): 1}
    assert state.probability([(0, 1, 2)]) == 1


def test_what_is_given_keeps_the_weight_of_what_agrees():
    state = Replicas.roots(exact(3, 2, 2), 3)
    kept = state.given_equal([(0, 1)], [1, 2])
    assert kept.law == {(0, 0): Fraction(1, 9), (0, 1): Fraction(2, 9)}
    assert state.probability([(0, 1)]) == Fraction(1, 3)
    assert state.probability([(0, 1), (1, 2)]) == state.probability([(0, 1, 2)]) == Fraction(1, 9)
    assert state.probability([]) == 1


def test_following_a_subset_of_nodes_is_forgetting_the_others():
    start = Replicas.roots(exact(4, 3, 2), 3)
    forgotten = start.down(0).given_equal([], [0, 2])
    assert nonzero(forgotten.law) == nonzero(start.children([(0, 0), (2, 0)]).law)


@pytest.mark.parametrize("sizes", SIZES)
def test_drawing_rules_with_replacement_is_caught(sizes, monkeypatch):
    expected = listed_children(*sizes, (0, 1), [(0, 0), (1, 0)])
    monkeypatch.setattr(replicas, "_probability_of_pattern", with_replacement)
    planted = Replicas(exact(*sizes), {(0, 1): Fraction(1)}).children([(0, 0), (1, 0)])
    assert sum(planted.law.values()) == 1
    assert nonzero(planted.law) != expected
