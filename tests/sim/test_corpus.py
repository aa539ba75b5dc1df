from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownlatents.errors import InputError
from ownlatents.sim import Corpus, Grammar, RHMParams
from tests.enumeration import derivations
from tests.sim.strategies import searched
from tests.statistics import assert_binomial, assert_chi_square

# Expanded in three steps, so it meets every path of the sampler.
DEEP = Grammar.sample(RHMParams(v=8, m=4, s=2, L=6), seed=0)
MANY = 70_000  # more strings than one block of random numbers serves
TINY = [(3, 2, 2, 2), (2, 3, 3, 2), (5, 2, 2, 3)]


def tiny(sizes):
    grammar = Grammar.sample(RHMParams(*sizes), seed=1)
    return grammar, derivations(grammar)


def assert_strings_follow(listed, strings):
    """Every string of the listed derivations is equally likely and no other occurs."""
    codes = [symbols @ 5 ** np.arange(symbols.shape[1]) for symbols in (listed.tree[0], strings)]
    known, index = np.sort(codes[0]), np.searchsorted(np.sort(codes[0]), codes[1])
    index[index == len(known)] = 0
    index = np.where(known[index] == codes[1], index, len(known))
    counts = np.bincount(index, minlength=len(known) + 1)
    assert_chi_square(counts, [1] * len(known) + [0])


@pytest.mark.parametrize("sizes", TINY)
def test_every_derivation_is_equally_likely(sizes):
    grammar, listed = tiny(sizes)
    strings = Corpus(grammar, P=MANY, seed=1).symbols().astype(int)
    assert_strings_follow(listed, strings)


def synonym_twice_as_likely(listed, m):
    """Rule 0 of the level-1 symbol 0 is twice as likely as each of its synonyms."""
    favoured, other = 2 * m, m
    of_symbol_0 = np.where(listed.rules[0] == 0, favoured, other)
    return np.where(listed.tree[1] == 0, of_symbol_0, m + 1).prod(axis=1)


def grandchild_looks_up(listed, m):
    """The rule of the first level-1 symbol prefers a number that its parent picks."""
    return 1 + (listed.rules[0][:, 0] == listed.tree[2][:, 0] % m)


@pytest.mark.parametrize("sizes", TINY)
@pytest.mark.parametrize("planted", [synonym_twice_as_likely, grandchild_looks_up])
def test_a_wrong_sampler_is_noticed(sizes, planted):
    _, listed = tiny(sizes)
    weights = planted(listed, sizes[1])
    drawn = np.random.default_rng(0).choice(len(weights), size=MANY, p=weights / weights.sum())
    with pytest.raises(AssertionError, match="chi-square"):
        assert_strings_follow(listed, listed.tree[0][drawn])


def choices(corpus, start=0, stop=None):
    """One column per node: the root symbol mod m, then the number of each rule, `(P, nodes)`."""
    p, tree = corpus.grammar.params, corpus.tree(start, stop)
    rules = [corpus.grammar.rule_of(level, tree[level]) % p.m for level in range(p.L)]
    return np.concatenate([tree[p.L] % p.m, *rules], axis=1)


def test_any_two_nodes_choose_uniformly_and_independently():
    m, found = DEEP.params.m, choices(Corpus(DEEP, P=20_000, seed=4))
    chosen = (found[:, :, None] == np.arange(m)).astype(np.float32).reshape(len(found), -1)
    together = (chosen.T @ chosen).astype(int).reshape(found.shape[1], m, found.shape[1], m)
    first, second = np.triu_indices(found.shape[1], k=1)
    assert_binomial(together[first, :, second, :], len(found), 1 / m**2)


def test_a_rule_does_not_depend_on_the_symbol_that_it_expands():
    p, tree = DEEP.params, Corpus(DEEP, P=20_000, seed=5).tree()
    for level in range(p.L):
        rule = DEEP.rule_of(level, tree[level])
        counts = np.stack([(rule == number).sum(axis=0) for number in range(p.n_tuples)])
        of_symbol = counts.reshape(p.v, p.m, -1).sum(axis=1, keepdims=True)
        assert_binomial(counts.reshape(p.v, p.m, -1), of_symbol, 1 / p.m)


def test_seeds_are_independent_and_so_are_blocks():
    P, block, m = 4000, 1 << 15, DEEP.params.m
    first = choices(Corpus(DEEP, MANY, seed=0), 0, P)
    other_seed = choices(Corpus(DEEP, MANY, seed=1), 0, P)
    other_block = choices(Corpus(DEEP, MANY, seed=0), block, block + P)
    for other in (other_seed, other_block):
        assert_binomial((first == other).sum(axis=0), P, 1 / m)
    with pytest.raises(AssertionError, match="tail probability"):
        assert_binomial((first == first[::1]).sum(axis=0), P, 1 / m)


def test_strings_are_independent_of_those_drawn_from_nearby_random_numbers():
    # A root that shared its stream with the rules below would show in the string of twice its
    # number, whose choice takes half as many random bits; shared draws would show in the next one.
    p, n = DEEP.params, 16_000
    corpus = Corpus(DEEP, P=2 * n, seed=3)
    roots = corpus.symbols(level=p.L)[:, 0].astype(int)
    rules = DEEP.rule_of(p.L - 1, corpus.symbols(level=p.L - 1))[:, 0] % p.m
    for start, stride in ((1, 1), (0, 2), (1, 2)):
        together = roots[:n] * p.m + rules[start::stride][:n]
        assert_chi_square(np.bincount(together, minlength=p.v * p.m), [1] * (p.v * p.m))


@searched
@given(st.integers(1, 60), st.integers(0, 39), st.integers(1, 40), st.integers(0, 6))
def test_strings_depend_on_neither_chunks_nor_parts_nor_P(size, start, length, level):
    whole = Corpus(DEEP, P=100, seed=3).symbols(level)
    assert (np.concatenate(list(Corpus(DEEP, 100, 3).chunks(level, size=size))) == whole).all()
    stop = start + length
    assert (Corpus(DEEP, 100, 3).symbols(level, start=start, stop=stop) == whole[start:stop]).all()
    assert (Corpus(DEEP, stop, 3).symbols(level) == whole[:stop]).all()


@searched
@given(st.integers(0, 6), st.lists(st.integers(0, 2**30), min_size=1, max_size=70))
def test_positions_pick_columns_in_the_order_wanted(level, picks):
    positions = np.array(picks) % DEEP.params.width(level)
    corpus = Corpus(DEEP, P=50, seed=3)
    assert (corpus.symbols(level, positions) == corpus.symbols(level)[:, positions]).all()
    assert (
        next(corpus.chunks(level, positions, size=7)) == corpus.symbols(level)[:7, positions]
    ).all()


def test_strings_do_not_depend_on_where_blocks_end():
    corpus = Corpus(DEEP, P=MANY, seed=2)
    whole = corpus.symbols(positions=[0, 63])
    assert whole.shape == (MANY, 2)
    assert (np.concatenate(list(corpus.chunks(positions=[0, 63]))) == whole).all()
    edges = [0, 1, 32_767, 32_768, 32_769, 65_536, MANY]
    parts = [corpus.symbols(0, [0, 63], start, stop) for start, stop in pairwise(edges)]
    assert (np.concatenate(parts) == whole).all()
    assert (corpus.symbols(0, [0, 63], 32_700, 66_000) == whole[32_700:66_000]).all()
    assert (Corpus(DEEP, 40_000, 2).symbols(positions=[0, 63]) == whole[:40_000]).all()


@pytest.mark.parametrize("sizes", [(8, 4, 2, 6), (3, 1, 2, 5), (6, 6, 3, 4), (300, 3, 2, 3)])
def test_the_latents_are_those_that_parsing_finds(sizes):
    corpus = Corpus(Grammar.sample(RHMParams(*sizes), seed=1), P=500, seed=2)
    parsed = corpus.grammar.parse(corpus.symbols())
    for level, (latents, found) in enumerate(zip(corpus.tree(), parsed, strict=True)):
        assert (latents == found).all()
        assert latents.shape == (500, corpus.grammar.params.width(level))
    part = corpus.tree(start=100, stop=200)
    assert all((a == b[100:200]).all() for a, b in zip(part, parsed, strict=True))


@pytest.mark.parametrize(("v", "dtype"), [(256, np.uint8), (257, np.uint16), (300, np.uint16)])
def test_symbols_are_stored_in_the_smallest_integers_that_hold_them(v, dtype):
    grammar = Grammar.sample(RHMParams(v=v, m=3, s=2, L=3), seed=0)
    for level in range(4):
        symbols = Corpus(grammar, P=3000, seed=0).symbols(level)
        assert symbols.dtype == dtype
        assert 250 < symbols.max() < v


def test_a_seed_gives_one_corpus_and_another_seed_another():
    first, again, other = (Corpus(DEEP, 100, seed).symbols() for seed in (5, 5, 6))
    assert (first == again).all()
    assert (first != other).any(axis=1).all()
    assert len(np.unique(np.concatenate([first, other]), axis=0)) == 200


def test_what_is_not_asked_for_costs_nothing():
    assert len(next(Corpus(DEEP, P=10**12, seed=0).chunks())) < 10**6
    assert Corpus(DEEP, P=10**12, seed=0).symbols(start=10**12 - 3).shape == (3, 64)
    deep = Grammar.sample(RHMParams(v=4, m=2, s=2, L=40), seed=0)  # 10^12 tokens
    assert Corpus(deep, P=3, seed=0).symbols(positions=[0, 2**40 - 1]).shape == (3, 2)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: Corpus(DEEP, P=0, seed=0), "P=0, but at least 1"),
        (lambda: Corpus(DEEP, P=-1, seed=0), "P=-1"),
        (lambda: Corpus(DEEP, P=2.5, seed=0), "P=2.5"),
        (lambda: Corpus(DEEP, P=9, seed=-1), "seed=-1, but a non-negative integer"),
        (lambda: Corpus(DEEP, P=9, seed=0.5), "seed=0.5, but a non-negative integer"),
    ],
)
def test_a_malformed_corpus_is_an_input_error(ask, message):
    with pytest.raises(InputError, match=message):
        ask()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"level": 7}, "level=7, but 0 to L=6"),
        ({"level": -1}, "level=-1, but 0 to L=6"),
        ({"positions": [64]}, r"positions=\[64\], but indices 0 to 63 of level 0"),
        ({"level": 6, "positions": [1]}, "indices 0 to 0 of level 6"),
        ({"positions": [-1]}, r"positions=\[-1\]"),
        ({"positions": []}, r"positions=\[\]"),
        ({"positions": [[0, 1]]}, r"positions=\[\[0, 1\]\]"),
        ({"positions": [0.5]}, r"positions=\[0\.5\]"),
        ({"positions": [True] + [False] * 63}, "positions="),  # a mask is no list of indices
        ({"start": 9}, "strings 9 to 9"),
        ({"start": 5, "stop": 5}, "strings 5 to 5"),
        ({"start": -1}, "strings -1 to 9"),
        ({"start": 1.5}, "start=1.5|strings 1.5 to 9"),
        ({"stop": 10}, "strings 0 to 10, but a non-empty part of 0 to P=9"),
    ],
)
def test_asking_for_what_is_not_there_is_an_input_error(arguments, message):
    with pytest.raises(InputError, match=message):
        Corpus(DEEP, P=9, seed=0).symbols(**arguments)


@pytest.mark.parametrize("size", [0, -1, 2.5])
def test_a_chunk_holds_at_least_one_string(size):
    with pytest.raises(InputError, match=f"size={size}, but"):
        next(Corpus(DEEP, P=9, seed=0).chunks(size=size))
