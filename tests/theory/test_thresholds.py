import math
from fractions import Fraction

import pytest
import sympy as sp

from theory import OBJECTIVES, context_scale, threshold
from theory.symbols import L, f, m, s, v
from theory.thresholds import CONTEXT_SCALE

SIZES = [(8, 6, 3, 5), (16, 8, 2, 4), (10, 15, 3, 4), (2, 1, 2, 2), (256, 255, 2, 7)]

# The formulas of the paper once more, in whole numbers: what sympy must evaluate to.
FORMULAS = {
    "latent": lambda v, m, s, L: v * m**3 / (1 - Fraction(m, v ** (s - 1))),
    "token": lambda v, m, s, L: Fraction(v * m ** (L + 1)),
    "root": lambda v, m, s, L: Fraction(v * m**L),
}


def exponent(expression, letter):
    """The power with which the expression grows in a letter: its log-derivative."""
    return sp.simplify(letter * sp.diff(sp.log(expression), letter))


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("objective", FORMULAS)
def test_thresholds_are_those_of_the_paper(objective, sizes):
    found = threshold(objective, **dict(zip("vmsL", sizes, strict=True)))
    assert math.isclose(found, FORMULAS[objective](*sizes), rel_tol=1e-14)


def test_every_objective_is_compared_with_its_formula():
    assert OBJECTIVES.keys() == FORMULAS.keys()


def test_an_objective_that_is_unknown_is_refused():
    with pytest.raises(KeyError, match="words"):
        threshold("words", v=8, m=6, s=3, L=5)


def test_own_latents_cost_m_cubed_and_no_power_of_the_depth():
    latent = OBJECTIVES["latent"]
    assert not latent.has(L)
    assert sp.simplify(exponent(latent, m) - (3 + f / (1 - f))) == 0
    assert sp.simplify(exponent(latent, v) - (1 - (s - 1) * f / (1 - f))) == 0


def test_tokens_and_the_class_label_cost_a_power_of_the_depth():
    assert exponent(OBJECTIVES["token"], m) == L + 1
    assert exponent(OBJECTIVES["root"], m) == L
    assert exponent(OBJECTIVES["token"], v) == exponent(OBJECTIVES["root"], v) == 1


def test_tokens_cost_m_to_the_l_minus_2_times_what_latents_cost():
    gain = sp.simplify(OBJECTIVES["token"] / OBJECTIVES["latent"] / (1 - f))
    assert sp.simplify(gain - m ** (L - 2)) == 0


@pytest.mark.parametrize(("v_", "s_"), [(8, 2), (4, 3), (2, 2)])
def test_without_ungrammatical_tuples_no_number_of_strings_suffices(v_, s_):
    full = {"v": v_, "m": v_ ** (s_ - 1), "s": s_, "L": 4}
    assert threshold("latent", **full) == math.inf
    assert math.isfinite(threshold("token", **full))
    assert math.isfinite(threshold("root", **full))
    assert context_scale(v=v_, m=full["m"], s=s_) == 0


def test_the_threshold_grows_without_bound_towards_f_1():
    last = [threshold("latent", v=64, m=k, s=2, L=3) for k in (16, 32, 48, 60, 63)]
    assert last == sorted(last)
    assert last[-1] == pytest.approx(64**2 * 63**3)


@pytest.mark.parametrize("sizes", SIZES)
def test_the_context_scale_is_that_of_appendix_b(sizes):
    v_, m_, s_, _ = sizes
    expected = (1 - Fraction(m_, v_ ** (s_ - 1))) / m_**2
    assert math.isclose(context_scale(v=v_, m=m_, s=s_), expected, rel_tol=1e-14)


def test_the_threshold_is_strings_per_tuple_over_signal():
    # v·m tuples, each seen 1/(squared signal) times: m·v · m²/(1−f).
    assert sp.simplify(OBJECTIVES["latent"] - v * m / CONTEXT_SCALE) == 0
