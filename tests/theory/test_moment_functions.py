"""Averages over grammars as rational functions of the sizes, against the same as fractions."""

import math
from fractions import Fraction

import pytest
import sympy as sp

from ownlatents.theory import moments
from ownlatents.theory.moments import exact, expression, symbolic
from ownlatents.theory.symbols import m, s, v
from tests.theory.tables import COUSIN, TOKEN

FUNCTIONS = {
    "contraction": (moments.contraction, ()),
    "marginals 1": (moments.squared_marginals, (1,)),
    "marginals 2": (moments.squared_marginals, (2,)),
    "balance 2": (moments.balance_spread, (2,)),
    "root 1": (moments.squared_root_correlation, (1,)),
    "root 2": (moments.squared_root_correlation, (2,)),
    "cousin": (moments.squared_correlation, (0, *COUSIN)),
}
LARGE = [(5, 3, 2), (8, 6, 3), (16, 4, 2), (64, 63, 2), (4, 9, 4)]


@pytest.fixture(scope="module")
def functions():
    made = {
        name: expression(of(symbolic(), *arguments))
        for name, (of, arguments) in FUNCTIONS.items()
        if name != "cousin"
    }
    return {**made, "cousin": moments.cousin_correlation()}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("sizes", LARGE)
def test_rational_functions_evaluate_to_the_fractions(functions, name, sizes):
    of, arguments = FUNCTIONS[name]
    expected = of(exact(*sizes), *arguments)
    found = functions[name].subs(dict(zip((v, m, s), sizes, strict=True)))
    assert isinstance(found, sp.Rational)
    assert Fraction(int(found.p), int(found.q)) == expected
    floats = sp.lambdify((v, m, s), functions[name], "math")(*map(float, sizes))
    assert math.isclose(floats, float(expected), rel_tol=1e-12)


@pytest.mark.parametrize("sizes", LARGE)
def test_each_level_of_rules_costs_the_contraction(sizes):
    rate = moments.contraction(exact(*sizes))
    cousin, token = (
        moments.squared_correlation(exact(*sizes), 0, *path) for path in (COUSIN, TOKEN)
    )
    label = [moments.squared_root_correlation(exact(*sizes), depth) for depth in range(3)]
    assert token == rate * cousin
    assert label[2] == rate * label[1] == rate**2 * label[0]
