"""What one level of random rules does: contraction and balance."""

from __future__ import annotations

import sympy as sp

from ownlatents.theory import moments
from ownlatents.theory.derivation import Derivation, F, Quantity, definition, equality, limit
from ownlatents.theory.moments import expression, symbolic
from ownlatents.theory.signals import CONTRACTION
from ownlatents.theory.symbols import m, s, v


def contraction() -> Derivation:
    """How much agreement survives one level."""
    agree = (v ** (s - 1) - 1) / (v**s - 1)
    equal_parents = 1 / m + (1 - 1 / m) * agree
    return Derivation(
        "contraction",
        "Each unresolved rule costs a factor of about m",
        "Section 2, arXiv:2605.27734; exact at finite v, m, s",
        (
            definition(
                "two distinct rules agree at a place",
                Quantity("q", "q"),
                agree,
                "Rules are distinct tuples drawn without replacement: of the other v^s − 1 tuples "
                "v^(s−1) − 1 carry the same symbol there.",
            ),
            equality(
                "children of equal parents",
                Quantity("Pr[agree | equal]", r"\Pr[\text{agree}\mid\text{equal}]"),
                equal_parents,
                "Two strings draw the same of the parent's m rules with probability 1/m.",
                agree + CONTRACTION,
            ),
            equality(
                "less children of different parents",
                Quantity("λ", r"\lambda"),
                CONTRACTION,
                "Different parents never share a rule: their children agree with probability q. "
                "Following two replicas down one level gives the same.",
                expression(moments.contraction(symbolic())),
            ),
            limit(
                "many symbols",
                Quantity("m·λ", r"m\lambda"),
                sp.Integer(1),
                "(v−1)/v · v^s/(v^s−1) tends to 1.",
                m * CONTRACTION,
            ),
        ),
    )


def balance() -> Derivation:
    """How far single-symbol marginals are from uniform, level by level."""
    first, second = (expression(moments.balance_spread(symbolic(), depth)) for depth in (1, 2))
    return Derivation(
        "balance",
        "Single symbols are balanced up to (1−f)/m",
        "Assumption 1, first half; Lemma C.1 of arXiv:2602.06065",
        (
            definition(
                "relative variance of a marginal d levels below the root",
                Quantity("ρ_d", r"\rho_d"),
                Quantity("v·E Σ_a Pr[h = a]² − 1", r"v\,\mathbb{E}\sum_a\Pr[h=a]^2-1"),
                "Two replicas of a string: Σ_a Pr[h = a]² is the probability that they agree.",
            ),
            equality(
                "one level below the root",
                Quantity("ρ_1", r"\rho_1"),
                (v - 1) * (v**s - v * m) / (v * m * (v**s - 1)),
                "Followed down one level: the variance of a hypergeometric number.",
                first,
            ),
            equality(
                "from level to level",
                Quantity("ρ_{d+1} − ρ_1", r"\rho_{d+1}-\rho_1"),
                CONTRACTION * first,
                "What was uneven above survives with the factor λ (shown here for d = 1): "
                "ρ_{d+1} = ρ_1 + λ ρ_d.",
                second - first,
            ),
            limit(
                "many symbols",
                Quantity("m·ρ_1", r"m\rho_1"),
                1 - F,
                "So marginals become uniform.",
                m * first,
            ),
        ),
    )
