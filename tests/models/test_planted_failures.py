"""Where the context does not tell two classes apart, nobody may claim to have found them."""

import numpy as np
import pytest

from ownlatents.errors import InputError
from ownlatents.models import ILC, Ward, exactly_recovered, matched_accuracy, relabellings
from ownlatents.sim import Context, Corpus, RecordedStrings, assumptions
from tests.models.grammars import enough_strings, separated, with_twins
from tests.models.recovery import CLUSTERERS, assert_recovered, same_partition, true_classes

everyone = pytest.mark.parametrize("name", CLUSTERERS)


def recovered(strings, grammar, clusterer=None, context=None):
    p = grammar.params
    learner = ILC(context or Context(), clusterer or Ward())
    found = learner.fit(RecordedStrings(strings, p.v, p.s, p.L))
    return exactly_recovered(found.decoder, grammar)


def test_the_planted_grammars_are_what_they_are_said_to_be():
    twins = assumptions(with_twins(9, 5, L=3), exact=True)
    control = assumptions(with_twins(9, 5, L=3, twins=False), exact=True)
    assert [level.separation > 0 for level in twins.levels] == [True, False]
    assert [level.separation > 0 for level in control.levels] == [True, True]


@everyone
@pytest.mark.parametrize("P", [10**6, 10**12])
def test_twins_are_never_told_apart_from_counts(name, P):
    for seed in range(4):
        grammar = with_twins(9, 5, L=2, seed=seed)
        learner = ILC(clusterer=CLUSTERERS[name]([grammar], Context()))
        (labels,) = learner.fit_level([grammar], 0, P=P, seed=seed)
        assert not same_partition(labels, true_classes(grammar))
        if name == "NearestCentre":  # all others are: the planted fault is the only one
            assert same_partition(labels[2:], true_classes(grammar)[2:])


@everyone
def test_twins_are_never_told_apart_from_strings(name):
    control = with_twins(9, 5, L=3, twins=False)
    P = enough_strings(control)
    for grammar in (control, with_twins(9, 5, L=3)):
        learner = ILC(clusterer=CLUSTERERS[name]([grammar], Context()))
        found = learner.fit(Corpus(grammar, P, seed=1))
        if grammar is control:
            assert_recovered(found, grammar)
        else:
            assert len(relabellings(found.decoder, grammar)) == 2  # the level below the twins


def test_the_class_label_tells_the_twins_apart():
    grammar = with_twins(9, 5, L=2)
    corpus = Corpus(grammar, enough_strings(grammar, Context("root")), seed=0)
    assert_recovered(ILC(Context("root")).fit(corpus), grammar)


@everyone
def test_strings_whose_columns_are_shuffled_teach_nothing(name):
    grammar = separated(6, 3, 2, 3)
    strings = Corpus(grammar, enough_strings(grammar), seed=0).symbols()
    clusterer = CLUSTERERS[name]([grammar], Context())
    assert recovered(strings, grammar, clusterer)
    shuffled = np.random.default_rng(0).permuted(strings, axis=0)
    assert not recovered(shuffled, grammar, clusterer)


@everyone
def test_tuples_without_their_own_context_are_clustered_by_chance(name):
    # Each visible tuple goes to another string as a whole: all tuples are still grammatical.
    grammar = separated(8, 6, 2, 2)
    strings = Corpus(grammar, P=100_000, seed=0).symbols()
    assert recovered(strings, grammar)
    tuples = strings.reshape(len(strings), 2, 2).copy()
    rng = np.random.default_rng(0)
    for place in range(2):
        tuples[:, place] = rng.permutation(tuples[:, place])
    clusterer = CLUSTERERS[name]([grammar], Context())
    source = RecordedStrings(tuples.reshape(strings.shape), v=8, s=2, L=2)
    labels = ILC(clusterer=clusterer).fit(source).decoder.decode(strings)[0]
    assert matched_accuracy(labels, grammar.parse(strings)[1], 8) < 0.5


@pytest.mark.parametrize("seed", range(3))
def test_a_target_inside_the_tuple_itself_is_noticed(seed):
    # What an off-by-one in the target's position would make of the strings.
    grammar = separated(6, 3, 2, 2)
    strings = Corpus(grammar, enough_strings(grammar), seed).symbols()
    assert recovered(strings, grammar)
    assert not recovered(strings[:, [0, 1, 0, 1]], grammar)


@pytest.mark.parametrize("shift", [1, 3])
def test_tuples_off_by_one_are_noticed(shift):
    grammar = separated(6, 3, 2, 3)
    strings = Corpus(grammar, enough_strings(grammar), seed=0).symbols()
    assert not recovered(np.roll(strings, shift, axis=1), grammar)


def test_a_cousin_taken_for_another_is_noticed():
    # The oracle knows the centres of cousin 1; vectors of cousin 2 lie elsewhere.
    right, wrong = Context(cousin=1), Context(cousin=2)
    grammar = separated(6, 3, 3, 2, right)
    corpus = Corpus(grammar, enough_strings(grammar, right), seed=0)
    oracle = CLUSTERERS["NearestCentre"]([grammar], right)
    assert exactly_recovered(ILC(right, oracle).fit(corpus).decoder, grammar)
    with pytest.raises(InputError, match=r"oracle.* are of .*cousin=1"):
        ILC(wrong, oracle)
    vectors = ILC(wrong).fit(corpus).contexts
    assert not (
        oracle.labels(vectors, 6, 0, 0)[0]
        == oracle.labels(ILC(right).fit(corpus).contexts, 6, 0, 0)[0]
    ).all()


def test_between_the_two_thresholds_latents_are_enough_and_tokens_are_not():
    grammars = [separated(10, 4, 2, 4, skip=skip) for skip in range(6)]
    P = min(map(enough_strings, grammars)) // 16
    corpora = [Corpus(grammar, P, seed=i) for i, grammar in enumerate(grammars)]
    successes = {}
    for observable in ("latent", "token"):
        found = ILC(Context(observable), Ward()).fit_many(corpora)
        pairs = zip(found, grammars, strict=True)
        successes[observable] = sum(exactly_recovered(x.decoder, g) for x, g in pairs)
    assert successes["latent"] >= 5
    assert successes["token"] <= 1


@everyone
def test_nothing_is_recovered_from_fewer_strings_than_there_are_tuples(name):
    grammar = separated(8, 3, 2, 3)
    clusterer = CLUSTERERS[name]([grammar], Context())
    found = ILC(clusterer=clusterer).fit(Corpus(grammar, P=23, seed=0))
    assert not exactly_recovered(found.decoder, grammar)
