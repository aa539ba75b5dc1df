from itertools import product

import numpy as np
import pytest
import torch

from ownlatents.models.ensemble import extended, integers, keyed, keys, normals, numbered, uniforms
from tests.statistics import assert_binomial, assert_chi_square, assert_z_scores

N = 1 << 16
PLACE = torch.arange(N)


def counts(values, bins):
    return np.bincount(values.ravel().numpy(), minlength=bins)


def bits_of(seed):
    return keyed(keys([seed], "cpu"), PLACE)


GOLDEN = 0x9E3779B97F4A7C15
# The first outputs of the public-domain splitmix64.c for the seed 1234567.
PUBLISHED = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431]


def signed(bits):
    return (bits + 2**63) % 2**64 - 2**63


def test_one_part_gives_the_published_numbers_of_splitmix64():
    seeds = [signed(1234567 + k * GOLDEN) for k in range(4)]
    assert keyed(torch.tensor(seeds)).tolist() == [signed(x) for x in PUBLISHED]


def test_the_numbers_are_the_same_on_every_day_and_machine():
    found = keyed(keys([0, 1, 2**63 - 1], "cpu"), 3, torch.tensor(4))
    assert found.tolist() == [-2461796049410357923, 2941119382335409398, -8241843164896071778]
    assert integers(bits_of(7)[:8], 10).tolist() == [7, 1, 8, 9, 1, 8, 4, 5]


@pytest.mark.parametrize("n", [2, 3, 10, 1000])
def test_integers_are_uniform(n):
    assert_chi_square(counts(integers(bits_of(0), n), n), np.ones(n))


def test_integers_stay_in_range_up_to_the_largest_n():
    n = 2**31 - 1
    found = integers(bits_of(0), n)
    assert found.min() >= 0
    assert found.max() < n
    # The bits that a float of 24 bits would lose are there: high and low halves are both uniform.
    assert_chi_square(counts(found // (n // 16 + 1), 16), np.ones(16))
    assert_chi_square(counts(found % 16, 16), np.ones(16))


def test_integers_may_have_a_bound_for_each_key():
    bounds = torch.tensor([[1], [2], [2**20]])
    bits = keyed(keys([0, 1, 2], "cpu")[:, None], PLACE)
    together = integers(bits, bounds)
    for row, bound in enumerate(bounds.ravel().tolist()):
        assert torch.equal(together[row], integers(bits[row], bound))


def test_each_bit_is_a_fair_coin():
    bits = bits_of(3)
    ones = [int(((bits >> k) & 1).sum()) for k in range(64)]
    assert_binomial(ones, N, 0.5)


def test_uniforms_are_uniform_and_never_0_or_1():
    found = uniforms(bits_of(1))
    assert 0 < found.min() <= found.max() < 1
    assert_chi_square(counts((found * 64).long(), 64), np.ones(64))
    extremes = uniforms(torch.tensor([0, -1, 2**63 - 1, -(2**63)]))
    assert 0 < extremes.min() <= extremes.max() < 1


def test_normals_have_the_moments_of_a_normal():
    found = normals(bits_of(2)).double().numpy()
    for power, moment in ((1, 0), (2, 1), (3, 0), (4, 3), (6, 15)):
        powers = found**power
        error = powers.std() / np.sqrt(N)
        assert_z_scores(powers.mean(), moment, error, within=0.05 * max(moment, 1) + 0.1)


ZERO, ONE = keys([0, 1], "cpu")
# Streams that differ in one part of their keys by 1, or in its place.
NEIGHBOURS = {
    "seeds": (keyed(ZERO, PLACE), keyed(ONE, PLACE)),
    "parts": (keyed(ZERO, 5, PLACE), keyed(ZERO, 6, PLACE)),
    "places": (keyed(ZERO, PLACE), keyed(ZERO, PLACE + 1)),
    "order": (keyed(ZERO, PLACE, 1), keyed(ZERO, 1, PLACE)),
    "a part more": (keyed(ZERO, PLACE), keyed(ZERO, PLACE, 0)),
    "first and second": (keyed(PLACE, 1), keyed(ONE, PLACE)),
}


def joint(first, second):
    return counts(integers(first, 16) * 16 + integers(second, 16), 256)


@pytest.mark.parametrize("streams", NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_neighbouring_keys_give_independent_numbers(streams):
    assert_chi_square(joint(*streams), np.ones(256))


def test_a_weak_mixer_is_caught():
    with pytest.raises(AssertionError):
        assert_chi_square(joint(bits_of(0), bits_of(0) + (1 << 59)), np.ones(256))
    with pytest.raises(AssertionError):
        assert_chi_square(counts(integers(PLACE << 40, 10), 10), np.ones(10))


def test_no_two_of_many_keys_share_their_bits():
    seeds, parts = keys(list(range(32)), "cpu"), torch.arange(64)
    found = keyed(seeds[:, None, None], parts[:, None], parts)
    assert found.unique().numel() == found.numel()


def test_parts_broadcast_and_each_key_is_on_its_own():
    seeds = keys([5, 9], "cpu")
    together = keyed(seeds[:, None], 3, torch.arange(4))
    for (i, seed), place in product(enumerate([5, 9]), range(4)):
        alone = keyed(keys([seed], "cpu"), torch.tensor([3]), torch.tensor([place]))
        assert alone.item() == together[i, place].item()


def test_a_longer_key_goes_on_from_a_shorter_one():
    first = torch.arange(5)
    assert torch.equal(extended(keyed(first, 7), 3, first), keyed(first, 7, 3, first))


def test_groups_drawn_at_once_have_the_bits_of_each_alone():
    counts, key = (1, 3, 2), torch.tensor([[4], [9]])
    group, place = numbered(counts, torch.device("cpu"))
    together = torch.split(keyed(key, group, place), list(counts), 1)
    for k, (n, bits) in enumerate(zip(counts, together, strict=True)):
        assert torch.equal(bits, keyed(key, k, torch.arange(n)))
