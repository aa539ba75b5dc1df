from itertools import permutations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from ownlatents.errors import InputError
from ownlatents.models import Decoder, level_accuracies, level_agreements, matched_accuracy
from ownlatents.sim import Corpus, Grammar, RHMParams
from tests.models.grammars import decoder_of, names_at_random

# The same examples in every run: a failure is the change's, not the day's.
deterministic = settings(derandomize=True, deadline=None, max_examples=100)


@st.composite
def labellings(draw, *, unknown=True):
    """v, and labels and truth of equal length; both may be unknown (v) here and there.

    The entries come from a seed: drawn one by one, most examples are copies of a few.
    """
    v = draw(st.integers(2, 5))
    n = draw(st.integers(1, 30))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    labels, truth = rng.integers(0, v + 1 if unknown else v, size=(2, n))
    return v, labels, truth


def by_brute_force(labels, truth, v):
    known = truth < v
    best = max(
        (np.array([*names, -1])[labels] == truth)[known].sum() for names in permutations(range(v))
    )
    return best / max(known.sum(), 1)


@deterministic
@given(labellings())
def test_the_accuracy_is_that_of_the_best_of_all_permutations(case):
    v, labels, truth = case
    assert matched_accuracy(labels, truth, v) == pytest.approx(by_brute_force(labels, truth, v))


@deterministic
@given(labellings(), st.randoms(use_true_random=False))
def test_names_do_not_matter(case, random):
    v, labels, truth = case
    names, others = ([*random.sample(range(v), v), v] for _ in range(2))
    renamed = matched_accuracy(np.array(names)[labels], np.array(others)[truth], v)
    assert renamed == pytest.approx(matched_accuracy(labels, truth, v))


@deterministic
@given(labellings(unknown=False))
def test_a_labelling_agrees_with_itself_and_never_less_than_by_chance(case):
    v, labels, truth = case
    assert matched_accuracy(truth, truth, v) == 1
    # The v cyclic renamings share all entries out among them: one has at least 1/v.
    assert matched_accuracy(labels, truth, v) >= 1 / v - 1e-12


def test_unknown_labels_are_wrong_and_unknown_truths_left_out():
    assert matched_accuracy([0, 0, 2, 2], [0, 0, 0, 0], 2) == 0.5
    assert matched_accuracy([2, 2], [0, 1], 2) == 0
    assert matched_accuracy([0, 0, 1, 2], [1, 1, 2, 2], 2) == 1
    assert matched_accuracy([0, 1], [2, 2], 2) == 0


@deterministic
@given(st.integers(2, 4), st.integers(0, 3), st.integers(1, 30), st.integers(0, 2**32))
def test_with_more_codes_than_symbols_each_symbol_takes_one_code(v, more, n, seed):
    rng = np.random.default_rng(seed)
    d = v + more
    labels, truth = rng.integers(0, d + 1, size=n), rng.integers(0, v + 1, size=n)
    known = truth < v
    best = max(
        (np.array([*own, -1])[truth] == labels)[known].sum() for own in permutations(range(d), v)
    )
    accuracy = matched_accuracy(labels, truth, v, codes=d)
    assert accuracy == pytest.approx(best / max(known.sum(), 1))


def test_a_class_split_over_codes_keeps_the_largest_of_them():
    labels, truth = [5, 5, 3, 0, 0, 0], [0, 0, 0, 1, 1, 1]
    assert matched_accuracy(labels, truth, 2, codes=6) == pytest.approx(5 / 6)
    assert matched_accuracy([0, 0, 0, 0], [0, 0, 1, 1], 2, codes=6) == 0.5  # merged
    with pytest.raises(InputError):
        matched_accuracy(labels, truth, 2)
    with pytest.raises(InputError):
        matched_accuracy([7], [0], 2, codes=6)


def test_any_shape_is_scored_as_its_entries_in_a_row():
    rng = np.random.default_rng(0)
    labels, truth = rng.integers(0, 4, size=(2, 6, 5, 2))
    assert matched_accuracy(labels, truth, 4) == matched_accuracy(labels.ravel(), truth.ravel(), 4)


@pytest.mark.parametrize(
    ("labels", "truth"), [([0, 1], [0]), ([], []), ([[0, 1]], [0, 1]), ([[0], [1]], [[0, 1]])]
)
def test_unequal_or_empty_shapes_are_refused(labels, truth):
    reason = "labels have shape .* but equal, non-empty shapes were expected"
    with pytest.raises(InputError, match=reason):
        matched_accuracy(labels, truth, 2)


@pytest.mark.parametrize(
    ("labels", "truth"), [([3, 0], [0, 0]), ([-1, 0], [0, 0]), ([0, 0], [0, 3]), ([0, 0], [0, -1])]
)
def test_symbols_out_of_range_are_refused(labels, truth):
    with pytest.raises(InputError):
        matched_accuracy(labels, truth, 2)


@pytest.fixture(scope="module")
def grammar():
    return Grammar.sample(RHMParams(v=6, m=30, s=3, L=3), seed=0)


@pytest.fixture(scope="module")
def corpus(grammar):
    return Corpus(grammar, P=500, seed=1)


def random_decoder(grammar, seed):
    p = grammar.params
    rng = np.random.default_rng(seed)
    size = (p.v + 1) ** p.s
    tables = (torch.as_tensor(rng.integers(0, p.v, size=size)) for _ in range(p.L - 1))
    return Decoder(p.v, p.s, tuple(tables))


def test_true_and_renamed_tables_have_accuracy_1_at_every_level(grammar, corpus):
    for names in (None, names_at_random(grammar, seed=3)):
        assert level_accuracies(decoder_of(grammar, names), corpus.tree()) == [1, 1]


def test_decoders_with_other_names_agree_and_random_ones_do_by_chance(grammar, corpus):
    strings = corpus.symbols()
    first, second = (decoder_of(grammar, names_at_random(grammar, seed)) for seed in (1, 2))
    assert level_agreements(first, second, strings) == [1, 1]
    for pair in ((first, random_decoder(grammar, 0)), (random_decoder(grammar, 1), second)):
        for agreement in level_agreements(*pair, strings):
            # Zero but for chance: 180 tuples in 6 classes.
            assert abs(agreement) < 0.1


def test_random_tables_are_accurate_by_chance(grammar, corpus):
    for accuracy in level_accuracies(random_decoder(grammar, 5), corpus.tree()):
        assert 1 / 6 <= accuracy < 0.35


def test_a_level_half_forgotten_is_half_accurate(grammar, corpus):
    whole = decoder_of(grammar)
    table = whole.tables[1].clone()
    table[table >= 3] = 6
    accuracies = level_accuracies(Decoder(6, 3, (whole.tables[0], table)), corpus.tree())
    share = (corpus.symbols(level=2) < 3).mean()
    assert accuracies == pytest.approx([1, share])


def test_agreement_does_not_depend_on_who_is_first(grammar, corpus):
    whole = decoder_of(grammar)
    table = whole.tables[0].clone()
    table[table >= 3] = 6
    half = Decoder(6, 3, (table,))
    whole = Decoder(6, 3, whole.tables[:1])
    strings = corpus.symbols()
    (agreement,) = level_agreements(half, whole, strings)
    assert level_agreements(whole, half, strings) == [agreement]
    assert 0.3 < agreement < 0.9


def test_agreement_is_scikit_learns_adjusted_rand_index(grammar, corpus):
    strings = corpus.symbols()
    first, second = decoder_of(grammar), random_decoder(grammar, 0)
    labels = zip(first.decode(strings), second.decode(strings), strict=True)
    expected = [adjusted_rand_score(a.ravel(), b.ravel()) for a, b in labels]
    assert level_agreements(first, second, strings) == pytest.approx(expected)


def test_one_class_that_holds_nearly_everything_is_no_agreement(grammar):
    # By plain matching two such decoders would agree on 98 % of the variables.
    rng = np.random.default_rng(0)
    tables = [torch.as_tensor(rng.choice(6, size=7**3, p=[0.99, *[0.002] * 5])) for _ in range(2)]
    first, second = (Decoder(6, 3, (table,)) for table in tables)
    (agreement,) = level_agreements(first, second, Corpus(grammar, P=500, seed=1).symbols())
    assert agreement < 0.2


def test_agreement_of_decoders_of_unequal_depth_is_refused(grammar, corpus):
    whole = decoder_of(grammar)
    with pytest.raises(InputError):
        level_agreements(Decoder(6, 3, whole.tables[:1]), whole, corpus.symbols())
