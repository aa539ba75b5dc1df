"""How many strings each objective needs, by every law that is derived here."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import sympy as sp

from ownlatents.errors import InputError
from ownlatents.theory import signals
from ownlatents.theory.concentration import ADMITTED_ERROR, SUFFICIENT, SUFFICIENT_PAPER, UNION
from ownlatents.theory.symbols import Delta, L, Lambda, delta, f, k, kappa, m, p_min, r, s, v
from ownlatents.validation import checked_choice, checked_number, checked_sizes

CONTEXT_SCALE: sp.Expr = (1 - f) / m**2
"""Scale of ‖φ(ν) − π‖² for one target token, at every level (Appendix B.1)."""

_TYPICAL = {
    r: ADMITTED_ERROR.subs({kappa: sp.Rational(1, 8), Delta: sp.sqrt(CONTEXT_SCALE), k: 1}),
    p_min: 1 / (v * m),
}
"""A grammar with c_b = c_s = 1, one target token, and a clusterer of stability 1/8."""


@dataclass(frozen=True)
class Law:
    """A number of strings as a function of the sizes.

    Args:
        objective: what is predicted: `"latent"`, `"token"` or `"root"`.
        what: the law in a few words.
        strings: expression in v, m, s, L and Λ.
        within: what Λ is the logarithm of; None for a scale, without logarithm and constant.
        finite: where signal equals noise at finite sizes, constant included; where derived.
        regime: where it is valid, or dominates.
        source: the paper's number.
    """

    objective: str
    what: str
    strings: sp.Expr
    regime: str
    source: str
    within: sp.Expr | None = None
    finite: sp.Expr | None = None


LAWS: dict[str, Law] = {
    "latent": Law(
        "latent",
        "own latents, vm³/(1−f)",
        v * m**3 / (1 - f),
        "every level, f < 1",
        "Theorem 2, Eq. (3)",
        finite=signals.strings_needed(signals.COUSIN),
    ),
    "token": Law(
        "token",
        "tokens, vm^(L+1)",
        v * m ** (L + 1),
        "highest level; 1/(1−f) left out",
        "Eq. (1), ℓ = L−1",
        finite=signals.strings_needed(signals.token(L - 2)),
    ),
    "root": Law(
        "root",
        "labels, vm^L",
        v * m**L,
        "lowest level; also at f = 1",
        "Section 2, ℓ = 0",
        finite=signals.strings_needed(signals.root(L - 1)),
    ),
    "theorem": Law(
        "latent",
        "suffices, constant 8",
        SUFFICIENT_PAPER.subs(_TYPICAL),
        "proved; c_b = c_s = 1, κ = 1/8",
        "Theorem 2",
        within=UNION,
    ),
    "theorem-sharp": Law(
        "latent",
        "suffices, sharper",
        SUFFICIENT.subs(_TYPICAL),
        "proved; c_b = c_s = 1, κ = 1/8",
        "ours",
        within=UNION,
    ),
    "known-centres": Law(
        "latent",
        "one level, known centres",
        4 * m**3 / (1 - f) * Lambda,
        "typical; largest if 4m² > v",
        "ours",
        within=v * v * m / delta,
    ),
    "found-centres": Law(
        "latent",
        "one level, found centres",
        4 * m**3 / (1 - f) * Lambda * (1 + sp.sqrt(1 + v / (m * Lambda))) / 2,
        "typical; doubled if v > 8mΛ",
        "ours, heuristic",
        within=v * v * m / delta,
    ),
    "known-half": Law(
        "latent",
        "half the tuples, known centres",
        m**3 / (1 - f) + v * m,
        "typical; scale",
        "ours, heuristic",
    ),
    "coverage": Law(
        "latent",
        "every tuple seen",
        v * m * Lambda,
        "balanced; largest if 4m² < v",
        "ours",
        within=v * m / delta,
    ),
}
"""All laws by name; Λ = ln(`within`)."""


def threshold(law: str, *, v: int, m: int, s: int, L: int, delta: float = 0.5) -> float:
    """Number of strings by a law of `LAWS`; those without `within` are scales.

    Args:
        law: `"latent"` (own latents), `"token"`, `"root"` (supervised), or a law with constant and
            logarithm.
        v, m, s, L: sizes of the model, as `sim.RHMParams` has them; L at least 2, since nothing
            that could be learned lies below the root otherwise.
        delta: failure probability, in (0, 1]; without effect on a scale.

    Returns:
        Strings; infinite for latents at f = 1, except for coverage.

    Raises:
        InputError: an unknown law, impossible sizes, or more strings than a float can say.

    >>> threshold("latent", v=16, m=8, s=2, L=4)
    16384.0
    >>> round(threshold("known-centres", v=8, m=8, s=3, L=4))
    16224
    """
    checked_choice("law", law, LAWS)
    checked_sizes(v, m, s, L, least_L=2)
    checked_number("delta", delta, most=1, positive=True)
    found = LAWS[law]
    if found.within is None:
        return _evaluate(found.strings, v, m, s, L)
    logarithm = math.log(_evaluate(found.within, v, m, s, L, delta=delta))
    return _evaluate(found.strings, v, m, s, L, Lambda=logarithm)


def finite_threshold(law: str, *, v: int, m: int, s: int, L: int) -> float | None:
    """Strings at which signal equals noise at exactly these sizes; None where not derived.

    Args:
        law: one of `LAWS`.
        v, m, s, L: sizes of the model; L at least 2.

    Raises:
        InputError: as `threshold`.
    """
    checked_choice("law", law, LAWS)
    checked_sizes(v, m, s, L, least_L=2)
    finite = LAWS[law].finite
    return None if finite is None else _evaluate(finite, v, m, s, L)


def context_scale(*, v: int, m: int, s: int) -> float:
    """(1−f)/m², the predicted scale of ‖φ(ν) − π‖² (Appendix B.1, arXiv:2605.27734).

    Args:
        v, m, s: sizes of the model.

    Raises:
        InputError: impossible sizes.
    """
    checked_sizes(v, m, s, 2)
    return _evaluate(CONTEXT_SCALE, v, m, s, 2)


_ARGUMENTS = {"v": v, "m": m, "s": s, "L": L, "Lambda": Lambda, "delta": delta}


def _evaluate(expression: sp.Expr, *sizes: int, **others: float) -> float:
    """The value at v, m, s, L and further arguments, ∞ where it is divided by 0.

    Sizes are fractions, so that a law without logarithms is rounded once.
    """
    arguments = dict(zip(_ARGUMENTS, map(Fraction, sizes), strict=False)) | others
    try:
        return float(_compiled(expression, tuple(arguments))(*arguments.values()))
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        given = " ".join(f"{name}={value}" for name, value in zip("vmsL", sizes, strict=True))
        raise InputError(
            f"{given}: too large, but sizes with fewer than 1e308 strings were expected"
        ) from None


@cache
def _compiled(expression: sp.Expr, names: tuple[str, ...]) -> Callable[..., float]:
    return sp.lambdify([_ARGUMENTS[name] for name in names], expression, modules="math")
