"""Distances between context vectors: exact expectations although they divide by random marginals.

Right below the root, Pr[A=a] = n_a/(vm) with n_a the number of rules that carry a at the tuple's
place, a hypergeometric number. Given the n's, rules with different symbols at that place are drawn
from disjoint populations, so the centres' differences have mean zero and known variances. What is
left is a sum over one hypergeometric number. Below other levels the grandparent's own marginal is
random too; there `moments` has the exact numerators and denominators apart.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from theory.moments import contraction, exact


def rules_with_symbol(v: int, m: int, s: int) -> dict[int, Fraction]:
    """Law of n_a, how many of a level's v·m rules have a given symbol at a given place.

    Hypergeometric: v·m draws without replacement from v^s tuples of which v^(s−1) count.
    """
    N, marked, drawn = v**s, v ** (s - 1), v * m
    ways = comb(N, drawn)
    return {
        n: Fraction(comb(marked, n) * comb(N - marked, drawn - n), ways)
        for n in range(max(0, drawn - (N - marked)), min(marked, drawn) + 1)
    }


def missing_symbol(v: int, m: int, s: int) -> Fraction:
    """Probability that a given symbol occurs nowhere at a site right below the root (c_bal = 0)."""
    return rules_with_symbol(v, m, s).get(0, Fraction(0))


def expected_spread(v: int, m: int, s: int) -> Fraction:
    """E‖μ_a − π‖² over grammars in which a occurs: exactly, one cousin token right below the root.

    λ·v·E[Var(n_ab/n_a − q_b) | n_a ≥ 1] with q_b the marginal of the cousin.

    >>> round(float(expected_spread(64, 16, 2)) * 16**2 / (1 - 16 / 64), 3)
    1.038
    """
    N, marked, drawn = v**s, v ** (s - 1), v * m
    total = Fraction(0)
    for n, probability in _occurring(v, m, s):
        own = _hypergeometric_variance(n, marked, v)
        rest = _hypergeometric_variance(drawn - n, N - marked, v)
        weight = (Fraction(1, n) - Fraction(1, drawn)) ** 2
        total += probability * (weight * own + rest / drawn**2)
    result: Fraction = contraction(exact(v, m, s)) * v * total
    return result


def expected_pair_distance(v: int, m: int, s: int) -> Fraction:
    """E‖μ_a − μ_b‖² over grammars in which a and b occur, up to their counts' dependence.

    Given n_a and n_b the two centres are independent of each other; each adds
    λ·v·Var(n_ac/n_a | n_a). The counts are taken as independent of each other's occurring, which
    they are but for a term of order Pr[n_b = 0].
    """
    marked = v ** (s - 1)
    one: Fraction = sum(
        (
            probability * _hypergeometric_variance(n, marked, v) / n**2
            for n, probability in _occurring(v, m, s)
        ),
        start=Fraction(0),
    )
    result: Fraction = 2 * contraction(exact(v, m, s)) * v * one
    return result


def _occurring(v: int, m: int, s: int) -> list[tuple[int, Fraction]]:
    law = rules_with_symbol(v, m, s)
    occurring = 1 - law.get(0, Fraction(0))
    return [(n, probability / occurring) for n, probability in law.items() if n > 0]


def _hypergeometric_variance(draws: int, population: int, v: int) -> Fraction:
    """Variance of how many of `draws` tuples carry one of v equally frequent symbols."""
    if population == 1:
        return Fraction(0)
    share = Fraction(1, v)
    return draws * share * (1 - share) * Fraction(population - draws, population - 1)
