"""The success curve: differences beyond the tolerance contradict, and wrong laws are found out."""

import copy
from dataclasses import replace

import numpy as np
import pytest

from ownlatents.checks.experiments import success
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.sim import RHMParams

UNITS = success.STRINGS
LEVELS = 3


def planted(accuracy=0.0, exact=0.0, size=0, at=4, level=1, grammars=4):
    """Rows whose measured curves are these much off at one number of strings, at one size."""
    rows = []
    for i, (p, site) in enumerate(success.SIZES):
        curve = np.tile(np.linspace(0.1, 0.8, len(UNITS))[:, None], LEVELS)
        both = {"accuracy": curve, "exact": curve[:, 0]}
        measured = copy.deepcopy(both)
        if i == size:
            measured["accuracy"][at, level] += accuracy
            measured["exact"][at] += exact
        for seed in range(grammars):
            row = {
                kind: {what: one.tolist() for what, one in curves.items()}
                for kind, curves in (("predicted", both), ("measured", measured))
            }
            rows.append({**p.as_dict(), "site": site, "seed": seed, **row})
    return rows


def judged(rows):
    (verdict,) = success.judge(rows)
    return verdict


@pytest.fixture
def without_noise(monkeypatch):
    monkeypatch.setattr(success, "_ERRORS", 0.0)


@pytest.mark.usefixtures("without_noise")
@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("kind", ["accuracy", "exact"])
@pytest.mark.parametrize(("size", "at", "level"), [(0, 0, 0), (1, 5, 2), (2, len(UNITS) - 1, 1)])
def test_a_difference_beyond_the_tolerance_contradicts(kind, sign, size, at, level):
    place = {"size": size, "at": at, "level": level}
    within, beyond = (sign * x * success.TOLERANCE for x in (0.99, 1.01))
    assert judged(planted(**place)).outcome is Outcome.HOLDS
    assert judged(planted(**{kind: within}, **place)).outcome is Outcome.HOLDS
    assert judged(planted(**{kind: beyond}, **place)).outcome is Outcome.CONTRADICTED


def test_the_largest_difference_of_each_kind_is_told():
    finding = judged(planted(accuracy=0.043, exact=-0.271)).finding
    assert "0.043 in accuracy" in finding
    assert "0.271 in exact recovery" in finding
    assert f"over {len(success.SIZES)} sizes and P from 1/32 to 32 vm³/(1−f)" in finding


@pytest.mark.parametrize(("grammars", "outcome"), [(4, Outcome.HOLDS), (60, Outcome.CONTRADICTED)])
def test_few_fits_may_stray_and_many_may_not(grammars, outcome):
    # At a predicted share of 0.38, 80 fits stray by 0.054 and 1200 by 0.014.
    assert judged(planted(exact=0.2, grammars=grammars)).outcome is outcome


def test_few_fits_may_not_stray_for_ever():
    assert judged(planted(exact=0.4, grammars=4)).outcome is Outcome.CONTRADICTED


@pytest.mark.usefixtures("without_noise")
def test_it_is_the_mean_over_grammars_that_is_compared():
    rows = planted()
    rows[0]["measured"]["exact"][4] += 0.3  # one grammar of four
    assert judged(rows).outcome is Outcome.HOLDS
    rows[1]["measured"]["exact"][4] += 0.3
    assert judged(rows).outcome is Outcome.CONTRADICTED


# Really run: the smallest size alone, few grammars.

SMALL = (RHMParams(v=8, m=4, s=2, L=3), "one cousin token")


@pytest.fixture
def rows(monkeypatch):
    monkeypatch.setattr(success, "SIZES", (SMALL,))
    monkeypatch.setattr(success, "_GRAMMARS", {"quick": 3})
    tasks = success.tasks("quick")

    def run():
        return [{**task.settings, **success.run(task)} for task in tasks]

    return run


def test_the_right_law_holds(rows):
    found = rows()
    assert [row["seed"] for row in found] == [0, 1, 2]
    for row in found:
        for kind in ("predicted", "measured"):
            assert np.shape(row[kind]["accuracy"]) == (len(UNITS), 2)
            assert np.shape(row[kind]["exact"]) == (len(UNITS),)
    accuracy = np.mean([row["measured"]["accuracy"] for row in found], axis=(0, 2))
    assert accuracy[0] < 0.5  # there is something to predict
    assert accuracy[-1] > 0.95
    assert judged(found).outcome is Outcome.HOLDS, judged(found).finding


WRONG = {
    "four times the noise": lambda law: replace(law, covariances=4 * law.covariances),
    "a quarter of the noise": lambda law: replace(law, covariances=law.covariances / 4),
    "no noise": lambda law: replace(law, covariances=0 * law.covariances),
    "centres twice as far": lambda law: replace(law, centres=2 * law.centres),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_law_contradicts(monkeypatch, rows, wrong):
    right = success.level_laws
    planted_laws = lambda *given: [WRONG[wrong](law) for law in right(*given)]  # noqa: E731
    monkeypatch.setattr(success, "level_laws", planted_laws)
    assert judged(rows()).outcome is Outcome.CONTRADICTED
