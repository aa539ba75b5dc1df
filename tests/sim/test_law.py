from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownlatents.errors import InputError
from ownlatents.sim import OBSERVABLES, Context, Grammar, Law, RHMParams
from tests.enumeration import derivations, fractions, tuples_and_targets
from tests.sim.strategies import searched, small_grammars

DEEP_AND_WIDE = Grammar.sample(RHMParams(v=2, m=2, s=3, L=3), seed=5)


def laws(grammar):
    """The two kinds of law, each with the equality that holds for it."""
    return (
        (Law(grammar, exact=True), lambda a, b: a.shape == b.shape and (a == b).all()),
        (Law(grammar), lambda a, b: np.allclose(a, b.astype(float), rtol=1e-12, atol=1e-15)),
    )


def nodes(params):
    return [(level, i) for level in range(params.L + 1) for i in range(params.width(level))]


def assert_law_is_enumerated(grammar):
    p, listed = grammar.params, derivations(grammar)
    column = {node: listed.tree[node[0]][:, node[1]] for node in nodes(p)}
    marginal = {node: listed.law((p.v,), column[node]) for node in nodes(p)}
    pair = {
        (a, b): listed.law((p.v, p.v), column[a], column[b]) for a, b in product(column, column)
    }
    for law, equal in laws(grammar):
        for node, expected in marginal.items():
            assert equal(law.marginal(*node), expected), node
        for ends, expected in pair.items():
            assert equal(law.pair(*ends), expected), ends
        for level in range(p.L + 1):
            mean = sum(marginal[level, i] for i in range(p.width(level)))
            assert equal(law.marginal(level, None), mean * Fraction(1, p.width(level)))


@searched
@given(small_grammars())
def test_marginals_and_pairs_are_those_of_the_listed_derivations(grammar):
    assert_law_is_enumerated(grammar)


def test_marginals_and_pairs_are_those_of_the_derivations_at_three_levels_of_three():
    assert_law_is_enumerated(DEEP_AND_WIDE)


@searched
@given(small_grammars())
def test_tuples_have_the_probability_of_the_listed_derivations(grammar):
    p, listed = grammar.params, derivations(grammar)
    for level in range(p.L):
        at_site = [
            listed.law((p.v, p.m), listed.tree[level + 1][:, i], listed.rules[level][:, i])
            for i in range(p.width(level + 1))
        ]
        for law, equal in laws(grammar):
            for i, expected in enumerate(at_site):
                assert equal(law.tuples(level, i), expected)
            assert equal(law.tuples(level, None), sum(at_site) * Fraction(1, len(at_site)))


def assert_contexts_are_enumerated(grammar, context):
    p, listed = grammar.params, derivations(grammar)
    for level in context.levels(p.L):
        joint = tuples_and_targets(listed, p, level, context)
        parents = joint.sum(axis=1).transpose(1, 0, 2)
        total = parents[0].sum(axis=1)
        divisor = np.where(total == 0, 1, total)[:, None, None]
        centres = parents.transpose(1, 0, 2) / divisor
        for law, equal in laws(grammar):
            found = law.contexts(level, context)
            assert equal(found, parents)
            assert equal(law.context_vectors(level, context), centres.reshape(p.v, -1))
            for rule in range(p.m):  # Lemma 1, as the docstring of `contexts` uses it
                assert equal(found.transpose(1, 0, 2) / p.m, joint[:, rule])


@st.composite
def grammars_with_contexts(draw):
    grammar = draw(small_grammars(L=(2, 3)))
    s, L = grammar.params.s, grammar.params.L
    context = Context(
        observable=draw(st.sampled_from(OBSERVABLES)),
        cousin=draw(st.none() | st.integers(1, s - 1)),
        token=draw(st.none() | st.integers(0, s - 1)),
        grandparent=draw(st.none() | st.integers(0, s ** (L - 2) - 1)),
        place=draw(st.integers(0, s - 1)),
    )
    return grammar, context


@searched
@given(grammars_with_contexts())
def test_contexts_are_those_of_the_listed_derivations(drawn):
    assert_contexts_are_enumerated(*drawn)


@pytest.mark.parametrize("observable", OBSERVABLES)
@pytest.mark.parametrize("grandparent", [None, 2])
def test_contexts_are_those_of_the_derivations_at_three_levels_of_three(observable, grandparent):
    context = Context(observable, grandparent=grandparent, place=1)
    assert_contexts_are_enumerated(DEEP_AND_WIDE, context)


@searched
@given(small_grammars(L=(2, 3)), st.integers(0, 2**32))
def test_correlation_of_a_tuple_with_a_node_that_is_not_below_it(grammar, pick):
    p, listed = grammar.params, derivations(grammar)
    level = pick % (p.L - 1)
    parent = (level + 1, pick % p.width(level + 1))
    free = [
        (at, i) for at, i in nodes(p) if at > parent[0] or i // p.s ** (parent[0] - at) != parent[1]
    ]
    observable = free[pick % len(free)]
    joint = listed.tuple_and_target(level, parent[1], observable, p.v, p.m)
    product_law = joint.sum(axis=2)[:, :, None] * joint.sum(axis=(0, 1))
    for law, equal in laws(grammar):
        for rule in range(p.m):
            found = law.correlation(parent, observable)
            assert equal(found, (joint - product_law)[:, rule])


def test_floats_and_fractions_agree_on_trees_too_deep_to_list():
    grammar = Grammar.sample(RHMParams(v=5, m=3, s=2, L=9), seed=2)
    exact, floats = Law(grammar, exact=True), Law(grammar)
    context = Context("token", grandparent=77, place=1)
    for a, b in (
        (exact.marginal(0, 300), floats.marginal(0, 300)),
        (exact.pair((0, 300), (2, 5)), floats.pair((0, 300), (2, 5))),
        (exact.contexts(6, context), floats.contexts(6, context)),
    ):
        assert isinstance(a.flat[0], Fraction)
        assert a.sum() == len(a) if a.ndim == 3 else a.sum() == 1
        np.testing.assert_allclose(b, a.astype(float), rtol=1e-12, atol=1e-16)


def test_a_worked_example_by_hand():
    # 0 → 00 | 01 and 1 → 11 | 10: the left child copies its parent, the right one is a coin.
    rules = [[[0, 0], [0, 1]], [[1, 1], [1, 0]]]
    law = Law(Grammar([rules, rules]), exact=True)
    half = fractions(np.ones((2, 2)), 4)
    assert (law.pair((0, 0), (2, 0)) == np.diag([Fraction(1, 2)] * 2)).all()
    assert (law.pair((0, 1), (2, 0)) == half).all()
    assert (law.pair((0, 0), (0, 2)) == half).all()


@pytest.mark.parametrize("call", ["marginal", "tuples", "contexts", "context_vectors"])
@pytest.mark.parametrize("level", [-1, 4])
def test_a_level_outside_the_tree_is_an_input_error(call, level):
    law = Law(Grammar.sample(RHMParams(v=3, m=2, s=2, L=3), seed=0))
    with pytest.raises(InputError, match="level="):
        getattr(law, call)(level)


@pytest.mark.parametrize("node", [(0, 8), (0, -1), (3, 1), (4, 0), (-1, 0)])
def test_a_node_outside_the_tree_is_an_input_error(node):
    law = Law(Grammar.sample(RHMParams(v=3, m=2, s=2, L=3), seed=0))
    for ask in (
        lambda: law.pair(node, (0, 0)),
        lambda: law.pair((0, 0), node),
        lambda: law.correlation((1, 0), node),
        lambda: law.marginal(*node),
    ):
        with pytest.raises(InputError, match=r"was expected"):
            ask()


def test_a_context_that_does_not_fit_is_an_input_error():
    law = Law(Grammar.sample(RHMParams(v=3, m=2, s=2, L=3), seed=0))
    with pytest.raises(InputError, match="cousin=2, but 1 to 1"):
        law.contexts(0, Context(cousin=2))
    with pytest.raises(InputError, match="level=2, but 0 to 1"):
        law.contexts(2)
