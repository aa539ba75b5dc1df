"""Exact averages over grammars: against all grammars of small sizes, samples of larger ones."""

import math
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import permutations, product

import numpy as np
import pytest
import sympy as sp

from sim import Grammar, Law, RHMParams
from tests.statistics import assert_z_scores
from tests.theory.test_replicas import with_replacement
from theory import moments, replicas
from theory.moments import exact, expression, symbolic
from theory.symbols import m, s, v

SMALL = [(2, 1, 2), (2, 2, 2), (3, 1, 2), (2, 1, 3), (2, 2, 3), (2, 4, 3)]
SMALLEST = [(2, 1, 2), (2, 2, 2), (2, 1, 3), (2, 2, 3)]
FULL = [(2, 2, 2), (2, 4, 3)]
PARTIAL = [sizes for sizes in SMALL if sizes not in FULL]
COUSIN = ((0,), (1, 0))
TOKEN = ((0,), (1, 0, 0))
HIGHER = ((0, 0), (1, 0, 0))


# All grammars, from the definition: every ordered choice of v·m distinct tuples at each level. What
# is not needed of a level is forgotten at once, so that equal tables are counted and not repeated.


@cache
def levels(v, m, s):
    """How often each table `T[g][a, b]` occurs: rules of g that begin with a, b."""
    counts = Counter()
    for drawn in permutations(list(product(range(v), repeat=s)), v * m):
        table = [0] * v**3
        for rule, symbols in enumerate(drawn):
            table[(rule // m * v + symbols[0]) * v + symbols[1]] += 1
        counts[tuple(table)] += 1
    return {np.array(table).reshape(v, v, v).tobytes(): n for table, n in counts.items()}


def forgetting(v, m, s, keep):
    """Distinct values of `keep(table)`, each with its probability."""
    counts = Counter()
    for raw, n in levels(v, m, s).items():
        kept = np.ascontiguousarray(keep(np.frombuffer(raw, dtype=int).reshape(v, v, v)))
        counts[kept.shape, kept.tobytes()] += n
    total = counts.total()
    return [
        (np.frombuffer(raw, dtype=int).reshape(shape), Fraction(n, total))
        for (shape, raw), n in counts.items()
    ]


def channels(sizes):
    """From a symbol to its child at place 0, in units of 1/m."""
    return forgetting(*sizes, lambda table: table.sum(axis=2))


def tops(sizes):
    """Two children of a uniform symbol, in units of 1/(vm)."""
    return forgetting(*sizes, lambda table: table.sum(axis=0))


def average(of, *independent):
    """Mean of `of` over independent levels."""
    return sum(
        math.prod(p for _, p in chosen) * of(*(table for table, _ in chosen))
        for chosen in product(*independent)
    )


def correlation_squares(joint, total):
    p, q = joint.sum(axis=1), joint.sum(axis=0)
    return Fraction(int(((joint * total - np.outer(p, q)) ** 2).sum()), total**4)


def weighted_distances(joint, total):
    p = joint.sum(axis=1)
    differences = p[None, :, None] * joint[:, None, :] - p[:, None, None] * joint[None, :, :]
    return Fraction(int((differences**2).sum()), total**4)


def weighted_pairs(joint, total):
    p = joint.sum(axis=1)
    return Fraction(int((p**2).sum() ** 2 - (p**4).sum()), total**4)


DEFINITIONS = {
    moments.squared_correlation: correlation_squares,
    moments.squared_pair_distance: weighted_distances,
    moments.squared_pairs: weighted_pairs,
}


@cache
def evaluated(moment, sizes, above, paths):
    """The moment in closed form."""
    paths = paths[:1] if moment is moments.squared_pairs else paths
    return moment(exact(*sizes), above, *paths)


def cousin_listed(definition, sizes):
    v, m, _ = sizes
    of = lambda top, channel: definition(top @ channel, v * m**2)  # noqa: E731
    return average(of, tops(sizes), channels(sizes))


def one_lower_listed(definition, sizes):
    """The grandparent one level below the root."""
    v, m, _ = sizes
    above = forgetting(*sizes, lambda table: table.sum(axis=(0, 2)))

    def of(marginal, table, channel):
        return definition(np.tensordot(marginal, table, 1) @ channel, v * m**3)

    return average(of, above, forgetting(*sizes, lambda table: table), channels(sizes))


def one_higher_listed(definition, sizes):
    """The parent two levels below the common ancestor, the target three."""
    v, m, _ = sizes
    of = lambda top, first, second: definition(first.T @ top @ first @ second, v * m**4)  # noqa: E731
    return average(of, tops(sizes), channels(sizes), channels(sizes))


@pytest.mark.parametrize("moment", DEFINITIONS)
@pytest.mark.parametrize("sizes", SMALL)
def test_a_cousin_token_over_all_grammars(sizes, moment):
    assert evaluated(moment, sizes, 0, COUSIN) == cousin_listed(DEFINITIONS[moment], sizes)


@pytest.mark.parametrize(
    ("moment", "sizes"),
    [
        *product((moments.squared_correlation, moments.squared_pairs), SMALLEST),
        (moments.squared_pair_distance, (2, 2, 3)),
    ],
)
def test_a_cousin_token_below_another_grandparent_over_all_grammars(moment, sizes):
    assert evaluated(moment, sizes, 1, COUSIN) == one_lower_listed(DEFINITIONS[moment], sizes)


# Distances of pairs follow six nodes through two levels here, which takes minutes.
@pytest.mark.parametrize("moment", [moments.squared_correlation, moments.squared_pairs])
@pytest.mark.parametrize("sizes", SMALLEST)
def test_a_higher_common_ancestor_over_all_grammars(sizes, moment):
    assert evaluated(moment, sizes, 0, HIGHER) == one_higher_listed(DEFINITIONS[moment], sizes)


@pytest.mark.parametrize("sizes", SMALL)
def test_contraction_over_all_grammars(sizes):
    v, m, _ = sizes

    def of(channel):
        agree = channel @ channel.T
        same, apart = int(np.trace(agree)), int(agree.sum() - np.trace(agree))
        return Fraction(same, v * m**2) - Fraction(apart, v * (v - 1) * m**2)

    assert moments.contraction(exact(*sizes)) == average(of, channels(sizes))


def below_roots(sizes, depth):
    """Law of `channel … channel`, from root labels down, in units of m^−depth."""
    return [channels(sizes)] * depth


def chained(tables):
    return np.linalg.multi_dot(tables) if len(tables) > 1 else tables[0]


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("sizes", SMALL)
def test_marginals_over_all_grammars(sizes, depth):
    v, m, _ = sizes

    def of(*tables):
        return Fraction(int((chained(tables).sum(axis=0) ** 2).sum()), (v * m**depth) ** 2)

    listed = average(of, *below_roots(sizes, depth))
    assert moments.squared_marginals(exact(*sizes), depth) == listed
    assert moments.balance_spread(exact(*sizes), depth) == v * listed - 1


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("sizes", SMALL)
def test_the_root_label_over_all_grammars(sizes, depth):
    v, m, _ = sizes
    of = lambda *tables: correlation_squares(chained(tables), v * m**depth)  # noqa: E731
    listed = average(of, *below_roots(sizes, depth))
    assert moments.squared_root_correlation(exact(*sizes), depth) == listed


def test_there_is_a_root_label_and_none_of_the_listed_averages_is_trivial():
    assert moments.squared_marginals(exact(5, 2, 2), 0) == Fraction(1, 5)
    assert moments.squared_root_correlation(exact(5, 2, 2), 0) == Fraction(4, 25)
    for sizes in PARTIAL:
        assert all(cousin_listed(of, sizes) > 0 for of in DEFINITIONS.values())


@pytest.mark.parametrize("sizes", FULL)
def test_without_ungrammatical_tuples_nothing_is_learnt_from_cousins(sizes):
    for above, paths in ((0, COUSIN), (1, COUSIN), (0, TOKEN), (0, HIGHER)):
        assert moments.squared_correlation(exact(*sizes), above, *paths) == 0
    assert evaluated(moments.squared_pair_distance, sizes, 0, COUSIN) == 0
    assert moments.balance_spread(exact(*sizes), 2) == 0
    assert moments.squared_root_correlation(exact(*sizes), 2) > 0


def dropped_factor(sizes):
    v, m, s = sizes
    return 1 - Fraction(m, v ** (s - 1))


WRONG = {
    "1−f dropped": lambda found, sizes: found / dropped_factor(sizes),
    "m replaced by v": lambda found, sizes: found * Fraction(*sizes[1::-1]) ** 4,
    "m³ for m⁴": lambda found, sizes: found * sizes[1],
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_factor_is_caught_by_the_list_of_grammars(wrong):
    sizes = (3, 2, 2)
    listed = cousin_listed(correlation_squares, sizes)
    found = moments.squared_correlation(exact(*sizes), 0, *COUSIN)
    assert found == listed != WRONG[wrong](found, sizes)


@pytest.mark.parametrize("moment", DEFINITIONS)
@pytest.mark.parametrize("sizes", PARTIAL)
def test_moments_with_replacement_are_caught_by_the_list_of_grammars(sizes, moment, monkeypatch):
    monkeypatch.setattr(replicas, "_probability_of_pattern", with_replacement)
    planted = evaluated.__wrapped__(moment, sizes, 0, COUSIN)
    assert planted != cousin_listed(DEFINITIONS[moment], sizes)


# The rational functions against the fractions.

FUNCTIONS = {
    "contraction": (moments.contraction, ()),
    "marginals 1": (moments.squared_marginals, (1,)),
    "marginals 2": (moments.squared_marginals, (2,)),
    "balance 2": (moments.balance_spread, (2,)),
    "root 1": (moments.squared_root_correlation, (1,)),
    "root 2": (moments.squared_root_correlation, (2,)),
    "cousin": (moments.squared_correlation, (0, *COUSIN)),
}
LARGE = [(5, 3, 2), (8, 6, 3), (16, 4, 2), (64, 63, 2), (4, 9, 4)]


@pytest.fixture(scope="module")
def functions():
    made = {
        name: expression(of(symbolic(), *arguments))
        for name, (of, arguments) in FUNCTIONS.items()
        if name != "cousin"
    }
    return {**made, "cousin": moments.cousin_correlation()}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("sizes", LARGE)
def test_rational_functions_evaluate_to_the_fractions(functions, name, sizes):
    of, arguments = FUNCTIONS[name]
    expected = of(exact(*sizes), *arguments)
    found = functions[name].subs(dict(zip((v, m, s), sizes, strict=True)))
    assert isinstance(found, sp.Rational)
    assert Fraction(int(found.p), int(found.q)) == expected
    floats = sp.lambdify((v, m, s), functions[name], "math")(*map(float, sizes))
    assert math.isclose(floats, float(expected), rel_tol=1e-12)


@pytest.mark.parametrize("sizes", LARGE)
def test_each_level_of_rules_costs_the_contraction(sizes):
    rate = moments.contraction(exact(*sizes))
    cousin, token = (
        moments.squared_correlation(exact(*sizes), 0, *path) for path in (COUSIN, TOKEN)
    )
    label = [moments.squared_root_correlation(exact(*sizes), depth) for depth in range(3)]
    assert token == rate * cousin
    assert label[2] == rate * label[1] == rate**2 * label[0]


# Sizes too large for a list: random grammars and their exact laws.

GRAMMARS = 1500


def correlation_sum(law, first, second):
    joint = law.pair(first, second)
    return float(((joint - np.outer(joint.sum(axis=1), joint.sum(axis=0))) ** 2).sum())


@pytest.fixture(scope="module", params=[(8, 3, 2), (6, 4, 3)], ids=str)
def sampled(request):
    """(measured, expected): per grammar the squares, and their averages in closed form."""
    sizes = request.param
    v_, m_, s_ = sizes
    rows = []
    for seed in range(GRAMMARS):
        law = Law(Grammar.sample(RHMParams(v=v_, m=m_, s=s_, L=3), seed))
        rows.append(
            {
                "cousin": correlation_sum(law, (2, 0), (1, s_)),
                "visible": correlation_sum(law, (2, 0), (0, s_**2)),
                "lower": correlation_sum(law, (1, 0), (0, s_)),
                "higher": correlation_sum(law, (1, 0), (0, s_**2)),
                "root 1": correlation_sum(law, (2, 0), (3, 0)),
                "root 2": correlation_sum(law, (1, 0), (3, 0)),
                "marginals 2": float((law.marginal(1, 0) ** 2).sum()),
                "balance 2": float(v_ * (law.marginal(1, 0) ** 2).sum() - 1),
            }
        )
    at = exact(*sizes)
    expected = {
        "cousin": moments.squared_correlation(at, 0, *COUSIN),
        "visible": moments.squared_correlation(at, 0, *TOKEN),
        "lower": moments.squared_correlation(at, 1, *COUSIN),
        "higher": moments.squared_correlation(at, 0, *HIGHER),
        "root 1": moments.squared_root_correlation(at, 1),
        "root 2": moments.squared_root_correlation(at, 2),
        "marginals 2": moments.squared_marginals(at, 2),
        "balance 2": moments.balance_spread(at, 2),
    }
    return sizes, {name: np.array([row[name] for row in rows]) for name in expected}, expected


def assert_mean(values, expected):
    error = values.std(ddof=1) / math.sqrt(len(values))
    assert_z_scores(values.mean(), float(expected), error, within=0.03 * float(expected))


@pytest.mark.parametrize(
    "name",
    ["cousin", "visible", "lower", "higher", "root 1", "root 2", "marginals 2", "balance 2"],
)
def test_random_grammars_have_these_averages(sampled, name):
    _, measured, expected = sampled
    assert_mean(measured[name], expected[name])


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_factor_is_caught_by_random_grammars(sampled, wrong):
    sizes, measured, expected = sampled
    planted = WRONG[wrong](expected["cousin"], sizes)
    values = measured["cousin"]
    error = values.std(ddof=1) / math.sqrt(len(values))
    with pytest.raises(AssertionError, match="standard errors"):
        assert_z_scores(values.mean(), float(planted), error, within=math.inf)
