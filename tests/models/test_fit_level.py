import numpy as np
import pytest

from ownlatents.errors import InputError
from ownlatents.models import ILC, Ward
from ownlatents.sim import Context, Corpus, Grammar, RHMParams
from tests.models.grammars import decoder_of, enough_strings, separated
from tests.models.recovery import CLUSTERERS, same_partition, true_classes


@pytest.mark.parametrize("context", [Context(), Context("token", place=1), Context("root")])
@pytest.mark.parametrize("name", CLUSTERERS)
def test_one_level_from_counts_agrees_with_all_levels_from_strings(name, context):
    grammars = [separated(6, 2, 2, 3, context, skip=i) for i in range(2)]
    P = max(enough_strings(grammar, context) for grammar in grammars)
    learner = ILC(context, CLUSTERERS[name](grammars, context))
    recoveries = learner.fit_many([Corpus(grammar, P, seed=5) for grammar in grammars])
    for level in range(2):
        answers = learner.fit_level(grammars, level, P=P, seed=6)
        for grammar, labels, found in zip(grammars, answers, recoveries, strict=True):
            assert labels.shape == (6, 2)
            assert same_partition(labels, true_classes(grammar))
            strings = Corpus(grammar, P=200, seed=9).symbols()
            below = decoder_of(grammar).decode(strings)[0] if level else strings
            from_counts = labels.ravel()[grammar.rule_of(level, below)]
            assert same_partition(from_counts, found.decoder.decode(strings)[level])


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_trillion_strings_are_enough_where_a_thousand_are_not(level):
    grammar = separated(16, 6, 2, 4)
    few, many = (
        ILC(clusterer=Ward()).fit_level([grammar], level, P=P, seed=0)[0] for P in (10**3, 10**12)
    )
    assert same_partition(many, true_classes(grammar))
    assert not same_partition(few, true_classes(grammar))


def test_equal_seeds_give_equal_labels_and_other_seeds_other_counts():
    grammar = separated(8, 4, 2, 2)
    first, again, other = (
        ILC(clusterer=Ward()).fit_level([grammar], 0, P=100, seed=seed)[0] for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not same_partition(first, other)


def test_rules_that_no_count_shows_are_unknown():
    (labels,) = ILC(clusterer=Ward()).fit_level([separated(6, 3, 2, 3)], 0, P=4, seed=0)
    assert (labels == 6).sum() >= 18 - 4
    assert (labels < 6).any()


@pytest.mark.parametrize("level", [-1, 2])
def test_a_level_without_cousins_is_refused(level):
    with pytest.raises(InputError, match=f"level={level}, but 0 to 1 was expected"):
        ILC().fit_level([separated(6, 3, 2, 3)], level, P=100, seed=0)


def test_pooled_counts_are_refused():
    with pytest.raises(InputError, match="one site was expected"):
        ILC(Context(grandparent=None)).fit_level([separated(6, 3, 2, 3)], 0, P=100, seed=0)


def test_grammars_of_unequal_sizes_are_refused():
    grammars = [Grammar.sample(RHMParams(v=6, m=m, s=2, L=3), seed=0) for m in (3, 2)]
    with pytest.raises(InputError, match="equal"):
        ILC(clusterer=Ward()).fit_level(grammars, 0, P=10**6, seed=0)


def test_no_grammar_at_all_is_refused():
    with pytest.raises(InputError):
        ILC(clusterer=Ward()).fit_level([], 0, P=10**6, seed=0)
