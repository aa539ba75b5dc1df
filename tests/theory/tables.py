"""All grammars of small sizes as tables with their probabilities, from the definition."""

import math
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import permutations, product

import numpy as np

from ownlatents.theory.partitions import falling, size

SMALL = [(2, 1, 2), (2, 2, 2), (3, 1, 2), (2, 1, 3), (2, 2, 3), (2, 4, 3)]
SMALLEST = [(2, 1, 2), (2, 2, 2), (2, 1, 3), (2, 2, 3)]
FULL = [(2, 2, 2), (2, 4, 3)]
PARTIAL = [sizes for sizes in SMALL if sizes not in FULL]

# Paths from the lowest common ancestor to the tuple's parent and to the target.
COUSIN = ((0,), (1, 0))
TOKEN = ((0,), (1, 0, 0))
HIGHER = ((0, 0), (1, 0, 0))


@cache
def levels(v, m, s):
    """How often each table `T[g][a, b]` occurs: rules of g that begin with a, b.

    Over every ordered choice of v·m distinct tuples. What is not needed of a level is forgotten at
    once (`forgetting`), so that equal tables are counted and not repeated.
    """
    counts = Counter()
    for drawn in permutations(list(product(range(v), repeat=s)), v * m):
        table = [0] * v**3
        for rule, symbols in enumerate(drawn):
            table[(rule // m * v + symbols[0]) * v + symbols[1]] += 1
        counts[tuple(table)] += 1
    return {np.array(table).reshape(v, v, v).tobytes(): n for table, n in counts.items()}


def forgetting(v, m, s, keep):
    """Distinct values of `keep(table)`, each with its probability."""
    counts = Counter()
    for raw, n in levels(v, m, s).items():
        kept = np.ascontiguousarray(keep(np.frombuffer(raw, dtype=int).reshape(v, v, v)))
        counts[kept.shape, kept.tobytes()] += n
    total = counts.total()
    return [
        (np.frombuffer(raw, dtype=int).reshape(shape), Fraction(n, total))
        for (shape, raw), n in counts.items()
    ]


def channels(sizes):
    """From a symbol to its child at place 0, in units of 1/m."""
    return forgetting(*sizes, lambda table: table.sum(axis=2))


def tops(sizes):
    """Two children of a uniform symbol, in units of 1/(vm)."""
    return forgetting(*sizes, lambda table: table.sum(axis=0))


def average(of, *independent):
    """Mean of `of` over independent levels."""
    return sum(
        math.prod(p for _, p in chosen) * of(*(table for table, _ in chosen))
        for chosen in product(*independent)
    )


def correlation_squares(joint, total):
    p, q = joint.sum(axis=1), joint.sum(axis=0)
    return Fraction(int(((joint * total - np.outer(p, q)) ** 2).sum()), total**4)


def weighted_distances(joint, total):
    p = joint.sum(axis=1)
    differences = p[None, :, None] * joint[:, None, :] - p[:, None, None] * joint[None, :, :]
    return Fraction(int((differences**2).sum()), total**4)


def weighted_pairs(joint, total):
    p = joint.sum(axis=1)
    return Fraction(int((p**2).sum() ** 2 - (p**4).sum()), total**4)


def cousin_listed(definition, sizes):
    v, m, _ = sizes
    of = lambda top, channel: definition(top @ channel, v * m**2)  # noqa: E731
    return average(of, tops(sizes), channels(sizes))


def one_lower_listed(definition, sizes):
    """The grandparent one level below the root."""
    v, m, _ = sizes
    above = forgetting(*sizes, lambda table: table.sum(axis=(0, 2)))

    def of(marginal, table, channel):
        return definition(np.tensordot(marginal, table, 1) @ channel, v * m**3)

    return average(of, above, forgetting(*sizes, lambda table: table), channels(sizes))


def one_higher_listed(definition, sizes):
    """The parent two levels below the common ancestor, the target three."""
    v, m, _ = sizes
    of = lambda top, first, second: definition(first.T @ top @ first @ second, v * m**4)  # noqa: E731
    return average(of, tops(sizes), channels(sizes), channels(sizes))


def with_replacement(places, symbols, n_rules, sizes):
    """A planted error: tuples that may coincide."""
    fixed = {}
    for place, symbol in zip(places, symbols, strict=True):
        if fixed.setdefault(place, symbol) != symbol:
            return Fraction(0)
    return falling(sizes.v, size(symbols)) / sizes.v ** len(fixed)


def without_the_factor_1_minus_f(found, sizes):
    v, m, s = sizes
    return found / (1 - Fraction(m, v ** (s - 1)))


WRONG = {
    "1−f dropped": without_the_factor_1_minus_f,
    "m replaced by v": lambda found, sizes: found * Fraction(*sizes[1::-1]) ** 4,
    "m³ for m⁴": lambda found, sizes: found * sizes[1],
}
"""Planted errors of a moment, by name."""
