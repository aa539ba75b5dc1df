"""Lemma 2 and Theorem 2 with explicit constants (Appendix B.2, arXiv:2605.27734)."""

from __future__ import annotations

import math

import sympy as sp

from ownlatents.errors import InputError
from ownlatents.theory import symbols
from ownlatents.theory.symbols import Delta, Lambda, N, eta, k, m, r, v
from ownlatents.validation import checked_integer, checked_number

_ROUNDED = 1 + 1e-9  # a squared norm of 1, as floats may add it up

MEAN_DEVIATION_BOUND: sp.Expr = 1 / sp.sqrt(N)
"""E‖φ̂−φ‖ ≤ (E‖φ̂−φ‖²)^½ ≤ N^(−1/2): Jensen, and 1 − ‖φ‖² ≤ 1."""

LEMMA2_RADIUS: sp.Expr = (1 + sp.sqrt(sp.log(1 / eta))) / sp.sqrt(N)
"""Radius exceeded with probability at most η: the mean's bound and McDiarmid's exp(−N t²) = η."""

UNION: sp.Expr = 2 * (symbols.L - 1) * v * m / symbols.delta
"""A count and an error for each tuple below the root may fail, over δ; Λ is its logarithm."""

ADMITTED_ERROR: sp.Expr = symbols.kappa * Delta / sp.sqrt(k)
"""r: the error κΔ that the clusterer forgives, with k targets in units of one target's noise."""

SUFFICIENT: sp.Expr = (1 + sp.sqrt(Lambda)) ** 2 / ((1 - sp.sqrt(2) * r) * r**2 * symbols.p_min)
"""Strings that suffice where √2 r < 1: `theorem-2` derives it."""

SUFFICIENT_PAPER: sp.Expr = 8 * Lambda / (r**2 * symbols.p_min)
"""The same with the rounder constant 8, of the form of Eq. (3)."""


def mean_squared_deviation(squared_norm: float, draws: float) -> float:
    """E‖φ̂−φ‖² = (1 − ‖φ‖²)/N exactly, for N independent one-hot draws of mean φ.

    Args:
        squared_norm: ‖φ‖², 0 to 1; or a sympy expression.
        draws: N, positive; or a sympy expression.

    Raises:
        InputError: a number out of its range.
    """
    if not isinstance(squared_norm, sp.Expr):
        checked_number("squared_norm", squared_norm, most=_ROUNDED)
    if not isinstance(draws, sp.Expr):
        checked_number("draws", draws, positive=True)
    return (1 - squared_norm) / draws


def lemma2_radius(draws: int, probability: float) -> float:
    """Radius that ‖φ̂−φ‖ exceeds with at most this probability (Lemma 2).

    Args:
        draws: N, at least 1.
        probability: η, in (0, 1].

    Raises:
        InputError: a number out of its range.

    >>> round(lemma2_radius(100, 0.05), 3)
    0.273
    """
    checked_integer("draws", draws, 1)
    checked_number("probability", probability, most=1, positive=True)
    return float(LEMMA2_RADIUS.subs({N: draws, eta: probability}))


def exceedance_bound(scaled_radius: float) -> float:
    """Bound on Pr[√N ‖φ̂−φ‖ ≥ x]: 1 up to x = 1, then exp(−(x−1)²); Lemma 2 solved for η.

    Args:
        scaled_radius: x, any number.

    Raises:
        InputError: x is no finite number.
    """
    checked_number("scaled_radius", scaled_radius, -math.inf)
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
    """Strings that suffice for a grammar: Theorem 2 in instance form, by its sharp constant.

    Chernoff keeps every count near P·p_min, Lemma 2 keeps every error below κΔ, a union bound joins
    the (L−1)·v·m tuples.

    Args:
        p_min: probability of the rarest tuple at its site, 0 to 1; 0 gives infinity.
        separation: squared distance of the closest two centres, Δ² ≥ 0; 0 gives infinity.
        n_tuples: tuples per level, v·m.
        L: levels of rules, at least 2.
        delta: admitted failure probability, in (0, 1].
        kappa: stability of the clusterer (Assumption 2: 1/8), above 0 and below 1/2.
        targets: one-hot targets side by side, k. Then E‖φ̂−φ‖² ≤ k/N and one draw moves φ̂ by
            √(2k)/N.

    Raises:
        InputError: a number out of its range.

    >>> round(sufficient_strings(p_min=1 / 64, separation=0.1, n_tuples=64, L=4, delta=0.05))
    691062
    """
    checked_number("p_min", p_min, most=1)
    checked_number("separation", separation)
    checked_integer("n_tuples", n_tuples, 1)
    checked_integer("L", L, 2)
    checked_number("delta", delta, most=1, positive=True)
    checked_number("kappa", kappa, positive=True)
    checked_integer("targets", targets, 1)
    if p_min == 0 or separation == 0:
        return math.inf
    error = kappa * math.sqrt(separation / targets)
    log_term = math.log(2 * (L - 1) * n_tuples / delta)
    if error * math.sqrt(2) >= 1:
        raise InputError(f"kappa={kappa} admits any error, but less than 1/2 was expected")
    return float(SUFFICIENT.subs({Lambda: log_term, r: error, symbols.p_min: p_min}))
