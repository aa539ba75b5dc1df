"""Grammars that the learners are tried on, and what is known of them without any learner."""

from itertools import count

import numpy as np
import torch

from ownlatents.models import Decoder
from ownlatents.sim import Context, Grammar, RHMParams, assumptions


def separated(v, m, s, L, context=None, *, skip=0):
    """The first seed's grammar that is balanced and separated; after `skip` others.

    About one small random grammar in ten has two equal centres or a symbol that never occurs at the
    site: there the failure is the grammar's, and a test of the learner would be one of the seed.
    """
    for seed in count():
        grammar = Grammar.sample(RHMParams(v=v, m=m, s=s, L=L), seed)
        found = assumptions(grammar, context)
        if found.c_bal > 0.2 and min(x.separation for x in found.levels) > 0.1 / m**2:
            skip -= 1
            if skip < 0:
                return grammar
    raise AssertionError


def enough_strings(grammar, context=None):
    """P at which the rarest tuple's vector is off by an eighth of the smallest distance Δ.

    E‖φ̂ − φ‖² ≤ k/N for k targets (Lemma 2), N = P·p_min, against (Δ/8)² (Assumption 2): every
    other tuple is better known.
    """
    context = context or Context()
    k = max(len(context.targets(grammar.params.s)), 1)
    levels = assumptions(grammar, context).levels
    return int(max(64 * k / (x.p_min * x.separation) for x in levels))


def names_at_random(grammar, seed):
    """New names for the symbols of each level 0 … L; those of the visible one stay."""
    p = grammar.params
    rng = np.random.default_rng(seed)
    return [np.arange(p.v), *(rng.permutation(p.v) for _ in range(p.L))]


def decoder_of(grammar, names=None):
    """The decoder that knows every rule, its labels named by `names[ℓ][symbol]`."""
    p = grammar.params
    names = names or [np.arange(p.v)] * (p.L + 1)
    base = (p.v + 1) ** np.arange(p.s)[::-1]
    decoder = Decoder(p.v, p.s)
    for level, rules in enumerate(grammar.rules[:-1]):
        table = np.full((p.v + 1) ** p.s, p.v, dtype=np.int32)
        table[names[level][rules] @ base] = names[level + 1][:, None]
        decoder = decoder.then(torch.as_tensor(table))
    return decoder


def relabelled(decoder, level, codes, labels):
    """The decoder with other labels for some tuples of one level."""
    tables = [table.clone() for table in decoder.tables]
    tables[level][codes] = labels
    return Decoder(decoder.v, decoder.s, tuple(tables))


def with_twins(v, m, L, *, twins=True, seed=0):
    """A grammar (s=2) in which 0 and 1 of level L−1 predict their cousin by one and the same law.

    A symbol of level L−1 stands before m cousins, once before each, in the rules of the equally
    likely roots. Those of 0 and 1 are the same. Without `twins` no two symbols have the same ones.
    """
    rng = np.random.default_rng(seed)
    while True:
        cousins = [frozenset(rng.permutation(v)[:m].tolist()) for _ in range(v)]
        if len(set(cousins)) == v:
            break
    if twins:
        cousins[1] = cousins[0]
    pairs = [(symbol, cousin) for symbol in range(v) for cousin in cousins[symbol]]
    top = rng.permutation(np.array(pairs)).reshape(v, m, 2)
    return Grammar([*separated(v, m, 2, L).rules[: L - 1], top])
