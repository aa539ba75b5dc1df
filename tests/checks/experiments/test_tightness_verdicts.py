"""Where Theorem 2 loses its factor: planted searches, and what one sample of a grammar says."""

import math

import numpy as np
import pytest

from ownlatents.checks.experiments import tightness
from ownlatents.checks.experiments.tightness import searches
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.models import ILC, FarthestFirst
from ownlatents.sim import Grammar, RHMParams, assumptions
from ownlatents.theory import threshold
from tests.checks.experiments.test_stability_verdicts import AtRandom

SIZES = ((16, 4, 2, 4), (8, 8, 3, 5))
STEPS = (6, 4, 4, 3, 3)  # factors from the bound to k-means: 864
AFTER = (2, 5)


def planted(steps=STEPS, failed=0.0, grammars=3):
    """Rows of searches in which each stage is reached at its own number of strings."""
    rows = []
    for sizes in SIZES:
        p = RHMParams(*sizes)
        for seed in range(grammars):
            of = {**p.as_dict(), "seed": seed, "void": False}
            of["sufficient"] = 1e4 * threshold("latent", **p.as_dict())
            strings = of["sufficient"] / np.cumprod([*steps, *AFTER])
            for stage, P in zip(list(searches.STAGES)[1:], strings, strict=True):
                rows.append({**of, "stage": stage, "step": -50, "P": P / 2, "share": 0.0})
                rows.append({**of, "stage": stage, "step": -49, "P": P, "share": 0.95})
            top = {"stage": "proof", "step": 0, "P": of["sufficient"], "share": 1 - failed}
            rows.append({**of, **top})
    return rows


def judged(rows):
    (verdict,) = tightness.judge(rows)
    return verdict


@pytest.fixture
def task():
    return tightness.tasks("quick")[0]


@pytest.fixture
def grammar(task):
    return Grammar.sample(task.params, task.settings["seed"])


@pytest.fixture
def measured(grammar):
    return assumptions(grammar, searches._SITE)


def test_a_slack_near_a_thousand_that_all_steps_share_holds():
    verdict = judged(planted())
    assert verdict.outcome is Outcome.HOLDS
    assert "864 = 6 · 4 · 4 · 3 · 3 (v = 16, m = 4)" in verdict.finding
    assert "(v = 8, m = 8)" in verdict.finding
    assert "in 0 [0, " in verdict.finding


@pytest.mark.parametrize(
    "steps", [(40, 4, 3, 1.5, 1.2), (1.5, 1.5, 1.5, 100, 2.5), (2, 2, 2, 2, 2), (20,) * 5]
)
def test_a_step_that_loses_most_or_another_slack_contradicts(steps):
    assert judged(planted(steps)).outcome is Outcome.CONTRADICTED


def test_a_proof_whose_event_fails_beyond_delta_contradicts():
    assert judged(planted(failed=0.05)).outcome is Outcome.HOLDS
    assert judged(planted(failed=0.25)).outcome is Outcome.CONTRADICTED


def test_the_steps_multiply_to_the_slack():
    for stages in tightness.thresholds(planted()).values():
        assert math.prod(searches.factors_of(stages)) == pytest.approx(864 * 2 * 5)
        assert stages["theorem"].median == pytest.approx(1e4)


def test_void_grammars_are_left_out():
    void = [{**row, "void": True} for row in planted()[:1]]
    assert judged([*planted(), *void]).finding == judged(planted()).finding


def test_a_grammar_without_a_finite_bound_is_void(monkeypatch, task):
    monkeypatch.setattr("ownlatents.checks.measure.degenerate.COINCIDE", math.inf)
    assert tightness.run(task) == {"void": True}
    assert tightness.enough(task, [{"void": True}])


def test_at_the_bound_everything_holds(grammar, measured, task):
    P = math.ceil(tightness.run(task)["sufficient"])
    found = searches.events(grammar, measured, P, seed=0)
    assert found == {"proof", "quarter", "own", "coverage"}


def test_with_few_strings_nothing_holds(grammar, measured):
    assert searches.events(grammar, measured, 10, seed=0) == set()


@pytest.mark.parametrize("fraction", [2**-1, 2**-3, 2**-4, 2**-5, 2**-7, 2**-9])
def test_stages_about_errors_follow_from_each_other(grammar, measured, task, fraction):
    P = math.ceil(tightness.run(task)["sufficient"] * fraction)
    for seed in range(5):
        found = searches.events(grammar, measured, P, seed)
        for stronger, weaker in (("proof", "quarter"), ("quarter", "own"), ("own", "coverage")):
            assert stronger not in found or weaker in found


def test_where_errors_are_below_a_quarter_farthest_first_is_right(grammar, measured, task):
    P = math.ceil(tightness.run(task)["sufficient"] / 16)
    learner = ILC(searches._SITE, FarthestFirst())
    seeds = [s for s in range(5) if "quarter" in searches.events(grammar, measured, P, s)]
    assert seeds
    assert searches.from_counts(learner, grammar, P, seeds)["exact"] == 1


def test_thresholds_of_a_real_search_fall_from_stage_to_stage(small_rows):
    (stages,) = tightness.thresholds(small_rows["tightness"]).values()
    stars = {stage: one.median for stage, one in stages.items()}
    ordered = [stars[stage] for stage in ("theorem", "proof", "quarter", "own", "coverage")]
    assert ordered == sorted(ordered, reverse=True)
    assert stars["quarter"] > stars["farthest"] > stars["coverage"]
    assert stars["oracle"] > stars["coverage"]


def test_a_learner_that_guesses_is_never_right(monkeypatch, task):
    monkeypatch.setattr(searches, "_SEARCHED", ("kmeans",))
    assert tightness.run(task)["share"] == 1
    monkeypatch.setattr(searches, "_clusterer", lambda stage, grammar: AtRandom())
    assert tightness.run(task)["share"] == 0
