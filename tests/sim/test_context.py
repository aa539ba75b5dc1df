import pytest

from ownlatents.errors import InputError
from ownlatents.sim import OBSERVABLES, Context


def test_the_default_takes_every_token_of_every_cousin():
    assert Context().targets(s=3) == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]


def test_the_literal_algorithm_takes_one_token():
    assert Context(cousin=1, token=0).targets(s=3) == [(1, 0)]


@pytest.mark.parametrize("s", [2, 3, 4])
def test_cousins_are_counted_cyclically_and_never_reach_the_own_tuple(s):
    for place in range(s):
        cousins = [Context(place=place, cousin=c, token=0).targets(s)[0][0] for c in range(1, s)]
        assert sorted([place, *cousins]) == list(range(s))
        pooled = Context(place=place, token=0).targets(s)
        assert pooled == [(cousin, 0) for cousin in cousins]


def test_the_root_label_is_no_target_among_cousins():
    assert Context(observable="root").targets(s=3) == []


def test_the_tuples_of_all_levels_stand_under_one_chain_of_ancestors():
    context = Context(grandparent=13)  # s = 3, L = 5: level 2 has 27 variables
    assert [context.grandparent_at(level, s=3) for level in context.levels(5)] == [13, 4, 1, 0]
    assert Context(grandparent=None).grandparent_at(1, s=3) is None
    assert list(Context().levels(2)) == [0]


@pytest.mark.parametrize("observable", OBSERVABLES)
def test_every_observable_is_accepted(observable):
    Context(observable=observable).check(s=2, L=2)


def test_an_unknown_observable_is_named():
    with pytest.raises(InputError, match="observable='leaf', but one of latent, token, root"):
        Context(observable="leaf")


@pytest.mark.parametrize(
    ("context", "message"),
    [
        (Context(cousin=0), "cousin=0, but 1 to 2"),
        (Context(cousin=3), "cousin=3, but 1 to 2"),
        (Context(token=-1), "token=-1, but 0 to 2"),
        (Context(token=3), "token=3, but 0 to 2"),
        (Context(place=3), "place=3, but 0 to 2"),
        (Context(grandparent=3), "grandparent=3, but 0 to 2"),
        (Context(grandparent=-1), "grandparent=-1, but 0 to 2"),
    ],
)
def test_a_site_outside_the_string_is_named(context, message):
    with pytest.raises(InputError, match=f"{message} was expected for s=3, L=3"):
        context.check(s=3, L=3)


def test_one_level_has_no_cousins():
    with pytest.raises(InputError, match="L=1, but at least 2"):
        Context().check(s=2, L=1)


def test_the_tuple_has_one_place():
    # None pools cousins, tokens and grandparents; a place cannot be pooled.
    with pytest.raises(InputError, match="place=None, but an integer"):
        Context(place=None).check(s=3, L=3)
