import numpy as np
import pytest
import torch

from ownlatents.errors import InputError
from ownlatents.models import ILC, Decoder, Ward
from ownlatents.sim import Corpus, Grammar, RHMParams
from tests.models.grammars import decoder_of, names_at_random, relabelled, separated

SIZES = [(6, 3, 2, 4), (4, 3, 3, 3), (3, 2, 4, 2)]


def sampled(v, m, s, L):
    return Grammar.sample(RHMParams(v=v, m=m, s=s, L=L), seed=0)


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


def test_an_unseen_tuple_is_unknown_and_so_is_all_above_it():
    grammar = sampled(6, 3, 2, 4)
    strings = Corpus(grammar, P=200, seed=0).symbols()
    code = int(strings[0, 4]) * 7 + int(strings[0, 5])  # the tuple at place 2 of string 0
    forgetful = relabelled(decoder_of(grammar), 0, [code], 6)
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
