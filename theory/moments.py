"""Second moments of a random grammar's law: marginals, correlations, centres. All exact.

Each function takes `Sizes` of any kind of number: fractions for a value, `symbolic()` for the
rational function of v, m and N = v^s. Places are those of `Law` in the simulator: a path is the
sequence of places from a node down to a descendant.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import sympy as sp
from sympy import QQ
from sympy.polys.fields import field

from ownlatents.errors import InputError
from ownlatents.theory.partitions import Number
from ownlatents.theory.replicas import Replicas, Sizes
from ownlatents.theory.symbols import m, s, v
from ownlatents.validation import checked_instance, checked_integer, checked_sizes, shown

Path = tuple[int, ...]


def exact(v: int, m: int, s: int) -> Sizes:
    """Sizes as fractions.

    Args:
        v, m, s: sizes of the model.

    Raises:
        InputError: impossible sizes.
    """
    checked_sizes(v, m, s, 1)
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
    checked_integer("depth", depth, 0)
    pair = Replicas.roots(sizes, 2)
    for _ in range(depth):
        pair = pair.down(0)
    return pair.probability([(0, 1)])


def balance_spread(sizes: Sizes, depth: int) -> Number:
    """Relative variance of a marginal, ρ = v² Var(Pr[h = a]) = v E Σ_a Pr[h = a]² − 1."""
    return squared_marginals(sizes, depth) * sizes.v - 1


def squared_correlation(sizes: Sizes, above: int, to_tuple: Path, to_target: Path) -> Number:
    """E Σ_{a,z} (Pr[A=a, Z=z] − Pr[A=a] Pr[Z=z])² of a tuple's parent A and any variable Z.

    Divided by v²m² it is the mean of C_Z(ν, z)² per entry, by v·m² that of a column's ‖C_ν‖².

    Args:
        sizes: of the ensemble.
        above: levels from the root down to the lowest common ancestor of A and Z.
        to_tuple, to_target: places from that ancestor down to A and to Z, the first ones different.
            Cousin tokens: `(0,)` and `(1, 0)`.
    """
    terms = ((1, ("az", "az")), (-2, ("az", "a", "z")), (1, ("a", "z", "a", "z")))
    return sum(
        sign * agreement(sizes, above, strings, to_tuple, to_target) for sign, strings in terms
    )


def squared_pair_distance(sizes: Sizes, above: int, to_tuple: Path, to_target: Path) -> Number:
    """E Σ_{a,b} Pr[A=a]² Pr[A=b]² ‖μ_a − μ_b‖², the centres' distances without a denominator.

    μ_a is the law of Z given A = a; Pr[A=a] μ_a(z) = Pr[A=a, Z=z], so this is a polynomial in
    probabilities, where ‖μ_a − μ_b‖² itself divides by random marginals and has no closed form.
    """
    terms = ((2, ("az", "az", "b", "b")), (-2, ("az", "bz", "a", "b")))
    return sum(
        sign * agreement(sizes, above, strings, to_tuple, to_target) for sign, strings in terms
    )


def squared_pairs(sizes: Sizes, above: int, to_tuple: Path) -> Number:
    """E Σ_{a≠b} Pr[A=a]² Pr[A=b]², the weights of `squared_pair_distance`."""
    both = agreement(sizes, above, ("a", "a", "b", "b"), to_tuple, to_tuple)
    return both - agreement(sizes, above, ("a", "a", "a", "a"), to_tuple, to_tuple)


def squared_root_correlation(sizes: Sizes, depth: int) -> Number:
    """The same for the root label in place of Z, A being `depth` levels below it."""
    checked_integer("depth", depth, 0)
    together, apart = Replicas.equal_roots(sizes, 2), Replicas.roots(sizes, 2)
    for _ in range(depth):
        together, apart = together.down(0), apart.down(0)
    difference = together.probability([(0, 1)]) - apart.probability([(0, 1)])
    return difference / sizes.v


def agreement(
    sizes: Sizes, above: int, strings: tuple[str, ...], to_tuple: Path, to_target: Path
) -> Number:
    """Probability, averaged over grammars, that nodes of some strings have equal symbols.

    Args:
        sizes: of the ensemble.
        above: levels from the root down to where the paths begin.
        strings: the nodes of each independent string as letters: "z" is the node at the end of
            `to_target`, any other letter the one at the end of `to_tuple`. Nodes of one letter must
            agree; "az" with "az" is Σ_{a,z} Pr[A=a, Z=z]².
        to_tuple, to_target: places along each path; a string that carries both needs them to part
            at the first step.

    Raises:
        InputError: places that are no tuples of integers, or that do not part.
    """
    checked_integer("above", above, 0)
    _check_paths(strings, to_tuple, to_target)
    state = Replicas.roots(sizes, len(strings))
    for _ in range(above):
        state = state.down(0)
    letters = [letter for string in strings for letter in string]
    replica = [i for i, string in enumerate(strings) for _ in string]
    paths = [to_target if letter == "z" else to_tuple for letter in letters]
    state = state.children([(i, path[0]) for i, path in zip(replica, paths, strict=True)])
    for step in range(1, max(len(path) for path in paths) + 1):
        # What has arrived must agree, and is followed no further.
        arrived = {letter for letter, path in zip(letters, paths, strict=True) if len(path) == step}
        groups = [[i for i, one in enumerate(letters) if one == letter] for letter in arrived]
        going = [i for i, one in enumerate(letters) if one not in arrived]
        state = state.given_equal(groups, going)
        letters, paths = [letters[i] for i in going], [paths[i] for i in going]
        if going:
            state = state.children([(i, path[step]) for i, path in enumerate(paths)])
    return sum(state.law.values())


def _check_paths(strings: tuple[str, ...], to_tuple: Path, to_target: Path) -> None:
    if not strings or not all(isinstance(string, str) and string for string in strings):
        raise InputError(f"strings={shown(strings)}, but letters for each string were expected")
    for name, path in (("to_tuple", to_tuple), ("to_target", to_target)):
        if not checked_instance(name, path, tuple):
            raise InputError(f"{name}=(), but the place of at least one level was expected")
        for place in path:
            checked_integer(f"a place of {name}", place, 0)
    both = any("z" in string and set(string) != {"z"} for string in strings)
    if both and to_tuple[0] == to_target[0]:
        raise InputError(
            f"to_tuple={to_tuple} and to_target={to_target}, "
            "but paths that part at the first step were expected"
        )


@cache
def cousin_correlation() -> sp.Expr:
    """`squared_correlation` with a cousin token right under the root, as a rational function."""
    return expression(squared_correlation(symbolic(), 0, (0,), (1, 0)))
