"""The sharp laws: known centres, found centres, coverage."""

from __future__ import annotations

import sympy as sp

from ownlatents.theory.derivation import Derivation, Quantity, definition, equality, heuristic
from ownlatents.theory.symbols import Lambda, f, m, v
from ownlatents.theory.thresholds import LAWS

_P, _N, _d2, _s2 = sp.symbols("P N d2 sigma2", positive=True)


def sharp_laws() -> Derivation:
    """What a learner needs that feels only the noise along centre differences."""
    exponent = _N * _d2 / (8 * _s2)
    typical = {_d2: 2 * (1 - f) / m**2, _s2: 1 / v, _N: _P / (v * m)}
    return Derivation(
        "sharp-laws",
        "Known centres: 4m³/(1−f) ln(v²m/δ) strings, without the theorem's factor v",
        "Ours, beyond the paper",
        (
            definition(
                "a tuple is taken for another class",
                Quantity("error exponent", r"\text{exponent}"),
                exponent,
                "Gaussian noise of variance σ²/N along the line between two centres at distance d: "
                "the midpoint is √N d/(2σ) standard deviations away.",
            ),
            heuristic(
                "noise along a centre difference",
                _s2,
                "≃",
                1 / v,
                "A one-hot vector has total variance 1 − ‖φ‖² ≃ 1, shared by v directions. "
                "Rigorous with the grammar's own covariance in place of 1/v.",
            ),
            equality(
                "typical sizes",
                Quantity("exponent", r"\text{exponent}"),
                _P * (1 - f) / (4 * m**3),
                "d² = 2(1−f)/m² (context-distance) and N = P/(vm): v cancels.",
                exponent.subs(typical),
            ),
            equality(
                "known centres",
                Quantity("P", "P"),
                LAWS["known-centres"].strings,
                "A union over v·m tuples and v other centres: exponent = Λ = ln(v²m/δ).",
                sp.solve(sp.Eq(exponent.subs(typical), Lambda), _P)[0],
            ),
            heuristic(
                "centres found from the same points",
                Quantity("P", "P"),
                "≃",
                LAWS["found-centres"].strings,
                "A centre is a mean of m noisy points in v dimensions. For two classes the exact "
                "recovery threshold of a Gaussian mixture has the factor (1+√(1+2p/(n ln n)))/2 "
                "(Ndaoud 2018); here p = v dimensions, n = 2m points a pair, the union's Λ for "
                "ln n. Rigorous once that is proved for v classes and multinomial noise.",
            ),
            heuristic(
                "half of the tuples",
                Quantity("P", "P"),
                "≃",
                LAWS["known-half"].strings,
                "A tuple must be drawn at all, and m²/((1−f)v) times to be told apart: with one "
                "constant for both, vm·(1 + m²/((1−f)v)). Rigorous with the grammar's own law: "
                "theory.oracle, without a constant.",
            ),
            heuristic(
                "every tuple seen",
                Quantity("P", "P"),
                "≃",
                LAWS["coverage"].strings,
                "Coupon collector: v·m·exp(−P/(vm)) = δ. Rigorous as a union bound with p_min in "
                "place of 1/(vm).",
            ),
        ),
    )
