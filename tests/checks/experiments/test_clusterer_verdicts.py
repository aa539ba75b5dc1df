"""The quarter: held, held in part or missed, by planted thresholds."""

import numpy as np
import pytest

from ownlatents.checks.experiments import clusterers
from ownlatents.checks.measure.verdicts import Outcome
from ownlatents.checks.stats.threshold import Bracket, Threshold
from ownlatents.checks.stats.units import latent_unit, strings_by
from ownlatents.models import ILC
from ownlatents.sim import Context


def search(p, arm, seed, star):
    """Rows of a search whose accuracy rises through 1/2 at `star` units of vm³/(1−f)."""
    unit = latent_unit(p)
    given = {**p.as_dict(), "arm": arm, "seed": seed}
    heights = {0.5: 0.0, 2.0: 1.0} if np.isfinite(star) else {1.0: 0.2, 2.0: 0.3}
    scale = star if np.isfinite(star) else 1.0
    return [
        {**given, "step": i, "P": unit * scale * x, "accuracy": height}
        for i, (x, height) in enumerate(heights.items())
    ]


def planted(ratios, theirs=1.6, grammars=8, spread=0.02):
    """Whole fits in which the best needs this share of the paper's strings, for each m."""
    rows = []
    for p, share in zip(clusterers._TREES, ratios, strict=True):
        for seed in range(grammars):
            shift = np.exp(spread * (seed - (grammars - 1) / 2))
            known = dict.fromkeys(clusterers._FITS, theirs)
            known |= {clusterers._BEST: theirs * share * shift, clusterers._KNOWN: theirs / 10}
            for arm, star in known.items():
                rows += search(p, arm, seed, star)
    for p in clusterers._LEVELS[:2]:
        for arm in clusterers._ONE_LEVEL:
            rows += [row for seed in range(2) for row in search(p, arm, seed, 0.3)]
    return rows


def judged(rows):
    (verdict,) = clusterers.judge(rows)
    return verdict


@pytest.mark.parametrize(
    ("ratios", "outcome"),
    [
        ((0.15, 0.2), Outcome.HOLDS),
        ((0.22, 0.01), Outcome.HOLDS),
        ((0.15, 0.3), Outcome.IN_PART),
        ((0.3, 0.15), Outcome.IN_PART),
        ((0.45, 0.45), Outcome.IN_PART),
        ((0.15, 0.6), Outcome.CONTRADICTED),
        ((1.0, 1.0), Outcome.CONTRADICTED),
    ],
)
def test_the_outcome_is_that_of_the_worst_size(ratios, outcome):
    verdict = judged(planted(ratios))
    assert verdict.outcome is outcome
    assert f"{ratios[0]:.3g} [" in verdict.finding


def test_an_interval_that_reaches_beyond_a_quarter_does_not_hold():
    assert judged(planted((0.23, 0.23))).outcome is Outcome.HOLDS
    assert judged(planted((0.23, 0.23), spread=0.2)).outcome is Outcome.IN_PART


def test_distances_to_the_oracle_and_to_coverage_are_told():
    verdict = judged(planted((0.2, 0.2), spread=0))
    assert "(2 times the oracle arm's, " in verdict.finding
    p = clusterers._TREES[0]
    floor = 0.32 * latent_unit(p) / strings_by("coverage", p)
    assert f"{floor:.2g} times what sees every tuple" in verdict.finding
    (table,) = verdict.tables
    found = {row[:5]: row[5] for row in table.rows}
    assert found[16, 8, 2, 2, "k-means ×1"] == pytest.approx(0.3, rel=0.03)


def of(*stars):
    return Threshold(tuple(Bracket(x, x, x) for x in stars), 1.0, 1e4)


def test_ratios_are_of_the_same_grammar():
    ours, theirs = of(1.0, 10.0, 100.0, 1000.0), of(4.0, 40.0, 400.0, 4000.0)
    found = clusterers.ratio(ours, theirs)
    assert (found.value, found.low, found.high) == (0.25, 0.25, 0.25)


def test_grammars_without_a_threshold_do_not_favour_us():
    inf = np.inf
    assert clusterers.ratio(of(inf, inf, inf), of(inf, inf, inf)).value == 1
    assert clusterers.ratio(of(inf, inf, inf), of(1.0, 1.0, 1.0)).value == inf
    rows = planted((0.2, 0.2))
    best, p = clusterers._BEST, clusterers._TREES[0]
    kept = [row for row in rows if row["m"] != p.m or row["arm"] != best or row["L"] != p.L]
    lost = [row for seed in range(8) for row in search(p, best, seed, inf)]
    assert judged(kept + lost).outcome is Outcome.CONTRADICTED


def test_rows_may_come_in_any_order():
    rows = planted((0.15, 0.2), spread=0.2)
    shuffled = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))]
    assert judged(shuffled) == judged(rows)


def test_arms_differ_in_site_and_clusterer_alone():
    grammar = None
    paper = clusterers._learner(clusterers.PAPER, grammar)
    best = clusterers._learner(clusterers._BEST, grammar)
    assert paper == ILC(Context(), clusterers._clusterer("k-means ×20"))
    assert best == ILC(Context(grandparent=None), clusterers._clusterer("balanced mixture"))


def test_a_search_ends_where_the_crossing_lies_between_neighbours():
    task = next(t for t in clusterers.tasks("quick") if t.settings["arm"] == "Ward")
    rows = []
    while not clusterers.enough(task, rows):
        rows.append({**task.settings, **clusterers.run(task, *rows)})
        assert len(rows) < 12
    tried = {row["step"]: row["accuracy"] for row in rows}
    below = max(step for step, accuracy in tried.items() if accuracy < 0.5)
    assert tried[below + 1] >= 0.5
