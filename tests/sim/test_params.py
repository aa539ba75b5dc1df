import json

import numpy as np
import pytest

from ownlatents.errors import InputError
from ownlatents.sim import RHMParams


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((1, 1, 2, 1), ["v=1", "at least 2"]),
        ((-3, 1, 2, 1), ["v=-3", "at least 2"]),
        ((2, 0, 2, 1), ["m=0", "at least 1"]),
        ((2, 1, 1, 1), ["s=1", "at least 2"]),
        ((2, 1, 2, 0), ["L=0", "at least 1"]),
        ((4, 5, 2, 3), ["m=5", "v^(s-1)=4", "v=4", "s=2"]),
        ((3, 10, 3, 1), ["m=10", "v^(s-1)=9", "v=3", "s=3"]),
        ((2, 1, 63, 1), ["v^s=2^63", "less than 2^63"]),
        ((1 << 32, 1, 2, 1), ["v^s=4294967296^2", "less than 2^63"]),
    ],
)
def test_a_size_out_of_range_is_named_with_what_was_expected(sizes, words):
    with pytest.raises(InputError) as error:
        RHMParams(*sizes)
    assert all(word in str(error.value) for word in words)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["v", "m", "s", "L"])
@pytest.mark.parametrize("value", [2.0, 2.5, True, "2", None, np.float64(2), np.bool_(True)])
def test_only_integers_are_sizes(name, value):
    sizes = {"v": 4, "m": 2, "s": 2, "L": 2} | {name: value}
    with pytest.raises(InputError, match=f"{name}=.*an integer was expected"):
        RHMParams(**sizes)


@pytest.mark.parametrize("sizes", [(2, 1, 2, 1), (4, 4, 2, 3), (3, 9, 3, 1), (2, 1, 62, 1)])
def test_the_largest_and_smallest_sizes_are_allowed(sizes):
    RHMParams(*sizes)


def test_numpy_integers_become_plain_ones():
    params = RHMParams(*np.array([4, 2, 2, 3], dtype=np.uint8))
    assert params == RHMParams(4, 2, 2, 3)
    assert hash(params) == hash(RHMParams(4, 2, 2, 3))
    assert repr(params) == "RHMParams(v=4, m=2, s=2, L=3)"
    assert json.loads(json.dumps(params.as_dict())) == {"v": 4, "m": 2, "s": 2, "L": 3}


def test_derived_sizes():
    params = RHMParams(v=5, m=10, s=3, L=4)
    assert (params.f, params.n_tuples, params.length) == (10 / 25, 50, 81)
    assert [params.width(level) for level in range(5)] == [81, 27, 9, 3, 1]


@pytest.mark.parametrize("level", [-1, 5])
def test_a_level_outside_the_tree_is_named(level):
    with pytest.raises(InputError, match=f"level={level}, but 0 to L=4 was expected"):
        RHMParams(v=2, m=1, s=2, L=4).width(level)


def test_bad_input_is_a_value_error():
    assert issubclass(InputError, ValueError)
