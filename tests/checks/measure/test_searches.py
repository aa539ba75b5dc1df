"""The search for crossings: it ends, brackets what is wanted, and can stop and go on anywhere."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownlatents.checks.measure.searches import PER_OCTAVE, curves, next_step
from ownlatents.checks.stats.threshold import LearningCurve, bracket, thresholds
from ownlatents.sim import RHMParams

searched = settings(max_examples=200, deadline=None, derandomize=True, database=None)
STRIDE = 2 * PER_OCTAVE
heights = st.floats(0, 1)


@st.composite
def problems(draw, monotone=True):
    """Curves on a grid, and heights of theirs that are looked for."""
    least, most = sorted(draw(st.tuples(st.integers(-50, 50), st.integers(-50, 50))))
    n = most - least + 1
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    curves, wanted = {}, {}
    for name in draw(st.sampled_from([("accuracy",), ("accuracy", "exact")])):
        low, high = sorted(draw(st.tuples(heights, heights)))
        values = rng.uniform(low, high, n)
        curves[name] = np.sort(values) if monotone else values
        wanted[name] = draw(st.lists(heights, min_size=1, max_size=3))
    return curves, wanted, least, most


def height_of(curves, least):
    return lambda step: {name: float(curve[step - least]) for name, curve in curves.items()}


def search(of, wanted, least, most, rows=()):
    """All rows of a search that goes on from some."""
    rows = list(rows)
    while (step := next_step(rows, wanted, least, most)) is not None:
        rows.append({"step": step, "P": 1000 * 2 ** (step / PER_OCTAVE), **of(step)})
        assert len(rows) <= most - least + 1, "it does not end"
    return rows


def searched_rows(problem):
    curves, wanted, least, most = problem
    return search(height_of(curves, least), wanted, least, most)


def found_by(rows, name):
    """The curve of one search."""
    points = ((row["P"], row[name]) for row in rows)
    return LearningCurve.of(RHMParams(v=4, m=2, s=2, L=2), 0, points)


def each_wanted(wanted):
    return [(name, height) for name, its in wanted.items() for height in its]


@searched
@given(problems())
def test_every_crossing_of_a_rising_curve_lies_between_neighbours_that_were_tried(problem):
    heights, wanted, least, most = problem
    rows = searched_rows(problem)
    tried = {row["step"] for row in rows}
    for name, height in each_wanted(wanted):
        above = least + int(np.searchsorted(heights[name], height))  # first step that reaches it
        neighbours = {above - 1, above} & set(range(least, most + 1))
        assert neighbours <= tried
        found = bracket(found_by(rows, name), height).star
        if above == least:
            assert found == 0
        elif above > most:
            assert found == np.inf
        else:
            octaves = PER_OCTAVE * np.log2(found / 1000)
            assert above - 1 - 1e-9 <= octaves <= above + 1e-9


@searched
@given(st.one_of(problems(), problems(monotone=False)))
def test_a_search_tries_no_step_twice_and_none_beyond_the_grid(problem):
    _, _, least, most = problem
    steps = [row["step"] for row in searched_rows(problem)]
    assert len(set(steps)) == len(steps) > 0
    assert least <= min(steps) <= max(steps) <= most


@searched
@given(problems())
def test_a_few_strides_and_bisections_are_enough(problem):
    _, wanted, least, most = problem
    strides = 2 + -(-(most - least) // STRIDE)
    bisections = int(np.log2(STRIDE)) * len(each_wanted(wanted))
    assert len(searched_rows(problem)) <= 1 + strides + bisections


@pytest.mark.parametrize("at", [-31.5, -3.5, 0.5, 6.5, 30.5])
def test_one_height_costs_its_distance_in_strides_and_three_bisections(at):
    rows = search(lambda step: {"accuracy": float(step > at)}, {"accuracy": [0.5]}, -32, 32)
    assert len(rows) <= 1 + -(-abs(at) // STRIDE) + 3


@searched
@given(problems(monotone=False))
def test_the_last_rise_of_a_noisy_curve_is_bracketed(problem):
    _, wanted, least, most = problem
    rows = searched_rows(problem)
    tried = {row["step"]: row for row in rows}
    for name, height in each_wanted(wanted):
        below = [step for step in tried if tried[step][name] < height]
        if not below:
            assert least in tried
        elif max(below) == max(tried):
            assert most in tried
        else:
            assert tried[max(below) + 1][name] >= height


@searched
@given(problems(monotone=False), st.randoms(use_true_random=False))
def test_the_next_step_does_not_depend_on_the_order_of_the_rows(problem, random: Random):
    _, wanted, least, most = problem
    rows = searched_rows(problem)
    for n in range(len(rows) + 1):
        some = rows[:n]
        random.shuffle(some)
        expected = rows[n]["step"] if n < len(rows) else None
        assert next_step(some, wanted, least, most) == expected


@searched
@given(problems(monotone=False), st.integers(0, 20))
def test_a_search_goes_on_from_some_of_its_rows_as_if_it_had_never_stopped(problem, n):
    curves, wanted, least, most = problem
    rows = searched_rows(problem)
    assert search(height_of(curves, least), wanted, least, most, rows[:n]) == rows


@pytest.mark.parametrize(("value", "end", "found"), [(0.1, 20, np.inf), (0.9, -20, 0)])
def test_a_curve_on_one_side_of_the_height_ends_at_the_grids_end(value, end, found):
    rows = search(lambda step: {"accuracy": value}, {"accuracy": [0.5]}, -20, 20)
    assert [row["step"] for row in rows] == [np.sign(end) * x for x in (0, 8, 16, 20)]
    assert bracket(found_by(rows, "accuracy")).star == found


@pytest.mark.parametrize(("least", "most", "first"), [(-9, 9, 0), (3, 9, 3), (-9, -2, -2)])
def test_a_search_begins_at_0_or_the_nearest_step_of_the_grid(least, most, first):
    assert next_step([], {"accuracy": [0.5]}, least, most) == first


def test_nothing_is_looked_for_after_the_first_row_where_nothing_is_wanted():
    assert len(search(lambda step: {"accuracy": 0.1}, {}, -20, 20)) == 1


def test_sizes_and_seed_name_a_search():
    small, deep = (RHMParams(v=4, m=2, s=2, L=L) for L in (2, 3))
    stars = {(small, 0): 10.0, (small, 1): 30.0, (deep, 0): 500.0}
    rows = [
        {**p.as_dict(), "seed": seed, "step": step, "P": star * 4.0**step, "accuracy": height}
        for step, height in ((1, 0.75), (-1, 0.25))
        for (p, seed), star in stars.items()
    ]
    found = thresholds(curves(rows, "accuracy"))
    assert list(found) == [small, deep]
    np.testing.assert_allclose(found[small].stars, [10, 30])
    np.testing.assert_allclose(found[deep].stars, [500])
    assert curves([], "accuracy") == []
