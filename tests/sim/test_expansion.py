"""The sampler's tables: not public, but a wrong one would be a wrong law of strings."""

import numpy as np
import pytest
from hypothesis import given

from ownlatents.sim import Grammar, RHMParams
from ownlatents.sim.expansion import expansions
from tests.enumeration import derivations
from tests.sim.strategies import searched, small_grammars


@searched
@given(small_grammars())
def test_a_table_holds_every_derivation_of_every_symbol_once(grammar):
    p, listed = grammar.params, derivations(grammar)
    (step,) = expansions(grammar)
    assert (step.top, step.depth, step.choices) == (p.L, p.L, len(listed.weights) // p.v)
    of_root = np.repeat(np.arange(p.v), step.choices)[:, None]
    expanded = np.concatenate([of_root, *step.tables], axis=1)
    trees = np.concatenate(listed.tree[::-1], axis=1)
    assert sorted(map(tuple, expanded.tolist())) == sorted(map(tuple, trees.tolist()))


@pytest.mark.parametrize("sizes", [(2, 1, 2, 5), (8, 4, 2, 7), (8, 8, 2, 5), (300, 250, 2, 3)])
def test_the_steps_lead_from_the_root_to_the_tokens_and_stay_small(sizes):
    grammar = Grammar.sample(RHMParams(*sizes), seed=0)
    steps = expansions(grammar)
    p = grammar.params
    assert [step.top for step in steps] == [p.L, *(step.top - step.depth for step in steps[:-1])]
    assert steps[-1].top == steps[-1].depth
    for step in steps:
        for below, table in enumerate(step.tables, start=1):
            assert table.shape == (p.v * step.choices, p.s**below)
            assert table.dtype == grammar.rules[0].dtype
        assert step.depth == 1 or len(step.tables[0]) <= 1 << 16
