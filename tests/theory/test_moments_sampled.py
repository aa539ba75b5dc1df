"""Exact averages over grammars, against random grammars of sizes too large for a list."""

import math

import numpy as np
import pytest

from ownlatents.sim import Grammar, Law, RHMParams
from ownlatents.theory import moments
from ownlatents.theory.moments import exact
from tests.statistics import assert_z_scores
from tests.theory.tables import COUSIN, HIGHER, TOKEN, WRONG

GRAMMARS = 1500
NAMES = ["cousin", "visible", "lower", "higher", "distances", "lower distances"]
NAMES += ["root 1", "root 2", "marginals 2", "balance 2"]


def correlation_sum(law, first, second):
    joint = law.pair(first, second)
    return float(((joint - np.outer(joint.sum(axis=1), joint.sum(axis=0))) ** 2).sum())


def distance_sum(law, first, second):
    joint = law.pair(first, second)
    scaled = joint.sum(axis=1)[:, None, None] * joint[None]  # p_a Pr[B=b, Z=z]
    return float(((scaled - scaled.swapaxes(0, 1)) ** 2).sum())


@pytest.fixture(scope="module", params=[(8, 3, 2), (6, 4, 3)], ids=str)
def sampled(request):
    """(measured, expected): per grammar the squares, and their averages in closed form."""
    sizes = request.param
    v_, m_, s_ = sizes
    rows = []
    for seed in range(GRAMMARS):
        law = Law(Grammar.sample(RHMParams(v=v_, m=m_, s=s_, L=3), seed))
        rows.append(
            {
                "cousin": correlation_sum(law, (2, 0), (1, s_)),
                "visible": correlation_sum(law, (2, 0), (0, s_**2)),
                "lower": correlation_sum(law, (1, 0), (0, s_)),
                "higher": correlation_sum(law, (1, 0), (0, s_**2)),
                "distances": distance_sum(law, (2, 0), (1, s_)),
                "lower distances": distance_sum(law, (1, 0), (0, s_)),
                "root 1": correlation_sum(law, (2, 0), (3, 0)),
                "root 2": correlation_sum(law, (1, 0), (3, 0)),
                "marginals 2": float((law.marginal(1, 0) ** 2).sum()),
                "balance 2": float(v_ * (law.marginal(1, 0) ** 2).sum() - 1),
            }
        )
    at = exact(*sizes)
    expected = {
        "cousin": moments.squared_correlation(at, 0, *COUSIN),
        "visible": moments.squared_correlation(at, 0, *TOKEN),
        "lower": moments.squared_correlation(at, 1, *COUSIN),
        "higher": moments.squared_correlation(at, 0, *HIGHER),
        "distances": moments.squared_pair_distance(at, 0, *COUSIN),
        "lower distances": moments.squared_pair_distance(at, 1, *COUSIN),
        "root 1": moments.squared_root_correlation(at, 1),
        "root 2": moments.squared_root_correlation(at, 2),
        "marginals 2": moments.squared_marginals(at, 2),
        "balance 2": moments.balance_spread(at, 2),
    }
    return sizes, {name: np.array([row[name] for row in rows]) for name in NAMES}, expected


def assert_mean(values, expected):
    error = values.std(ddof=1) / math.sqrt(len(values))
    assert_z_scores(values.mean(), float(expected), error, within=0.03 * float(expected))


@pytest.mark.parametrize("name", NAMES)
def test_random_grammars_have_these_averages(sampled, name):
    _, measured, expected = sampled
    assert_mean(measured[name], expected[name])


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_factor_is_caught_by_random_grammars(sampled, wrong):
    sizes, measured, expected = sampled
    planted = WRONG[wrong](expected["cousin"], sizes)
    values = measured["cousin"]
    error = values.std(ddof=1) / math.sqrt(len(values))
    with pytest.raises(AssertionError, match="standard errors"):
        assert_z_scores(values.mean(), float(planted), error, within=math.inf)
