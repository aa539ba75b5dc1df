"""Second moments of a random grammar's law: marginals, correlations, centres. All exact.

Each function takes `Sizes` of any kind of number: fractions for a value, `symbolic()` for the
rational function of v, m and N = v^s. Places are those of `Law` in the simulator: a path is the
sequence of places from a node down to a descendant.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import sympy as sp
from sympy import QQ
from sympy.polys.fields import field

from theory.partitions import Number
from theory.replicas import Replicas, Sizes
from theory.symbols import m, s, v

Path = tuple[int, ...]
_Strings = Sequence[str]  # for each replica which nodes it carries: "T", "Z" or "TZ"


def exact(v: int, m: int, s: int) -> Sizes:
    """Sizes as fractions."""
    return Sizes(Fraction(v), Fraction(m), Fraction(v**s))


def symbolic() -> Sizes:
    """Sizes as generators of a field of rational functions, which sympy keeps in lowest terms."""
    _, *generators = field("v,m,N", QQ)
    return Sizes(*generators)


def expression(element: Number) -> sp.Expr:
    """A field element as a factored sympy expression in v, m and v^s."""
    N = sp.Symbol("N")
    factored = sp.factor(element.as_expr())
    return factored.subs({N: v**s, sp.Symbol("v"): v, sp.Symbol("m"): m})


def contraction(sizes: Sizes) -> Number:
    """λ: how much of two nodes' agreement survives one level of rules.

    λ = Pr[children agree | parents agree] − Pr[children agree | parents differ] = (1/m)(v−1)N /
    (v(N−1)): the factor of about 1/m that each unresolved rule costs.
    """
    same = Replicas.equal_roots(sizes, 2).down(0).probability([(0, 1)])
    apart = Replicas(sizes, {(0, 1): sizes.v / sizes.v}).down(0).probability([(0, 1)])
    return same - apart


def squared_marginals(sizes: Sizes, depth: int) -> Number:
    """E Σ_a Pr[h = a]² of a variable `depth` levels below the root; 1/v where balanced."""
    pair = Replicas.roots(sizes, 2)
    for _ in range(depth):
        pair = pair.down(0)
    return pair.probability([(0, 1)])


def balance_spread(sizes: Sizes, depth: int) -> Number:
    """Relative variance of a marginal, ρ = v² Var(Pr[h = a]) = v E Σ_a Pr[h = a]² − 1."""
    return sizes.v * squared_marginals(sizes, depth) - 1


def squared_correlation(sizes: Sizes, above: int, to_tuple: Path, to_target: Path) -> Number:
    """E Σ_{a,z} (Pr[A=a, Z=z] − Pr[A=a] Pr[Z=z])² of a tuple's parent A and any variable Z.

    Divided by v²m² it is the mean of C_Z(ν, z)² per entry, by v·m² that of a column's ‖C_ν‖².

    Args:
        sizes: of the ensemble.
        above: levels from the root down to the lowest common ancestor of A and Z.
        to_tuple, to_target: places from that ancestor down to A and to Z, the first ones different.
            Cousin tokens: `(0,)` and `(1, 0)`.
    """
    terms = ((1, ["TZ", "TZ"]), (-2, ["TZ", "T", "Z"]), (1, ["T", "Z", "T", "Z"]))
    return sum(
        sign * _agreement(sizes, above, strings, to_tuple, to_target) for sign, strings in terms
    )


def squared_root_correlation(sizes: Sizes, depth: int) -> Number:
    """The same for the root label in place of Z, A being `depth` levels below it."""
    together, apart = Replicas.equal_roots(sizes, 2), Replicas.roots(sizes, 2)
    for _ in range(depth):
        together, apart = together.down(0), apart.down(0)
    difference = together.probability([(0, 1)]) - apart.probability([(0, 1)])
    return difference / sizes.v


def _agreement(
    sizes: Sizes, above: int, strings: _Strings, to_tuple: Path, to_target: Path
) -> Number:
    """Probability that the two T's agree and the two Z's agree in these replicas."""
    state = Replicas.roots(sizes, len(strings))
    for _ in range(above):
        state = state.down(0)
    paths = {"T": to_tuple, "Z": to_target}
    nodes = [(replica, kind) for replica, carried in enumerate(strings) for kind in carried]
    state = state.children([(replica, paths[kind][0]) for replica, kind in nodes])
    kinds = [kind for _, kind in nodes]
    for step in range(1, max(len(to_tuple), len(to_target)) + 1):
        # What has arrived must agree, and is followed no further.
        for kind in "TZ":
            if len(paths[kind]) == step:
                arrived = [i for i, one in enumerate(kinds) if one == kind]
                going = [i for i, one in enumerate(kinds) if one != kind]
                state = state.given_equal([arrived], going)
                kinds = [kinds[i] for i in going]
        if kinds:
            state = state.children([(i, paths[kind][step]) for i, kind in enumerate(kinds)])
    return sum(state.law.values())


@cache
def cousin_correlation() -> sp.Expr:
    """`squared_correlation` with a cousin token right under the root, as a rational function."""
    return expression(squared_correlation(symbolic(), 0, (0,), (1, 0)))
