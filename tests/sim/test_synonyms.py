import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownlatents.errors import InputError
from ownlatents.sim import Corpus, Grammar, RHMParams, resample_synonyms
from tests.sim.strategies import searched, small_grammars
from tests.statistics import assert_binomial, assert_chi_square

GRAMMAR = Grammar.sample(RHMParams(v=5, m=4, s=2, L=4), seed=0)
STRINGS = Corpus(GRAMMAR, P=20_000, seed=0).symbols()


def rules(strings, level):
    """Number 0 … m−1 of the rule of every level-`level` latent, `(P, s^(L−level))`."""
    return GRAMMAR.rule_of(level - 1, GRAMMAR.parse(strings)[level - 1]) % GRAMMAR.params.m


@searched
@given(small_grammars(), st.integers(0, 2**32), st.booleans())
def test_latents_at_and_above_the_level_are_untouched(grammar, seed, others_only):
    p = grammar.params
    strings = Corpus(grammar, P=30, seed=seed).symbols()
    before = grammar.parse(strings)
    for level in range(1, p.L + 1):
        if others_only and p.m == 1:
            continue
        found = resample_synonyms(grammar, strings, level, seed, others_only=others_only)
        assert found.shape == strings.shape
        after = grammar.parse(found)
        for above in range(level, p.L + 1):
            assert (after[above] == before[above]).all()
        if others_only:
            same = (after[level - 1] == before[level - 1]).reshape(30, -1, p.s)
            assert not same.all(axis=2).any(), "a latent kept its own rule"


def before_and_after(level, others_only):
    found = resample_synonyms(GRAMMAR, STRINGS, level, seed=1, others_only=others_only)
    own, new = rules(STRINGS, level), rules(found, level)
    return np.bincount((own * 4 + new).ravel(), minlength=16).reshape(4, 4)


OTHERS, ALL = 1 - np.eye(4), np.ones((4, 4))


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_new_rule_is_uniform_over_those_admitted(level):
    assert_chi_square(before_and_after(level, others_only=True), OTHERS)
    assert_chi_square(before_and_after(level, others_only=False), ALL)


def test_the_two_ways_are_told_apart():
    with pytest.raises(AssertionError, match="impossible cells"):
        assert_chi_square(before_and_after(2, others_only=False), OTHERS)
    with pytest.raises(AssertionError, match="chi-square"):
        assert_chi_square(before_and_after(2, others_only=True), ALL)


def test_below_the_level_every_rule_is_drawn_anew():
    found = resample_synonyms(GRAMMAR, STRINGS, level=4, seed=1)
    for below in (1, 2, 3):
        own, new = rules(STRINGS, below), rules(found, below)
        for position in range(own.shape[1]):
            cells = np.bincount(own[:, position] * 4 + new[:, position], minlength=16)
            assert_chi_square(cells, np.ones(16))


def test_nodes_are_redrawn_independently():
    shift = (rules(resample_synonyms(GRAMMAR, STRINGS, 1, seed=1), 1) - rules(STRINGS, 1)) % 4
    first, second = np.triu_indices(shift.shape[1], k=1)
    equal = (shift[:, first] == shift[:, second]).sum(axis=0)
    assert_binomial(equal, len(shift), 1 / 3)


def test_a_seed_gives_one_result_and_another_seed_another():
    first, again, other = (resample_synonyms(GRAMMAR, STRINGS, 4, seed) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_the_strings_given_stay_as_they_are():
    before = STRINGS.copy()
    resample_synonyms(GRAMMAR, STRINGS, 2, seed=0)
    assert (before == STRINGS).all()


def test_a_symbol_with_one_rule_has_no_other():
    grammar = Grammar.sample(RHMParams(v=4, m=1, s=2, L=3), seed=0)
    strings = Corpus(grammar, P=10, seed=0).symbols()
    with pytest.raises(InputError, match="m=1: a symbol has no other rule"):
        resample_synonyms(grammar, strings, 1, seed=0)
    assert (resample_synonyms(grammar, strings, 1, seed=0, others_only=False) == strings).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"level": 0}, "level=0, but 1 to 4"),
        ({"level": 5}, "level=5, but 1 to 4"),
        ({"seed": -1}, "seed=-1, but a non-negative integer"),
        ({"strings": [[0] * 3]}, r"shape \(1, 3\)"),
        ({"strings": [[7] * 16]}, "string 0, place 0: token 7"),
    ],
)
def test_bad_input_is_an_input_error(arguments, message):
    with pytest.raises(InputError, match=message):
        resample_synonyms(GRAMMAR, **({"strings": STRINGS[:2], "level": 1, "seed": 0} | arguments))


def test_no_strings_give_no_strings():
    assert resample_synonyms(GRAMMAR, STRINGS[:0], 2, seed=0).shape == (0, 16)


def test_an_ungrammatical_string_is_named():
    known = {tuple(rule) for rule in GRAMMAR.rules[0].reshape(-1, 2).tolist()}
    strings = STRINGS[:3].copy()
    strings[1, 4:6] = next(pair for pair in np.ndindex(5, 5) if pair not in known)
    with pytest.raises(InputError, match=r"string 1: the tuple .* at level 0, place 2"):
        resample_synonyms(GRAMMAR, strings, 1, seed=0)
