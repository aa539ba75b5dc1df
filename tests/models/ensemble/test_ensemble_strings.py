import numpy as np
import pytest
import torch

from ownlatents.errors import InputError
from ownlatents.models.ensemble import ENDLESS, PROBE, TEST, TRAINING, VALIDATION, Strings
from ownlatents.sim import Grammar, Law, RHMParams
from tests.statistics import assert_chi_square, assert_same_law

PARAMS = RHMParams(v=5, m=3, s=2, L=3)
SETS = (TRAINING, VALIDATION, TEST, PROBE)


def grammar(seed=0, params=PARAMS):
    return Grammar.sample(params, seed)


def strings(*seeds, P=ENDLESS, params=PARAMS):
    return Strings([grammar(seed, params) for seed in seeds], [P] * len(seeds), seeds)


def rows(tree, run=0):
    return [tuple(row) for row in tree[0][run].tolist()]


# So many strings that two by chance alike are out of the question.
VAST = RHMParams(v=64, m=64, s=3, L=3)


@pytest.mark.parametrize("which", SETS)
def test_every_tree_is_what_its_grammar_says_of_its_string(which):
    params = RHMParams(v=6, m=4, s=3, L=3)
    found = strings(0, 1, params=params).some(which, 50)
    for run in range(2):
        parsed = grammar(run, params).parse(found[0][run].numpy())
        for level, truth in zip(found, parsed, strict=True):
            np.testing.assert_array_equal(level[run], truth)


def trees(source, n=40_000):
    return [level[0].numpy() for level in source.some(TEST, n)]


def test_roots_and_tuples_follow_the_exact_law():
    tree, law = trees(strings(0)), Law(grammar())
    p = PARAMS
    for level in range(p.L):
        for site in range(p.width(level + 1)):
            symbols = tree[level][:, p.s * site : p.s * (site + 1)]
            rule = grammar().rule_of(level, symbols)
            counts = np.bincount(rule.ravel(), minlength=p.v * p.m)
            assert_chi_square(counts, law.tuples(level, site))
    assert_chi_square(np.bincount(tree[-1][:, 0], minlength=p.v), np.ones(p.v))


PAIRS = [((0, 0), (0, 1)), ((0, 1), (0, 2)), ((0, 0), (0, 7)), ((1, 0), (0, 6)), ((0, 5), (3, 0))]


def pair_counts(tree, first, second):
    a, b = (tree[level][:, position] for level, position in (first, second))
    return np.bincount(a * PARAMS.v + b, minlength=PARAMS.v**2)


def test_pairs_at_every_distance_follow_the_exact_law():
    tree, law = trees(strings(0)), Law(grammar())
    for first, second in PAIRS:
        assert_chi_square(pair_counts(tree, first, second), law.pair(first, second))


def test_another_grammars_law_is_told_apart():
    tree, law = trees(strings(0)), Law(grammar(1))
    with pytest.raises(AssertionError):
        assert_chi_square(pair_counts(tree, *PAIRS[0]), law.pair(*PAIRS[0]))


def read(source, batch, steps, start=0):
    """What each run has read, as lists of strings."""
    found = [[] for _ in range(source.runs)]
    for step in range(start, start + steps):
        tree = source.batch(step, batch)
        for run in range(source.runs):
            found[run] += rows(tree, run)
    return found


@pytest.mark.parametrize("P", [1, 2, 7, 30, 97, 128])
def test_each_epoch_reads_each_of_the_P_strings_once(P):
    source = strings(3, P=P, params=VAST)
    (found,) = read(source, 5, P)  # five epochs; batches go over their borders
    epochs = [found[k * P : (k + 1) * P] for k in range(5)]
    own = set(rows(source.some(TRAINING, P)))
    assert len(own) == P
    for epoch in epochs:
        assert len(epoch) == P
        assert set(epoch) == own


def test_each_epoch_has_another_order():
    P = 1000
    (found,) = read(strings(3, P=P, params=VAST), 50, 10 * P // 50)
    orders = {tuple(found[k * P : (k + 1) * P]) for k in range(10)}
    assert len(orders) == 10


@pytest.mark.parametrize("P", [2**29, 2**30 - 1, 510510 * 1000, 3**18])
def test_no_string_of_a_large_set_is_read_twice_in_a_row_of_batches(P):
    (found,) = read(strings(0, P=P, params=VAST), 1000, 20)
    assert len(set(found)) == len(found)


def test_the_strings_of_a_set_are_what_an_endless_run_reads_first():
    # So a larger set contains the smaller ones of the same seed.
    small, large = (set(read(strings(3, P=P, params=VAST), P, 1)[0]) for P in (20, 40))
    endless = read(strings(3, params=VAST), 40, 1)[0]
    assert small < large
    assert large == set(endless)


def test_an_endless_set_is_never_read_twice():
    (found,) = read(strings(3, params=VAST), 100, 50)
    (later,) = read(strings(3, params=VAST), 100, 10, start=2**31)
    assert len(set(found + later)) == len(found + later)


@pytest.mark.parametrize("first", SETS)
@pytest.mark.parametrize("second", SETS)
def test_sets_and_seeds_share_no_string(first, second):
    source = strings(3, 4, params=VAST)
    mine, other = source.some(first, 200), source.some(second, 200)
    shared = set(rows(mine)) & set(rows(other))
    assert (len(shared) == 200) if first == second else not shared
    assert not set(rows(mine)) & set(rows(other, 1))


def test_strings_of_two_sets_are_independent():
    source = strings(0)
    first, second = (source.some(which, 40_000)[0][0, :, 0] for which in (TRAINING, TEST))
    marginal = Law(grammar()).marginal(0)
    counts = np.bincount((first * PARAMS.v + second).numpy(), minlength=PARAMS.v**2)
    assert_chi_square(counts, np.outer(marginal, marginal))
    assert_same_law(np.bincount(first, minlength=5), np.bincount(second, minlength=5))


def test_a_run_reads_beside_others_what_it_reads_alone():
    sizes, seeds = [7, ENDLESS, 30, 7], [5, 6, 5, 9]
    company = Strings([grammar(seed) for seed in seeds], sizes, seeds)
    for run, (P, seed) in enumerate(zip(sizes, seeds, strict=True)):
        alone = Strings([grammar(seed)], [P], [seed])
        for tree, single in (
            (company.batch(11, 4), alone.batch(11, 4)),
            (company.some(TEST, 6), alone.some(TEST, 6)),
            (company.batch(torch.tensor(3), 4), alone.batch(3, 4)),
        ):
            for level, expected in zip(tree, single, strict=True):
                assert torch.equal(level[run], expected[0])


def test_a_part_of_a_set_is_that_part():
    source = strings(0, 1)
    whole, part = source.some(PROBE, 30), source.some(PROBE, 10, start=20)
    for level, some in zip(whole, part, strict=True):
        assert torch.equal(level[:, 20:], some)


@pytest.mark.parametrize("level", range(PARAMS.L + 1))
def test_synonyms_keep_the_latents_and_redraw_what_is_below(level):
    source = strings(0, 1)
    tree = source.some(TEST, 2000)
    other = source.resampled(tree, level, salt=0)
    for k, (old, new) in enumerate(zip(tree, other, strict=True)):
        assert torch.equal(old, new) == (k >= level)
    for run in range(2):
        for parsed, new in zip(grammar(run).parse(other[0][run].numpy()), other, strict=True):
            np.testing.assert_array_equal(parsed, new[run])


def test_synonyms_are_drawn_anew_from_the_rules_of_their_parent():
    source = strings(0)
    tree = source.some(TEST, 40_000)
    other = source.resampled(tree, 2, salt=0)
    again = source.resampled(tree, 2, salt=1)
    p = PARAMS
    old, new, third = (
        grammar().rule_of(1, levels[1][0, :, :2].numpy()).ravel() % p.m
        for levels in (tree, other, again)
    )
    for first, second in ((old, new), (new, third)):
        assert_chi_square(np.bincount(first * p.m + second, minlength=p.m**2), np.ones(p.m**2))


REFUSED = {
    "sizes differ": ([grammar(), grammar(0, VAST)], [1, 1], [0, 1]),
    "a size too few": ([grammar(), grammar(1)], [1], [0, 1]),
    "a negative size": ([grammar()], [-1], [0]),
    "too large a size": ([grammar()], [2**30], [0]),
}


@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused(arguments):
    with pytest.raises(InputError, match="expected"):
        Strings(*arguments)
