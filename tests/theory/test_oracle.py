"""The parameter-free success curve of the oracle arm, against the oracle arm."""

from itertools import pairwise

import numpy as np
import pytest

from models import ILC, NearestCentre
from sim import Context, Grammar, Law, RHMParams
from theory.oracle import LevelLaw, success, tuple_errors


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


def measured(grammars, context, P, repeats=12):
    """Share of (grammar, counts) in which the oracle labels every tuple of every level rightly."""
    oracle = ILC(context, NearestCentre(grammars, context))
    p = grammars[0].params
    truth = np.arange(p.v)[:, None]
    right = 0
    for seed in range(repeats):
        found = [oracle.fit_level(grammars, k, P=P, seed=seed) for k in range(p.L - 1)]
        right += sum(all((x[i] == truth).all() for x in found) for i in range(len(grammars)))
    return right / repeats / len(grammars)


@pytest.mark.parametrize(
    ("sizes", "context"),
    [((8, 8, 3, 3), Context()), ((16, 4, 2, 3), Context(cousin=1, token=0))],
    ids=["all cousin tokens", "one cousin token"],
)
def test_exact_recovery_follows_the_predicted_curve(sizes, context):
    params = RHMParams(*sizes)
    grammars = [Grammar.sample(params, seed) for seed in range(10)]
    unit = params.v * params.m**3 / (1 - params.f)
    predicted, found = [], []
    for x in (0.5, 1, 2, 4, 8, 16):
        found.append(measured(grammars, context, int(x * unit)))
        predicted.append(np.mean([success(levels(g, context), x * unit)[1] for g in grammars]))
    # 120 trials a point have a standard error of at most 0.046; the Gaussian law its own error.
    assert np.abs(np.subtract(predicted, found)).max() < 0.12
    assert max(found) - min(found) > 0.5  # the curve was seen to rise


def test_noise_of_twice_the_size_takes_four_times_the_strings():
    context, params = Context(), RHMParams(8, 8, 3, 3)
    law = levels(Grammar.sample(params, 0), context)[0]
    unit = params.v * params.m**3 / (1 - params.f)
    wrong = LevelLaw(law.parents, law.centres, 4 * law.covariances, law.m)
    assert (tuple_errors(wrong, unit) > tuple_errors(law, unit)).all()
    assert tuple_errors(wrong, 4 * unit) == pytest.approx(tuple_errors(law, unit), abs=0.02)


def test_errors_fall_with_strings_and_vanish():
    law = levels(Grammar.sample(RHMParams(8, 4, 2, 3), 1), Context())[0]
    occurs = law.parents > 0
    errors = [tuple_errors(law, P)[occurs] for P in (1e2, 1e3, 1e4, 1e7)]
    assert all((b <= a).all() for a, b in pairwise(errors))
    assert errors[-1].max() < 1e-6


def test_a_parent_that_never_occurs_is_never_right():
    law = LevelLaw(np.array([0.5, 0.5, 0.0]), np.eye(3), np.zeros((3, 3, 3)), m=2)
    assert tuple_errors(law, 1e9).tolist() == pytest.approx([0, 0, 1])
    assert success([law], 1e9)[1] == 0
