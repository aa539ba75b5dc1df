"""Lemma 2 and Theorem 2 with explicit constants (Appendix B.2, arXiv:2605.27734)."""

from __future__ import annotations

import math

import sympy as sp

from theory.symbols import Delta, Lambda, N, eta, kappa, p_min

MEAN_DEVIATION_BOUND: sp.Expr = 1 / sp.sqrt(N)
"""E‖φ̂−φ‖ ≤ (E‖φ̂−φ‖²)^½ ≤ N^(−1/2): Jensen, and 1 − ‖φ‖² ≤ 1."""

LEMMA2_RADIUS: sp.Expr = (1 + sp.sqrt(sp.log(1 / eta))) / sp.sqrt(N)
"""Radius exceeded with probability at most η: the mean's bound and McDiarmid's exp(−N t²) = η."""

SUFFICIENT: sp.Expr = 8 * Lambda / (kappa**2 * p_min * Delta**2)
"""Strings that suffice, Λ = ln(2(L−1)vm/δ): `theorem-2` derives it."""


def mean_squared_deviation(squared_norm: float, draws: float) -> float:
    """E‖φ̂−φ‖² = (1 − ‖φ‖²)/N exactly, for N independent one-hot draws of mean φ."""
    return (1 - squared_norm) / draws


def lemma2_radius(draws: int, probability: float) -> float:
    """Radius that ‖φ̂−φ‖ exceeds with at most this probability (Lemma 2).

    >>> round(lemma2_radius(100, 0.05), 3)
    0.273
    """
    return float(LEMMA2_RADIUS.subs({N: draws, eta: probability}))


def exceedance_bound(scaled_radius: float) -> float:
    """Bound on Pr[√N ‖φ̂−φ‖ ≥ x]: 1 up to x = 1, then exp(−(x−1)²); Lemma 2 solved for η."""
    return math.exp(-((scaled_radius - 1) ** 2)) if scaled_radius > 1 else 1.0


def sufficient_strings(
    *,
    p_min: float,
    separation: float,
    n_tuples: int,
    L: int,
    delta: float,
    kappa: float = 1 / 8,
    targets: int = 1,
) -> float:
    """Strings that suffice for a grammar, Theorem 2 in instance form.

    P ≥ 8 Λ / (κ² p_min Δ²) with Λ = ln(2(L−1)vm/δ): Chernoff keeps every count above P·p_min/2,
    Lemma 2 keeps every error below κΔ, a union bound joins the (L−1)·v·m tuples.

    Args:
        p_min: probability of the rarest tuple at its site; 0 gives infinity.
        separation: squared distance of the closest two centres, Δ²; 0 gives infinity.
        n_tuples: tuples per level, v·m.
        L: levels of rules.
        delta: admitted failure probability, in (0, 1].
        kappa: stability of the clusterer (Assumption 2: 1/8).
        targets: one-hot targets side by side, k. Then E‖φ̂−φ‖² ≤ k/N and one draw moves φ̂ by
            √(2k)/N, so that k times as many strings do what one target needs.
    """
    if p_min <= 0 or separation <= 0:
        return math.inf
    log_term = math.log(2 * (L - 1) * n_tuples / delta)
    return 8 * targets * log_term / (kappa**2 * p_min * separation)
