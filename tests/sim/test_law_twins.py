"""Floats and fractions: every public method of `Law` answers both ways, and the same."""

import pickle
from fractions import Fraction

import numpy as np
import pytest

from ownlatents.sim import OBSERVABLES, Context, Grammar, Law, RHMParams

METHODS = [name for name, value in vars(Law).items() if callable(value) and name[0] != "_"]

# The symbol 2 stands at no left place, hence at whole sites never.
NEVER_LEFT = [[[0, 0], [0, 1]], [[1, 2], [1, 1]], [[0, 2], [1, 0]]]
GRAMMARS = {
    "two levels": Grammar.sample(RHMParams(v=4, m=3, s=2, L=2), seed=0),
    "deep": Grammar.sample(RHMParams(v=3, m=2, s=2, L=5), seed=1),
    "wide": Grammar.sample(RHMParams(v=3, m=4, s=3, L=3), seed=2),
    "one rule": Grammar.sample(RHMParams(v=5, m=1, s=2, L=4), seed=3),
    "every tuple": Grammar.sample(RHMParams(v=2, m=2, s=2, L=4), seed=4),
    "absent symbols": Grammar([NEVER_LEFT] * 4),
}


def nodes(p):
    """Every variable of the three upper levels, the first and last two of each other."""
    for level in range(p.L + 1):
        width = p.width(level)
        some = range(width) if level > p.L - 3 else sorted({0, 1, width - 2, width - 1})
        yield from ((level, i) for i in some)


def places(p):
    return [*nodes(p), *((level, None) for level in range(p.L + 1))]


def contexts(p, observables=OBSERVABLES):
    for observable in observables:
        for grandparent in {0, p.s ** (p.L - 2) - 1, None}:
            for place in range(p.s):
                at = {"grandparent": grandparent, "place": place}
                yield Context(observable, **at)
                yield Context(observable, **at, cousin=p.s - 1)
                yield Context(observable, **at, cousin=1, token=p.s - 1)
                yield Context(observable, **at, token=0)


def at_levels(p, observables=OBSERVABLES):
    return [(level, c) for c in contexts(p, observables) for level in c.levels(p.L)]


def not_below(p):
    """Variables that generate a tuple, each with variables that do not stand below it."""
    return [
        (parent, node)
        for parent in nodes(p)
        for node in nodes(p)
        if parent[0] > 0
        and (node[0] > parent[0] or node[1] // p.s ** (parent[0] - node[0]) != parent[1])
    ]


# The arguments that each method is called with, given the sizes of a grammar.
ARGUMENTS = {
    "marginal": places,
    "tuples": lambda p: [(level - 1, position) for level, position in places(p) if level],
    "pair": lambda p: [(a, b) for a in nodes(p) for b in nodes(p)],
    "contexts": at_levels,
    "context_vectors": at_levels,
    "context_covariances": lambda p: at_levels(p, ("latent", "token")),
    "correlation": not_below,
}


def test_every_public_method_is_compared():
    assert sorted(ARGUMENTS) == sorted(METHODS)


@pytest.mark.parametrize("grammar", GRAMMARS.values(), ids=GRAMMARS)
@pytest.mark.parametrize("method", METHODS)
def test_floats_and_fractions_agree(grammar, method):
    floats, exact = getattr(Law(grammar), method), getattr(Law(grammar, exact=True), method)
    every = ARGUMENTS[method](grammar.params)
    assert every
    for arguments in every:
        a, b = floats(*arguments), exact(*arguments)
        assert a.dtype == np.float64
        assert a.shape == b.shape
        assert {type(x) for x in b.flat} == {Fraction}
        np.testing.assert_allclose(a, b.astype(float), rtol=0, atol=1e-12, err_msg=f"{arguments}")


def test_the_grammar_of_absent_symbols_has_some():
    law = Law(GRAMMARS["absent symbols"], exact=True)
    assert law.marginal(1, 0)[2] == 0
    assert not law.context_vectors(0)[2].any()
    assert not law.context_covariances(0)[2].any()


@pytest.mark.parametrize("exact", [False, True])
def test_a_law_survives_pickling_with_what_it_has_computed(exact):
    law = Law(GRAMMARS["deep"], exact=exact)
    expected = law.context_covariances(1)
    copy = pickle.loads(pickle.dumps(law))
    assert copy == law
    assert (copy.context_covariances(1) == expected).all()


@pytest.mark.parametrize("exact", [False, True])
def test_what_is_returned_may_be_changed(exact):
    law = Law(GRAMMARS["deep"], exact=exact)
    for method in METHODS:
        arguments = ARGUMENTS[method](law.grammar.params)[0]
        returned = getattr(law, method)(*arguments)
        before = returned.copy()
        returned[:] = 0
        assert (getattr(law, method)(*arguments) == before).all(), method
