"""The same correlations as earlier papers state them, and how their indices differ."""

from __future__ import annotations

import sympy as sp

from ownlatents.theory import moments
from ownlatents.theory.derivation import Derivation, F, Quantity, definition, limit
from ownlatents.theory.moments import expression, symbolic
from ownlatents.theory.symbols import m, v


def published_forms() -> Derivation:
    """Token–token covariances of arXiv:2406.00048 from the same averages."""
    siblings, cousins = (
        expression(moments.squared_correlation(symbolic(), 0, *paths)) / v**2
        for paths in (((0,), (1,)), ((0, 0), (1, 0)))
    )
    level = sp.Symbol("ell", positive=True, integer=True)
    return Derivation(
        "published-forms",
        "Token–token covariances are √((1−f)/(v³m^(2ℓ−1))), as Cagnetta and Wyart have them",
        "arXiv:2406.00048, whose ℓ is the level of the lowest common ancestor",
        (
            limit(
                "tokens of one tuple, ℓ = 1",
                Quantity("v³m E[C(x,z)²]", r"v^3m\,\mathbb{E}[C(x,z)^2]"),
                1 - F,
                "One rule between them.",
                siblings * v**3 * m,
            ),
            limit(
                "tokens of cousin tuples, ℓ = 2",
                Quantity("v³m³ E[C(x,z)²]", r"v^3m^3\,\mathbb{E}[C(x,z)^2]"),
                1 - F,
                "Three rules between them; in general 2ℓ − 1.",
                cousins * v**3 * m**3,
            ),
            definition(
                "their threshold",
                Quantity("P_ℓ (theirs)", r"P_\ell^{\text{theirs}}"),
                v * m ** (2 * level - 1) / (1 - F),
                "Signal against the noise (v²P)^(−1/2) of a pair of tokens. A tuple in place of a "
                "token divides squared signal and squared noise by m alike: vm³/(1−f) at ℓ = 2 for "
                "both.",
            ),
            definition(
                "this paper's Eq. (1)",
                Quantity("P_ℓ (here)", r"P_\ell^{\text{here}}"),
                v * m ** (level + 2) / (1 - F),
                "Here ℓ is the latent level that is learned, so their ℓ = 2 is ℓ = 1 here. Above "
                "it the exponents differ: here the context is read through latents already "
                "learned, and only the target's side is unresolved.",
            ),
        ),
    )
