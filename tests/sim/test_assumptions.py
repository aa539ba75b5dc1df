from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownlatents.errors import InputError
from ownlatents.sim import OBSERVABLES, Context, Grammar, Law, RHMParams, assumptions
from tests.enumeration import derivations, tuples_and_targets
from tests.sim.strategies import searched, small_grammars

# Below, level 0 is any unambiguous grammar; level 1 decides who stands beside whom.
LEVEL_0 = [[[0, 0], [1, 2]], [[1, 1], [2, 0]], [[2, 2], [0, 1]]]


def squared_distance(a, b):
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True))


@searched
@given(small_grammars(L=(2, 3)), st.sampled_from(OBSERVABLES), st.sampled_from([0, None]))
def test_constants_are_those_of_the_listed_derivations(grammar, observable, grandparent):
    p, listed = grammar.params, derivations(grammar)
    context = Context(observable, grandparent=grandparent)
    found = assumptions(grammar, context, exact=True)
    for at_level in found.levels:
        joint = tuples_and_targets(listed, p, at_level.level, context)
        tuples = joint[:, :, 0].sum(axis=2)
        assert at_level.p_min == tuples.min()
        assert at_level.c_bal == tuples.min() * p.v * p.m
        centres = [
            (joint[a].sum(axis=0) / tuples[a].sum()).ravel()
            for a in range(p.v)
            if tuples[a].sum() > 0
        ]
        mean = joint.sum(axis=(0, 1)).ravel()
        distances = [squared_distance(a, b) for a, b in combinations(centres, 2)] or [Fraction(0)]
        assert at_level.separation == min(distances)
        assert at_level.pair == sum(distances) / len(distances)
        spread = [squared_distance(centre, mean) for centre in centres]
        assert at_level.spread == sum(spread) / len(spread)
        ungrammatical = 1 - Fraction(p.m, p.v ** (p.s - 1))
        if ungrammatical == 0:
            assert at_level.c_sep_squared is None
        else:
            assert at_level.c_sep_squared == min(distances) * p.m**2 / ungrammatical
    for name in ("p_min", "separation", "c_bal"):
        assert getattr(found, name) == min(getattr(level, name) for level in found.levels)
    if grammar.params.f < 1:
        assert found.c_sep_squared == min(level.c_sep_squared for level in found.levels)
        assert found.c_sep == float(found.c_sep_squared) ** 0.5


@pytest.mark.parametrize(
    "context", [Context(), Context("token", grandparent=None), Context("root")]
)
@pytest.mark.parametrize("sizes", [(4, 3, 2, 4), (3, 4, 3, 4), (5, 2, 2, 7)])
def test_floats_agree_with_fractions(context, sizes):
    grammar = Grammar.sample(RHMParams(*sizes), seed=3)
    exact, floats = (assumptions(grammar, context, exact=kind) for kind in (True, False))
    for a, b in zip(exact.levels, floats.levels, strict=True):
        for name in ("p_min", "c_bal", "separation", "c_sep_squared", "spread", "pair"):
            assert isinstance(getattr(a, name), Fraction), name
            assert abs(float(getattr(a, name)) - getattr(b, name)) < 1e-12, name
    for name in ("p_min", "separation", "c_bal"):
        assert isinstance(getattr(exact, name), Fraction), name
        assert abs(float(getattr(exact, name)) - getattr(floats, name)) < 1e-12, name
    assert abs(exact.c_sep - floats.c_sep) < 1e-6  # a square root near 0 halves the digits


def test_the_worst_levels_count_and_may_be_different_ones():
    # At these seeds the rarest tuple and the closest centres are not of one level.
    grammars = (Grammar.sample(RHMParams(v=4, m=3, s=2, L=4), seed) for seed in range(20))
    found = [assumptions(grammar, exact=True) for grammar in grammars]
    rarest = [min(one.levels, key=lambda level: level.p_min).level for one in found]
    closest = [min(one.levels, key=lambda level: level.separation).level for one in found]
    assert set(rarest) | set(closest) == {0, 1, 2}
    assert rarest != closest
    for one, i, j in zip(found, rarest, closest, strict=True):
        assert (one.p_min, one.separation) == (one.levels[i].p_min, one.levels[j].separation)


@pytest.mark.parametrize("exact", [True, False])
def test_two_equal_centres_have_no_separation(exact):
    # 0 and 1 stand to the left of the same neighbours, so no context tells them apart.
    level_1 = [[[0, 0], [0, 1]], [[1, 0], [1, 1]], [[2, 2], [2, 0]]]
    found = assumptions(Grammar([LEVEL_0, level_1]), exact=exact)
    assert abs(found.levels[0].separation) < (1e-300 if exact else 1e-14)
    assert found.c_sep < (1e-300 if exact else 1e-6)
    assert found.levels[0].pair > 0.1
    assert found.c_bal == 1


@pytest.mark.parametrize("exact", [True, False])
def test_a_symbol_that_never_occurs_at_the_site_ruins_balance_there_alone(exact):
    level_1 = [[[0, 0], [1, 2]], [[1, 1], [0, 2]], [[0, 1], [1, 0]]]
    grammar = Grammar([LEVEL_0, level_1])
    left, right = (assumptions(grammar, Context(place=i), exact=exact) for i in (0, 1))
    assert left.c_bal == left.levels[0].p_min == 0
    assert right.c_bal == 1
    assert not Law(grammar, exact=exact).context_vectors(0)[2].any()
    # 0 stands beside {0, 2, 1} and so does 1: the absent symbol is no third centre.
    assert abs(left.levels[0].pair) < 1e-15


@pytest.mark.parametrize("exact", [True, False])
def test_a_single_centre_has_distance_zero(exact):
    found = assumptions(Grammar([[[[0, 0]], [[0, 1]]]] * 2), exact=exact)
    assert found.c_bal == 0
    assert (found.levels[0].separation, found.levels[0].pair) == (0, 0)


@pytest.mark.parametrize("exact", [True, False])
def test_nothing_separates_when_every_tuple_is_grammatical(exact):
    grammar = Grammar.sample(RHMParams(v=3, m=9, s=3, L=3), seed=0)
    found = assumptions(grammar, exact=exact)
    assert found.c_sep is None
    assert found.c_sep_squared is None
    assert all(level.c_sep_squared is None for level in found.levels)
    np.testing.assert_allclose([float(level.pair) for level in found.levels], 0, atol=1e-15)


def test_bad_input_is_an_input_error():
    with pytest.raises(InputError, match="L=1, but at least 2"):
        assumptions(Grammar.sample(RHMParams(v=3, m=2, s=2, L=1), seed=0))
    with pytest.raises(InputError, match="place=2, but 0 to 1"):
        assumptions(Grammar.sample(RHMParams(v=3, m=2, s=2, L=2), seed=0), Context(place=2))
