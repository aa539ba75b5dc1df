"""Figure 3 (left) on planted thresholds: which laws the check can tell apart."""

import re
from functools import partial

import numpy as np
import pytest

from ownlatents.checks.experiments import recovery
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.checks.stats import scaling
from ownlatents.checks.stats.intervals import bootstrap
from ownlatents.checks.stats.threshold import thresholds

M = (6, 8, 12, 16, 22, 32)
GRAMMARS = 6


def planted(law, *, ms=M, hidden=(), ahead=(), noise=0.1):
    """Learning curves of grammars whose P* follows `law` of m up to noise between grammars.

    Those of m in `hidden` never reach 50 %; those of m in `ahead` are above it from the start.
    """
    numbers = np.geomspace(1e2, 1e12, 101)
    rows = []
    for m in ms:
        for seed in range(GRAMMARS):
            star = 1000 * law(m) / law(M[0])
            star *= np.exp(noise * np.random.default_rng([m, seed]).normal())
            for P in numbers:
                accuracy = 1 / (1 + (star / P) ** 4)
                accuracy *= 0.3 if m in hidden else 1
                accuracy = max(accuracy, 0.9) if m in ahead else accuracy
                arms = {"ilc": [1.0, accuracy], "oracle": [1.0, min(1, 1.2 * accuracy)]}
                rows.append({"m": m, "seed": seed, "P": float(P), **arms})
    return rows


def latent(m):
    return m**3 / (1 - m / 64)


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch):
    monkeypatch.setattr(scaling, "bootstrap", partial(bootstrap, resamples=300))


def judged(rows):
    (verdict,) = recovery.judge(rows)
    return verdict


def test_planted_thresholds_are_found():
    found = thresholds(recovery.curves(planted(latent, noise=0), "ilc"))
    for m, one in zip(M, found.values(), strict=True):
        # Interpolated between points 23 % apart.
        assert one.stars == pytest.approx([1000 * latent(m) / latent(6)] * GRAMMARS, rel=0.02)


def test_the_law_of_the_paper_holds_with_exponent_3():
    rows = planted(latent)
    slope = scaling.exponent(thresholds(recovery.curves(rows, "ilc")))
    verdict = judged(rows)
    assert slope.low <= 3 <= slope.high
    assert slope.high - slope.low < 0.5
    assert verdict.outcome is Outcome.HOLDS
    assert "leaves out 3" not in verdict.finding
    assert "never" not in verdict.finding


@pytest.mark.parametrize(
    "law", [lambda m: m**5, lambda m: m**6, lambda m: m**4.5], ids=["vm^L", "vm^(L+1)", "m^4.5"]
)
def test_a_law_that_is_closer_to_a_rival_contradicts(law):
    verdict = judged(planted(law))
    assert verdict.outcome is Outcome.CONTRADICTED
    assert "leaves out 3" in verdict.finding


def test_an_exponent_next_to_3_is_told_as_such():
    verdict = judged(planted(lambda m: latent(m) * m**0.5))
    assert verdict.outcome is Outcome.HOLDS
    assert "leaves out 3" in verdict.finding


def test_thresholds_that_do_not_depend_on_m_have_no_exponent_of_3():
    verdict = judged(planted(lambda m: 1))
    assert "leaves out 3" in verdict.finding


@pytest.mark.parametrize("m", [6, 12, 32])
def test_sizes_that_are_never_learned_do_not_count_for_the_claim(m):
    verdict = judged(planted(latent, hidden=(m,)))
    assert verdict.outcome is not Outcome.HOLDS, verdict.finding


def test_sizes_that_are_never_learned_are_told_without_warnings():
    verdict = judged(planted(latent, hidden=(12,)))
    assert f"{GRAMMARS} grammars never reached 50 %" in verdict.finding


def test_sizes_that_are_learned_from_the_start_are_not_said_to_be_never_learned():
    assert not re.search(r"[1-9]\d* grammars never", judged(planted(latent, ahead=(6,))).finding)


def test_one_unlucky_grammar_is_told_and_leaves_the_spread_open():
    rows = planted(latent)
    for row in rows:
        if (row["m"], row["seed"]) == (12, 0):
            row["ilc"] = [1.0, 0.2]
    verdict = judged(rows)
    assert "1 grammars never reached 50 %" in verdict.finding
    assert verdict.outcome is Outcome.IN_PART


def test_the_oracle_arm_is_judged_apart_from_the_learner():
    rows = planted(latent)
    for row in rows:
        row["oracle"] = [1.0, 0.0]
    found, expected = judged(rows), judged(planted(latent))
    assert (found.outcome, found.finding) == (expected.outcome, expected.finding)
    columns = [list(zip(*verdict.tables[0].rows, strict=True)) for verdict in (found, expected)]
    assert columns[0][1] == columns[1][1]
    assert columns[0][2] != columns[1][2]


def test_only_the_top_level_counts():
    rows = planted(latent)
    for row in rows:
        row["ilc"] = [0.0, *row["ilc"][1:]]
    assert judged(rows) == judged(planted(latent))


def test_the_oracle_needs_no_more_strings_than_the_learner(small_rows):
    accuracies = {
        arm: np.mean([row[arm] for row in small_rows["recovery"]], axis=0)
        for arm in ("ilc", "oracle")
    }
    assert (accuracies["oracle"] >= accuracies["ilc"] - 0.02).all()
