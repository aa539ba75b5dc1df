import numpy as np
import pytest
import torch

from models import ILC, Decoder, Ward, exactly_recovered, relabellings
from sim import Corpus, Grammar, InputError, RHMParams
from tests.models.grammars import decoder_of, names_at_random, separated

SIZES = [(6, 3, 2, 4), (4, 3, 3, 3), (3, 2, 4, 2)]


def sampled(v, m, s, L):
    return Grammar.sample(RHMParams(v=v, m=m, s=s, L=L), seed=0)


def changed(decoder, level, change):
    """A copy of the decoder with one of its tables changed."""
    tables = [table.clone() for table in decoder.tables]
    change(tables[level])
    return Decoder(decoder.v, decoder.s, tuple(tables))


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_with_the_true_tables_decoding_is_parsing(sizes):
    grammar = sampled(*sizes)
    strings = Corpus(grammar, P=100, seed=0).symbols()
    decoded = decoder_of(grammar).decode(strings)
    assert len(decoded) == grammar.params.L - 1
    for labels, truth in zip(decoded, grammar.parse(strings)[1:], strict=False):
        np.testing.assert_array_equal(labels, truth)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_renamed_tables_decode_to_renamed_latents(sizes):
    grammar = sampled(*sizes)
    names = names_at_random(grammar, seed=1)
    strings = Corpus(grammar, P=100, seed=0).symbols()
    decoder = decoder_of(grammar, names)
    levels = zip(decoder.decode(strings), grammar.parse(strings)[1:], names[1:], strict=False)
    for labels, truth, name in levels:
        np.testing.assert_array_equal(labels, name[truth])
    for found, name in zip(relabellings(decoder, grammar), names, strict=False):
        np.testing.assert_array_equal(found, name)
    assert exactly_recovered(decoder, grammar)


def test_an_unseen_tuple_is_unknown_and_so_is_all_above_it():
    grammar = sampled(6, 3, 2, 4)
    strings = Corpus(grammar, P=200, seed=0).symbols()
    code = int(strings[0, 4]) * 7 + int(strings[0, 5])  # the tuple at place 2 of string 0
    forgetful = changed(decoder_of(grammar), 0, lambda table: table.__setitem__(code, 6))
    tree = grammar.parse(strings)
    unknown = (strings.reshape(200, 8, 2) @ [7, 1]) == code
    assert unknown[0, 2]
    assert not unknown.all()
    for level, labels in enumerate(forgetful.decode(strings), start=1):
        np.testing.assert_array_equal(labels, np.where(unknown, 6, tree[level]))
        unknown = unknown.reshape(200, -1, 2).any(axis=2)


def test_a_decoder_that_has_learned_nothing_decodes_nothing():
    assert Decoder(v=3, s=2).decode([[0, 1, 2, 0]]) == []


def test_levels_are_added_without_touching_what_is_known():
    grammar = sampled(6, 3, 2, 4)
    whole = decoder_of(grammar)
    grown = Decoder(6, 2)
    strings = Corpus(grammar, P=20, seed=0).symbols()
    for known, table in enumerate(whole.tables, start=1):
        before, grown = grown, grown.then(table)
        assert (len(before.tables), len(grown.tables)) == (known - 1, known)
        for labels, expected in zip(grown.decode(strings), whole.decode(strings), strict=False):
            np.testing.assert_array_equal(labels, expected)


def test_lifting_between_two_levels_is_decoding_in_between():
    grammar = sampled(4, 3, 3, 3)
    corpus = Corpus(grammar, P=20, seed=0)
    latents = torch.as_tensor(corpus.symbols(level=1).astype(int))
    np.testing.assert_array_equal(decoder_of(grammar).lift(latents, 1, 2), corpus.symbols(level=2))


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
    faulty = changed(decoder, level, lambda table: table.__setitem__(codes, labels))
    assert exactly_recovered(decoder, grammar)
    assert not exactly_recovered(faulty, grammar)
    found = relabellings(faulty, grammar)
    assert len(found) == level + 1
    for permutation, name in zip(found, names, strict=False):
        np.testing.assert_array_equal(permutation, name)


def test_labels_of_ungrammatical_tuples_do_not_count():
    grammar = sampled(6, 3, 2, 4)
    decoder = decoder_of(grammar)
    garbled = changed(decoder, 0, lambda table: table.masked_fill_(table == 6, 0))
    assert not torch.equal(garbled.tables[0], decoder.tables[0])
    assert exactly_recovered(garbled, grammar)


def test_a_class_split_over_a_free_label_is_no_recovery():
    # Merging two classes frees a label; half of a third class takes it, so v labels are in use.
    grammar = sampled(4, 2, 2, 2)
    codes = torch.as_tensor(grammar.rules[0] @ [5, 1])
    labels = torch.tensor([[0, 0], [1, 3], [2, 2], [2, 2]], dtype=torch.int32)
    split = changed(decoder_of(grammar), 0, lambda table: table.__setitem__(codes, labels))
    assert not exactly_recovered(split, grammar)


def test_a_decoder_that_also_knows_the_root_has_recovered_what_is_below_it():
    grammar = sampled(6, 3, 2, 2)
    root = np.full(49, 6, dtype=np.int32)
    root[grammar.rules[1] @ [7, 1]] = np.arange(6)[:, None]
    decoder = decoder_of(grammar).then(torch.as_tensor(root))
    strings = Corpus(grammar, P=50, seed=0).symbols()
    np.testing.assert_array_equal(decoder.decode(strings)[1], grammar.parse(strings)[2])
    assert exactly_recovered(decoder, grammar)


def test_too_large_a_table_is_refused_before_it_is_made():
    corpus = Corpus(sampled(700, 1, 3, 2), P=10, seed=0)
    with pytest.raises(InputError, match=r"\(v\+1\)\^s=701\^3 tuples, but at most 2\^28"):
        ILC(clusterer=Ward()).fit(corpus)


BAD_STRINGS = {
    "a token beyond v": [[0, 7, 0, 0, 0, 0, 0, 0]],
    "a negative token": [[0, -1, 0, 0, 0, 0, 0, 0]],
    "a length that is no multiple of s": [[0, 1, 2, 0, 1]],
    "fractions": [[0.5, 1, 0, 0, 0, 0, 0, 0]],
}


@pytest.mark.parametrize("strings", BAD_STRINGS.values(), ids=BAD_STRINGS)
def test_strings_that_cannot_be_read_are_refused(strings):
    with pytest.raises(InputError):
        decoder_of(separated(6, 3, 2, 3)).decode(strings)
