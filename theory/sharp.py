"""Beyond the theorem: what a learner needs that feels only the noise that matters.

The theorem keeps the whole error of φ̂ small and pays for the noise in all v directions. Between
two known centres only the noise along their difference counts, about 1/v of it. These laws are
predictions of order one for random grammars (Gaussian noise, typical separations), not bounds.
"""

from __future__ import annotations

import math

import sympy as sp

from theory.symbols import Lambda, f, m, s, v

KNOWN_CENTRES: sp.Expr = 4 * m**3 / (1 - f) * Lambda
"""Every tuple nearer to its own centre than to any other; Λ = ln(v·vm/δ). No factor v."""

FOUND_CENTRES: sp.Expr = 4 * m**3 / (1 - f) * Lambda * (1 + sp.sqrt(1 + v / (m * Lambda))) / 2
"""The same where the centres are estimated from the m tuples of each class."""

COVERAGE: sp.Expr = v * m * Lambda
"""Every tuple seen at least once; Λ = ln(vm/δ)."""

_LAWS = {"known-centres": KNOWN_CENTRES, "found-centres": FOUND_CENTRES, "coverage": COVERAGE}


def sharp_laws(*, v: int, m: int, s: int, delta: float = 0.5) -> dict[str, float]:
    """Strings by which one level is recovered with probability about 1 − δ, by each law.

    Args:
        v, m, s: sizes; infinite at f = 1 but for coverage.
        delta: failure probability, in (0, 1].

    >>> {law: round(P) for law, P in sharp_laws(v=8, m=8, s=3).items()}
    {'known-centres': 16224, 'found-centres': 16789, 'coverage': 311}
    """
    logarithms = dict.fromkeys(_LAWS, math.log(v * v * m / delta))
    logarithms["coverage"] = math.log(v * m / delta)
    return {law: _evaluate(of, v, m, s, logarithms[law]) for law, of in _LAWS.items()}


def _evaluate(of: sp.Expr, v_: int, m_: int, s_: int, logarithm: float) -> float:
    value = of.subs({v: v_, m: m_, s: s_, Lambda: logarithm})
    return float(value) if value.is_finite else math.inf
