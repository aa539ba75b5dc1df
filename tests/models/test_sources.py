import numpy as np
import pytest
import torch

from ownlatents.errors import InputError
from ownlatents.models import ILC, Ward, relabellings
from ownlatents.models.sources import View
from ownlatents.sim import Context, Corpus, Grammar, RecordedStrings, RHMParams
from tests.models.grammars import decoder_of, enough_strings, names_at_random, separated

CONTEXTS = [
    Context(),
    Context(grandparent=None),
    Context("token"),
    Context("token", grandparent=None, place=1),
    Context(place=1, grandparent=3),
    Context("token", place=1, grandparent=2),
    Context(cousin=1, token=1, grandparent=1),
]


@pytest.mark.parametrize("context", CONTEXTS, ids=repr)
def test_generating_latents_directly_changes_nothing(context):
    # The shortcut of a corpus against its strings read token by token, bit for bit.
    grammar = separated(5, 2, 2, 4, context)
    depths = set()
    for P in (20, 300, enough_strings(grammar, context)):
        corpus = Corpus(grammar, P, seed=2)
        recorded = RecordedStrings(corpus.symbols(), v=5, s=2, L=4)
        short, plain = (ILC(context, Ward()).fit(source) for source in (corpus, recorded))
        for level in range(3):
            assert torch.equal(short.decoder.tables[level], plain.decoder.tables[level])
            for name in ("codes", "counts", "vectors"):
                first = getattr(short.contexts[level], name)
                assert torch.equal(first, getattr(plain.contexts[level], name))
        depths.add(len(relabellings(short.decoder, grammar)) - 1)
    assert {0, 3} <= depths  # nothing right, hence no shortcut; all levels right


@pytest.mark.parametrize("named", [False, True], ids=["true names", "other names"])
@pytest.mark.parametrize("place", [0, 2])
@pytest.mark.parametrize("grandparent", [0, 5, None])
def test_pairs_are_those_picked_from_the_tree_by_hand(grandparent, place, named):
    grammar = separated(4, 2, 3, 4)
    names = names_at_random(grammar, seed=0) if named else [np.arange(4)] * 5
    corpus = Corpus(grammar, P=50, seed=1)
    recorded = RecordedStrings(corpus.symbols(), v=4, s=3, L=4)
    context = Context(cousin=1, token=2, grandparent=grandparent, place=place)
    for level in range(3):
        tree = names[level][corpus.symbols(level)]
        sites = range(3 ** (2 - level)) if grandparent is None else [grandparent // 3**level]
        tuples, targets = [], []
        for string in tree:
            for site in sites:
                family = string[9 * site : 9 * site + 9]
                tuples.append(family[3 * place : 3 * place + 3])
                targets.append([family[3 * ((place + 1) % 3) + 2]])
        for source in (corpus, recorded):
            view = View(source, decoder_of(grammar, names), "cpu")
            ((found, seen),) = view.pairs(level, context)
            np.testing.assert_array_equal(found, tuples)
            np.testing.assert_array_equal(seen, targets)


def test_tokens_are_the_leftmost_ones_below_each_cousin():
    grammar = separated(4, 2, 3, 4)
    corpus = Corpus(grammar, P=50, seed=1)
    context = Context("token", grandparent=4, place=1)
    ((_, targets),) = View(corpus, decoder_of(grammar), "cpu").pairs(1, context)
    # Level 3 variable 1 begins at token 27; its children of places 2 and 0 nine tokens each.
    np.testing.assert_array_equal(targets, corpus.symbols()[:, [45, 48, 51, 27, 30, 33]])


def written(strings, kind, folder):
    """The same strings as an array or a file."""
    if kind == "array":
        return strings
    path = folder / f"strings.{kind}"
    if kind == "npy":
        np.save(path, strings)
    else:
        np.savetxt(path, strings, fmt="%d")
    return path


@pytest.mark.parametrize("dtype", ["u1", "u2", "i8", "u8", ">i4"])
@pytest.mark.parametrize("kind", ["array", "npy", "txt"])
def test_every_integer_type_and_kind_of_file_is_read_alike(dtype, kind, tmp_path):
    corpus = Corpus(separated(5, 2, 2, 3), P=500, seed=0)
    source = written(corpus.symbols().astype(dtype), kind, tmp_path)
    found = ILC(clusterer=Ward()).fit(RecordedStrings(source, v=5, s=2, L=3))
    expected = ILC(clusterer=Ward()).fit(corpus)
    for table, wanted in zip(found.decoder.tables, expected.decoder.tables, strict=True):
        assert torch.equal(table, wanted)


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        (Context(cousin=0), "cousin=0, but 1 to 1 was expected for s=2, L=3"),
        (Context(cousin=2), "cousin=2, but 1 to 1 was expected"),
        (Context(token=2), "token=2, but 0 to 1 was expected"),
        (Context(place=2), "place=2, but 0 to 1 was expected"),
        (Context(place=-1), "place=-1, but 0 to 1 was expected"),
        (Context(grandparent=2), "grandparent=2, but 0 to 1 was expected"),
    ],
)
def test_a_context_that_does_not_fit_the_strings_is_refused(context, reason):
    corpus = Corpus(separated(5, 2, 2, 3), P=10, seed=0)
    for source in (corpus, RecordedStrings(corpus.symbols(), v=5, s=2, L=3)):
        with pytest.raises(InputError, match=reason):
            ILC(context).fit(source)


def test_strings_without_grandparents_are_refused():
    corpus = Corpus(Grammar.sample(RHMParams(v=5, m=2, s=2, L=1), seed=0), P=10, seed=0)
    with pytest.raises(InputError, match="L=1, but at least 2 was expected"):
        ILC().fit(corpus)


def test_recorded_strings_have_no_root_to_learn_from():
    strings = Corpus(separated(5, 2, 2, 3), P=10, seed=0).symbols()
    with pytest.raises(InputError, match="recorded strings have no root labels"):
        ILC(Context("root")).fit(RecordedStrings(strings, v=5, s=2, L=3))


def test_a_recorded_string_with_an_unknown_token_is_named():
    strings = Corpus(separated(5, 2, 2, 3), P=10, seed=0).symbols().copy()
    strings[3, 2] = 5
    with pytest.raises(InputError, match="string 3, place 2: token 5, but 0 to 4"):
        ILC().fit(RecordedStrings(strings, v=5, s=2, L=3))
