"""Derivations: what is claimed is verified, what is planted is found, and all of it is printed."""

import math

import numpy as np
import pytest
import sympy as sp
from latex2mathml.converter import convert

from theory import moments
from theory.derivation import (
    Derivation,
    F,
    Kind,
    Quantity,
    Step,
    definition,
    equality,
    heuristic,
    lemma,
    limit,
    limit_at_fixed_f,
)
from theory.derivations import derive, names
from theory.derivations.correlations import cousin_correlation_table
from theory.moments import exact
from theory.symbols import m, s, v

NAMES = names()
UNVERIFIED = (Kind.DEFINITION, Kind.HEURISTIC)
# What would make a heuristic rigorous: what it takes, or the assumption that it is.
RIGOUR = ("igorous", "takes", "is an assumption")
LEFT = Quantity("E", "E")


@pytest.fixture(scope="module")
def derivations():
    return {name: derive(name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_every_step_that_can_be_verified_is_right(derivations, name):
    assert [step.name for step in derivations[name].failures()] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_derivation_has_its_name_a_source_and_steps_of_different_names(derivations, name):
    derivation = derivations[name]
    assert derivation.name == name
    assert derivation.title
    assert derivation.source
    steps = [step.name for step in derivation.steps]
    assert len(set(steps)) == len(steps) > 1


@pytest.mark.parametrize("name", NAMES)
def test_text_and_latex_have_every_step(derivations, name):
    derivation = derivations[name]
    text, latex = derivation.text(), derivation.latex()
    assert text.startswith(derivation.title)
    assert latex.startswith(r"\begin{align*}")
    assert latex.endswith(r"\end{align*}")
    for number, step in enumerate(derivation.steps, start=1):
        assert f"{number}. {step.name} [{step.kind.value}]" in text
        assert step.text in text
        assert step.because in text
        assert step.latex in latex
        assert step.name in latex


@pytest.mark.parametrize("name", NAMES)
def test_latex_is_balanced_and_converts_to_mathml(derivations, name):
    for step in derivations[name].steps:
        assert step.latex.count("{") == step.latex.count("}")
        mathml = convert(step.latex)
        assert mathml.startswith("<math")
        assert "\\" not in mathml, f"unknown command in {step.latex}"


@pytest.mark.parametrize("name", NAMES)
def test_only_definitions_and_heuristics_go_unverified(derivations, name):
    for step in derivations[name].steps:
        assert (step.check is None) == (step.kind in UNVERIFIED)
        assert len(step.because) > 10


@pytest.mark.parametrize("name", NAMES)
def test_a_heuristic_says_what_would_make_it_rigorous(derivations, name):
    for step in derivations[name].steps:
        if step.kind is Kind.HEURISTIC:
            assert any(word in step.because for word in RIGOUR), step.because


def test_every_kind_is_used(derivations):
    used = {step.kind for derivation in derivations.values() for step in derivation.steps}
    assert used == set(Kind)


def test_a_name_that_is_unknown_is_refused():
    with pytest.raises(KeyError, match="riemann"):
        derive("riemann")


@pytest.mark.parametrize("kind", Kind)
def test_a_step_has_a_check_or_cannot_have_one(kind):
    check = (lambda: True) if kind in UNVERIFIED else None
    with pytest.raises(ValueError, match=f"step 'planted' is a {kind.value}"):
        Step("planted", LEFT, "=", LEFT, kind, "none", check)


def test_steps_have_the_kind_of_their_maker():
    one = sp.Integer(1)
    steps = {
        Kind.DEFINITION: definition("d", LEFT, LEFT, "named"),
        Kind.EQUALITY: equality("e", LEFT, one, "found", one),
        Kind.LEMMA: lemma("l", LEFT, "≤", one, "proved", one),
        Kind.LIMIT: limit("t", LEFT, one, "tends", one + 1 / v),
        Kind.HEURISTIC: heuristic("h", LEFT, "≃", one, "argued"),
    }
    assert all(step.kind is kind for kind, step in steps.items())
    assert steps[Kind.LEMMA].text == "E ≤ 1"
    assert steps[Kind.LEMMA].latex == r"E \le 1"
    assert steps[Kind.LIMIT].latex == r"E \to 1"
    assert steps[Kind.HEURISTIC].latex == r"E \simeq 1"
    assert Derivation("n", "t", "s", tuple(steps.values())).failures() == []


# Planted errors. The tables are wrong, what was found (by replicas) is not.

WRONG_TABLES = {
    "1−f dropped": lambda table: table / (1 - m * v / v**s),
    "m replaced by v": lambda table: table.subs(m, v),
    "m³ for m⁴": lambda table: table * m,
    "v³ for v²": lambda table: table / v,
    "a sign": lambda table: -table,
    "a factor that tends to 1": lambda table: table * (1 - v**-s),
}


def failed(step):
    right = equality("right", LEFT, sp.Integer(1), "right", sp.Integer(1))
    found = Derivation("planted", "planted", "none", (right, step, right)).failures()
    assert found in ([], [step])
    return bool(found)


@pytest.mark.parametrize("wrong", WRONG_TABLES)
def test_a_wrong_table_fails_the_equality(wrong):
    table, found = cousin_correlation_table(), moments.cousin_correlation()
    assert not failed(equality("right", LEFT, table, "right", found))
    assert failed(equality("wrong", LEFT, WRONG_TABLES[wrong](table), "wrong", found))
    assert failed(lemma("wrong", LEFT, "≤", WRONG_TABLES[wrong](table), "wrong", found))


@pytest.mark.parametrize("wrong", [w for w in WRONG_TABLES if w != "a factor that tends to 1"])
def test_a_wrong_table_fails_the_limit(wrong):
    table = cousin_correlation_table()
    scaled = lambda of: of * v * m**2  # noqa: E731
    assert not failed(limit("right", LEFT, 1 - F, "right", scaled(table)))
    assert failed(limit("wrong", LEFT, 1 - F, "wrong", scaled(WRONG_TABLES[wrong](table))))


@pytest.mark.parametrize("wrong", [sp.Integer(1), F, 1 + F, 2 * (1 - F), 1 / (1 - F)])
def test_a_wrong_limit_fails(wrong):
    table = cousin_correlation_table() * v * m**2
    assert failed(limit("wrong", LEFT, wrong, "wrong", table))


def test_limits_hold_f_fixed():
    assert limit_at_fixed_f(m * v / v**s, 2) == limit_at_fixed_f(m * v / v**s, 3) == F
    assert limit_at_fixed_f(m, 2) == sp.oo


@pytest.mark.parametrize("sizes", [(2, 1, 3), (8, 6, 3), (16, 4, 2), (64, 16, 2)])
def test_the_table_is_the_moment_at_any_size(sizes):
    table = cousin_correlation_table().subs(dict(zip((v, m, s), sizes, strict=True)))
    found = moments.squared_correlation(exact(*sizes), 0, (0,), (1, 0))
    assert table == sp.Rational(found.numerator, found.denominator)


# The best share of theorem-2-sharp.


@pytest.fixture(scope="module")
def sharp_bounds(derivations):
    """The bounds of counts and of errors, and the best share, as functions of (√Λ, r, ε)."""
    steps = {step.name: step.right for step in derivations["theorem-2-sharp"].steps}
    symbols = [sp.Symbol(name, positive=True) for name in ("sqrtLambda", "r", "epsilon")]
    wanted = (steps["counts"], steps["errors"], steps["the best share"])
    return [sp.lambdify(symbols, expression, "numpy") for expression in wanted]


@pytest.mark.parametrize("log", [1.4, 3.0, 10.0, 40.0])
@pytest.mark.parametrize("r", [0.25, 0.1, 0.01])
def test_the_best_share_needs_the_fewest_strings(sharp_bounds, log, r):
    counts, errors, best = sharp_bounds
    root = math.sqrt(log)
    share = best(root, r, None)
    assert 0 < share < 1
    least = max(counts(root, r, share), errors(root, r, share))
    others = np.geomspace(1e-6, 1 - 1e-6, 20_001)
    needed = np.maximum(counts(root, r, others), errors(root, r, others))
    assert least <= needed.min() * (1 + 1e-12)
    assert needed.min() <= least * 1.01
    assert least < 8 * log / r**2


def test_the_sharp_constant_falls_from_about_2_to_1(sharp_bounds):
    # (1+1/√Λ)²/(1−ε): about 2 at the logarithms and radii of experiments.
    _, errors, best = sharp_bounds
    at = [
        errors(math.sqrt(log), 0.01, best(math.sqrt(log), 0.01, None)) * 0.01**2 / log
        for log in (4, 10, 20, 1e6)
    ]
    assert at == sorted(at, reverse=True)
    assert 1.4 < at[2] < at[1] < at[0] < 2.5
    assert at[3] == pytest.approx(1, abs=0.02)
