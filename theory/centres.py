"""Distances between context vectors: expectations although they divide by random marginals.

Right below the root, Pr[A=a] = n_a/(vm) with n_a the number of rules that carry a at the tuple's
place, a hypergeometric number. Given the n's, rules with different symbols at that place are drawn
from disjoint populations, so the centres' differences have mean zero and known variances. What is
left is an exact sum over one hypergeometric number.

Further down the grandparent's marginal is random too. It enters through weights 1 + τ_c of its
symbols c, with mean 0 and the variance ρ of `balance_spread`; `context-distance` expands to second
order in τ. Third orders are left out: about 1 % at v = 16, m = 4, falling with m.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import comb

from ownlatents.theory.moments import balance_spread, contraction, exact
from ownlatents.validation import checked_integer, checked_sizes


def rules_with_symbol(v: int, m: int, s: int) -> dict[int, Fraction]:
    """Law of n_a, how many of a level's v·m rules have a given symbol at a given place.

    Hypergeometric: v·m draws without replacement from v^s tuples of which v^(s−1) count. The
    entry of 0 is the probability that a symbol never occurs at the site (c_bal = 0).

    Args:
        v, m, s: sizes.

    Raises:
        InputError: impossible sizes.
    """
    checked_sizes(v, m, s, 1)
    return _hypergeometric(v, m, s)


@cache
def _hypergeometric(v: int, m: int, s: int) -> dict[int, Fraction]:
    N, marked, drawn = v**s, v ** (s - 1), v * m
    ways = comb(N, drawn)
    return {
        n: Fraction(comb(marked, n) * comb(N - marked, drawn - n), ways)
        for n in range(max(0, drawn - (N - marked)), min(marked, drawn) + 1)
    }


def expected_spread(v: int, m: int, s: int, above: int = 0) -> Fraction:
    """E‖μ_a − π‖² over grammars in which a occurs, for one cousin token.

    Args:
        v, m, s: sizes.
        above: levels from the root down to the grandparent; exact at 0, to second order below.

    Raises:
        InputError: impossible sizes.

    >>> round(float(expected_spread(64, 16, 2)) * 16**2 / (1 - 16 / 64), 3)
    1.038
    """
    checked_sizes(v, m, s, 1)
    N, marked, drawn = v**s, v ** (s - 1), v * m
    rho = _imbalance(v, m, s, above)
    total = Fraction(0)
    for n, probability, squares, variance in _occurring(v, m, s, rho):
        share = Fraction(n, drawn)
        # Σω² over the rules that carry a, times (1/Pr[A=a] − 1)²; then over the other rules.
        own = squares * (1 - 2 * share) + (1 + rho) * share / drawn
        rest = (1 + rho) * (1 - share) / drawn
        mean = (1 - share) ** 2 + share**2 * variance
        total += probability * (
            _without_replacement(own, mean, marked) + _without_replacement(rest, mean, N - marked)
        )
    return _per_symbol(v, m, s) * total


def expected_pair_distance(v: int, m: int, s: int, above: int = 0) -> Fraction:
    """E‖μ_a − μ_b‖² over grammars in which a and b occur, up to their counts' dependence.

    Given n_a and n_b the two centres are independent of each other. The counts are taken as
    independent of each other's occurring, which they are but for a term of order Pr[n_b = 0].

    Args:
        v, m, s: sizes.
        above: levels from the root down to the grandparent; to second order where not 0.

    Raises:
        InputError: impossible sizes.
    """
    checked_sizes(v, m, s, 1)
    marked, rho = v ** (s - 1), _imbalance(v, m, s, above)
    one = sum(
        (
            probability * _without_replacement(squares, Fraction(1), marked)
            for _, probability, squares, _ in _occurring(v, m, s, rho)
        ),
        start=Fraction(0),
    )
    return 2 * _per_symbol(v, m, s) * one


def _imbalance(v: int, m: int, s: int, above: int) -> Fraction:
    checked_integer("above", above, 0)
    return Fraction(balance_spread(exact(v, m, s), above))


def _per_symbol(v: int, m: int, s: int) -> Fraction:
    """λ times the variance of one of v equally frequent symbols, added over all of them."""
    return Fraction(contraction(exact(v, m, s))) * (1 - Fraction(1, v))


def _occurring(
    v: int, m: int, s: int, rho: Fraction
) -> Iterator[tuple[int, Fraction, Fraction, Fraction]]:
    """For n_a ≥ 1: n_a, its probability, E[Σω²/(Σω)²] and Var(Σω)/E[Σω]² of its rules' weights."""
    law, drawn = rules_with_symbol(v, m, s), v * m
    occurring = 1 - law.get(0, Fraction(0))
    for n, probability in law.items():
        if n > 0:
            variance = rho * Fraction(drawn - n, (drawn - 1) * n)
            yield n, probability / occurring, (1 + rho - variance) / n, variance


def _without_replacement(squares: Fraction, squared_sum: Fraction, population: int) -> Fraction:
    """Var(Σ ωᵢXᵢ)/Var(X) of draws Xᵢ without replacement, from Σω² and (Σω)²."""
    return (population * squares - squared_sum) / (population - 1)
