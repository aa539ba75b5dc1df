"""Tables that expand a symbol several levels down with one look-up.

A node's whole derivation over `depth` levels is one integer choice below m^(1+s+…+s^(depth−1)),
read as base-m digits, one per node, breadth first. Drawing that integer uniformly draws every rule
uniformly and independently, and one gather writes all s^depth symbols: the sampler's inner loop.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Integer

from ownlatents.sim.grammar import Grammar

_MAX_ENTRIES = 1 << 16  # keeps a table in the second-level cache and a choice in 16 bits


@dataclass(frozen=True)
class Expansion:
    """Expansion of the symbols of level `top` down to level `top − depth`.

    Attributes:
        top: level of the symbols that are expanded.
        depth: number of levels; at least 1.
        choices: number of equally likely derivations of one symbol, K.
        tables: `tables[j−1]` of shape `(v·K, s^j)` holds at row a·K + c the level-(top−j) symbols
            of derivation c of the symbol a.
    """

    top: int
    depth: int
    choices: int
    tables: tuple[Integer[np.ndarray, "vK _"], ...]


def expansions(grammar: Grammar) -> list[Expansion]:
    """The steps from the root (level L) to the tokens (level 0), as deep as tables stay small.

    They depend on the grammar alone, hence so do the strings of a seed. O(v·m) to 2^16 entries.
    """
    p = grammar.params
    deepest = 1
    while deepest < p.L and p.v * p.m ** _nodes(deepest + 1, p.s) <= _MAX_ENTRIES:
        deepest += 1
    steps = []
    top = p.L
    while top > 0:
        depth = (top - 1) % deepest + 1
        steps.append(_expansion(grammar, top, depth))
        top -= depth
    return steps


def _nodes(depth: int, s: int) -> int:
    return (s**depth - 1) // (s - 1)


def _expansion(grammar: Grammar, top: int, depth: int) -> Expansion:
    p = grammar.params
    n_nodes = _nodes(depth, p.s)
    choices = p.m**n_nodes
    choice = np.tile(np.arange(choices), p.v)
    symbols = np.repeat(np.arange(p.v), choices)[:, None]
    tables = []
    node = 0
    for level in range(top - 1, top - depth - 1, -1):
        digits = [choice // p.m ** (n_nodes - 1 - node - i) % p.m for i in range(symbols.shape[1])]
        node += symbols.shape[1]
        children = grammar.rules[level][symbols, np.stack(digits, axis=1)]
        symbols = np.ascontiguousarray(children.reshape(len(choice), -1))
        tables.append(symbols)
    return Expansion(top, depth, choices, tuple(tables))
