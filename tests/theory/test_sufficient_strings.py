import itertools
import math

import pytest

from theory import exceedance_bound, sufficient_strings

GIVEN = {"p_min": 0.01, "separation": 0.02, "n_tuples": 64, "L": 4, "delta": 0.05, "kappa": 1 / 8}


def strings(**changes):
    return sufficient_strings(**{**GIVEN, **changes})


@pytest.mark.parametrize(
    ("name", "values", "rises"),
    [
        ("p_min", [1e-6, 1e-3, 0.1, 1.0], False),
        ("separation", [1e-6, 1e-3, 0.1, 2.0], False),
        ("n_tuples", [2, 64, 10**6], True),
        ("L", [2, 3, 7, 100], True),
        ("delta", [1e-9, 0.01, 0.5, 1.0], False),
        ("kappa", [1 / 100, 1 / 8, 1 / 4, 1 / 2], False),
        ("targets", [1, 2, 6], True),
    ],
)
def test_the_number_is_monotone_in_each_argument(name, values, rises):
    found = [strings(**{name: value}) for value in values]
    assert all((b > a) == rises and a != b for a, b in itertools.pairwise(found))
    assert all(x > 0 for x in found)


@pytest.mark.parametrize("name", ["p_min", "separation"])
@pytest.mark.parametrize("factor", [2, 10, 1e6])
def test_the_number_is_inverse_to_probability_and_separation(name, factor):
    assert strings(**{name: GIVEN[name] / factor}) == pytest.approx(factor * strings(), rel=1e-12)


def test_the_number_is_inverse_to_the_square_of_the_stability():
    assert strings(kappa=1 / 16) == pytest.approx(4 * strings(kappa=1 / 8))


def test_an_eighth_is_the_stability_of_assumption_2():
    without = {name: value for name, value in GIVEN.items() if name != "kappa"}
    assert sufficient_strings(**without) == strings(kappa=1 / 8)


@pytest.mark.parametrize("name", ["p_min", "separation"])
def test_what_never_occurs_or_never_differs_needs_infinitely_many_strings(name):
    assert strings(**{name: 0}) == math.inf


def test_k_targets_side_by_side_need_k_times_as_many():
    assert strings(targets=1) == strings()
    assert strings(targets=6) == pytest.approx(6 * strings())


def test_the_depth_enters_through_the_logarithm_alone():
    steps = [strings(L=2 * L - 1) - strings(L=L) for L in (2, 3, 5, 9)]
    assert steps == pytest.approx([steps[0]] * 4)


@pytest.mark.parametrize("delta", [0.5, 0.05, 1e-4])
@pytest.mark.parametrize("L", [2, 4, 7])
def test_the_two_failures_that_the_proof_joins_fit_into_delta(delta, L):
    """Chernoff on every count and Lemma 2 on every error, added over all tuples."""
    P = strings(delta=delta, L=L)
    too_rare = math.exp(-P * GIVEN["p_min"] / 8)  # Pr[Bin(P, p) < P·p/2]
    error = GIVEN["kappa"] * math.sqrt(GIVEN["separation"])
    too_far = exceedance_bound(math.sqrt(P * GIVEN["p_min"] / 2) * error)
    assert (L - 1) * GIVEN["n_tuples"] * (too_rare + too_far) <= delta


def test_a_hundredth_of_the_number_is_not_covered_by_the_proof():
    P = strings() / 100
    error = GIVEN["kappa"] * math.sqrt(GIVEN["separation"])
    too_far = exceedance_bound(math.sqrt(P * GIVEN["p_min"] / 2) * error)
    assert (GIVEN["L"] - 1) * GIVEN["n_tuples"] * too_far > GIVEN["delta"]
