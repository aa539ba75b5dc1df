"""Assumption 1 on planted ensembles of grammars: which of them reach which verdict."""

import copy

import numpy as np
import pytest

from ownlatents.checks.experiments import assumptions as experiment
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.checks.sweep import Task
from ownlatents.sim import Context, Grammar, RHMParams, assumptions, best_sites
from ownlatents.theory.centres import expected_pair_distance, expected_spread, rules_with_symbol

SIZES = (8, 16, 64)
SITES = ("one", "all", "best", "pooled")


def planted(void=(0.3, 0.1, 0.0), median=(0.2, 0.4, 0.6), factor=(1, 1, 1), n=200):
    """Rows of `n` grammars a size, a share of them void, the others around a median.

    Spread and pairs are `factor` times what theory expects of each level.
    """
    rng = np.random.default_rng(0)
    rows = []
    for v, empty, middle, off in zip(SIZES, void, median, factor, strict=True):
        constants = middle * rng.uniform(0.8, 1.2, size=n)
        constants[: int(empty * n)] = 0
        row = {"v": v, "m": v // 4, "s": 2, "L": 4, "seed": 0, "grammars": n}
        for name in ("c_bal", "c_sep_squared"):
            row[name] = {site: constants.tolist() for site in SITES}
        for name, expected in (("spread", expected_spread), ("pair", expected_pair_distance)):
            levels = [off * float(expected(v, v // 4, 2, above)) for above in (2, 1, 0)]
            row[name] = (np.array(levels) * rng.normal(1, 0.05, size=(n, 3))).tolist()
        rows.append({**row, "missing": [0.0] * n})
    return rows


def outcomes(rows):
    return {verdict.claim: verdict.outcome for verdict in experiment.judge(rows)}


def test_what_becomes_common_with_v_holds_in_part():
    assert outcomes(planted()) == {
        "balance": Outcome.IN_PART,
        "separation": Outcome.IN_PART,
        "scale": Outcome.HOLDS,
    }


def test_what_is_never_void_holds():
    found = outcomes(planted(void=(0, 0, 0)))
    assert found["balance"] is found["separation"] is Outcome.HOLDS


@pytest.mark.parametrize("name", ["c_bal", "c_sep_squared"])
def test_void_grammars_at_the_largest_v_contradict(name):
    rows = planted()
    rows[-1][name]["one"][:60] = [0.0] * 60
    found = outcomes(rows)
    wrong, right = "balance", "separation"
    if name == "c_sep_squared":
        wrong, right = right, wrong
    assert found[wrong] is Outcome.CONTRADICTED
    assert found[right] is Outcome.IN_PART


def test_centres_that_coincide_up_to_rounding_are_void():
    rows = planted(void=(0, 0, 0))
    rows[-1]["c_sep_squared"]["one"][:60] = [3e-17] * 60
    assert outcomes(rows)["separation"] is Outcome.CONTRADICTED


def test_constants_that_fall_with_v_contradict():
    found = outcomes(planted(median=(0.6, 0.4, 0.2)))
    assert found["balance"] is found["separation"] is Outcome.CONTRADICTED


@pytest.mark.parametrize("name", ["c_bal", "c_sep_squared"])
@pytest.mark.parametrize("site", ["all", "best", "pooled"])
def test_the_verdict_is_that_of_the_one_site(name, site):
    rows = planted(void=(0, 0, 0))
    rows[-1][name][site] = [0.0] * 200
    found = outcomes(rows)
    assert found["balance"] is found["separation"] is Outcome.HOLDS


@pytest.mark.parametrize("factor", [0.8, 1.2])
def test_a_scale_that_is_off_by_a_fifth_at_the_largest_v_is_contradicted(factor):
    assert outcomes(planted(factor=(1, 1, factor)))["scale"] is Outcome.CONTRADICTED


@pytest.mark.parametrize("name", ["spread", "pair"])
@pytest.mark.parametrize("level", [0, 2])
def test_an_average_that_theory_does_not_expect_is_contradicted(name, level):
    rows = planted()
    for levels in rows[0][name]:
        levels[level] *= 1.06
    assert outcomes(rows)["scale"] is Outcome.CONTRADICTED


def test_the_finding_tells_the_numbers_that_it_rests_on():
    balance, separation, scale = experiment.judge(planted())
    assert "v = 8" in balance.finding
    assert "v = 64" in balance.finding
    assert "30%" in balance.finding
    assert all(f"at v = {v}" in scale.finding for v in SIZES)
    assert "v = 8: 30% one site" in separation.finding
    assert "30% best sites" in separation.finding


def test_missing_symbols_are_told_beside_their_expected_number():
    rows = planted()
    rows[0]["missing"] = [0.25] * 200
    expected = sum(200 * v * rules_with_symbol(v, v // 4, 2)[0] for v in SIZES)
    finding = experiment.judge(rows)[0].finding
    assert f"400 symbols missing right below the root, {float(expected):.0f} expected" in finding


def test_a_row_holds_what_is_measured_on_each_grammar():
    p = RHMParams(v=8, m=3, s=2, L=3)
    row = experiment.run(Task("assumptions", 2, {**p.as_dict(), "seed": 5, "grammars": 3}))
    for i in range(3):
        grammar = Grammar.sample(p, 5 + i)
        one = Context(cousin=1, token=0)
        pooled = Context(cousin=1, token=0, grandparent=None)
        sites = {"one": one, "all": Context(), "pooled": pooled, "best": best_sites(grammar, one)}
        for name, site in sites.items():
            exact = assumptions(grammar, site, exact=True)
            targets = 2 if name == "all" else 1
            assert row["c_bal"][name][i] == pytest.approx(float(exact.c_bal))
            squared = float(exact.c_sep_squared) / targets
            assert row["c_sep_squared"][name][i] == pytest.approx(squared, abs=1e-12)
        exact = assumptions(grammar, one, exact=True)
        assert row["spread"][i] == pytest.approx([float(x.spread) for x in exact.levels])
        assert row["pair"][i] == pytest.approx([float(x.pair) for x in exact.levels])
        seen = set(grammar.rules[2][:, :, 0].ravel().tolist())
        assert row["missing"][i] == (8 - len(seen)) / 8


def test_no_site_is_better_than_the_best(small_rows):
    for row in small_rows["assumptions"]:
        product = {
            site: np.multiply(row["c_bal"][site], row["c_sep_squared"][site])
            for site in ("one", "best")
        }
        assert (product["best"] >= product["one"] - 1e-12).all()


def test_random_grammars_of_small_vocabularies_are_as_the_ledger_says(small_rows):
    found = outcomes(small_rows["assumptions"])
    assert found["balance"] is found["separation"] is Outcome.IN_PART


def test_grammars_whose_centres_are_twins_contradict_separation(small_rows):
    rows = copy.deepcopy(small_rows["assumptions"])
    large = max(row["v"] for row in rows)
    for row in rows:
        if row["v"] == large:
            row["c_sep_squared"]["one"] = [0.0] * row["grammars"]
    assert outcomes(rows)["separation"] is Outcome.CONTRADICTED
    assert outcomes(rows)["balance"] is Outcome.IN_PART
