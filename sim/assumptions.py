"""Assumption 1 measured on one grammar: how balanced and how separated it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from jaxtyping import Shaped

from ownlatents.errors import InputError
from ownlatents.sim.context import Context
from ownlatents.sim.grammar import Grammar
from ownlatents.sim.law import Law

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
    """Assumption 1 of one grammar at one site a level, and the worst level's constants."""

    sites: tuple[Context, ...]
    levels: tuple[LevelAssumptions, ...]

    @property
    def p_min(self) -> Number:
        """Probability of the rarest grammatical tuple: the smallest over levels."""
        return min(level.p_min for level in self.levels)

    @property
    def separation(self) -> Number:
        """Squared distance Δ² of the closest two centres: the smallest over levels."""
        return min(level.separation for level in self.levels)

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
    grammar: Grammar, sites: Context | Sequence[Context] | None = None, *, exact: bool = False
) -> Assumptions:
    """Balance and separation of a grammar (Assumption 1, Appendix B.1, arXiv:2605.27734).

    Args:
        grammar: the rules; L at least 2.
        sites: the tuple's site and its targets, for all levels or one for each, lowest first (see
            `best_sites`); `Context()` by default.
        exact: `fractions.Fraction` in place of floats.

    Cost: O(L·(k·v³ + v²·kv)) for k targets.

    >>> from ownlatents.sim import RHMParams
    >>> found = assumptions(Grammar.sample(RHMParams(v=4, m=3, s=2, L=3), seed=1), exact=True)
    >>> print(found.c_bal, found.c_sep_squared)
    5/9 292/1225
    """
    law, p = Law(grammar, exact=exact), grammar.params
    if sites is None or isinstance(sites, Context):
        context = sites or Context()
        context.check(p.s, p.L)
        sites = [context for _ in context.levels(p.L)]
    if len(sites) != p.L - 1:
        raise InputError(f"{len(sites)} sites, but {p.L - 1} were expected, one for each level")
    for level, site in enumerate(sites):
        site.check(p.s, p.L, level)
    levels = [_measured(law, site, level) for level, site in enumerate(sites)]
    return Assumptions(tuple(sites), tuple(levels))


def best_sites(grammar: Grammar, context: Context | None = None) -> list[Context]:
    """A site for each level, such that p_min·Δ² over all of them is as large as can be.

    Theorem 2 asks for 1/(p_min·Δ²) strings, and for balance at the chosen sites only: a symbol that
    never occurs at one place need not make it void.

    Args:
        grammar: the rules; L at least 2.
        context: the targets; its grandparent and place are replaced by every one there is.

    Cost: that of `assumptions` times the s^(L−1) sites of the lowest level.
    """
    law, p = Law(grammar), grammar.params
    wanted = context or Context()
    wanted.check(p.s, p.L)
    found = []
    for level in wanted.levels(p.L):
        # Level-(ℓ+2) variables, each named by the first level-2 variable below it.
        sites = [
            replace(wanted, grandparent=grandparent, place=place)
            for grandparent in range(0, p.s ** (p.L - 2), p.s**level)
            for place in range(p.s)
        ]
        found.append([(site, _measured(law, site, level)) for site in sites])

    def chosen(p_min: float) -> list[tuple[Context, LevelAssumptions]]:
        """At each level the best separated site among those that are balanced with p_min."""
        balanced = [[x for x in level if x[1].p_min >= p_min] for level in found]
        return [max(level, key=lambda x: x[1].separation) for level in balanced]

    # p_min of the whole is that of some site, at most the best one of each level.
    most = min(max(x.p_min for _, x in level) for level in found)
    bounds = {x.p_min for level in found for _, x in level if x.p_min <= most}
    best = max(
        map(chosen, sorted(bounds)),
        key=lambda x: min(y.p_min for _, y in x) * min(y.separation for _, y in x),
    )
    return [site for site, _ in best]


def _measured(law: Law, context: Context, level: int) -> LevelAssumptions:
    p = law.grammar.params
    one: Number = Fraction(1) if law.exact else 1.0
    joint = law.contexts(level, context)
    parent = joint[0].sum(axis=1)
    occurs = parent > 0
    centres = law.context_vectors(level, context)[occurs]
    mean = joint.sum(axis=1).ravel()
    pairs = _squared_distances(centres)
    separation = pairs.min() if len(pairs) else 0 * one
    p_min = parent.min() / p.m
    ungrammatical = 1 - one * p.m / p.v ** (p.s - 1)
    return LevelAssumptions(
        level=level,
        p_min=p_min,
        c_bal=p_min * p.n_tuples,
        separation=separation,
        c_sep_squared=separation * p.m**2 / ungrammatical if ungrammatical else None,
        spread=((centres - mean) ** 2).sum(axis=1).mean(),
        pair=pairs.mean() if len(pairs) else 0 * one,
    )


def _squared_distances(centres: Shaped[np.ndarray, "a kv"]) -> Shaped[np.ndarray, "a*(a-1)//2"]:
    # Differences first: expanding the square would leave rounding where two centres are equal.
    rows = [((centres[i + 1 :] - one) ** 2).sum(axis=1) for i, one in enumerate(centres)]
    return np.concatenate(rows) if rows else centres
