"""Set partitions and falling factorials: the combinatorics of sampling without replacement."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from math import factorial, prod
from typing import Any

from ownlatents.validation import checked_integer

Partition = tuple[int, ...]
"""A set partition as a restricted growth string: entry i names the block of item i."""

Number = Any
"""int, Fraction, a sympy expression or an element of a sympy field: + − × / are all we use."""


@cache
def partitions(n: int) -> tuple[Partition, ...]:
    """All set partitions of n items, Bell(n) of them.

    Args:
        n: number of items, at least 0.

    Raises:
        InputError: n is no such integer.

    >>> partitions(3)
    ((0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, 2))
    """
    checked_integer("n", n, 0)

    def grown(prefix: Partition, used: int) -> Iterator[Partition]:
        if len(prefix) == n:
            yield prefix
            return
        for block in range(used + 1):
            yield from grown((*prefix, block), max(used, block + 1))

    return tuple(grown((), 0))


def canonical(labels: Iterable[Hashable]) -> Partition:
    """The partition of items by their labels.

    >>> canonical("abca")
    (0, 1, 2, 0)
    """
    names: dict[Hashable, int] = {}
    return tuple(names.setdefault(label, len(names)) for label in labels)


def size(partition: Partition) -> int:
    """Number of blocks."""
    return max(partition, default=-1) + 1


def refines(finer: Partition, coarser: Partition) -> bool:
    """Whether items together in `finer` are together in `coarser`."""
    block_of: dict[int, int] = {}
    return all(block_of.setdefault(a, b) == b for a, b in zip(finer, coarser, strict=True))


def moebius(partition: Partition) -> int:
    """Möbius function of the partition lattice from all-separate to `partition`."""
    counts = [partition.count(block) for block in range(size(partition))]
    return prod((-1) ** (count - 1) * factorial(count - 1) for count in counts)


def falling(x: Number, k: int) -> Number:
    """x (x−1) … (x−k+1)."""
    return prod((x - i for i in range(k)), start=1)
