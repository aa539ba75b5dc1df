import json
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownlatents.errors import InputError
from ownlatents.sim import Corpus, Grammar, RHMParams
from tests.sim.strategies import searched, small_grammars
from tests.statistics import assert_chi_square

SMALL = RHMParams(v=3, m=2, s=2, L=3)
# The largest v^s looked up in a table, the smallest sizes beyond it, and sizes far beyond.
LOOKUPS = [(4, 3, 2, 2), (16, 5, 6, 1), (257, 5, 3, 2), (40, 4, 5, 2), (200, 3, 8, 1)]


def tuples_of(grammar, level):
    return grammar.rules[level].reshape(-1, grammar.params.s)


@searched
@given(small_grammars(), st.integers(0, 2**32))
def test_parsing_a_string_gives_back_its_tree(grammar, seed):
    corpus = Corpus(grammar, P=50, seed=seed)
    for parsed, latents in zip(grammar.parse(corpus.symbols()), corpus.tree(), strict=True):
        assert (parsed == latents).all()


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "int32", "int64", "uint64"])
@pytest.mark.parametrize("v", [100, 200, 300])
def test_the_tree_does_not_depend_on_the_integer_type_of_the_tokens(v, dtype):
    grammar = Grammar.sample(RHMParams(v=v, m=3, s=2, L=2), seed=0)
    corpus = Corpus(grammar, P=500, seed=0)
    fits = (corpus.symbols() <= np.iinfo(dtype).max).all(axis=1)
    parsed = grammar.parse(corpus.symbols()[fits].astype(dtype))
    for found, latents in zip(parsed, corpus.tree(), strict=True):
        assert (found == latents[fits]).all()


@searched
@given(small_grammars())
def test_the_tuples_of_a_level_are_distinct(grammar):
    for level in range(grammar.params.L):
        assert len(np.unique(tuples_of(grammar, level), axis=0)) == grammar.params.n_tuples


def ordered_pair(grammar, level):
    """Number 0 … 15 of the two tuples of a level of v=2, m=1, s=2."""
    return int(tuples_of(grammar, level).ravel() @ [8, 4, 2, 1])


# Of the 16 ordered pairs of tuples the 12 of distinct ones are equally likely.
DISTINCT = 1.0 - np.eye(4).ravel()


def test_grammars_are_uniform_and_levels_independent():
    params = RHMParams(v=2, m=1, s=2, L=2)
    counts = np.zeros((16, 16), dtype=int)
    for seed in range(4000):
        grammar = Grammar.sample(params, seed)
        counts[ordered_pair(grammar, 0), ordered_pair(grammar, 1)] += 1
    assert_chi_square(counts, np.outer(DISTINCT, DISTINCT))


def test_tuples_drawn_with_replacement_would_be_noticed():
    pairs = np.random.default_rng(0).integers(0, 16, size=4000)
    with pytest.raises(AssertionError, match="impossible cells"):
        assert_chi_square(np.bincount(pairs, minlength=16), DISTINCT)


def test_a_seed_gives_one_grammar_and_another_seed_another():
    assert Grammar.sample(SMALL, 7) == Grammar.sample(SMALL, 7)
    assert len({Grammar.sample(RHMParams(v=6, m=3, s=2, L=2), s) for s in range(100)}) == 100


def test_deeper_grammars_continue_shallower_ones():
    deep = Grammar.sample(RHMParams(v=5, m=3, s=2, L=4), seed=1)
    shallow = Grammar.sample(RHMParams(v=5, m=3, s=2, L=2), seed=1)
    assert Grammar(deep.rules[:2]) == shallow


def test_a_huge_set_of_tuples_is_never_listed():
    tracemalloc.start()
    grammar = Grammar.sample(RHMParams(v=200, m=20, s=7, L=2), seed=0)  # v^s = 1.3e16
    found = grammar.rule_of(1, grammar.rules[1].reshape(1, -1))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found == np.arange(4000)).all()
    assert peak < 20e6


@pytest.mark.parametrize("sizes", LOOKUPS)
def test_a_tuple_is_found_exactly_where_a_rule_generates_it(sizes):
    grammar = Grammar.sample(RHMParams(*sizes), seed=0)
    v, m, s, L = sizes
    rng = np.random.default_rng(1)
    for level in range(L):
        rules = tuples_of(grammar, level)
        number = {tuple(int(t) for t in rule): i for i, rule in enumerate(rules)}
        near = rules.copy()
        near[:, rng.integers(s)] = rng.integers(0, v, size=v * m)
        edges = np.array([[0] * s, [v - 1] * s])
        asked = np.concatenate([rules, near, rng.integers(0, v, (500, s)), edges])
        expected = [number.get(tuple(int(t) for t in row), -1) for row in asked]
        assert grammar.rule_of(level, asked.reshape(1, -1)).tolist() == [expected]
        assert -1 in expected


def broken_at(grammar, level, seed):
    """A string whose tuples are grammatical below `level` and not at it, and the place."""
    p, rng = grammar.params, np.random.default_rng(seed)
    known = {tuple(rule) for rule in tuples_of(grammar, level).tolist()}
    symbols = Corpus(grammar, P=1, seed=seed).symbols(level)
    place = int(rng.integers(p.width(level + 1)))
    bad = next(t for t in np.ndindex(*[p.v] * p.s) if t not in known)
    symbols[0, p.s * place : p.s * (place + 1)] = bad
    for below in reversed(range(level)):
        symbols = grammar.rules[below][symbols, 0].reshape(1, -1)
    return symbols, place, bad


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("seed", range(5))
def test_a_broken_tuple_is_named_with_its_string_level_and_place(level, seed):
    grammar = Grammar.sample(SMALL, seed)
    broken, place, bad = broken_at(grammar, level, seed)
    strings = np.concatenate([Corpus(grammar, P=3, seed=seed).symbols(), broken])
    with pytest.raises(InputError) as error:
        grammar.parse(strings)
    assert str(error.value).startswith(
        f"string 3: the tuple {tuple(bad)} at level {level}, place {place}, is generated by no rule"
    )


@pytest.mark.parametrize(
    ("strings", "message"),
    [
        ([[0, 1, 0, 1]], r"shape \(1, 4\) .* shape \(P, s\^L=8\)"),
        ([0] * 8, r"shape \(8,\)"),
        ([[0.0] * 8], "type float64"),
        ([[True] * 8], "type bool"),
        ([[0] * 8, [0, 0, 3, 0, 0, 0, 0, 0]], "string 1, place 2: token 3, but 0 to 2"),
        ([[0, 0, 0, 0, 0, 0, 0, -1]], "string 0, place 7: token -1, but 0 to 2"),
        ([[0] * 8, [0] * 7], "strings"),
    ],
)
def test_malformed_strings_are_an_input_error(strings, message):
    with pytest.raises(InputError, match=message):
        Grammar.sample(SMALL, 0).parse(strings)


def test_no_strings_have_no_trees():
    grammar = Grammar.sample(SMALL, 0)
    nothing = np.empty((0, 8), dtype=int)
    assert [level.shape for level in grammar.parse(nothing)] == [(0, 8), (0, 4), (0, 2), (0, 1)]


@searched
@given(small_grammars())
def test_a_hand_made_copy_is_the_same_grammar(grammar):
    copy = Grammar([level.astype(np.int64).tolist() for level in grammar.rules])
    assert copy == grammar
    assert hash(copy) == hash(grammar)
    assert copy.content_hash == grammar.content_hash
    assert copy.params == grammar.params


def test_the_hash_sees_every_rule_and_the_order_of_rules_and_levels():
    grammar = Grammar.sample(RHMParams(v=4, m=2, s=2, L=2), seed=0)
    a, b = grammar.rules
    others = [Grammar([b, a]), Grammar([a]), Grammar([a, b[::-1]]), Grammar([a[:, ::-1], b])]
    assert len({grammar.content_hash, *(other.content_hash for other in others)}) == 5
    assert grammar not in others
    assert grammar != "a grammar"


def test_the_hash_is_the_same_on_every_machine():
    # A pin: stored runs name their grammar by this hash, so it may never change.
    rules = [[[[0, 1], [1, 0]], [[0, 0], [1, 1]]]]
    pin = "8b630de050e1f1c20d2f599cfa9a654d106d1cfeb2cd3a6d1885ed5f7240ca05"
    assert Grammar(rules).content_hash == pin
    assert repr(Grammar(rules)) == "<Grammar v=2 m=2 s=2 L=1 8b630de0>"


def test_rules_cannot_be_changed_afterwards():
    grammar = Grammar.sample(SMALL, 0)
    with pytest.raises(ValueError, match="read-only"):
        grammar.rules[0][0, 0, 0] = 1


GOOD = [[[0, 1], [1, 0]], [[0, 0], [1, 1]]]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([], "no level of rules"),
        ([GOOD, GOOD[0]], r"level 1 have shape \(2, 2\)"),
        ([GOOD, [[[0, 1]], [[1, 0]]]], r"level 1 have shape \(2, 1, 2\), but \(2, 2, 2\)"),
        ([[[[0, 1], [1]], [[0, 0], [1, 1]]]], "level 0.* integer array of shape"),
        ([[[[0, 1.0], [1, 0]], [[0, 0], [1, 1]]]], "type float64"),
        ([[[["0", "1"]], [["1", "0"]]]], "level 0.* integer array"),
        ([[[[0, 2], [1, 0]], [[0, 0], [1, 1]]]], "symbol outside 0 to 1"),
        ([[[[0, -1], [1, 0]], [[0, 0], [1, 1]]]], "symbol outside 0 to 1"),
        (
            [GOOD, [[[0, 1], [1, 0]], [[0, 1], [1, 1]]]],
            r"level 1: the tuple \(0, 1\) is given twice",
        ),
        ([[[[0, 0]]]], "v=1, but at least 2"),
        ([[[[0]], [[1]]]], "s=1, but at least 2"),
        ([np.zeros((2, 0, 2), dtype=int)], r"shape \(2, 0, 2\)"),
    ],
)
def test_malformed_rules_are_an_input_error(rules, message):
    with pytest.raises(InputError, match=message):
        Grammar(rules)


@pytest.mark.parametrize("seed", [-1, 1.5, "1", None])
def test_a_seed_is_a_non_negative_integer(seed):
    with pytest.raises(InputError, match=r"seed=.*non-negative integer was expected"):
        Grammar.sample(SMALL, seed)


@searched
@given(grammar=small_grammars())
def test_saving_and_loading_gives_the_same_grammar(tmp_path_factory, grammar):
    path = tmp_path_factory.mktemp("grammar") / "grammar.json"
    grammar.save(path)
    assert Grammar.load(path) == grammar
    assert Grammar.load(str(path)).params == grammar.params
    rules = json.loads(path.read_text())["rules"]
    path.write_text(json.dumps({"rules": rules}))  # as a user would write it by hand
    assert Grammar.load(path) == grammar


RULES = json.dumps(GOOD)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no grammar file: a JSON object with the key 'rules'"),
        (b"{", "is no grammar file"),
        (b"\xff\xfe\x00", "is no grammar file"),
        (b"[]", "is no grammar file"),
        (b"7", "is no grammar file"),
        (b'{"rule": []}', "is no grammar file"),
        (b'{"rules": 7}', "rules"),
        (b'{"rules": null}', "rules"),
        (b'{"rules": []}', "no level of rules"),
        (b'{"rules": [[[[0, 1], [1]]]]}', "level 0.* integer array"),
        (f'{{"rules": [{RULES}], "params": {{"v": 3}}}}'.encode(), r"states .*v.*3.*v=2 m=2 s=2"),
        (f'{{"rules": [{RULES}], "params": 3}}'.encode(), "states 3"),
    ],
)
def test_a_malformed_file_is_one_sentence(tmp_path, content, message):
    path = tmp_path / "grammar.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        Grammar.load(path)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"cannot read the grammar .*none\.json: No such file"):
        Grammar.load(tmp_path / "none.json")
    with pytest.raises(InputError, match=r"cannot read the grammar .*: Is a directory"):
        Grammar.load(tmp_path)
