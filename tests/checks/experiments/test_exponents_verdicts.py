"""Exponents on planted searches: which laws hold, in part or not; and small tasks really run."""

import json

import numpy as np
import pytest

from ownlatents.checks.experiments import exponents
from ownlatents.checks.experiments.exponents import searches
from ownlatents.checks.measure.searches import PER_OCTAVE
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.checks.sweep import Task
from ownlatents.theory import threshold

GRAMMARS = 3
SIZES = [p for p in searches.SIZES if p.v <= 64]


def law(name):
    return lambda p: threshold(name, **p.as_dict())


def latent_times(**powers):
    return lambda p: law("latent")(p) * np.prod([getattr(p, x) ** k for x, k in powers.items()])


def planted(arm, star_of, *, noise=0.02, never=()):
    """Rows of searches for learning curves that rise around `star_of(size)`."""
    rows = []
    for p in SIZES:
        for seed in range(GRAMMARS):
            star = star_of(p) * np.exp(noise * np.random.default_rng([p.v, p.m, seed]).normal())
            star *= 1e9 if (p, seed) in never else 1
            tried = []
            while (step := searches.next_of(tried)) is not None:
                P = round(law("latent")(p) * 2 ** (step / PER_OCTAVE))
                curves = {"accuracy": 1 / (1 + (star / P) ** 4), "exact": float(3 * star < P)}
                tried.append({"step": step, "P": P, **curves})
            rows += [{**p.as_dict(), "arm": arm, "seed": seed, **row} for row in tried]
    return rows


def judged(kmeans=None, oracle=None, **more):
    rows = planted("kmeans", kmeans or law("latent"), **more)
    rows += planted("oracle", oracle or law("known-half"), **more)
    return {verdict.claim: verdict for verdict in exponents.judge(rows)}


def test_planted_thresholds_are_found():
    found = exponents.thresholds(planted("ward", law("latent"), noise=0), "ward")
    assert set(found) == set(SIZES)
    for p, one in found.items():
        # Interpolated between points 19 % apart; P is a whole number.
        assert one.stars == pytest.approx([law("latent")(p)] * GRAMMARS, rel=0.03)


def test_the_laws_of_the_ledger_hold():
    found = judged(noise=0.05)
    assert list(found) == ["exponents", "known-centres"]
    for verdict in found.values():
        assert verdict.outcome is Outcome.HOLDS, verdict.finding
        assert "1−f" in verdict.finding


@pytest.mark.parametrize("powers", [{"v": 0.15}, {"v": -0.15}, {"m": 0.12}])
def test_the_right_law_with_slightly_other_exponents_holds_in_part(powers):
    verdict = judged(kmeans=latent_times(**powers), noise=0.005)["exponents"]
    assert verdict.outcome is Outcome.IN_PART, verdict.finding


@pytest.mark.parametrize("name", ["known-centres", "found-centres", "known-half", "coverage"])
def test_another_law_contradicts_the_exponents(name):
    verdict = judged(kmeans=law(name))["exponents"]
    assert verdict.outcome is Outcome.CONTRADICTED, verdict.finding


@pytest.mark.parametrize("name", ["latent", "known-centres", "found-centres", "coverage"])
def test_another_law_contradicts_the_claim_on_known_centres(name):
    found = judged(oracle=law(name))
    assert found["known-centres"].outcome is Outcome.CONTRADICTED
    assert found["exponents"].outcome is Outcome.HOLDS  # the arms are judged apart


def test_the_other_arms_change_no_verdict():
    rows = planted("kmeans", law("latent")) + planted("oracle", law("known-half"))
    others = planted("ward", law("coverage")) + planted("pooled", law("coverage"))
    assert exponents.judge(rows + others) == exponents.judge(rows)


def test_grammars_that_are_never_learned_are_no_hindrance_and_such_sizes_are_left_out():
    one = {(p, 0) for p in SIZES[::4]}
    most = {(SIZES[1], 0), (SIZES[1], 1)}
    verdict = judged(never=one | most, noise=0.05)["exponents"]
    assert verdict.outcome is not Outcome.CONTRADICTED, verdict.finding
    narrow = [p for p in SIZES if p.s == 2]
    assert f"at {len(narrow) - 1} sizes" in verdict.finding
    assert "nan" not in verdict.finding


# Really run: the smallest size.


def smallest(arm):
    tasks = [task for task in exponents.tasks("quick") if task.settings["arm"] == arm]
    return min(tasks, key=lambda task: (task.params.n_tuples, task.settings["seed"]))


def run_to_the_end(task):
    rows = []
    while not exponents.enough(task, rows):
        rows.append(exponents.run(task, *rows))
    return rows


@pytest.mark.parametrize("arm", searches.ARMS)
def test_a_search_brackets_what_is_wanted_and_its_rows_are_the_same_however_it_is_split(arm):
    task = smallest(arm)
    rows = run_to_the_end(task)
    tried = {row["step"]: row for row in rows}
    for curve, heights in searches.WANTED.items():
        for height in heights:
            below = max(step for step in tried if tried[step][curve] < height)
            assert tried[below + 1][curve] >= height
    kept = json.loads(json.dumps(rows))
    assert kept == rows
    for n in (0, 1, len(rows) // 2, len(rows) - 1):
        again = Task("exponents", 1, json.loads(json.dumps(dict(task.settings))))
        assert exponents.run(again, *kept[:n]) == rows[n]
