"""The signal: squared correlations of a tuple with a cousin, a token, the root; and the centres."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import sympy as sp

from theory import moments
from theory.centres import expected_pair_distance, expected_spread
from theory.derivation import (
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
from theory.derivations.rules import rate
from theory.moments import expression, symbolic
from theory.symbols import m, s, v

_ENTRY = Quantity("E[C(ν,z)²]", r"\mathbb{E}[C(\nu,z)^2]")
_TABLE = Quantity("E Σ_{a,z} ΔJ²", r"\mathbb{E}\sum_{a,z}\Delta J_{az}^2")


def cousin_correlation_table() -> sp.Expr:
    """Closed form of E Σ_{a,z} (Pr[A=a,Z=z] − Pr[A=a]Pr[Z=z])² for a cousin token."""
    N = v**s
    return (
        (N - m * v)
        * (m * v - 1)
        * (N * m * v - 2 * m * v - 2)
        * N**2
        * (v - 1) ** 3
        / (m**4 * v**6 * (N - 1) ** 2 * (N - 2) * (N - 3))
    )


def cousin_correlation() -> Derivation:
    """Own latents: a cousin token, grandparent at the root."""
    closed = cousin_correlation_table()
    return Derivation(
        "cousin-correlation",
        "The correlation of a tuple with a cousin token is about √((1−f)/(v³m⁴))",
        "Appendix B.1; P_2 of arXiv:2406.00048, whose level index counts from 1",
        (
            definition(
                "connected correlation",
                Quantity("C(ν,z)", r"C(\nu,z)"),
                Quantity(
                    "(Pr[A=a, Z=z] − Pr[A=a] Pr[Z=z]) / m",
                    r"(\Pr[A=a,Z=z]-\Pr[A=a]\Pr[Z=z])/m",
                ),
                "ν is one of the m equally likely rules of its parent a (Lemma 1).",
            ),
            equality(
                "its squares, averaged over grammars",
                _TABLE,
                closed,
                "Σ J² − 2 Σ J p q + Σ p² q²: the probabilities that two, three and four replicas "
                "agree in A and in Z, followed from the grandparent (the root) down two levels.",
                moments.cousin_correlation(),
            ),
            limit(
                "per entry",
                Quantity("v³m⁴ E[C(ν,z)²]", r"v^3m^4\,\mathbb{E}[C(\nu,z)^2]"),
                1 - F,
                "Each of the v·v entries of the table, over m².",
                closed / (v**2 * m**2) * v**3 * m**4,
            ),
            limit(
                "per column",
                Quantity("v²m⁴ E‖C_ν‖²", r"v^2m^4\,\mathbb{E}\|C_\nu\|^2"),
                1 - F,
                "Sum over the v values of Z.",
                closed / (v * m**2) * v**2 * m**4,
            ),
        ),
    )


def token_correlation() -> Derivation:
    """Visible tokens: the same signal, seen through the rules below the cousin."""
    deeper = expression(moments.squared_correlation(symbolic(), 0, (0,), (1, 0, 0)))
    return Derivation(
        "token-correlation",
        "A visible token in place of a cousin latent costs a factor of m per level",
        "Eq. (1), arXiv:2605.27734",
        (
            equality(
                "one level lower",
                Quantity("E Σ_{a,x} ΔJ²", r"\mathbb{E}\sum_{a,x}\Delta J_{ax}^2"),
                rate() * cousin_correlation_table(),
                "A target one level below the cousin token: exactly the factor λ, since rules of "
                "different levels are independent and ΔJ sums to zero over the token.",
                deeper,
            ),
            limit(
                "per entry, one level lower",
                Quantity("v³m⁵ E[C(ν,x)²]", r"v^3m^5\,\mathbb{E}[C(\nu,x)^2]"),
                1 - F,
                "By induction v³m^(4+k) k levels lower.",
                deeper / (v**2 * m**2) * v**3 * m**5,
            ),
        ),
    )


def root_correlation() -> Derivation:
    """Labels: the root is seen through every rule above the tuple."""
    depths = {d: expression(moments.squared_root_correlation(symbolic(), d)) for d in (1, 2)}
    return Derivation(
        "root-correlation",
        "The correlation with the root label falls by a factor of m per level",
        "Section 2, supervised; arXiv:2307.02129",
        (
            equality(
                "one level below the root",
                Quantity("E Σ_{a,c} ΔJ²", r"\mathbb{E}\sum_{a,c}\Delta J_{ac}^2"),
                (v - 1) / v**2 * rate(),
                "Two replicas with equal roots agree more often than two with any roots.",
                depths[1],
            ),
            equality(
                "each further level",
                Quantity("ratio", r"\text{ratio}"),
                rate(),
                "The factor λ: so λ^(L−ℓ−1) (v−1)/v² for the parents of level-ℓ tuples.",
                sp.simplify(depths[2] / depths[1]),
            ),
            limit(
                "per entry, tuples right below the root's children",
                Quantity("v³m³ E[C(ν,c)²]", r"v^3m^3\,\mathbb{E}[C(\nu,c)^2]"),
                sp.Integer(1),
                "No factor 1−f: labels tell rules apart also where every tuple is grammatical. "
                "At level ℓ: v³m^(L−ℓ+1).",
                depths[1] / (v**2 * m**2) * v**3 * m**3,
            ),
        ),
    )


def context_distance() -> Derivation:
    """From correlations to distances between centres, which Assumption 1 needs."""
    spread = Quantity("E‖φ(ν) − π‖²", r"\mathbb{E}\|\varphi(\nu)-\pi\|^2")
    pair = Quantity("E‖μ_a − μ_b‖²", r"\mathbb{E}\|\mu_a-\mu_b\|^2")
    scale = (1 - F) / m**2
    return Derivation(
        "context-distance",
        "Context vectors are about √(1−f)/m from their mean, and √2 times that apart",
        "Appendix B.1 (Assumption 1, second half)",
        (
            definition(
                "a context vector divides by a random marginal",
                Quantity("φ(ν) − π", r"\varphi(\nu)-\pi"),
                Quantity("C_ν / Pr[T=ν]", r"C_\nu/\Pr[T=\nu]"),
                "So its square has no closed form. Right below the root Pr[A=a] = n_a/(vm) with a "
                "hypergeometric n_a, and given n_a the square is a variance: an exact finite sum.",
            ),
            Step(
                "distance from the mean",
                spread,
                "→",
                scale,
                Kind.LIMIT,
                "Exact sums at f = 1/4, s = 2, v = 16 … 256 approach it, the remainder halving "
                "with v.",
                lambda: _approaches(lambda k: float(expected_spread(k, k // 4, 2)), 1),
            ),
            Step(
                "distance between two centres",
                pair,
                "→",
                2 * scale,
                Kind.LIMIT,
                "Given their counts two centres are independent, so squared distances add.",
                lambda: _approaches(lambda k: float(expected_pair_distance(k, k // 4, 2)), 2),
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
