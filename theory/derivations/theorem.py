"""Lemma 2 and Theorem 2 with every constant."""

from __future__ import annotations

import sympy as sp

from ownlatents.theory.concentration import (
    ADMITTED_ERROR,
    LEMMA2_RADIUS,
    MEAN_DEVIATION_BOUND,
    SUFFICIENT,
    SUFFICIENT_PAPER,
    UNION,
)
from ownlatents.theory.derivation import (
    Derivation,
    Kind,
    Quantity,
    Step,
    definition,
    equality,
    heuristic,
    lemma,
)
from ownlatents.theory.symbols import Delta, Lambda, N, epsilon, eta, k, kappa, m, p_min, r, v

_F = Quantity("F", "F")
_t, _c, _P = sp.symbols("t c P", positive=True)
_norm_squared = sp.Symbol("x", nonnegative=True)


def lemma_2() -> Derivation:
    """Concentration of one empirical context vector."""
    mcdiarmid = sp.exp(-2 * _t**2 / (N * _c**2))
    return Derivation(
        "lemma-2",
        "After N draws φ̂ errs by at most (1+√ln(1/η))/√N with probability 1−η",
        "Lemma 2, Appendix B.2",
        (
            definition(
                "the error",
                _F,
                Quantity("‖φ̂ − φ‖₂", r"\|\hat\varphi-\varphi\|_2"),
                "φ̂ is the mean of N independent one-hot vectors of mean φ.",
            ),
            Step(
                "mean square",
                Quantity("E[F²]", r"\mathbb{E}[F^2]"),
                "=",
                Quantity("(1 − ‖φ‖²)/N", r"(1-\|\varphi\|^2)/N"),
                Kind.EQUALITY,
                "Cross terms vanish; E‖e_Z − φ‖² = 1 − ‖φ‖². Enumerated for N ≤ 3, v = 2 with a "
                "symbolic φ.",
                _mean_square_is_right,
            ),
            Step(
                "mean",
                Quantity("E[F]", r"\mathbb{E}[F]"),
                "≤",
                MEAN_DEVIATION_BOUND,
                Kind.INEQUALITY,
                "Jensen, and 1 − ‖φ‖² ≤ 1.",
                lambda: sp.simplify(1 / N - (1 - _norm_squared) / N).is_nonnegative is True,
            ),
            equality(
                "bounded differences",
                Quantity("c", "c"),
                sp.sqrt(2) / N,
                "One draw moves φ̂ by ‖e_z − e_z'‖/N.",
                sp.Matrix([1, -1]).norm() / N,
            ),
            lemma(
                "tail",
                Quantity("Pr[F − E F ≥ t]", r"\Pr[F-\mathbb{E}F\ge t]"),
                "≤",
                sp.exp(-N * _t**2),
                "McDiarmid's inequality, exp(−2t²/(N c²)).",
                mcdiarmid.subs(_c, sp.sqrt(2) / N),
            ),
            equality(
                "radius",
                Quantity("r(η)", r"r(\eta)"),
                LEMMA2_RADIUS,
                "The mean's bound plus the t at which the tail bound is η.",
                1 / sp.sqrt(N) + sp.sqrt(sp.log(1 / eta) / N),
            ),
        ),
    )


def theorem_2() -> Derivation:
    """Strings that suffice for a grammar with p_min and Δ, and the paper's form of it."""
    c_b, c_s = sp.symbols("c_b c_s", positive=True)
    f = sp.Symbol("f", positive=True)
    root = sp.sqrt(Lambda)
    admitted = (1 + root) ** 2 / ((1 - epsilon) * r**2)
    return Derivation(
        "theorem-2",
        "Strings that suffice: (1+√Λ)²/((1−√2 r) r² p_min), or rounder 8Λ/(r² p_min)",
        "Theorem 2, Eq. (3); the instance form and the sharper constant are ours",
        (
            definition(
                "logarithm of the union bound",
                Lambda,
                sp.log(UNION),
                "Counts and errors of the (L−1)·v·m tuples below the root.",
            ),
            definition(
                "admitted error",
                r,
                ADMITTED_ERROR,
                "Assumption 2 forgives κΔ. With k one-hot targets side by side E‖φ̂−φ‖² ≤ k/N, and "
                "one draw moves φ̂ by √(2k)/N: Lemma 2 in units of √k.",
            ),
            lemma(
                "counts",
                Quantity("P p_min", r"Pp_{\min}"),
                "≥",
                2 * Lambda / epsilon**2,
                "Chernoff's lower tail exp(−ε² P p/2) ≤ e^(−Λ): no count is below (1−ε) P p_min.",
                _solved_for_P(epsilon**2 * _P * p_min / 2, Lambda),
            ),
            lemma(
                "errors",
                Quantity("P p_min", r"Pp_{\min}"),
                "≥",
                admitted,
                "Lemma 2 at η = e^(−Λ) and N = (1−ε) P p_min: its radius within r.",
                _solved_for_P(
                    LEMMA2_RADIUS.subs({eta: sp.exp(-Lambda), N: (1 - epsilon) * _P * p_min}), r
                ),
            ),
            Step(
                "ε = √2 r joins the two",
                Quantity("P", "P"),
                "≥",
                SUFFICIENT,
                Kind.INEQUALITY,
                "The union bound: with probability 1−δ every count and error is right, and the "
                "level-by-level induction is deterministic. The counts ask for Λ/r², less than "
                "the errors do.",
                lambda: (
                    sp.simplify(admitted.subs(epsilon, sp.sqrt(2) * r) / p_min - SUFFICIENT) == 0
                    and sp.simplify(2 * Lambda / epsilon**2 - Lambda / r**2).subs(
                        epsilon, sp.sqrt(2) * r
                    )
                    == 0
                    and sp.expand((1 + root) ** 2 - Lambda).is_positive is True
                ),
            ),
            Step(
                "ε = 1/2 gives the constant 8",
                Quantity("P", "P"),
                "≥",
                SUFFICIENT_PAPER,
                Kind.INEQUALITY,
                "Rounder: 2(1+√Λ)² ≤ 8Λ, as Λ ≥ ln 4 > 1 (L ≥ 2, v ≥ 2, δ ≤ 1), and the "
                "counts' 8Λ ≤ 8Λ/r², as r ≤ 1.",
                _eight_suffices,
            ),
            lemma(
                "the paper's form",
                Quantity("P", "P"),
                "≥",
                8 * Lambda / (c_b * c_s**2 * kappa**2) * v * m**3 / (1 - f),
                "Assumption 1: balance p_min ≥ c_b/(vm) and separation Δ² ≥ c_s²(1−f)/m². One "
                "target.",
                SUFFICIENT_PAPER.subs(r, ADMITTED_ERROR).subs(
                    {p_min: c_b / (v * m), Delta: c_s * sp.sqrt(1 - f) / m, k: 1}
                ),
            ),
            heuristic(
                "not all of it is needed",
                Quantity("P*", "P^*"),
                "≤",
                SUFFICIENT,
                "The bound asks for every error in every direction to be below κΔ. A clusterer "
                "feels noise along centre differences, about 1/v of it; measured thresholds lie "
                "a thousand times lower. Rigorous with a stability assumption on that noise "
                "alone in place of Assumption 2; `sharp-laws` says what to expect.",
            ),
        ),
    )


def _solved_for_P(grows: sp.Expr, target: sp.Expr) -> sp.Expr:
    """P p_min at which the left side meets the right."""
    (found,) = sp.solve(sp.Eq(grows, target), _P)
    return found * p_min


def _eight_suffices() -> bool:
    x, y = sp.symbols("x y", nonnegative=True)
    hits = (SUFFICIENT_PAPER * p_min).subs({Lambda: (1 + x) ** 2, r: 1 / sp.sqrt(1 + y)})
    counts, errors = 8 * (1 + x) ** 2, 2 * (2 + x) ** 2 * (1 + y)  # at ε = 1/2
    slack = [sp.expand(hits - needed) for needed in (counts, errors)]
    return bool(sp.log(4) > 1 and all(one.is_nonnegative for one in slack))


def _mean_square_is_right() -> bool:
    p = sp.Symbol("p", positive=True)
    for draws in (1, 2, 3):
        mean = sum(
            sp.binomial(draws, k)
            * p**k
            * (1 - p) ** (draws - k)
            * 2
            * (sp.Rational(k, draws) - p) ** 2
            for k in range(draws + 1)
        )
        if sp.expand(mean - (1 - p**2 - (1 - p) ** 2) / draws) != 0:
            return False
    return True
