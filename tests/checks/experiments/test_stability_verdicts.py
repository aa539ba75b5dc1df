"""Assumption 2: clusterers that do not bear small errors, and checks that cannot see it."""

import copy

import numpy as np
import pytest

from ownlatents.checks.experiments import stability
from ownlatents.checks.measure.verdicts import Outcome

NAMES = ("k-means", "batched k-means", "Ward")


class AtRandom:
    def labels(self, problems, v, level, seed):
        rng = np.random.default_rng(0)
        return [rng.integers(0, v, size=len(problem)) for problem in problems]


class AllInOne:
    def labels(self, problems, v, level, seed):
        return [np.zeros(len(problem), dtype=np.int64) for problem in problems]


class Impatient:
    """Right up to an error of Δ/16 and wrong beyond it."""

    def __init__(self, clusterer):
        self.clusterer = clusterer
        self.calls = 0

    def labels(self, problems, v, level, seed):
        self.calls += 1
        # Five sizes of error in each of two directions, in rising order.
        if (self.calls - 1) % 5 == 0:
            return self.clusterer.labels(problems, v, level, seed)
        return AtRandom().labels(problems, v, level, seed)


def plant(monkeypatch, **others):
    """Have the experiment try these in place of its own clusterers, by name."""
    planted = {**stability.clusterers(), **others}
    monkeypatch.setattr(stability, "clusterers", lambda: planted)


@pytest.fixture
def task():
    return next(t for t in stability.tasks("quick") if t.settings["v"] == 16)


def outcome(rows):
    (verdict,) = stability.judge(rows)
    return verdict.outcome


@pytest.mark.parametrize("clusterer", [AtRandom, AllInOne])
def test_clusterers_that_do_not_look_at_the_points_contradict(monkeypatch, task, clusterer):
    assert outcome([stability.run(task)]) is Outcome.HOLDS
    plant(monkeypatch, **{name: clusterer() for name in NAMES})
    assert outcome([stability.run(task)]) is Outcome.CONTRADICTED


@pytest.mark.parametrize("name", NAMES)
def test_one_clusterer_that_fails_leaves_the_claim_in_part(monkeypatch, task, name):
    plant(monkeypatch, **{name: AtRandom()})
    assert outcome([stability.run(task)]) is Outcome.IN_PART


def test_a_failure_at_exactly_an_eighth_counts(monkeypatch, task):
    plant(monkeypatch, **{name: Impatient(its) for name, its in stability.clusterers().items()})
    row = stability.run(task)
    assert row["Ward/random/0.0625"]
    assert not row["Ward/random/0.125"]
    assert outcome([row]) is Outcome.CONTRADICTED


def test_failures_beyond_an_eighth_do_not_count(small_rows):
    rows = copy.deepcopy(small_rows["stability"])
    for row in rows:
        for name in row:
            if name.endswith(("/0.25", "/0.375")):
                row[name] = False
    assert outcome(rows) is Outcome.HOLDS


def test_a_single_failure_at_small_error_counts(small_rows):
    rows = copy.deepcopy(small_rows["stability"])
    rows[0]["k-means/adversarial/0.125"] = False
    assert outcome(rows) is Outcome.IN_PART


def test_a_check_that_sees_no_failure_where_the_centres_have_met_is_blind(small_rows):
    # Beyond Δ/2 points of neighbours change places: nobody can be right about all grammars.
    rows = copy.deepcopy(small_rows["stability"])
    for row in rows:
        for name in NAMES:
            row[f"{name}/adversarial/0.55"] = True
    assert outcome(rows) is Outcome.CONTRADICTED


def test_void_grammars_are_left_out(small_rows):
    rows = small_rows["stability"]
    with_void = [*rows, {"void": True}]
    assert stability.judge(with_void) == stability.judge(rows)


def test_the_finding_tells_each_clusterers_failures_and_the_grammars(small_rows):
    (verdict,) = stability.judge(small_rows["stability"])
    assert all(f"{name} 0 [0, " in verdict.finding for name in NAMES)
    used = sum(not row["void"] for row in small_rows["stability"])
    assert f"{used} grammars" in verdict.finding
