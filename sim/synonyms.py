"""Exchanging synonyms: the same latents, said in other words."""

from __future__ import annotations

import numpy as np
from jaxtyping import Integer
from numpy.typing import ArrayLike

from ownlatents.errors import InputError
from ownlatents.sim.grammar import Grammar
from ownlatents.validation import checked_instance, checked_integer, checked_seed


def resample_synonyms(
    grammar: Grammar, strings: ArrayLike, level: int, seed: int, *, others_only: bool = True
) -> Integer[np.ndarray, "P n"]:
    """Redraw every rule that expands a level-`level` latent, and all rules below.

    All latents at levels ≥ `level` stay as they are; the strings below them are redrawn.

    Args:
        grammar: the rules.
        strings: `(P, s^L)` grammatical strings.
        level: 1 (only visible tuples change) … L (only the label stays).
        seed: non-negative.
        others_only: at `level` itself draw among the m−1 other rules (True) or all m (False).
            Below it all m are drawn from: those latents are new, so they have no "own" rule.

    Returns:
        `(P, s^L)` strings.

    Raises:
        InputError: level out of range, ungrammatical strings, or m = 1 where others are wanted.
    """
    p = checked_instance("grammar", grammar, Grammar).params
    checked_seed(seed)
    checked_integer("level", level, 1, p.L)
    if others_only and p.m == 1:
        raise InputError("m=1: a symbol has no other rule; at least m=2 was expected")
    tree = grammar.parse(strings)
    rng = np.random.default_rng(seed)
    symbols = tree[level]
    own = grammar.rule_of(level - 1, tree[level - 1]) % p.m
    if others_only:
        rule = (own + rng.integers(1, p.m, size=symbols.shape)) % p.m
    else:
        rule = rng.integers(0, p.m, size=symbols.shape)
    for below in range(level - 1, -1, -1):
        symbols = grammar.rules[below][symbols, rule].reshape(len(symbols), p.width(below))
        rule = rng.integers(0, p.m, size=symbols.shape)
    return symbols
