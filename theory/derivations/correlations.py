"""The signal: squared correlations of a tuple with a cousin, a token, the root."""

from __future__ import annotations

import sympy as sp

from ownlatents.theory import moments
from ownlatents.theory.derivation import Derivation, F, Quantity, definition, equality, limit
from ownlatents.theory.moments import expression, symbolic
from ownlatents.theory.signals import CONTRACTION, COUSIN, root, token
from ownlatents.theory.symbols import m, v

_ENTRY = Quantity("E[C(ν,z)²]", r"\mathbb{E}[C(\nu,z)^2]")
_TABLE = Quantity("E Σ_{a,z} ΔJ²", r"\mathbb{E}\sum_{a,z}\Delta J_{az}^2")


def cousin_correlation() -> Derivation:
    """Own latents: a cousin token, grandparent at the root."""
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
                v**2 * m**2 * COUSIN,
                "Σ J² − 2 Σ J p q + Σ p² q²: the probabilities that two, three and four replicas "
                "agree in A and in Z, followed from the grandparent (the root) down two levels.",
                moments.cousin_correlation(),
            ),
            limit(
                "per entry",
                Quantity("v³m⁴ E[C(ν,z)²]", r"v^3m^4\,\mathbb{E}[C(\nu,z)^2]"),
                1 - F,
                "Each of the v·v entries of the table, over m².",
                COUSIN * v**3 * m**4,
            ),
            limit(
                "per column",
                Quantity("v²m⁴ E‖C_ν‖²", r"v^2m^4\,\mathbb{E}\|C_\nu\|^2"),
                1 - F,
                "Sum over the v values of Z.",
                v * COUSIN * v**2 * m**4,
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
                v**2 * m**2 * token(sp.Integer(1)),
                "A target one level below the cousin token: exactly the factor λ, since rules of "
                "different levels are independent and ΔJ sums to zero over the token.",
                deeper,
            ),
            limit(
                "per entry, one level lower",
                Quantity("v³m⁵ E[C(ν,x)²]", r"v^3m^5\,\mathbb{E}[C(\nu,x)^2]"),
                1 - F,
                "By induction v³m^(4+k) k levels lower.",
                token(sp.Integer(1)) * v**3 * m**5,
            ),
        ),
    )


def root_correlation() -> Derivation:
    """Labels: the root is seen through every rule above the tuple."""
    depths = {d: expression(moments.squared_root_correlation(symbolic(), d)) for d in (1, 2)}
    one = root(sp.Integer(1))
    return Derivation(
        "root-correlation",
        "The correlation with the root label falls by a factor of m per level",
        "Section 2, supervised; arXiv:2307.02129",
        (
            equality(
                "one level below the root",
                Quantity("E Σ_{a,c} ΔJ²", r"\mathbb{E}\sum_{a,c}\Delta J_{ac}^2"),
                v**2 * m**2 * one,
                "Two replicas with equal roots agree more often than two with any roots.",
                depths[1],
            ),
            equality(
                "each further level",
                Quantity("ratio", r"\text{ratio}"),
                CONTRACTION,
                "The factor λ: so λ^(L−ℓ−1) (v−1)/v² for the parents of level-ℓ tuples.",
                sp.simplify(depths[2] / depths[1]),
            ),
            limit(
                "per entry, tuples right below the root's children",
                Quantity("v³m³ E[C(ν,c)²]", r"v^3m^3\,\mathbb{E}[C(\nu,c)^2]"),
                sp.Integer(1),
                "No factor 1−f: labels tell rules apart also where every tuple is grammatical. "
                "At level ℓ: v³m^(L−ℓ+1).",
                one * v**3 * m**3,
            ),
        ),
    )
