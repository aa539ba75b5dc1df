from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownlatents.errors import InputError
from ownlatents.sim import Corpus, Grammar, RHMParams, posterior
from tests.enumeration import derivations
from tests.sim.strategies import searched, small_grammars

DEEP = Grammar.sample(RHMParams(v=16, m=8, s=2, L=8), seed=0)


def enumerated_posterior(listed, v, string, hidden):
    """The law of every node among the derivations that show the seen tokens, and their share."""
    agree = ((listed.tree[0] == string) | hidden).all(axis=1)
    given_seen = listed.reweighted(agree.astype(int))
    levels = [
        np.stack([given_seen.law((v,), column) for column in level.T]) for level in listed.tree
    ]
    return levels, Fraction(int(agree.sum()), len(agree))


@searched
@given(small_grammars(), st.integers(0, 2**32), st.sampled_from([0, 0.3, 0.6, 1]))
def test_the_posterior_is_that_of_the_listed_derivations(grammar, seed, share_hidden):
    p, listed = grammar.params, derivations(grammar)
    strings = Corpus(grammar, P=3, seed=seed).symbols()
    hidden = np.random.default_rng(seed).random(strings.shape) < share_hidden
    found = posterior(grammar, strings, hidden)
    assert [level.shape for level in found.log_probability] == [
        (3, p.width(level), p.v) for level in range(p.L + 1)
    ]
    for i, (string, mask) in enumerate(zip(strings, hidden, strict=True)):
        expected, evidence = enumerated_posterior(listed, p.v, string, mask)
        assert found.log_evidence[i] == pytest.approx(np.log(float(evidence)), abs=1e-10)
        for level, law in enumerate(expected):
            probability = np.exp(found.log_probability[level][i])
            np.testing.assert_allclose(probability, law.astype(float), atol=1e-12)
            assert (np.isneginf(found.log_probability[level][i]) == (law == 0)).all()


@searched
@given(small_grammars(), st.integers(0, 2**32))
def test_with_nothing_hidden_the_posterior_is_the_parse(grammar, seed):
    strings = Corpus(grammar, P=20, seed=seed).symbols()
    for found, parsed in zip(
        posterior(grammar, strings).log_probability, grammar.parse(strings), strict=True
    ):
        one_hot = parsed[..., None] == np.arange(grammar.params.v)
        np.testing.assert_allclose(np.exp(found), one_hot, atol=1e-12)


def test_what_stands_at_a_hidden_place_is_ignored():
    strings = Corpus(DEEP, P=2, seed=0).symbols().astype(int)
    hidden = np.zeros(256, dtype=bool)
    hidden[::3] = True
    other = strings.copy()
    other[:, hidden] = -1
    found = [posterior(DEEP, x, hidden) for x in (strings, other)]
    assert (found[0].log_evidence == found[1].log_evidence).all()
    assert (found[0].log_probability[4] == found[1].log_probability[4]).all()
    assert (strings >= 0).all()
    assert (other[:, hidden] == -1).all(), "the caller's array was changed"


def test_one_mask_for_all_strings_is_that_mask_for_each():
    strings = Corpus(DEEP, P=2, seed=0).symbols()
    mask = np.arange(256) % 2 == 0
    one, each = (posterior(DEEP, strings, hidden) for hidden in (mask, np.tile(mask, (2, 1))))
    assert (one.log_evidence == each.log_evidence).all()


def test_strings_do_not_touch_each_other():
    # More strings than are worked on at once.
    strings = Corpus(DEEP, P=140, seed=0).symbols()
    hidden = np.random.default_rng(0).random(strings.shape) < 0.5
    together = posterior(DEEP, strings, hidden)
    for i in (0, 1, 127, 128, 139):
        alone = posterior(DEEP, strings[i : i + 1], hidden[i : i + 1])
        assert together.log_evidence[i] == pytest.approx(alone.log_evidence[0], rel=1e-12)
        for a, b in zip(together.log_probability, alone.log_probability, strict=True):
            np.testing.assert_allclose(np.exp(a[i]), np.exp(b[0]), atol=1e-12)


@pytest.mark.parametrize("share_hidden", [0, 0.2, 0.5, 1])
def test_deep_trees_do_not_underflow(share_hidden):
    # 32·32^255 derivations: the probability of one string, e^−887, is no float.
    grammar = Grammar.sample(RHMParams(v=32, m=32, s=2, L=8), seed=0)
    corpus = Corpus(grammar, P=1, seed=1)
    hidden = np.random.default_rng(0).random((1, 256)) < share_hidden
    found = posterior(grammar, corpus.symbols(), hidden)
    assert np.isfinite(found.log_evidence).all()
    for level, latents in zip(found.log_probability, corpus.tree(), strict=True):
        np.testing.assert_allclose(np.exp(level).sum(axis=-1), 1, rtol=1e-9)
        truth = np.take_along_axis(level, latents[..., None].astype(int), axis=-1)
        assert np.isfinite(truth).all()
    if share_hidden == 0:
        np.testing.assert_allclose(found.log_evidence, -256 * np.log(32), rtol=1e-12)
    if share_hidden == 1:
        np.testing.assert_allclose(found.log_evidence, 0, atol=1e-9)


@pytest.mark.parametrize("hidden", [None, [False, False, True, True]])
def test_an_impossible_string_is_named(hidden):
    rules = [[[0, 0], [0, 1]], [[1, 1], [2, 0]], [[2, 2], [1, 2]]]  # no symbol gives (0, 2)
    grammar = Grammar([rules, rules])
    strings = Corpus(grammar, P=4, seed=0).symbols()
    strings[2, :2] = [0, 2]
    with pytest.raises(InputError, match="string 2 has probability 0 under the grammar"):
        posterior(grammar, strings, hidden)


@pytest.mark.parametrize(
    ("strings", "hidden", "message"),
    [
        ([[0, 0, 0]], None, r"shape \(1, 3\) .* shape \(P, s\^L=4\)"),
        ([0, 0, 0, 0], None, r"shape \(4,\)"),
        ([[0, 0, 0, 9]], None, "string 0, place 3: token 9"),
        ([[0, 0, 0, 9]], [True, False, False, False], "string 0, place 3: token 9"),
        ([[0.0] * 4], None, "type float64"),
        ([[0] * 4, [0] * 3], None, "strings"),
        ([[0] * 4], [1, 0, 0, 1], r"hidden has shape \(4,\) and type int64, but booleans"),
        ([[0] * 4], [True] * 3, r"hidden has shape \(3,\)"),
        ([[0] * 4], [[True] * 4] * 2, r"hidden has shape \(2, 4\) .* shape \(1, 4\)"),
    ],
)
def test_malformed_input_is_an_input_error(strings, hidden, message):
    grammar = Grammar.sample(RHMParams(v=3, m=2, s=2, L=2), seed=0)
    with pytest.raises(InputError, match=message):
        posterior(grammar, strings, hidden)
