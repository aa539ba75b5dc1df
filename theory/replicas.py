"""Exact averages over the grammar ensemble, by following replicas of a string down the tree.

A product of k probabilities under one grammar is the probability that k independent strings of that
grammar (replicas) do something together. Averaged over grammars it does not depend on the symbols
themselves, only on which of them are equal: on a set partition of the nodes that are followed. One
level of rules maps the law of the partition above to the law of the partition below, and the map is
a ratio of falling factorials, since rules are distinct tuples drawn uniformly without replacement.

Nothing is expanded or approximated: with `fractions.Fraction` sizes the averages are exact numbers,
with symbols they are rational functions of v, m and N = v^s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Rational

from ownlatents.errors import InputError
from ownlatents.theory.partitions import (
    Number,
    Partition,
    canonical,
    falling,
    moebius,
    partitions,
    refines,
    size,
)
from ownlatents.validation import checked_instance


@dataclass(frozen=True)
class Sizes:
    """The numbers that an average depends on.

    Args:
        v: symbols per level.
        m: rules per symbol.
        N: number of s-tuples, v^s.

    Raises:
        InputError: numbers that no model has; expressions are taken as they are.
    """

    v: Number
    m: Number
    N: Number

    def __post_init__(self) -> None:
        if not all(isinstance(x, Rational) for x in (self.v, self.m, self.N)):
            return
        if self.v < 2 or self.m < 1 or self.v * self.m > self.N:
            raise InputError(
                f"v={self.v} m={self.m} N={self.N}, but v ≥ 2, m ≥ 1 and v·m ≤ N were expected"
            )


@dataclass(frozen=True)
class Replicas:
    """Some nodes of some replicas at one level, and the law of which of their symbols are equal.

    Attributes:
        sizes: of the ensemble.
        law: weight of each partition of the nodes; weights sum to 1 until `given_equal` was used,
            and from then on to the probability of what was asked for.
    """

    sizes: Sizes
    law: dict[Partition, Number]

    @classmethod
    def roots(cls, sizes: Sizes, n: int) -> Replicas:
        """The roots of n independent strings: uniform symbols."""
        v = checked_instance("sizes", sizes, Sizes).v
        return cls(sizes, {p: falling(v, size(p)) / v**n for p in partitions(n)})

    @classmethod
    def equal_roots(cls, sizes: Sizes, n: int) -> Replicas:
        """The roots of n strings that share their label."""
        checked_instance("sizes", sizes, Sizes)
        return cls(sizes, {(0,) * n: sizes.v / sizes.v})

    def children(self, wanted: Sequence[tuple[int, int]]) -> Replicas:
        """Go down one level.

        Args:
            wanted: (node, place) for each child to follow. Children of one node come from one
                rule; different nodes draw their rules independently.
        """
        n = len(next(iter(self.law)))
        drawn: dict[Partition, Number] = {}
        for symbols, weight in self.law.items():
            for rules in partitions(n):
                if refines(rules, symbols):
                    chance = _probability_of_rules(rules, symbols, self.sizes.m)
                    drawn[rules] = drawn.get(rules, 0) + weight * chance
        law: dict[Partition, Number] = {}
        for rules, weight in drawn.items():
            if weight == 0:  # more distinct rules than a symbol has
                continue
            places = [(rules[node], place) for node, place in wanted]
            for below in partitions(len(wanted)):
                chance = _probability_of_pattern(places, below, size(rules), self.sizes)
                if chance != 0:
                    law[below] = law.get(below, 0) + weight * chance
        return Replicas(self.sizes, law)

    def down(self, place: int) -> Replicas:
        """Go down one level, following the same place under every node."""
        n = len(next(iter(self.law)))
        return self.children([(node, place) for node in range(n)])

    def given_equal(self, groups: Sequence[Sequence[int]], keep: Sequence[int]) -> Replicas:
        """Keep the weight of what has equal symbols within each group; follow `keep` further."""
        law: dict[Partition, Number] = {}
        for symbols, weight in self.law.items():
            if all(len({symbols[node] for node in group}) == 1 for group in groups):
                kept = canonical(symbols[node] for node in keep)
                law[kept] = law.get(kept, 0) + weight
        return Replicas(self.sizes, law)

    def probability(self, groups: Sequence[Sequence[int]]) -> Number:
        """Probability that symbols are equal within each group."""
        return sum(self.given_equal(groups, []).law.values())


def _probability_of_rules(rules: Partition, symbols: Partition, m: Number) -> Number:
    """That nodes with these symbols draw exactly these coincidences of rules."""
    chance: Number = 1
    for symbol in range(size(symbols)):
        nodes = [i for i, block in enumerate(symbols) if block == symbol]
        chance = chance * falling(m, len({rules[i] for i in nodes})) / m ** len(nodes)
    return chance


def _probability_of_pattern(
    places: Sequence[tuple[int, int]], symbols: Partition, n_rules: int, sizes: Sizes
) -> Number:
    """That distinct random rules carry symbols of this pattern at these (rule, place)s.

    Distinctness by inclusion and exclusion over which rules would coincide.
    """
    tuples: Number = 0
    for merged in partitions(n_rules):
        ways: Number = moebius(merged)
        for block in range(size(merged)):
            fixed: dict[int, int] = {}
            for (rule, place), symbol in zip(places, symbols, strict=True):
                if merged[rule] == block and fixed.setdefault(place, symbol) != symbol:
                    ways = 0
            ways = ways * sizes.N / sizes.v ** len(fixed)
        tuples = tuples + ways
    return falling(sizes.v, size(symbols)) * tuples / falling(sizes.N, n_rules)
