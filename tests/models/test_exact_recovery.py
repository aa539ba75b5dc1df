import numpy as np
import pytest
import torch

from ownlatents.models import exactly_recovered, relabellings
from ownlatents.sim import Corpus, Grammar, RHMParams
from tests.models.grammars import decoder_of, names_at_random, relabelled


def sampled(v, m, s, L):
    return Grammar.sample(RHMParams(v=v, m=m, s=s, L=L), seed=0)


@pytest.mark.parametrize("sizes", [(6, 3, 2, 4), (4, 3, 3, 3), (3, 2, 4, 2)], ids=str)
def test_the_names_of_a_right_decoder_are_found(sizes):
    grammar = sampled(*sizes)
    names = names_at_random(grammar, seed=1)
    decoder = decoder_of(grammar, names)
    assert exactly_recovered(decoder, grammar)
    for found, name in zip(relabellings(decoder, grammar), names[:-1], strict=True):
        np.testing.assert_array_equal(found, name)


def test_the_decoder_of_another_grammar_is_not_right():
    grammar, other = (Grammar.sample(RHMParams(v=6, m=3, s=2, L=3), seed) for seed in (0, 1))
    assert not exactly_recovered(decoder_of(other), grammar)


def _another_class(labels):
    labels[2, 1] = (labels[2, 1] + 1) % 6


def _unknown_tuple(labels):
    labels[2, 1] = 6


def _merged_classes(labels):
    labels[2] = labels[3]


def _unknown_class(labels):
    labels[2] = 6


def _exchanged_tuples(labels):
    labels[[2, 3], 0] = labels[[3, 2], 0]


FAULTS = [_another_class, _unknown_tuple, _merged_classes, _unknown_class, _exchanged_tuples]


@pytest.mark.parametrize("named", [False, True], ids=["true names", "other names"])
@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__[1:])
def test_one_fault_at_a_level_ends_the_exact_recovery_there(fault, level, named):
    grammar = sampled(6, 3, 2, 4)
    names = names_at_random(grammar, seed=1) if named else [np.arange(6)] * 5
    codes = torch.as_tensor(names[level][grammar.rules[level]] @ [7, 1])
    decoder = decoder_of(grammar, names)
    labels = decoder.tables[level][codes]
    fault(labels)
    faulty = relabelled(decoder, level, codes, labels)
    assert exactly_recovered(decoder, grammar)
    assert not exactly_recovered(faulty, grammar)
    found = relabellings(faulty, grammar)
    assert len(found) == level + 1
    for permutation, name in zip(found, names, strict=False):
        np.testing.assert_array_equal(permutation, name)


def test_labels_of_ungrammatical_tuples_do_not_count():
    grammar = sampled(6, 3, 2, 4)
    decoder = decoder_of(grammar)
    ungrammatical = decoder.tables[0] == 6
    assert ungrammatical.any()
    garbled = relabelled(decoder, 0, ungrammatical, 0)
    assert exactly_recovered(garbled, grammar)


def test_a_class_split_over_a_free_label_is_no_recovery():
    # Merging two classes frees a label; half of a third class takes it, so v labels are in use.
    grammar = sampled(4, 2, 2, 2)
    codes = torch.as_tensor(grammar.rules[0] @ [5, 1])
    labels = torch.tensor([[0, 0], [1, 3], [2, 2], [2, 2]], dtype=torch.int32)
    split = relabelled(decoder_of(grammar), 0, codes, labels)
    assert not exactly_recovered(split, grammar)


def test_a_decoder_that_also_knows_the_root_has_recovered_what_is_below_it():
    grammar = sampled(6, 3, 2, 2)
    root = np.full(49, 6, dtype=np.int32)
    root[grammar.rules[1] @ [7, 1]] = np.arange(6)[:, None]
    decoder = decoder_of(grammar).then(torch.as_tensor(root))
    strings = Corpus(grammar, P=50, seed=0).symbols()
    np.testing.assert_array_equal(decoder.decode(strings)[1], grammar.parse(strings)[2])
    assert exactly_recovered(decoder, grammar)
