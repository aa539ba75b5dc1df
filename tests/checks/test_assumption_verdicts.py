"""Assumption 1 on planted ensembles of grammars: which of them reach which verdict."""

import copy

import numpy as np
import pytest

from checks.claims import Outcome
from checks.experiments import assumptions as experiment
from checks.sweep import Task
from sim import Context, Grammar, RHMParams, assumptions
from theory import context_scale

SIZES = (8, 16, 32)


def planted(void=(0.3, 0.1, 0.0), median=(0.2, 0.4, 0.6), spread=(1.2, 1.05, 1.01), n=200):
    """Rows of `n` grammars a size, a share of them void, the others around a median."""
    rng = np.random.default_rng(0)
    rows = []
    for v, empty, middle, scale in zip(SIZES, void, median, spread, strict=True):
        constants = middle * rng.uniform(0.8, 1.2, size=n)
        constants[: int(empty * n)] = 0
        row = {"v": v, "m": v // 4, "s": 2, "L": 4, "seed": 0, "grammars": n}
        row |= {"c_bal": constants.tolist(), "c_sep_squared": constants.tolist()}
        row["spread"] = (scale * rng.normal(1, 0.1, size=n)).tolist()
        rows.append({**row, "pair": [2.0] * n})
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
    rows[-1][name] = [0.0] * 60 + rows[-1][name][60:]
    found = outcomes(rows)
    wrong, right = "balance", "separation"
    if name == "c_sep_squared":
        wrong, right = right, wrong
    assert found[wrong] is Outcome.CONTRADICTED
    assert found[right] is Outcome.IN_PART


def test_centres_that_coincide_up_to_rounding_are_void():
    rows = planted(void=(0, 0, 0))
    rows[-1]["c_sep_squared"] = [3e-17] * 60 + rows[-1]["c_sep_squared"][60:]
    assert outcomes(rows)["separation"] is Outcome.CONTRADICTED


def test_constants_that_fall_with_v_contradict():
    found = outcomes(planted(median=(0.6, 0.4, 0.2)))
    assert found["balance"] is found["separation"] is Outcome.CONTRADICTED


@pytest.mark.parametrize("factor", [0.8, 1.2])
def test_a_scale_that_is_off_by_a_fifth_at_the_largest_v_is_contradicted(factor):
    assert outcomes(planted(spread=(1, 1, factor)))["scale"] is Outcome.CONTRADICTED


def test_the_finding_tells_the_numbers_that_it_rests_on():
    balance, _, scale = experiment.judge(planted())
    assert "v = 8" in balance.finding
    assert "v = 32" in balance.finding
    assert "30%" in balance.finding
    assert all(f"at v = {v}" in scale.finding for v in SIZES)


def test_a_row_holds_what_is_measured_on_each_grammar():
    p = RHMParams(v=8, m=3, s=2, L=3)
    row = experiment.run(Task("assumptions", 1, {**p.as_dict(), "seed": 5, "grammars": 3}))
    for i in range(3):
        exact = assumptions(Grammar.sample(p, 5 + i), Context(cousin=1, token=0), exact=True)
        assert row["c_bal"][i] == pytest.approx(float(exact.c_bal))
        assert row["c_sep_squared"][i] == pytest.approx(float(exact.c_sep_squared), abs=1e-12)
        scale = context_scale(v=8, m=3, s=2)
        spread = float(sum(level.spread for level in exact.levels)) / 2 / scale
        assert row["spread"][i] == pytest.approx(spread)


def test_random_grammars_of_small_vocabularies_are_as_the_ledger_says(small_rows):
    found = outcomes(small_rows["assumptions"])
    assert found["balance"] is found["separation"] is Outcome.IN_PART


def test_grammars_whose_centres_are_twins_contradict_separation(small_rows):
    rows = copy.deepcopy(small_rows["assumptions"])
    large = max(row["v"] for row in rows)
    for row in rows:
        if row["v"] == large:
            row["c_sep_squared"] = [0.0] * len(row["c_sep_squared"])
    assert outcomes(rows)["separation"] is Outcome.CONTRADICTED
    assert outcomes(rows)["balance"] is Outcome.IN_PART
