"""Depth on planted searches: flat and steep growth; and small tasks really run."""

import json
import re
from functools import partial

import numpy as np
import pytest

from ownlatents.checks.experiments import depth
from ownlatents.checks.measure.searches import PER_OCTAVE
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.checks.sweep import Task

RIVALS = ("token", "root")


def latent(L, factor=1.0):
    return 3000 * factor**L


def steep(arm, factor=1.0):
    return lambda L: depth._finite(arm, depth._params(L)) * factor**L


STARS = {"latent": latent, "strings": latent, **{arm: steep(arm) for arm in RIVALS}}


def planted(noise=0.02, never=(), **stars):
    """Rows of searches of the quick profile for curves that rise around each arm's stars."""
    rows = []
    for task in depth.tasks("quick"):
        arm, L, seed = (task.settings[x] for x in ("arm", "L", "seed"))
        star = {**STARS, **stars}[arm](L)
        star *= np.exp(noise * np.random.default_rng([L, seed]).normal())
        star *= 1e9 if (arm, L, seed) in never else 1
        tried = []
        while not depth.enough(task, tried):
            step = depth._next(task, tried)
            P = round(depth._unit(arm, task.params) * 2 ** (step / PER_OCTAVE))
            tried.append({"step": step, "P": P, "accuracy": 1 / (1 + (star / P) ** 4)})
        rows += [{**task.settings, **row} for row in tried]
    return rows


def judged(**more):
    (verdict,) = depth.judge(planted(**more))
    return verdict


@pytest.mark.parametrize("arm", STARS)
def test_planted_thresholds_are_found(arm):
    found = depth.thresholds(planted(noise=0), arm)
    assert list(found) == list(depth._QUICK[arm])
    for L, one in found.items():
        assert one.stars == pytest.approx([STARS[arm](L)] * depth._GRAMMARS["quick"], rel=0.03)


def test_flat_own_latents_and_steep_rivals_hold():
    verdict = judged()
    assert verdict.outcome is Outcome.HOLDS, verdict.finding
    assert "(L = 2 to 32;" in verdict.finding


@pytest.mark.parametrize("factor", [0.9, 0.97, 1.01])
def test_own_latents_may_need_less_or_hardly_more_at_depth(factor):
    verdict = judged(latent=partial(latent, factor=factor), noise=0.001)
    assert verdict.outcome is Outcome.HOLDS, verdict.finding


@pytest.mark.parametrize("factor", [1.04, 1.15])
def test_own_latents_that_need_more_at_depth_contradict(factor):
    assert judged(latent=partial(latent, factor=factor)).outcome is Outcome.CONTRADICTED


@pytest.mark.parametrize("arm", RIVALS)
@pytest.mark.parametrize(("factor", "outcome"), [(0.9, "HOLDS"), (1.1, "HOLDS")])
def test_rivals_that_grow_a_little_otherwise_hold(arm, factor, outcome):
    assert judged(**{arm: steep(arm, factor)}).outcome is Outcome[outcome]


@pytest.mark.parametrize("arm", RIVALS)
@pytest.mark.parametrize("factor", [0.6, 1.6])
def test_rivals_that_grow_otherwise_contradict(arm, factor):
    assert judged(**{arm: steep(arm, factor)}).outcome is Outcome.CONTRADICTED


@pytest.mark.parametrize("arm", RIVALS)
def test_rivals_as_flat_as_own_latents_contradict(arm):
    assert judged(**{arm: lambda L: depth._unit(arm, depth._params(3))}).outcome is (
        Outcome.CONTRADICTED
    )


def test_whole_fits_to_strings_that_grow_with_depth_hold_in_part():
    verdict = judged(strings=partial(latent, factor=2.0))
    assert verdict.outcome is Outcome.IN_PART
    assert re.search(r"from strings (1\.9|2)\d* \[", verdict.finding), verdict.finding


@pytest.mark.parametrize(("arm", "outcome"), [("latent", "IN_PART"), ("token", "HOLDS")])
def test_one_grammar_that_is_never_learned_leaves_open_whether_it_is_flat(arm, outcome):
    verdict = judged(never={(arm, 4, 0)})
    assert verdict.outcome is Outcome[outcome], verdict.finding


@pytest.mark.parametrize("arm", ["latent", "token"])
def test_a_depth_that_is_never_learned_contradicts(arm):
    verdict = judged(never={(arm, 4, seed) for seed in range(3)})
    assert verdict.outcome is Outcome.CONTRADICTED


# Really run: the shallowest depths.


@pytest.mark.parametrize("arm", depth.NAMES)
def test_a_search_brackets_its_crossing_and_its_rows_are_the_same_however_it_is_split(arm):
    task = next(task for task in depth.tasks("quick") if task.settings["arm"] == arm)
    rows = []
    while not depth.enough(task, rows):
        rows.append(depth.run(task, *rows))
    tried = {row["step"]: row["accuracy"] for row in rows}
    below = max(step for step in tried if tried[step] < 0.5)
    assert tried[below + 1] >= 0.5
    kept = json.loads(json.dumps(rows))
    assert kept == rows
    again = Task("depth", 1, json.loads(json.dumps(dict(task.settings))))
    for n, row in enumerate(rows):
        assert depth.run(again, *kept[:n]) == row


def test_no_search_asks_for_more_strings_than_can_be_counted():
    for profile in ("quick", "full"):
        for task in depth.tasks(profile):
            always_below, step = [], 0
            while (step := depth._next(task, always_below)) is not None:
                always_below.append({"step": step, "accuracy": 0.0})
            most = depth._unit(task.settings["arm"], task.params) * 2 ** (
                always_below[-1]["step"] / PER_OCTAVE
            )
            assert most <= 2**61
