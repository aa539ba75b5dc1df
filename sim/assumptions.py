"""Assumption 1 measured on one grammar: how balanced and how separated it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.context import Context
from sim.grammar import Grammar
from sim.law import Law

Number = Any  # Fraction where measured exactly, float otherwise


@dataclass(frozen=True)
class LevelAssumptions:
    """Assumption 1 at one level ℓ.

    Attributes:
        level: ℓ of the tuples.
        p_min: probability of the rarest grammatical tuple at the site, min_ν Pr[T = ν].
        c_bal: p_min in units of 1/(vm); 0 where some parent never occurs at the site.
        separation: squared distance of the closest two centres, min ‖μ_a − μ_b‖².
        c_sep_squared: `separation` in units of (1−f)/m²; None where f = 1.
        spread: mean over parents of ‖μ_a − π‖², π the law of the targets.
        pair: mean over pairs of ‖μ_a − μ_b‖².

    Centres are those of the parents that occur at the site; with k targets side by side the squared
    distances add up over targets.
    """

    level: int
    p_min: Number
    c_bal: Number
    separation: Number
    c_sep_squared: Number | None
    spread: Number
    pair: Number


@dataclass(frozen=True)
class Assumptions:
    """Assumption 1 of one grammar at one site: per level, and the worst level's constants."""

    context: Context
    levels: tuple[LevelAssumptions, ...]

    @property
    def c_bal(self) -> Number:
        """Balance constant: the smallest over levels."""
        return min(level.c_bal for level in self.levels)

    @property
    def c_sep_squared(self) -> Number | None:
        """Square of the separation constant: the smallest over levels; None where f = 1."""
        values = [x.c_sep_squared for x in self.levels if x.c_sep_squared is not None]
        return min(values) if len(values) == len(self.levels) else None

    @property
    def c_sep(self) -> float | None:
        """Separation constant."""
        return None if self.c_sep_squared is None else float(self.c_sep_squared) ** 0.5


def assumptions(
    grammar: Grammar, context: Context | None = None, *, exact: bool = False
) -> Assumptions:
    """Balance and separation of a grammar (Assumption 1, Appendix B.1, arXiv:2605.27734).

    Args:
        grammar: the rules; L at least 2.
        context: the tuple's site and its targets; `Context()` by default.
        exact: `fractions.Fraction` in place of floats.

    Cost: O(L·(k·v³ + v²·kv)) for k targets.

    >>> from sim import RHMParams
    >>> found = assumptions(Grammar.sample(RHMParams(v=4, m=3, s=2, L=3), seed=1), exact=True)
    >>> print(found.c_bal, found.c_sep_squared)
    5/9 292/1225
    """
    context = context or Context()
    law = Law(grammar, exact=exact)
    p = grammar.params
    context.check(p.s, p.L)
    one: Number = Fraction(1) if exact else 1.0
    levels = []
    for level in context.levels(p.L):
        joint = law.contexts(level, context)
        parent = joint[0].sum(axis=1)
        occurs = parent > 0
        centres = law.context_vectors(level, context)[occurs]
        mean = joint.sum(axis=1).ravel()
        pairs = _squared_distances(centres)
        separation = pairs.min() if len(pairs) else 0 * one
        p_min = parent.min() / p.m
        ungrammatical = 1 - one * p.m / p.v ** (p.s - 1)
        levels.append(
            LevelAssumptions(
                level=level,
                p_min=p_min,
                c_bal=p_min * p.n_tuples,
                separation=separation,
                c_sep_squared=separation * p.m**2 / ungrammatical if ungrammatical else None,
                spread=((centres - mean) ** 2).sum(axis=1).mean(),
                pair=pairs.mean() if len(pairs) else 0 * one,
            )
        )
    return Assumptions(context, tuple(levels))


def _squared_distances(centres: NDArray[Any]) -> NDArray[Any]:
    # Differences first: expanding the square would leave rounding where two centres are equal.
    rows = [((centres[i + 1 :] - one) ** 2).sum(axis=1) for i, one in enumerate(centres)]
    return np.concatenate(rows) if rows else centres
