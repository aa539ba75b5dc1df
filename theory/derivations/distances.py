"""From correlations to distances between centres, which Assumption 1 needs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import sympy as sp

from ownlatents.theory import moments
from ownlatents.theory.centres import expected_pair_distance, expected_spread
from ownlatents.theory.derivation import (
    Derivation,
    F,
    Kind,
    Quantity,
    Step,
    definition,
    equality,
    heuristic,
    limit,
)
from ownlatents.theory.moments import expression, symbolic
from ownlatents.theory.signals import CONTRACTION
from ownlatents.theory.symbols import m, s, v

_SPREAD = Quantity("E‖φ(ν) − π‖²", r"\mathbb{E}\|\varphi(\nu)-\pi\|^2")
_PAIR = Quantity("E‖μ_a − μ_b‖²", r"\mathbb{E}\|\mu_a-\mu_b\|^2")
_N = v**s
_WEIGHTED = (
    (_N - m * v)
    * (m * v - 1)
    * (_N * m * v + _N * v - 2 * _N - m * v**2 - v)
    * (v - 1) ** 3
    * (2 * _N**2)
    / (m**4 * v**7 * (_N - 1) ** 2 * (_N - 2) * (_N - 3))
)
_n, _rho = sp.symbols("n rho", positive=True)
_PARTICIPATION = (1 + _rho - _rho * (v * m - _n) / ((v * m - 1) * _n)) / _n


def context_distance() -> Derivation:
    """How far context vectors are from their mean and from each other."""
    scale = (1 - F) / m**2
    weights = expression(moments.squared_pairs(symbolic(), 0, (0,)))
    return Derivation(
        "context-distance",
        "Context vectors are about √(1−f)/m from their mean, and √2 times that apart",
        "Appendix B.1 (Assumption 1, second half)",
        (
            definition(
                "a context vector divides by a random marginal",
                Quantity("φ(ν) − π", r"\varphi(\nu)-\pi"),
                Quantity("C_ν / Pr[T=ν]", r"C_\nu/\Pr[T=\nu]"),
                "So its square has no closed form; weighted by the marginals it has.",
            ),
            equality(
                "weighted by the marginals",
                Quantity("E Σ p_a²p_b²‖μ_a−μ_b‖²", r"\mathbb{E}\sum p_a^2p_b^2\|\mu_a-\mu_b\|^2"),
                _WEIGHTED,
                "p_a = Pr[A=a]; p_a p_b (μ_a − μ_b) is a polynomial in probabilities: replicas "
                "again. The cousin's own rule gives the factor λ, as in token-correlation.",
                expression(moments.squared_pair_distance(symbolic(), 0, (0,), (1,))) * CONTRACTION,
            ),
            limit(
                "over the weights",
                Quantity(
                    "m² E Σ p_a²p_b²‖μ_a−μ_b‖² / E Σ p_a²p_b²",
                    r"m^2\,\mathbb{E}\sum p_a^2p_b^2\|\mu_a-\mu_b\|^2/\mathbb{E}\sum p_a^2p_b^2",
                ),
                2 * (1 - F),
                "Over pairs a ≠ b; the weights' average comes from replicas alike.",
                m**2 * _WEIGHTED / weights,
            ),
            Step(
                "without weights, distance from the mean",
                _SPREAD,
                "→",
                scale,
                Kind.LIMIT,
                "Right below the root Pr[A=a] = n_a/(vm) with a hypergeometric n_a, and given n_a "
                "the square is a variance: exact finite sums. At f = 1/4, s = 2, v = 16 … 256 they "
                "approach it, the remainder halving with v.",
                lambda: _approaches(lambda k: float(expected_spread(k, k // 4, 2)), 1),
            ),
            Step(
                "without weights, distance between two centres",
                _PAIR,
                "→",
                2 * scale,
                Kind.LIMIT,
                "Given their counts two centres are independent, so squared distances add.",
                lambda: _approaches(lambda k: float(expected_pair_distance(k, k // 4, 2)), 2),
            ),
            Step(
                "below other levels, to second order",
                Quantity("E[Σω²/(Σω)² | n_a]", r"\mathbb{E}[\sum\omega^2/(\sum\omega)^2\mid n_a]"),
                "≃",
                _PARTICIPATION,
                Kind.EQUALITY,
                "The n_a rules that carry a have the weights 1 + τ_c of their grandparents c. By "
                "symmetry the first order vanishes; the second is that of a tilt of two symbols, "
                "averaged over the exact law of n_a's parts, times ρ = E τ² of `balance`. So "
                "1/n_a grows by about ρ ≃ (1−f)/m. Left out: third orders in τ.",
                _participation_is_right,
            ),
            heuristic(
                "every pair at once",
                Quantity("min_{a≠b} ‖μ_a − μ_b‖²", r"\min_{a\ne b}\|\mu_a-\mu_b\|^2"),
                "≃",
                2 * scale,
                "Random directions: overlaps of v-dimensional vectors are √v smaller than norms. "
                "Exact for the mean over pairs (above); for the closest of v²/2 pairs it takes "
                "concentration of a quadratic form of sampling without replacement, by second and "
                "fourth moments. Measured: the closest pair is closer by a factor that tends to 1.",
            ),
        ),
    )


def _approaches(distance: Callable[[int], float], constant: int) -> bool:
    """Whether distance·m²/(1−f) − constant about halves as v doubles (f = 1/4, s = 2)."""
    errors = [distance(k) * (k // 4) ** 2 / 0.75 - constant for k in (32, 64, 128, 256)]
    return all(0.3 < b / a < 0.7 for a, b in pairwise(errors))


def _participation_is_right() -> bool:
    """Second order in a tilt (1+t, 1−t) of two symbols that n₁ and n₂ of the n rules have."""
    t, n1, n2 = sp.symbols("t n1 n2")
    tilted = (_n + 2 * t * (n1 - n2) + t**2 * (n1 + n2)) / (_n + t * (n1 - n2)) ** 2
    second = sp.expand(sp.series(tilted, t, 0, 3).removeO().coeff(t, 2))
    # Hypergeometric: n of the v·m rules, m of them to each symbol.
    pairs = _n * (_n - 1) / (v * m * (v * m - 1))
    square, product = pairs * m * (m - 1) + _n / v, pairs * m**2
    means = {n1: _n / v, n2: _n / v, n1**2: square, n2**2: square, n1 * n2: product}
    mean = sum(
        coefficient * means[n1**i * n2**j]
        for (i, j), coefficient in sp.Poly(second, n1, n2).terms()
    )
    # Over τ of variance ρ that sum to 0: ½ Σ F_cc' Cov = ½ v ρ (F_11 − F_12).
    return bool(sp.simplify(1 / _n + v * _rho / 2 * mean - _PARTICIPATION) == 0)
