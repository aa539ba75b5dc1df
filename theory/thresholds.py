"""How many strings each objective needs, and the size of the signal that decides it."""

from __future__ import annotations

import sympy as sp

from theory.symbols import L, f, m, s, v

OBJECTIVES: dict[str, sp.Expr] = {
    "latent": v * m**3 / (1 - f),  # Theorem 2, Eq. (3)
    "token": v * m ** (L + 1),  # Eq. (1) at the highest non-root level, ℓ = L − 1
    "root": v * m**L,  # Section 2, supervised, the hardest step ℓ = 0
}
"""Strings for the whole tree below the root, up to constants and logarithms."""

CONTEXT_SCALE: sp.Expr = (1 - f) / m**2
"""Scale of ‖φ(ν) − π‖² for one target token, at every level (Appendix B.1)."""


def threshold(objective: str, *, v: int, m: int, s: int, L: int) -> float:
    """Predicted scale of the number of strings, without its constant and logarithm.

    Args:
        objective: `"latent"` (own latents), `"token"` or `"root"` (supervised).
        v, m, s, L: sizes of the model; infinite for `"latent"` at f = 1.

    >>> threshold("latent", v=16, m=8, s=2, L=4)
    16384.0
    """
    return _evaluate(OBJECTIVES[objective], v, m, s, L)


def context_scale(*, v: int, m: int, s: int) -> float:
    """(1−f)/m², the predicted scale of ‖φ(ν) − π‖² (Appendix B.1, arXiv:2605.27734)."""
    return _evaluate(CONTEXT_SCALE, v, m, s, 2)


def _evaluate(expression: sp.Expr, v_: int, m_: int, s_: int, L_: int) -> float:
    value = expression.subs({v: v_, m: m_, s: s_, L: L_})
    return float("inf") if value.is_infinite else float(value)
