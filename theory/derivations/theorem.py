"""Lemma 2 and Theorem 2 with every constant."""

from __future__ import annotations

import sympy as sp

from theory.concentration import LEMMA2_RADIUS, MEAN_DEVIATION_BOUND, SUFFICIENT
from theory.derivation import (
    Derivation,
    Kind,
    Quantity,
    Step,
    definition,
    equality,
    heuristic,
    lemma,
)
from theory.symbols import Delta, Lambda, N, eta, kappa, m, p_min, v

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
    half = _P * p_min / 2
    radius_squared = (kappa * Delta) ** 2
    return Derivation(
        "theorem-2",
        "Strings that suffice: 8 Λ/(κ² p_min Δ²)",
        "Theorem 2, Eq. (3); the instance form is ours",
        (
            definition(
                "logarithm of the union bound",
                Lambda,
                Quantity("ln(2 (L−1) v m / δ)", r"\ln(2(L-1)vm/\delta)"),
                "Counts and errors of the (L−1)·v·m tuples below the root.",
            ),
            lemma(
                "counts",
                Quantity("Pr[N < P p_min/2]", r"\Pr[N<Pp_{\min}/2]"),
                "≤",
                sp.exp(-_P * p_min / 8),
                "Chernoff's lower tail exp(−ε² P p/2) at ε = 1/2.",
                sp.exp(-(sp.Rational(1, 2) ** 2) * _P * p_min / 2),
            ),
            lemma(
                "errors",
                Quantity("Pr[F ≥ κΔ | N]", r"\Pr[F\ge\kappa\Delta\mid N]"),
                "≤",
                sp.exp(-_P * p_min * radius_squared / 8),
                "Lemma 2 with half of κΔ for the mean and half for t, at N = P p_min/2; the mean's "
                "half needs N κ²Δ² ≥ 4, which the next line implies since Λ > 1.",
                sp.exp(-half * (kappa * Delta / 2) ** 2),
            ),
            lemma(
                "union",
                Quantity("P", "P"),
                "≥",
                SUFFICIENT,
                "The union bound: both tails at most δ/(2(L−1)vm); the second decides, as κΔ ≤ 1.",
                sp.solve(sp.Eq(_P * p_min * radius_squared / 8, Lambda), _P)[0],
            ),
            lemma(
                "the paper's form",
                Quantity("P", "P"),
                "≥",
                8 * Lambda / (c_b * c_s**2 * kappa**2) * v * m**3 / (1 - f),
                "Assumption 1: balance p_min ≥ c_b/(vm) and separation Δ² ≥ c_s²(1−f)/m².",
                SUFFICIENT.subs({p_min: c_b / (v * m), Delta: c_s * sp.sqrt(1 - f) / m}),
            ),
            heuristic(
                "not all of it is needed",
                Quantity("P*", "P^*"),
                "≤",
                SUFFICIENT,
                "The bound asks for every error in every direction to be below κΔ. A clusterer "
                "feels noise along centre differences, about 1/v of it; measured thresholds lie "
                "thousands of times lower. Rigorous with a stability assumption on that noise "
                "alone in place of Assumption 2; `sharp-laws` says what to expect.",
            ),
        ),
    )


def theorem_2_sharp() -> Derivation:
    """The same with the counts' and the mean's share chosen best."""
    root, r = sp.Symbol("sqrtLambda", positive=True), sp.Symbol("r", positive=True)
    share = sp.Symbol("epsilon", positive=True)
    A, B = (1 + root) ** 2, 2 * root**2 * r**2
    best = (sp.sqrt(B**2 + 4 * A * B) - B) / (2 * A)
    return Derivation(
        "theorem-2-sharp",
        "The constant 8 becomes (1+1/√Λ)²/(1−ε), about 2",
        "Ours; the argument of Theorem 2 with its two free choices made best",
        (
            definition(
                "radius in units of one",
                r,
                Quantity("κΔ", r"\kappa\Delta"),
                "√Λ is written as one symbol; Λ = ln(2(L−1)vm/δ).",
            ),
            lemma(
                "counts",
                Quantity("P p_min", r"Pp_{\min}"),
                "≥",
                2 * root**2 / share**2,
                "Chernoff: no count falls below (1−ε) P p_min, up to δ/2 over all tuples.",
                sp.solve(sp.Eq(share**2 * _P / 2, root**2), _P)[0],
            ),
            lemma(
                "errors",
                Quantity("P p_min", r"Pp_{\min}"),
                "≥",
                (1 + root) ** 2 / ((1 - share) * r**2),
                "Lemma 2 at η = e^(−Λ) and N = (1−ε) P p_min: its whole radius within κΔ, with no "
                "fixed half for the mean.",
                sp.solve(sp.Eq((1 + root) / sp.sqrt((1 - share) * _P), r), _P)[0],
            ),
            equality(
                "the best share",
                share,
                best,
                "Where both ask for the same: ε² (1+√Λ)² = 2Λ r² (1−ε).",
                sp.solve(sp.Eq(share**2 * A, B * (1 - share)), share)[0],
            ),
            Step(
                "sharper than the constant 8",
                Quantity("(1+√Λ)²/((1−ε) r²)", r"(1+\sqrt\Lambda)^2/((1-\varepsilon)r^2)"),
                "≤",
                8 * root**2 / r**2,
                Kind.INEQUALITY,
                "For Λ ≥ ln 4 (L ≥ 2, δ ≤ 1) and r ≤ 1/4; evaluated on a grid of both.",
                lambda: all(
                    ((1 + root) ** 2 / (1 - best)).subs({root: sp.sqrt(x), r: y}).evalf()
                    <= 8 * x * (1 + sp.Float("1e-12"))
                    for x in (1.4, 2, 4, 8, 16, 32)
                    for y in (0.25, 0.1, 0.01)
                ),
            ),
        ),
    )


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
