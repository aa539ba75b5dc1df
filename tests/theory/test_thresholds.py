"""All laws: the formulas once more in plain numbers, their symbols, what they tend to."""

import math
from fractions import Fraction
from itertools import product

import pytest
import sympy as sp

from ownlatents.errors import InputError
from ownlatents.theory import LAWS, context_scale, finite_threshold, sufficient_strings, threshold
from ownlatents.theory.symbols import L, Lambda, delta, f, m, s, v
from ownlatents.theory.thresholds import CONTEXT_SCALE

SIZES = [(8, 6, 3, 5), (16, 8, 2, 4), (10, 15, 3, 4), (2, 1, 2, 2), (256, 255, 2, 7)]

# The formulas of the paper once more, in whole numbers: what sympy must evaluate to.
FORMULAS = {
    "latent": lambda v, m, s, L: v * m**3 / (1 - Fraction(m, v ** (s - 1))),
    "token": lambda v, m, s, L: Fraction(v * m ** (L + 1)),
    "root": lambda v, m, s, L: Fraction(v * m**L),
}
THEOREMS = ("theorem", "theorem-sharp")
OTHERS = ("known-centres", "found-centres", "known-half", "coverage")


def named(sizes):
    return dict(zip("vmsL", sizes, strict=True))


def exponent(expression, letter):
    """The power with which the expression grows in a letter: its log-derivative."""
    return sp.simplify(letter * sp.diff(sp.log(expression), letter))


def test_there_are_these_laws_and_scales_come_first():
    assert tuple(LAWS) == (*FORMULAS, *THEOREMS, *OTHERS)
    assert {name for name, law in LAWS.items() if law.within is None} == {*FORMULAS, "known-half"}
    assert {name: LAWS[name].objective for name in FORMULAS} == {name: name for name in FORMULAS}
    assert {LAWS[name].objective for name in (*THEOREMS, *OTHERS)} == {"latent"}


@pytest.mark.parametrize("name", LAWS)
def test_every_law_says_where_it_is_valid_and_has_symbols_that_are_known(name):
    law = LAWS[name]
    assert law.what
    assert law.regime
    assert law.source
    assert law.strings.free_symbols <= {v, m, s, L, Lambda}
    assert law.strings.has(Lambda) == (law.within is not None)
    assert law.within is None or law.within.free_symbols <= {v, m, L, delta}
    assert law.finite is None or law.finite.free_symbols <= {v, m, s, L}
    assert (law.finite is not None) == (name in FORMULAS)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("law", FORMULAS)
def test_scales_are_those_of_the_paper_and_know_no_probability(law, sizes):
    found = threshold(law, **named(sizes))
    assert math.isclose(found, FORMULAS[law](*sizes), rel_tol=1e-14)
    assert threshold(law, **named(sizes), delta=1e-6) == found


@pytest.mark.parametrize("function", [threshold, finite_threshold])
def test_a_law_that_is_unknown_is_refused(function):
    with pytest.raises(InputError, match="law 'words', but one of latent, token"):
        function("words", v=8, m=6, s=3, L=5)


def test_own_latents_cost_m_cubed_and_no_power_of_the_depth():
    latent = LAWS["latent"].strings
    assert not latent.has(L)
    assert sp.simplify(exponent(latent, m) - (3 + f / (1 - f))) == 0
    assert sp.simplify(exponent(latent, v) - (1 - (s - 1) * f / (1 - f))) == 0


def test_tokens_and_the_class_label_cost_a_power_of_the_depth():
    token, root = LAWS["token"].strings, LAWS["root"].strings
    assert exponent(token, m) == L + 1
    assert exponent(root, m) == L
    assert exponent(token, v) == exponent(root, v) == 1


def test_tokens_cost_m_to_the_l_minus_2_times_what_latents_cost():
    gain = sp.simplify(LAWS["token"].strings / LAWS["latent"].strings / (1 - f))
    assert sp.simplify(gain - m ** (L - 2)) == 0


@pytest.mark.parametrize(("v_", "s_"), [(8, 2), (4, 3), (2, 2)])
def test_without_ungrammatical_tuples_no_number_of_strings_suffices(v_, s_):
    full = {"v": v_, "m": v_ ** (s_ - 1), "s": s_, "L": 4}
    infinite = {name for name in LAWS if threshold(name, **full) == math.inf}
    assert infinite == {"latent", *THEOREMS, "known-centres", "found-centres", "known-half"}
    assert finite_threshold("latent", **full) == finite_threshold("token", **full) == math.inf
    assert math.isfinite(finite_threshold("root", **full))
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
    assert sp.simplify(LAWS["latent"].strings - v * m / CONTEXT_SCALE) == 0


# The theorem for a grammar with c_b = c_s = 1 and κ = 1/8.


@pytest.mark.parametrize("delta_", [1, 0.5, 0.01])
@pytest.mark.parametrize("sizes", SIZES)
def test_the_laws_of_the_theorem_are_those_of_its_instance_form(sizes, delta_):
    v_, m_, s_, L_ = sizes
    separation = context_scale(v=v_, m=m_, s=s_)
    given = {"p_min": 1 / (v_ * m_), "separation": separation, "n_tuples": v_ * m_, "L": L_}
    instance = sufficient_strings(**given, delta=delta_)
    sharp, paper = (threshold(law, **named(sizes), delta=delta_) for law in reversed(THEOREMS))
    assert sharp == pytest.approx(instance, rel=1e-12)
    log = math.log(2 * (L_ - 1) * v_ * m_ / delta_)
    assert paper == pytest.approx(8 * log * v_ * m_ * 64 / separation, rel=1e-12)


def test_the_sharp_constant_is_below_8_everywhere():
    ratios = [
        threshold("theorem-sharp", v=v_, m=m_, s=s_, L=L_, delta=delta_)
        / threshold("theorem", v=v_, m=m_, s=s_, L=L_, delta=delta_)
        for v_, m_, s_, L_, delta_ in product(
            (2, 3, 16, 500), (1, 2, 7, 60), (2, 3), (2, 9), (1, 0.5, 1e-4)
        )
        if m_ < v_ ** (s_ - 1)
    ]
    assert len(ratios) > 100
    assert 1 / 8 < min(ratios) < max(ratios) < 1
