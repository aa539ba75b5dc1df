"""The parameter-free success curve of the oracle arm, against the oracle arm."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from ownlatents.models import ILC, NearestCentre
from ownlatents.sim import Context, Grammar, Law, RHMParams
from ownlatents.theory.oracle import LevelLaw, success, tuple_errors

SITES = [((8, 8, 3, 3), Context()), ((16, 4, 2, 3), Context(cousin=1, token=0))]
both_sites = pytest.mark.parametrize(
    ("sizes", "context"), SITES, ids=["all cousin tokens", "one cousin token"]
)
REPEATS = 12


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    # The problems are tiny: a second thread costs more than it brings.
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def levels(grammar, context):
    law, p = Law(grammar), grammar.params
    return [
        LevelLaw(
            law.contexts(level, context)[0].sum(axis=1),
            law.context_vectors(level, context),
            law.context_covariances(level, context),
            p.m,
        )
        for level in range(p.L - 1)
    ]


def measured(grammars, laws, context, P):
    """Mean accuracy of each level and share of (grammar, counts) with every tuple right."""
    oracle = ILC(context, NearestCentre(grammars, context))
    p = grammars[0].params
    truth = np.arange(p.v)[:, None]
    parents = np.array([[law.parents for law in of] for of in laws])
    right = np.array(
        [
            [oracle.fit_level(grammars, k, P=P, seed=seed) == truth for k in range(p.L - 1)]
            for seed in range(REPEATS)
        ]
    )  # (repeats, levels, grammars, v, m)
    accuracy = (right.mean(axis=(0, 4)) * parents.swapaxes(0, 1)).sum(axis=-1)
    return accuracy.mean(axis=1), right.all(axis=(1, 3, 4)).mean()


def curves(sizes, context, units):
    """(accuracy, exact recovery), predicted and measured, means over ten grammars."""
    params = RHMParams(*sizes)
    grammars = [Grammar.sample(params, seed) for seed in range(10)]
    laws = [levels(grammar, context) for grammar in grammars]
    unit = params.v * params.m**3 / (1 - params.f)
    strings = [round(unit * x) for x in units]
    predicted = zip(*(success(of, strings) for of in laws), strict=True)
    found = zip(*(measured(grammars, laws, context, P) for P in strings), strict=True)
    return [np.mean(each, axis=0) for each in predicted], [np.array(each) for each in found]


@both_sites
def test_exact_recovery_follows_the_predicted_curve(sizes, context):
    (_, predicted), (_, found) = curves(sizes, context, (0.5, 1, 2, 4, 8, 16))
    # 120 trials a point have a standard error of at most 0.046; the Gaussian law its own error.
    assert np.abs(predicted - found).max() < 0.12
    assert np.ptp(found) > 0.5  # the curve was seen to rise


@both_sites
def test_accuracy_follows_the_predicted_curve_also_where_most_tuples_are_wrong(sizes, context):
    (predicted, _), (found, _) = curves(sizes, context, (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1))
    assert predicted.shape == found.shape == (5, 2)
    assert np.abs(predicted - found).max() < 0.05
    assert found.min() < 0.55
    assert np.ptp(found[:, 0]) > 0.3


@both_sites
def test_errors_towards_different_centres_are_not_exclusive(sizes, context, monkeypatch):
    """A union bound, in place of the joint law where errors are frequent, would be caught."""
    params = RHMParams(*sizes)
    law = levels(Grammar.sample(params, 0), context)[0]
    unit = params.v * params.m**3 / (1 - params.f)
    jointly = tuple_errors(law, [unit / 16, unit / 4])
    monkeypatch.setattr("ownlatents.theory.oracle._RARE", np.inf)
    union = np.minimum(tuple_errors(law, [unit / 16, unit / 4]), 1)
    assert (union >= jointly - 0.03).all()
    assert ((union - jointly) @ law.parents).max() > 0.1


@both_sites
def test_many_numbers_of_strings_are_as_one_at_a_time(sizes, context):
    laws = levels(Grammar.sample(RHMParams(*sizes), 0), context)
    strings = [10, 100.5, 3000, 1e6]
    accuracy, exact = success(laws, strings)
    assert accuracy.shape == (4, len(laws))
    assert exact.shape == (4,)
    for i, P in enumerate(strings):
        assert (tuple_errors(laws[0], [P])[0] == tuple_errors(laws[0], strings)[i]).all()
        one_accuracy, one_exact = success(laws, [P])
        assert one_accuracy[0].tolist() == pytest.approx(accuracy[i].tolist(), rel=1e-12)
        assert one_exact[0] == pytest.approx(exact[i], rel=1e-12, abs=1e-300)


def test_noise_of_twice_the_size_takes_four_times_the_strings():
    context, params = Context(), RHMParams(8, 8, 3, 3)
    law = levels(Grammar.sample(params, 0), context)[0]
    unit = params.v * params.m**3 / (1 - params.f)
    wrong = LevelLaw(law.parents, law.centres, 4 * law.covariances, law.m)
    right, *_ = tuple_errors(law, [unit])
    noisy, late = tuple_errors(wrong, [unit, 4 * unit])
    assert (noisy > right).all()
    assert late == pytest.approx(right, abs=0.02)


@both_sites
def test_errors_fall_with_strings_and_vanish(sizes, context):
    law = levels(Grammar.sample(RHMParams(*sizes), 1), context)[0]
    errors = tuple_errors(law, np.geomspace(10, 1e7, 200))[:, law.parents > 0]
    # Where errors become rare the joint law gives way to the union bound: a step, but a small one.
    assert all((after <= before + 1e-3).all() for before, after in pairwise(errors))
    assert errors[0].min() > 0.5
    assert errors[-1].max() < 1e-6


def test_a_parent_that_never_occurs_is_never_right():
    law = LevelLaw(np.array([0.5, 0.5, 0.0]), np.eye(3), np.zeros((3, 3, 3)), m=2)
    (errors,) = tuple_errors(law, [1e9])
    assert errors.tolist() == pytest.approx([0, 0, 1])
    (accuracy,), exact = success([law], [1e9])
    assert accuracy.tolist() == pytest.approx([1])
    assert exact.tolist() == [0]


@pytest.mark.parametrize("noise", [0.0, 0.25], ids=["no noise", "noise across"])
def test_parents_with_equal_centres_cannot_be_told_apart(noise):
    # 0 and 1 have one centre, and what noise there is does not show along a difference of 0.
    centres = np.array([[1.0, 0, 0], [1.0, 0, 0], [0, 0, 1.0]])
    covariances = noise * np.stack([np.diag([1.0, 1.0, 0])] * 3)
    law = LevelLaw(np.full(3, 1 / 3), centres, covariances, m=2)
    (errors,) = tuple_errors(law, [1e9])
    assert errors[:2].mean() == pytest.approx(1 / 2, abs=0.05)
    assert errors[2] == pytest.approx(0, abs=1e-6)
    assert success([law], [1e9])[1][0] < 0.1


def test_the_only_parent_that_occurs_is_right_once_it_is_seen():
    law = LevelLaw(np.array([0.0, 1.0]), np.eye(2), np.stack([np.eye(2)] * 2), m=2)
    never, seldom, often = tuple_errors(law, [1e-9, 2, 1e4])
    assert never.tolist() == [1, 1]
    assert seldom[1] == pytest.approx(np.exp(-1), abs=0.02)  # not one of Poisson(1) draws
    assert often.tolist() == [1, 0]


def test_one_line_of_noise_between_two_centres_is_a_gaussian_tail():
    # Two centres √2 apart and noise of variance 1 in each direction; 16·100 draws a tuple.
    law = LevelLaw(np.array([0.5, 0.5]), np.eye(2), 600 * np.stack([np.eye(2)] * 2), m=1)
    (errors,) = tuple_errors(law, [3200])
    z = 1600**0.5 * (2**0.5 / 2) / 600**0.5  # standard deviations to the midpoint
    sample = np.random.default_rng(1).standard_normal(10**6)
    assert errors == pytest.approx([(sample > z).mean()] * 2, abs=0.01)
