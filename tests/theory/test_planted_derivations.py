"""Derivations with planted errors: each is found, and by the step that is wrong."""

import math

import numpy as np
import pytest
import sympy as sp

from ownlatents.theory import moments, signals
from ownlatents.theory.centres import expected_spread
from ownlatents.theory.derivation import (
    Derivation,
    F,
    Quantity,
    equality,
    lemma,
    limit,
    limit_at_fixed_f,
)
from ownlatents.theory.derivations import correlations, distances, theorem
from ownlatents.theory.symbols import Lambda, epsilon, f, m, p_min, r, s, v

LEFT = Quantity("E", "E")
TABLE = v**2 * m**2 * signals.COUSIN  # what `moments.cousin_correlation` finds by replicas

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


def named(derivation, name):
    (step,) = [step for step in derivation.steps if step.name == name]
    return step


@pytest.mark.parametrize("wrong", WRONG_TABLES)
def test_a_wrong_table_fails_the_equality(wrong):
    found = moments.cousin_correlation()
    assert not failed(equality("right", LEFT, TABLE, "right", found))
    assert failed(equality("wrong", LEFT, WRONG_TABLES[wrong](TABLE), "wrong", found))
    assert failed(lemma("wrong", LEFT, "≤", WRONG_TABLES[wrong](TABLE), "wrong", found))


@pytest.mark.parametrize("wrong", [w for w in WRONG_TABLES if w != "a factor that tends to 1"])
def test_a_wrong_table_fails_the_limit(wrong):
    scaled = lambda of: of * v * m**2  # noqa: E731
    assert not failed(limit("right", LEFT, 1 - F, "right", scaled(TABLE)))
    try:
        found = failed(limit("wrong", LEFT, 1 - F, "wrong", scaled(WRONG_TABLES[wrong](TABLE))))
    except ValueError:  # there is no limit
        found = True
    assert found


@pytest.mark.parametrize("wrong", [sp.Integer(1), F, 1 + F, 2 * (1 - F), 1 / (1 - F)])
def test_a_wrong_limit_fails(wrong):
    assert failed(limit("wrong", LEFT, wrong, "wrong", TABLE * v * m**2))


@pytest.mark.parametrize("wrong", WRONG_TABLES)
def test_a_wrong_closed_form_fails_the_derivation_of_the_correlation(wrong, monkeypatch):
    monkeypatch.setattr(correlations, "COUSIN", WRONG_TABLES[wrong](signals.COUSIN))
    planted = correlations.cousin_correlation()
    assert not named(planted, "its squares, averaged over grammars").check()


# Limits at fixed f.


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (m * v / v**s, F),
        (f, F),
        (1 / m, 0),
        (1 / v + v**-s, 0),
        (v ** (1 - s), 0),
        ((v - 1) / (v + 1), 1),
        ((m * v - 1) * (v**s - 2) / (m * v * v**s), 1),
        ((v**s - m * v) / (v**s + m * v), (1 - F) / (1 + F)),
    ],
    ids=str,
)
def test_limits_hold_f_fixed(of, expected):
    assert sp.simplify(limit_at_fixed_f(of) - expected) == 0
    for s_ in (2, 3, 5):
        near = of.subs({m: sp.Rational(1, 3) * v ** (s - 1)}).subs({s: s_, v: 10**9})
        assert float(near) == pytest.approx(float(sp.sympify(expected).subs(F, 1 / 3)), abs=1e-7)


# At s = 2 the last two have limits, at s = 3 others.
@pytest.mark.parametrize("of", [m, v, m / v, v / m, v**2 / v**s], ids=str)
def test_what_has_no_limit_common_to_every_s_is_refused(of):
    with pytest.raises(ValueError, match="no limit was found at fixed f"):
        limit_at_fixed_f(of)


# Centres.

PARTICIPATION = distances._PARTICIPATION
n, rho = distances._n, distances._rho
WRONG_PARTICIPATIONS = {
    "twice ρ": PARTICIPATION.subs(rho, 2 * rho),
    "half of ρ": PARTICIPATION.subs(rho, rho / 2),
    "ρ alone": (1 + rho) / n,
    "balanced": 1 / n,
    "a sign": PARTICIPATION.subs(rho, -rho),
    "m replaced by v": PARTICIPATION.subs(m, v),
    "with replacement": (1 + rho - rho / n) / n,
}


@pytest.mark.parametrize("wrong", WRONG_PARTICIPATIONS)
def test_a_wrong_constant_in_the_participation_fails(wrong, monkeypatch):
    assert distances._participation_is_right()
    monkeypatch.setattr(distances, "_PARTICIPATION", WRONG_PARTICIPATIONS[wrong])
    assert not distances._participation_is_right()


@pytest.fixture(scope="module")
def spreads():
    return {k: float(expected_spread(k, k // 4, 2)) for k in (32, 64, 128, 256)}


@pytest.mark.parametrize("wrong", [0.5, 1.5, 4 / 3, 0.75])
def test_a_wrong_constant_of_a_distance_fails(spreads, wrong):
    assert distances._approaches(spreads.get, 1)
    assert not distances._approaches(spreads.get, wrong)
    assert not distances._approaches(lambda k: wrong * spreads[k], 1)


# Theorem 2.

JOINED, PAPER = "ε = √2 r joins the two", "the paper's form"


@pytest.mark.parametrize("wrong", [r / (r + 1), 2, 1 / m, 1 - sp.sqrt(2) * r])
def test_a_wrong_constant_in_the_theorem_fails(wrong, monkeypatch):
    assert theorem.theorem_2().failures() == []
    monkeypatch.setattr(theorem, "SUFFICIENT", wrong * theorem.SUFFICIENT)
    assert [step.name for step in theorem.theorem_2().failures()] == [JOINED]


@pytest.mark.parametrize("wrong", [sp.Rational(1, 2), 1 / r, m / v])
def test_a_wrong_constant_in_the_papers_form_fails(wrong, monkeypatch):
    monkeypatch.setattr(theorem, "SUFFICIENT_PAPER", wrong * theorem.SUFFICIENT_PAPER)
    assert PAPER in [step.name for step in theorem.theorem_2().failures()]


@pytest.fixture(scope="module")
def bounds():
    """What counts and errors ask for, and what suffices for both, times p_min."""
    steps = {step.name: step.right for step in theorem.theorem_2().steps}
    wanted = (steps["counts"], steps["errors"], steps[JOINED] * p_min)
    return [sp.lambdify((Lambda, r, epsilon), expression, "numpy") for expression in wanted]


@pytest.mark.parametrize("log", [1.4, 3.0, 10.0, 40.0])
@pytest.mark.parametrize("admitted", [0.25, 0.1, 0.01])
def test_the_share_that_counts_may_lose_is_nearly_the_best(bounds, log, admitted):
    counts, errors, enough = bounds
    share = math.sqrt(2) * admitted
    least = enough(log, admitted, None)
    assert least == pytest.approx(errors(log, admitted, share), rel=1e-12)
    assert counts(log, admitted, share) < least
    others = np.geomspace(1e-6, 1 - 1e-6, 20_001)
    best = np.maximum(counts(log, admitted, others), errors(log, admitted, others)).min()
    assert best * (1 - 1e-12) <= least < 1.3 * best
    assert least < 8 * log / admitted**2


def test_the_sharp_constant_falls_from_about_3_to_1(bounds):
    # (1+1/√Λ)²/(1−√2 r): about 2 at the logarithms of experiments.
    enough = bounds[2]
    at = [enough(log, 0.01, None) * 0.01**2 / log for log in (2, 4, 10, 20, 1e6)]
    assert at == sorted(at, reverse=True)
    assert 1.4 < at[3] < at[2] < at[0] < 3.1
    assert at[-1] == pytest.approx(1, abs=0.02)
