"""Assumption 1 at a site of its own for each level, and the best such sites."""

from itertools import product

import numpy as np
import pytest

from ownlatents.errors import InputError
from ownlatents.sim import Context, Grammar, RHMParams, assumptions, best_sites


def quality(found):
    return found.p_min * found.separation


def sites_of(p, **target):
    every = product(range(p.s ** (p.L - 2)), range(p.s))
    return [Context(grandparent=g, place=place, **target) for g, place in every]


CHOICES = [
    (RHMParams(v=4, m=3, s=2, L=2), {}),
    (RHMParams(v=5, m=2, s=3, L=3), {}),
    (RHMParams(v=4, m=3, s=2, L=4), {}),
    (RHMParams(v=4, m=2, s=2, L=4), {"observable": "token"}),
    (RHMParams(v=4, m=2, s=2, L=4), {"observable": "root"}),
    (RHMParams(v=5, m=4, s=3, L=3), {"token": 1}),
]


@pytest.mark.parametrize(("p", "target"), CHOICES)
def test_the_best_sites_are_the_best_of_all_combinations_of_sites(p, target):
    differ = 0
    for seed in range(6):
        grammar = Grammar.sample(p, seed)
        found = [assumptions(grammar, site).levels for site in sites_of(p, **target)]
        by_level = [{(x.p_min, x.separation) for x in level} for level in zip(*found, strict=True)]
        combined = product(*by_level)
        best = max(min(x for x, _ in one) * min(y for _, y in one) for one in combined)
        sites = best_sites(grammar, Context(**target))
        assert quality(assumptions(grammar, sites)) == pytest.approx(best, rel=1e-9, abs=1e-15)
        differ += len({(site.grandparent, site.place) for site in sites}) > 1
    assert differ > 0 or p.L == 2


@pytest.mark.parametrize(("p", "target"), CHOICES)
def test_no_fixed_site_is_better_than_the_best_sites(p, target):
    gains = []
    for seed in range(20, 30):
        grammar = Grammar.sample(p, seed)
        chosen = quality(assumptions(grammar, best_sites(grammar, Context(**target))))
        fixed = [quality(assumptions(grammar, site)) for site in sites_of(p, **target)]
        assert chosen >= max(fixed) * (1 - 1e-12)
        gains.append(chosen > 1.01 * fixed[0])
    assert any(gains)


def test_the_best_sites_keep_the_targets():
    grammar = Grammar.sample(RHMParams(v=4, m=3, s=3, L=3), seed=0)
    given = Context("token", cousin=2, token=1, grandparent=2, place=1)
    for site in best_sites(grammar, given):
        assert (site.observable, site.cousin, site.token) == ("token", 2, 1)


def test_a_place_at_which_a_symbol_never_occurs_is_avoided():
    # 3 never stands first; standing second, every symbol has neighbours of its own.
    pairs = [[0, 0], [0, 1], [1, 1], [2, 1], [1, 2], [2, 2], [0, 3], [1, 3]]
    level_0 = Grammar.sample(RHMParams(v=4, m=2, s=2, L=1), seed=0).rules[0]
    grammar = Grammar([level_0, np.reshape(pairs, (4, 2, 2))])
    assert quality(assumptions(grammar)) == 0
    (site,) = best_sites(grammar)
    assert site == Context(place=1)
    assert quality(assumptions(grammar, site)) > 0


@pytest.mark.parametrize("exact", [True, False])
def test_a_site_for_each_level_gives_what_each_gives_at_its_level(exact):
    p = RHMParams(v=4, m=3, s=2, L=4)
    grammar = Grammar.sample(p, seed=1)
    sites = [Context(place=1), Context(grandparent=2), Context("token", grandparent=3, place=1)]
    found = assumptions(grammar, sites, exact=exact)
    assert found.sites == tuple(sites)
    alone = [assumptions(grammar, site, exact=exact) for site in sites]
    assert found.levels == tuple(one.levels[level] for level, one in enumerate(alone))
    assert found.levels != alone[0].levels
    assert alone[0].sites == (sites[0],) * 3


@pytest.mark.parametrize("n", [0, 1, 3])
def test_a_wrong_number_of_sites_is_an_input_error(n):
    grammar = Grammar.sample(RHMParams(v=4, m=3, s=2, L=3), seed=1)
    with pytest.raises(InputError, match=f"{n} sites, but 2 were expected, one for each level"):
        assumptions(grammar, [Context()] * n)
    with pytest.raises(InputError, match="place=2, but 0 to 1"):
        assumptions(grammar, [Context(), Context(place=2)])
