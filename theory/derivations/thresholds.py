"""Where signal meets noise: how many strings each observable needs."""

from __future__ import annotations

import sympy as sp

from ownlatents.theory.derivation import (
    Derivation,
    F,
    Quantity,
    definition,
    equality,
    heuristic,
    limit,
)
from ownlatents.theory.signals import CONTRACTION, COUSIN, root, strings_needed, token
from ownlatents.theory.symbols import m, v

_P = sp.Symbol("P", positive=True)
_NOISE = 1 / (v**2 * m * _P)


def thresholds() -> Derivation:
    """Latents, tokens and labels side by side."""
    signal = sp.Symbol("C2", positive=True)
    one = sp.Integer(1)
    return Derivation(
        "thresholds",
        "Strings needed: vm³/(1−f) for latents, vm^(L+1) for tokens, vm^L for labels",
        "Theorem 2, Eq. (3); Eq. (1); Section 2",
        (
            definition(
                "sampling noise of an entry",
                Quantity("Var[Ĉ(ν,z)]", r"\mathrm{Var}[\hat C(\nu,z)]"),
                _NOISE,
                "P strings, each in the cell (ν, z) with probability about 1/(vm) · 1/v (balance).",
            ),
            equality(
                "signal equals noise",
                Quantity("P", "P"),
                strings_needed(signal),
                "Below it the correlations are lost in noise. A learner that averages over the v "
                "entries of a column can do with fewer; constants and logarithms are theorem-2's.",
                sp.solve(sp.Eq(signal, _NOISE), _P)[0],
            ),
            limit(
                "own latents",
                Quantity("P (1−f) / (vm³)", r"P(1-f)/(vm^3)"),
                sp.Integer(1),
                "The cousin's correlation, the same at every level.",
                strings_needed(COUSIN) * (1 - F) / (v * m**3),
            ),
            limit(
                "tokens, one level further down",
                Quantity("P (1−f) / (vm⁴)", r"P(1-f)/(vm^4)"),
                sp.Integer(1),
                "A factor 1/λ per level; to learn level ℓ: vm^(ℓ+2), up to ℓ = L−1.",
                strings_needed(token(one)) * (1 - F) / (v * m**4),
            ),
            limit(
                "labels, tuples right below the root's children",
                Quantity("P / (vm²)", r"P/(vm^2)"),
                sp.Integer(1),
                "A factor 1/λ per level above the tuple: vm^(L−ℓ), hardest at ℓ = 0.",
                strings_needed(root(one)) / (v * m**2),
            ),
            heuristic(
                "gradient descent attains it",
                Quantity("P*", "P^*"),
                "≃",
                Quantity("P", "P"),
                "That a learner uses every correlation above sampling noise is an assumption (A2); "
                "for clustering it is Theorem 2, which pays a logarithm and a constant.",
            ),
        ),
    )


def tree_distance() -> Derivation:
    """The rule of thumb of Fig. 1's caption."""
    one = sp.Integer(1)
    d = sp.Symbol("d", integer=True, positive=True)
    return Derivation(
        "tree-distance",
        "Cost v·m^d, d the number of rules between the tuple and what is predicted",
        "Caption of Fig. 1, arXiv:2605.27734",
        (
            definition(
                "one factor 1/λ ≃ m for each unresolved rule",
                Quantity("P", "P"),
                v * m**d,
                "From `contraction`. A rule that generates both branches counts once.",
            ),
            limit(
                "own latents: d = 3, the rules of the tuple's parent, the grandparent, the cousin",
                Quantity("P λ³ (1−f) / v", r"P\lambda^3(1-f)/v"),
                sp.Integer(1),
                "At every level.",
                strings_needed(COUSIN) * CONTRACTION**3 * (1 - F) / v,
            ),
            limit(
                "a token one level below the cousin token: d = 4, in all L+1 for the highest level",
                Quantity("P λ⁴ (1−f) / v", r"P\lambda^4(1-f)/v"),
                sp.Integer(1),
                "Each level down adds a rule.",
                strings_needed(token(one)) * CONTRACTION**4 * (1 - F) / v,
            ),
            limit(
                "the label, two rules above the tuple: d = 2, in all L for the lowest level",
                Quantity("P λ² / v", r"P\lambda^2/v"),
                sp.Integer(1),
                "Each level up adds a rule.",
                strings_needed(root(one)) * CONTRACTION**2 / v,
            ),
        ),
    )
