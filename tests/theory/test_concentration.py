"""Lemma 2 against every outcome of a few draws, probabilities as fractions."""

import math
from fractions import Fraction
from itertools import product

import pytest

from ownlatents.theory import exceedance_bound, lemma2_radius, mean_squared_deviation
from ownlatents.theory.symbols import Delta, N

LAWS = [
    (Fraction(1, 2), Fraction(1, 2)),
    (Fraction(1, 10), Fraction(9, 10)),
    (Fraction(1), Fraction(0)),
    (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)),
    (Fraction(1, 7), Fraction(2, 7), Fraction(4, 7)),
    (Fraction(1, 4), Fraction(1, 4), Fraction(1, 4), Fraction(1, 4)),
]
DRAWS = [1, 2, 3, 5]
everything = pytest.mark.parametrize("N", DRAWS)
every_law = pytest.mark.parametrize("law", LAWS, ids=lambda law: " ".join(map(str, law)))


def outcomes(law, N):
    """(probability, ‖φ̂ − φ‖²) of each of the v^N sequences of draws."""
    for sequence in product(range(len(law)), repeat=N):
        probability = math.prod((law[z] for z in sequence), start=Fraction(1))
        shares = [Fraction(sequence.count(z), N) for z in range(len(law))]
        yield probability, sum((a - b) ** 2 for a, b in zip(shares, law, strict=True))


def tail(law, N, squared_radius):
    return sum(p for p, squared in outcomes(law, N) if squared >= squared_radius)


@everything
@every_law
def test_the_mean_squared_deviation_is_exact(law, N):
    exact = sum(p * squared for p, squared in outcomes(law, N))
    norm = sum(p**2 for p in law)
    assert exact == (1 - norm) / N
    assert math.isclose(mean_squared_deviation(float(norm), N), exact, abs_tol=1e-15)


@everything
@every_law
def test_the_bound_is_never_exceeded_at_any_radius(law, N):
    # The tail only steps down at distances that occur, so these are all the radii there are.
    for squared in {squared for _, squared in outcomes(law, N)}:
        assert tail(law, N, squared) <= exceedance_bound(math.sqrt(N * squared)) + 1e-15


@everything
@every_law
@pytest.mark.parametrize("eta", [0.9, 0.5, 0.1, 0.01, 1e-6])
def test_the_radius_is_exceeded_at_most_as_often_as_admitted(law, N, eta):
    assert tail(law, N, lemma2_radius(N, eta) ** 2) <= eta


@pytest.mark.parametrize("N", [1, 2, 4])
@pytest.mark.parametrize("diagonal", [Fraction(1, 2), Fraction(3, 10), Fraction(1, 4)])
def test_two_targets_side_by_side_err_like_one_of_half_as_many_draws(diagonal, N):
    # Pairs (0,0), (1,1), (0,1), (1,0): the first weight says how far the targets go together.
    rest = Fraction(1, 2) - diagonal
    law = (diagonal, diagonal, rest, rest)
    ones = {"first": (1, 3), "second": (1, 2)}  # pairs that have a 1 in that place
    found = {}
    for sequence in product(range(4), repeat=N):
        probability = math.prod((law[z] for z in sequence), start=Fraction(1))
        shares = [Fraction(sum(z in pairs for z in sequence), N) for pairs in ones.values()]
        squared = sum(2 * (share - Fraction(1, 2)) ** 2 for share in shares)
        found[squared] = found.get(squared, 0) + probability
    for radius in found:
        exceeded = sum(p for squared, p in found.items() if squared >= radius)
        assert exceeded <= exceedance_bound(math.sqrt(N / 2 * radius)) + 1e-15


def test_a_bound_with_half_the_constants_would_be_exceeded():
    # The negative twin: enumeration is sharp enough to tell Lemma 2 from a wrong one.
    wrong = [
        tail(law, N, squared) > exceedance_bound(2 * math.sqrt(N * squared))
        for law in LAWS
        for N in DRAWS
        for squared in {squared for _, squared in outcomes(law, N)}
    ]
    assert any(wrong)


@pytest.mark.parametrize("N", [1, 7, 100, 10**6, 10**12])
@pytest.mark.parametrize("eta", [1 - 1e-9, 0.5, 0.05, 1e-3, 1e-12])
def test_radius_and_bound_are_inverse_to_each_other(N, eta):
    assert exceedance_bound(math.sqrt(N) * lemma2_radius(N, eta)) == pytest.approx(eta, rel=1e-9)


def test_the_bound_says_nothing_up_to_the_mean_and_falls_beyond():
    assert [exceedance_bound(x) for x in (-1, 0, 0.5, 1)] == [1, 1, 1, 1]
    beyond = [exceedance_bound(1 + 0.1 * k) for k in range(1, 60)]
    assert beyond == sorted(beyond, reverse=True)
    assert beyond[0] < 1
    assert exceedance_bound(3) == pytest.approx(math.exp(-4))


def test_the_radius_at_probability_1_is_the_bound_on_the_mean():
    assert lemma2_radius(25, 1) == pytest.approx(1 / 5)


def test_four_times_the_draws_halve_the_radius():
    assert lemma2_radius(400, 0.01) == pytest.approx(lemma2_radius(100, 0.01) / 2)


def test_the_mean_squared_deviation_can_be_an_expression():
    found = mean_squared_deviation(Delta, N)
    assert found == (1 - Delta) / N
    assert mean_squared_deviation(Delta, 4).subs(Delta, 0.5) == mean_squared_deviation(0.5, 4)
