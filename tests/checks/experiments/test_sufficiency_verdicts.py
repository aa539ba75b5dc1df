"""Theorem 2: failures beyond δ contradict it, and the certificate is what recovery is tried at."""

import math

import pytest

from ownlatents.checks.experiments import sufficiency
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.models import ILC
from ownlatents.sim import Context, Grammar, Law, RHMParams, assumptions, sample_counts
from ownlatents.theory import threshold
from tests.checks.experiments.test_stability_verdicts import AtRandom

STEPS = len(sufficiency.FRACTIONS)


def planted(failures, n=200):
    """`n` grammars, so many of which are not recovered at the sufficient number of strings."""
    row = {"void": False, "sufficient": 3e5, "v": 16, "m": 4}
    right = {**row, "recovered": [True] * 6 + [False] * (STEPS - 6)}
    wrong = {**row, "recovered": [False] * STEPS}
    return [wrong] * failures + [right] * (n - failures)


def judged(rows):
    (verdict,) = sufficiency.judge(rows)
    return verdict


@pytest.fixture
def task():
    return sufficiency.tasks("quick")[0]


@pytest.mark.parametrize("failures", [0, 5, 10])
def test_failures_within_delta_are_compatible(failures):
    assert judged(planted(failures)).outcome is Outcome.HOLDS


@pytest.mark.parametrize(("failures", "n"), [(60, 200), (6, 20), (20, 20), (20, 200)])
def test_failures_beyond_delta_contradict(failures, n):
    assert judged(planted(failures, n)).outcome is Outcome.CONTRADICTED


def test_failures_below_the_sufficient_number_do_not_count():
    rows = planted(0)
    for row in rows:
        row["recovered"] = [True] + [False] * (STEPS - 1)
    assert judged(rows).outcome is Outcome.HOLDS


def test_void_grammars_are_counted_and_left_out():
    verdict = judged([*planted(0), *[{"void": True}] * 7])
    assert "over 200 grammars, 7 void" in verdict.finding
    assert verdict.outcome is Outcome.HOLDS


def test_the_slack_is_told():
    # Six fractions 1, 1/4, … recover: 1/4^5 of the sufficient number is enough.
    assert "1/1024 of it" in judged(planted(0)).finding


def test_a_learner_that_guesses_contradicts(monkeypatch, task):
    assert judged([sufficiency.run(task)] * 20).outcome is Outcome.HOLDS
    guessing = ILC(Context(cousin=1, token=0), AtRandom())
    monkeypatch.setattr(sufficiency, "_learner", lambda: guessing)
    assert judged([sufficiency.run(task)] * 20).outcome is Outcome.CONTRADICTED


def test_tuples_that_were_never_seen_are_not_recovered(monkeypatch, task):
    monkeypatch.setattr(sufficiency, "FRACTIONS", (1e-9,))
    assert sufficiency.run(task)["recovered"] == [False]


def test_a_grammar_without_a_finite_certificate_is_void(monkeypatch, task):
    assert not sufficiency.run(task)["void"]
    monkeypatch.setattr("ownlatents.checks.measure.degenerate.COINCIDE", math.inf)
    assert sufficiency.run(task) == {"void": True}


def test_at_the_sufficient_number_every_vector_is_within_an_eighth_of_the_separation(task):
    """What the proof promises of the strings themselves, on one grammar and one draw of counts."""
    p = RHMParams(**{name: task.settings[name] for name in "vmsL"})
    grammar = Grammar.sample(p, task.settings["seed"])
    context = Context(cousin=1, token=0)
    row = sufficiency.run(task)
    P = math.ceil(row["sufficient"] * threshold("latent", **p.as_dict()))
    found = assumptions(grammar, context)
    separation = min(level.separation for level in found.levels)
    for level in range(p.L - 1):
        counts = sample_counts(grammar, level, context, P=P, seed=0)[:, :, 0]
        N = counts.sum(axis=-1, keepdims=True)
        error = counts / N - Law(grammar).context_vectors(level, context)[:, None]
        assert N.min() >= P * found.levels[level].p_min / 2
        assert (error**2).sum(axis=-1).max() ** 0.5 <= separation**0.5 / 8
