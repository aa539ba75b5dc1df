"""Lemma 1 as rationals, by enumeration alone: synonyms share their context vector."""

import numpy as np
import pytest
from hypothesis import assume, given

from ownlatents.sim import OBSERVABLES, Context, Grammar, RHMParams
from tests.enumeration import derivations, sites_and_targets
from tests.sim.strategies import searched, small_grammars

GRAMMAR = Grammar.sample(RHMParams(v=3, m=2, s=2, L=3), seed=1)


def synonyms_agree(joint):
    """Whether Pr[Z | T=ν] is one row per class, `joint` `(v, m, v)` being Pr[T=ν, Z=z]."""
    total = joint.sum(axis=2)
    # Cross-multiplied, so that a tuple that never occurs needs no exception.
    return (joint * total[:, :1, None] == joint[:, :1] * total[:, :, None]).all()


def joints(listed, params, context):
    for level in context.levels(params.L):
        for site, targets in sites_and_targets(params, level, context):
            for target in targets:
                yield listed.tuple_and_target(level, site, target, params.v, params.m)


@searched
@given(small_grammars(L=(2, 3)))
def test_synonyms_have_equal_context_vectors(grammar):
    listed = derivations(grammar)
    for observable in OBSERVABLES:
        for place in range(grammar.params.s):
            context = Context(observable, place=place, grandparent=None)
            assert all(synonyms_agree(x) for x in joints(listed, grammar.params, context))


@pytest.mark.parametrize("observable", OBSERVABLES)
def test_unequally_likely_synonyms_still_share_their_context_vector(observable):
    # Each node's first rule is twice as likely as the second: T ← A ← G → B → Z still holds.
    listed = derivations(GRAMMAR)
    skewed = listed.reweighted(np.prod([(2 - r).prod(axis=1) for r in listed.rules], axis=0))
    for fair, planted in zip(
        joints(listed, GRAMMAR.params, Context(observable)),
        joints(skewed, GRAMMAR.params, Context(observable)),
        strict=True,
    ):
        assert synonyms_agree(planted)
        assert (fair.sum(axis=2)[:, 0] == fair.sum(axis=2)[:, 1]).all()
        assert (planted.sum(axis=2)[:, 0] == 2 * planted.sum(axis=2)[:, 1]).all()


@searched
@given(small_grammars(L=(2,)))
def test_a_target_inside_the_tuple_itself_is_noticed(grammar):
    # Z is then no function of the parent: synonyms that differ in that token must disagree.
    p = grammar.params
    first_tokens = grammar.rules[0][:, :, 0]
    listed = derivations(grammar)
    occurs = np.isin(np.arange(p.v), listed.tree[1][:, 0])
    assume((first_tokens != first_tokens[:, :1])[occurs].any())
    assert not synonyms_agree(listed.tuple_and_target(0, 0, (0, 0), p.v, p.m))


@pytest.mark.parametrize("observable", OBSERVABLES)
def test_a_rule_that_depends_on_the_grandparent_is_noticed(observable):
    # The planted grammar is not context-free: the rule of node (1, 0) looks at node (2, 0).
    listed = derivations(GRAMMAR)
    looks_up = listed.rules[0][:, 0] == (listed.tree[2][:, 0] == 0)
    planted = listed.reweighted(1 + looks_up)
    context = Context(observable)
    assert all(synonyms_agree(x) for x in joints(listed, GRAMMAR.params, context))
    assert not all(synonyms_agree(x) for x in joints(planted, GRAMMAR.params, context))
